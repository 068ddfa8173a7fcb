import Alerting
import Events
import Snapshots

/// What the pane of alerts lists, section by section. Only the rows in sight are worked out.
struct AlertsList {
  /// The parts of the list, in their order.
  enum Section: CaseIterable, Hashable {
    case firing, acknowledged, silenced, pending, silences, channels, history
  }

  /// A row, with its place among its like.
  enum Row: Equatable {
    case heading(Section)
    /// In `AlertIndex.items`.
    case item(Int)
    /// In `AlertsState.silences`.
    case silence(Int)
    /// In `AlertsState.channels`.
    case channel(Int)
    /// In `AlertsState.ended`.
    case ended(Int)
  }

  /// What holds the cursor.
  enum RowID: Sendable, Equatable {
    case alert(String)
    case silence(String)
    case channel(String)
  }

  let index: AlertIndex
  let alerts: AlertsState
  /// How many rows there are, headings included.
  let count: Int
  private let sections: [Part]

  /// A section as it is listed.
  private struct Part {
    var section: Section
    /// The row of its heading.
    var first: Int
    /// How many rows follow.
    var rows: Int
    /// Where its alerts are among the items; empty where they are in their own order.
    var places: [Int]
  }

  /// - Parameters:
  ///   - index: the alerts on the screen.
  ///   - alerts: what else there is of them.
  ///   - showsHistory: true to list those that are over.
  init(_ index: AlertIndex, _ alerts: AlertsState, showsHistory: Bool) {
    self.index = index
    self.alerts = alerts
    var sections: [Part] = []
    var first = 0
    for section in Section.allCases {
      let total = Self.total(section, index, alerts)
      guard total > 0 else { continue }
      let rows = section == .history && !showsHistory ? 0 : total
      let places = section.state.flatMap { index.places[$0] } ?? []
      sections.append(Part(section: section, first: first, rows: rows, places: places))
      first += 1 + rows
    }
    self.sections = sections
    count = first
  }

  /// How many a section has, whether they are listed or not.
  func total(_ section: Section) -> Int { Self.total(section, index, alerts) }

  // Silences, channels and what is over by now are of the present.
  private static func total(_ section: Section, _ index: AlertIndex, _ alerts: AlertsState) -> Int {
    switch section {
    case .firing, .acknowledged, .silenced, .pending: section.state.map(index.count) ?? 0
    case .silences: index.instant == nil ? alerts.silences.count : 0
    case .channels: index.instant == nil ? alerts.channels.count : 0
    case .history: index.instant == nil ? alerts.ended.count : 0
    }
  }

  /// A row, by its number from the top.
  subscript(row: Int) -> Row? {
    guard let part = sections.last(where: { $0.first <= row }), row <= part.first + part.rows else { return nil }
    guard row > part.first else { return .heading(part.section) }
    let place = row - part.first - 1
    switch part.section {
    case .firing, .acknowledged, .silenced, .pending: return .item(part.places[place])
    case .silences: return .silence(place)
    case .channels: return .channel(place)
    case .history: return .ended(place)
    }
  }

  /// What can hold the cursor in a row; nil for a heading.
  func id(_ row: Int) -> RowID? {
    switch self[row] {
    case .item(let place): .alert(index.items[place].alert.id)
    case .ended(let place): .alert(alerts.ended[place].id)
    case .silence(let place): .silence(alerts.silences[place].id)
    case .channel(let place): .channel(alerts.channels[place].name)
    case .heading, nil: nil
    }
  }

  /// The alert of a row, with what goes with it; nil if it is none.
  func item(_ row: Int) -> AlertsState.Item? {
    switch self[row] {
    case .item(let place): index.items[place]
    case .ended(let place): AlertsState.Item(alert: alerts.ended[place])
    default: nil
    }
  }
}

extension AlertsList.Section {
  /// The state of its alerts; nil where states do not matter.
  fileprivate var state: Alert.State? {
    switch self {
    case .firing: .firing
    case .acknowledged: .acknowledged
    case .silenced: .silenced
    case .pending: .pending
    case .silences, .channels, .history: nil
    }
  }

  /// What stands above it.
  func title(isPast: Bool) -> String {
    switch self {
    case .firing: isPast ? "firing then" : "firing"
    case .acknowledged: "acknowledged"
    case .silenced: "silenced"
    case .pending: "pending"
    case .silences: "silences"
    case .channels: "channels"
    case .history: "history"
    }
  }
}
