/// What an operator wants done about alerts.
package enum AlertRequest: Codable, Sendable, Equatable {
  /// Takes care of an alert, by its id.
  case acknowledge(id: String, note: String?)
  /// Keeps what fits from being sent for so many seconds; a pattern for rules and one for what alerts are about, nil for all.
  case silence(rule: String?, subject: String?, seconds: Int64, reason: String?)
  /// Ends a silence, by its id.
  case unsilence(id: String)
}
