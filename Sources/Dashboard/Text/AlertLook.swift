import Alerting
import Canvas
import Events
import Formatting
import Snapshots

// How alerts look on the screen.
extension AlertSeverity {
  /// The role that colours it.
  var role: Role {
    switch self {
    case .info: .accent
    case .warning: .degraded
    case .error: .unhealthy
    case .critical: .critical
    }
  }
}

extension Alert {
  /// The role that colours its state: only what nobody takes care of has the colour of its severity.
  var stateRole: Role {
    switch state {
    case .firing: severity.role
    case .acknowledged: .text
    case .pending: .notice
    case .silenced, .resolved: .dim
    }
  }

  /// The state, as a word.
  var stateLine: Line { Line(state.word, stateRole, state == .firing ? .bold : []) }

  /// Since when it is what it is.
  var begin: Timestamp { firedAt ?? since }
}

extension AlertsState.Item {
  /// What became of its news, told from an instant.
  func delivery(_ moment: Moment, hasChannels: Bool) -> String {
    DeliveryText.of(
      self, hasChannels: hasChannels, clock: { $0.minuteWithDate(at: moment.instant) }, span: moment.span(to:))
  }
}

extension AlertsState {
  /// True if a critical alert fires of which nobody takes care.
  var isLoud: Bool { !items.isEmpty && isLoud(0) }

  /// The critical alerts that fire and that nobody takes care of: the oldest, and how many there are.
  var loudest: (first: Item, count: Int)? {
    guard isLoud else { return nil }
    return (items[0], items.indices.first { !isLoud($0) } ?? items.count)
  }

  // They come first.
  private func isLoud(_ place: Int) -> Bool {
    items[place].alert.state == .firing && items[place].alert.severity == .critical
  }
}
