import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// What has changed of late.
  static let trends = KeyMode("trends", [.view, .opens])
}

/// What has changed of late, in all wrappers.
struct TrendsPane: Pane {
  static let modes = [KeyMode.trends]

  /// The cursor among the trends.
  private(set) var cursor = ListCursor<TrendRow.ID>()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "trends",
        "Trends of all wrappers; an arrow in the overview marks a figure that got worse",
        where: \.isView, .look, footer: 10)
    ]
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    let rows = TrendRow.rows(context.snapshot)
    switch input {
    case .move(let movement): cursor.move(movement, page: context.page, count: rows.count) { rows[$0].id }
    case .accept:
      guard rows.indices.contains(cursor.row) else { return context.refuse("No trend to open") }
      let wrapper = rows[cursor.row].wrapper.name
      if !context.shared.listing.select(wrapper) {
        context.filterWrappers("")
        _ = context.shared.listing.select(wrapper)
      }
      return [.show(DetailPane.id)]
    case .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    let rows = TrendRow.rows(context.snapshot)
    cursor.locate(count: rows.count) { rows[$0].id }
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.scope.trends = .all
  }

  func wrapper(_ context: PaneContext) -> String? {
    let rows = TrendRow.rows(context.snapshot)
    return rows.indices.contains(cursor.row)
      ? rows[cursor.row].wrapper.name : context.chosen?.name
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    TrendsView.draw(self, frame, in: area, on: &grid)
  }
}

/// A trend and the wrapper whose it is.
struct TrendRow {
  var wrapper: WrapperSnapshot
  var trend: Trend

  /// What a row is about.
  struct ID: Sendable, Equatable {
    var wrapper: String
    var metric: Trend.Metric
  }

  /// What identifies it among all trends.
  var id: ID { ID(wrapper: wrapper.name, metric: trend.metric) }

  /// All trends of a snapshot: what has got worse first, then by how unlikely they are.
  static func rows(_ snapshot: Snapshot?) -> [TrendRow] {
    let wrappers = snapshot?.monitor.wrappers ?? []
    let rows = wrappers.flatMap { wrapper in wrapper.trends.map { TrendRow(wrapper: wrapper, trend: $0) } }
    // Equal ones keep the order of names.
    return rows.enumerated().sorted { a, b in
      let (first, second) = (a.element.trend, b.element.trend)
      if first.isRegression != second.isRegression { return first.isRegression }
      let (far, near) = (first.deviations.magnitude, second.deviations.magnitude)
      return far == near ? a.offset < b.offset : far > near
    }.map(\.element)
  }
}

extension Trend.Metric {
  /// What it is called on the screen.
  var title: String {
    switch self {
    case .errorRate: "error rate"
    case .fallbackRate: "fallback rate"
    case .p95: "p95 latency"
    case .costPerOperation: "cost per operation"
    }
  }

  /// Its value as text.
  func text(_ value: Double) -> String {
    switch self {
    case .errorRate, .fallbackRate: CompactFigure.percent(value) + "%"
    case .p95: CompactFigure.duration(value)
    case .costPerOperation: NumberFormat.dollars(nanodollars: Money(dollars: value).nanodollars)
    }
  }
}
