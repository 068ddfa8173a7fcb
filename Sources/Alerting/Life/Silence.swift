import Events
import Monitoring

/// Keeps alerts from being sent until a time (article Alerts, Silences). They are listed all the same.
package struct Silence: Codable, Sendable, Equatable, Identifiable {
  /// 8 hexadecimal digits.
  package let id: String
  /// A pattern for the names of rules; nil for all.
  package var rule: String?
  /// A pattern for what alerts are about: a wrapper, a source, `all wrappers` or `store`; nil for all.
  package var subject: String?
  package var createdAt: Timestamp
  package var until: Timestamp
  package var by: String
  /// Why; nil if nobody said.
  package var reason: String?

  package init(
    id: String, rule: String?, subject: String?, createdAt: Timestamp, until: Timestamp, by: String, reason: String?
  ) {
    self.id = id
    self.rule = rule
    self.subject = subject
    self.createdAt = createdAt
    self.until = until
    self.by = by
    self.reason = reason
  }

  /// True if it holds an alert back.
  package func covers(_ alert: Alert) -> Bool {
    (rule.map { NameGlob($0).matches(alert.rule) } ?? true)
      && (subject.map { NameGlob($0).matches(alert.subject.name) } ?? true)
  }
}
