import Events

/// One firing of a rule for a subject, from when its condition became true until a while after it is false again (article
/// Alerts, Life).
package struct Alert: Codable, Sendable, Equatable, Identifiable {
  /// Where an alert is in its life.
  package enum State: String, Codable, Sendable, CaseIterable {
    /// The condition is true, but not yet for as long as the rule asks.
    case pending
    case firing
    /// Firing, and somebody has said that they take care of it.
    case acknowledged
    /// Firing, and a silence keeps it from being sent.
    case silenced
    /// The condition has been false for a while.
    case resolved
  }

  /// Why an alert ended.
  package enum Ending: String, Codable, Sendable, CaseIterable {
    case recovered
    /// Its wrapper has become idle: nobody knows whether it would work.
    case noTraffic = "no_traffic"
    /// The day or the month of its budget is over.
    case periodEnded = "period_ended"
    /// The rule is gone, switched off, or no longer looks at its subject.
    case ruleChanged = "rule_changed"
  }

  /// Who said that they take care of it.
  package struct Acknowledgement: Codable, Sendable, Equatable {
    package var by: String
    package var at: Timestamp
    /// What they added; nil for nothing.
    package var note: String?
    /// How severe it was then: what gets worse wants to be acknowledged again.
    package var severity: AlertSeverity?

    package init(by: String, at: Timestamp, note: String? = nil) {
      self.by = by
      self.at = at
      self.note = note
    }
  }

  /// Tells this firing from every other: 16 hexadecimal digits. It stays the same until the alert is resolved, and is the
  /// key by which receivers recognise what they have been told before.
  package let id: String
  /// The name of the rule.
  package let rule: String
  package let subject: AlertSubject
  package var severity: AlertSeverity
  package var state: State
  /// When the condition became true.
  package var since: Timestamp
  /// When it had been true for as long as the rule asks; nil while pending.
  package var firedAt: Timestamp?
  /// When it was resolved; nil before.
  package var resolvedAt: Timestamp?
  /// Why it ended; nil before.
  package var ending: Ending?
  /// What was seen when the condition was last true.
  package var reading: AlertReading
  package var acknowledgement: Acknowledgement?
  /// Until when a silence holds it back; nil for none.
  package var silencedUntil: Timestamp?

  package init(
    id: String, rule: String, subject: AlertSubject, severity: AlertSeverity, state: State, since: Timestamp,
    reading: AlertReading
  ) {
    self.id = id
    self.rule = rule
    self.subject = subject
    self.severity = severity
    self.state = state
    self.since = since
    self.reading = reading
  }

  /// True from when it fires until it is resolved, whether it is acknowledged, silenced or neither.
  package var isActive: Bool { state != .pending && state != .resolved }
}

/// What a rule saw: the figure that it looks at, beside what it is compared with.
package struct AlertReading: Codable, Sendable, Equatable {
  /// The key of the metric (`AlertMetric`).
  package var metric: String
  /// In the unit of the metric.
  package var value: Double
  package var comparison: AlertComparison
  /// In the unit of the metric.
  package var threshold: Double
  /// On how many operations the figure rests; nil where that says nothing.
  package var operations: UInt64?
  /// Over how many seconds; nil where it is a state and no window.
  package var windowSeconds: Int64?
  /// What else explains it, as parts of a sentence: the most frequent error code, the trend, what is wrong with a source.
  package var explanation: [String] = []

  package init(metric: String, value: Double, comparison: AlertComparison, threshold: Double) {
    self.metric = metric
    self.value = value
    self.comparison = comparison
    self.threshold = threshold
  }
}

/// How a figure is compared with a threshold.
package enum AlertComparison: String, Codable, Sendable, CaseIterable {
  /// Greater than the threshold.
  case above
  /// Less than the threshold.
  case below
}
