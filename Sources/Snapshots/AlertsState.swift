import Alerting
import Events

/// Alerts and silences at one instant, and how channels fare.
package struct AlertsState: Codable, Sendable, Equatable {
  /// One alert that is pending or fires.
  package struct Item: Codable, Sendable, Equatable {
    package var alert: Alert
    /// What keeps it from being sent; nil if nothing does.
    package var heldBack: HeldBack?
    /// The channels that were told of it, with when they were first.
    package var told: [String: Timestamp] = [:]

    package init(alert: Alert, heldBack: HeldBack? = nil, told: [String: Timestamp] = [:]) {
      self.alert = alert
      self.heldBack = heldBack
      self.told = told
    }
  }

  /// What keeps an alert from being sent.
  package enum HeldBack: Codable, Sendable, Equatable {
    /// The cooldown of the firing before.
    case cooldown(until: Timestamp)
    /// A worse alert of the same wrapper.
    case worseAlert
  }

  /// A channel and what became of what it was to be told.
  package struct Channel: Codable, Sendable, Equatable {
    package var name: String
    package var kind: String
    /// Messages that have yet to be delivered.
    package var waiting = 0
    package var lastDelivered: Timestamp?
    /// Why the last attempt failed; nil if it did not.
    package var problem: String?
    /// Messages that were given up.
    package var undeliverable = 0

    package init(name: String, kind: String) {
      self.name = name
      self.kind = kind
    }
  }

  /// A message that was given up.
  package struct Undeliverable: Codable, Sendable, Equatable {
    package var channel: String
    package var at: Timestamp
    /// The rules and subjects that it told of.
    package var about: [String]
    /// Why, in words.
    package var reason: String

    package init(channel: String, at: Timestamp, about: [String], reason: String) {
      self.channel = channel
      self.at = at
      self.about = about
      self.reason = reason
    }
  }

  /// Messages that were given up, the newest first, the last 200 of them.
  package var undeliverable: [Undeliverable] = []
  /// Those that fire first, the most severe before the others, the oldest of them first.
  package var items: [Item] = []
  /// Those that are over, newest first.
  package var ended: [Alert] = []
  package var silences: [Silence] = []
  package var channels: [Channel] = []
  /// How many conditions became no alert because there were too many.
  package var shed: UInt64 = 0
  /// Why nothing can be done about them from here; nil if it can.
  package var readOnlyReason: String?

  package init() {}

  /// Those that fire, whether they are acknowledged, silenced or neither.
  package var active: [Item] { items.filter { $0.alert.isActive } }

  /// What fired at an instant in the past, as far as that is known: with the severity that it had at last.
  package func active(at instant: Timestamp) -> [Item] {
    let open = items.filter { $0.alert.isActive }
    let over = ended.lazy.filter { $0.resolvedAt.map { $0 > instant } ?? false }.map { Item(alert: $0) }
    return (open + over).filter { $0.alert.firedAt.map { $0 <= instant } ?? false }
  }
}

extension AlertsState {
  /// What a book holds.
  package init(_ book: AlertBook, now: Timestamp) {
    items = book.entries.values.filter { $0.alert.state != .resolved }.map { entry in
      var item = Item(alert: entry.alert, told: entry.told.mapValues(\.first))
      if let until = entry.waitsUntil, until > now, entry.told.isEmpty { item.heldBack = .cooldown(until: until) }
      if entry.isInhibited, entry.alert.isActive { item.heldBack = .worseAlert }
      return item
    }.sorted { $0.order < $1.order }
    ended = book.entries.values.filter { $0.alert.state == .resolved }.map(\.alert) + book.ended
    silences = book.silences
    shed = book.shed
  }
}

extension AlertsState.Item {
  /// Where it stands among others: what nobody takes care of first, before what a worse alert speaks for, then by severity and
  /// age.
  fileprivate var order: (Int, Int, Timestamp, String) {
    let state =
      switch alert.state {
      case .firing: heldBack == .worseAlert ? 1 : 0
      case .acknowledged: 2
      case .silenced: 3
      case .pending: 4
      case .resolved: 5
      }
    let severity = AlertSeverity.allCases.firstIndex(of: alert.severity) ?? 0
    return (state, -severity, alert.firedAt ?? alert.since, alert.id)
  }
}
