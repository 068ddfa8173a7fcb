import Monitoring

/// Where alerts are sent, and which of them (article Alerts, Channels).
package struct AlertChannel: Sendable, Equatable {
  /// Who is told when nobody acknowledges.
  package struct Escalation: Sendable, Equatable {
    package var afterSeconds: Int64
    /// The name of the channel.
    package var to: String

    package init(afterSeconds: Int64, to: String) {
      self.afterSeconds = afterSeconds
      self.to = to
    }
  }

  /// Unique.
  package var name: String
  package var minimumSeverity = AlertSeverity.info
  /// The wrappers that it hears of; empty for all. Alerts that are about no wrapper go to every channel.
  package var wrappers: [NameGlob] = []
  /// What has news within it is one message.
  package var groupWaitSeconds: Int64 = 10
  /// After how long it is told again of what still fires and nobody has acknowledged; 0 for never.
  package var repeatSeconds: Int64 = 4 * 3600
  package var sendsResolved = true
  package var escalation: Escalation?
  /// True if one message can tell of many alerts.
  package var groups = true
  /// After how long it would forget what still fires; nil if it remembers.
  package var refreshSeconds: Int64?

  package init(_ name: String) { self.name = name }

  /// True if it wants to hear of an alert of a rule.
  func takes(_ alert: Alert, of rule: AlertRule?) -> Bool {
    guard alert.severity >= minimumSeverity else { return false }
    if let names = rule?.channels, !names.contains(name) { return false }
    guard let wrapper = alert.subject.wrapper else { return true }
    return wrappers.isEmpty || wrappers.contains { $0.matches(wrapper) }
  }
}
