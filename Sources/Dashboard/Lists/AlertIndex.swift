import Alerting
import Events
import Snapshots

/// The alerts on the screen by state and by wrapper, worked out once for each change of them.
struct AlertIndex: Sendable, Equatable {
  /// Those that are pending or fire; at an instant in the past, those that fired then.
  private(set) var items: [AlertsState.Item] = []
  /// The instant that is looked back at; nil for the present.
  private(set) var instant: Timestamp?
  /// Places in `items` by state; in the past all fire.
  private(set) var places: [Alert.State: [Int]] = [:]
  /// Places in `items` of what fires for a wrapper, by its name, the worst first.
  private(set) var active: [String: [Int]] = [:]

  private var known = AlertsState()

  /// Takes over the alerts of what is on the screen.
  mutating func refresh(_ snapshot: Snapshot?) {
    let alerts = snapshot?.alerts ?? AlertsState()
    let instant = snapshot.flatMap { $0.isPast ? $0.at : nil }
    // As long as nothing happens, snapshots share their alerts, and the comparison is one of addresses.
    guard instant != self.instant || alerts.items != known.items || instant != nil && alerts.ended != known.ended
    else { return }
    (known, self.instant) = (alerts, instant)
    items = instant.map { alerts.active(at: $0).sorted(by: Self.comesFirst) } ?? alerts.items
    places = [:]
    active = [:]
    for place in items.indices {
      places[instant == nil ? items[place].alert.state : .firing, default: []].append(place)
      guard instant != nil || items[place].alert.isActive, let wrapper = items[place].alert.subject.wrapper
      else { continue }
      active[wrapper, default: []].append(place)
    }
  }

  /// How many are in a state.
  func count(_ state: Alert.State) -> Int { places[state]?.count ?? 0 }

  /// What fires for a wrapper, the worst first.
  func active(of wrapper: String) -> [AlertsState.Item] { (active[wrapper] ?? []).map { items[$0] } }

  private static func comesFirst(_ a: AlertsState.Item, _ b: AlertsState.Item) -> Bool {
    a.alert.severity != b.alert.severity
      ? a.alert.severity > b.alert.severity : (a.alert.begin, a.alert.id) < (b.alert.begin, b.alert.id)
  }
}
