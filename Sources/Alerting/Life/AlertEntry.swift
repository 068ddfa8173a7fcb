import Events

/// An alert with what is kept of it beside what people see.
package struct AlertEntry: Codable, Sendable, Equatable {
  /// What a channel was told of an alert.
  package struct Told: Codable, Sendable, Equatable {
    /// When it was told first that it fires.
    package var first: Timestamp
    /// When it was told last that it fires.
    package var last: Timestamp
    /// The highest severity that it was told.
    package var severity: AlertSeverity
    package var isAcknowledged = false
    package var isResolved = false
  }

  package internal(set) var alert: Alert
  /// By the name of the channel.
  package internal(set) var told: [String: Told] = [:]
  /// When there was something to tell at the earliest: when it fired, a cooldown ended, or its severity rose.
  package internal(set) var newsAt: Timestamp
  /// The end of the cooldown that keeps it from being sent; nil if there is none.
  package internal(set) var waitsUntil: Timestamp?
  /// A rule that tells worse holds it back.
  package internal(set) var isInhibited = false
  /// What a step of a budget is told for.
  var period: AlertCondition.BudgetMark?
  /// For how long the condition has been seen true before it fired, and false after that, in microseconds.
  var held: Int64 = 0
  var clear: Int64 = 0
}

/// What the life of alerts remembers of a rule and a subject when no alert is left of them.
struct AlertMemory: Codable, Sendable, Equatable {
  /// When the next may be sent.
  var cooldownEnd: Timestamp
  /// What a step of a budget was told for last.
  var period: AlertCondition.BudgetMark?
}

/// A rule and what it looks at.
struct AlertKey: Hashable, Codable, Sendable {
  var rule: String
  var subject: AlertSubject
}
