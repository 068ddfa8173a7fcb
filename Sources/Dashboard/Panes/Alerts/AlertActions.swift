import Alerting
import Canvas
import Configuration
import Events
import Snapshots

/// What can be done with an alert, in the list and where it is shown in full.
enum AlertAction: Sendable, Equatable {
  /// Asks for a note, then acknowledges.
  case acknowledge
  /// Asks what is to be silenced and for how long.
  case silence
  /// Ends the silence under the cursor, or the one that holds the alert.
  case unsilence
  /// Shows the wrapper at the moment at which the alert fired.
  case showWrapper
  /// Lists those that are over, or folds them away.
  case toggleHistory
}

extension Binding {
  /// The keys of alerts.
  static let alertActions: [Binding] = {
    let modes: Set<KeyMode> = [.alerts, .alert]
    return [
      Binding(
        [.character("a")], .own(AlertAction.acknowledge), "acknowledge",
        "Acknowledge the alert, with a note or without", in: modes, .alerts, footer: 3),
      Binding(
        [.character("s")], .own(AlertAction.silence), "silence",
        "Silence the rule, the wrapper, or both for 15 min, 1 h, 4 h or 24 h", in: modes, .alerts, footer: 4),
      Binding(
        [.character("u")], .own(AlertAction.unsilence), "unsilence",
        "End the silence under the cursor, or the one that holds the alert back", in: modes, .alerts, footer: 6),
      Binding(
        [.character("w")], .own(AlertAction.showWrapper), "wrapper",
        "Show the wrapper at the moment at which the alert fired", in: modes, .alerts, footer: 5),
      Binding(
        [.character("h")], .own(AlertAction.toggleHistory), "history", "List alerts that are over, or fold them away",
        in: [.alerts], .alerts, footer: 7),
    ]
  }()
}

// What keys do with an alert, and what is said of it.
extension PaneContext {
  /// Does something with an alert, or says why it is not done.
  mutating func act(_ action: AlertAction, on alert: Alert?, silence: Silence? = nil) -> [PaneEffect] {
    switch action {
    case .acknowledge: acknowledge(alert)
    case .silence: self.silence(alert)
    case .unsilence: unsilence(alert, silence)
    case .showWrapper: showWrapper(alert)
    case .toggleHistory: []
    }
  }

  // Why nothing can be done about alerts; nil if it can.
  private var obstacle: String? { live?.alerts.readOnlyReason ?? configuration?.readOnlyReason }

  private mutating func acknowledge(_ alert: Alert?) -> [PaneEffect] {
    guard let alert else { return refuse("No alert to acknowledge") }
    if let obstacle { return refuse("Nothing can be acknowledged from here: \(ShownText.path(obstacle))") }
    // The screen may show another time, or a held picture: what counts is how it is by now.
    guard let now = live?.alerts.items.first(where: { $0.alert.id == alert.id })?.alert else {
      return refuse("This alert is over: there is nothing to acknowledge")
    }
    guard now.isActive else { return refuse("This alert does not fire yet: there is nothing to acknowledge") }
    return [.push(AcknowledgePane(now))]
  }

  private mutating func silence(_ alert: Alert?) -> [PaneEffect] {
    guard let alert else { return refuse("No alert to silence") }
    if let obstacle { return refuse("Nothing can be silenced from here: \(ShownText.path(obstacle))") }
    return [.push(SilencePane(alert))]
  }

  private mutating func unsilence(_ alert: Alert?, _ silence: Silence?) -> [PaneEffect] {
    let known = live?.alerts.silences ?? []
    let meant = silence.map { [$0] } ?? alert.map { alert in known.filter { $0.covers(alert) } } ?? []
    guard let first = meant.first else { return refuse("No silence to end") }
    if let obstacle { return refuse("No silence can be ended from here: \(ShownText.path(obstacle))") }
    guard meant.count == 1 else {
      return refuse("\(meant.count) silences hold it back: choose one in the section of silences")
    }
    return [.program(.alert(.unsilence(id: first.id)))]
  }

  private mutating func showWrapper(_ alert: Alert?) -> [PaneEffect] {
    guard let alert else { return refuse("No alert whose wrapper could be shown") }
    guard let name = alert.subject.wrapper else {
      return refuse("This alert is about \(ShownText.name(alert.subject.name)): there is no wrapper to show")
    }
    if !shared.listing.select(name) {
      filterWrappers("")
      guard shared.listing.select(name) else { return refuse("\(ShownText.name(name)) is not known here any more") }
    }
    let earliest = snapshot?.earliest ?? live?.earliest
    guard let fired = alert.firedAt, let earliest else {
      tell("It has not fired yet: this is the present")
      return [.push(DetailPane())]
    }
    let instant = max(fired, earliest)
    shared.past = instant
    let when = instant.clockWithDate(at: now)
    tell(
      instant == fired
        ? "\(ShownText.name(name)) at \(when), when it fired; . returns to the present"
        : "Nothing earlier is kept than \(when); . returns to the present")
    return [.push(DetailPane())]
  }

  /// Says what came of something that was asked about alerts.
  mutating func tell(of request: AlertRequest, _ problem: String?) -> [PaneEffect] {
    let (done, failed) =
      switch request {
      case .acknowledge: ("Acknowledged", "Not acknowledged")
      case .silence: ("Silenced", "Not silenced")
      case .unsilence: ("The silence has ended", "The silence goes on")
      }
    if let problem { return refuse("\(failed): \(ShownText.path(problem))") }
    tell(done)
    return []
  }
}
