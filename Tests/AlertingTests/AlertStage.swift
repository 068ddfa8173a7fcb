import Events
import Monitoring
import TestSupport

@testable import Alerting

/// Alerts with rules and channels, at a time that the test sets: conditions in, messages out.
struct AlertStage {
  var book = AlertBook()
  var now: Timestamp
  var rules: [AlertRule]
  var channels: [AlertChannel]
  var idle: Set<String> = []
  private(set) var messages: [AlertMessage] = []
  private(set) var rows: [String: AlertRow] = [:]
  private var random = SeededRandom(seed: 1)

  init(
    rules: [AlertRule] = [AlertRule.test("r")], channels: [AlertChannel] = [AlertChannel("c")],
    now: Timestamp = Timestamp(seconds: 1_780_000_000)
  ) {
    self.rules = rules
    self.channels = channels
    self.now = now
  }

  /// Lets a second pass, or so many, with these conditions true in each.
  @discardableResult
  mutating func pass(_ seconds: Int = 1, _ conditions: AlertCondition...) -> [AlertMessage] {
    pass(seconds, conditions)
  }

  @discardableResult
  mutating func pass(_ seconds: Int, _ conditions: [AlertCondition]) -> [AlertMessage] {
    var new: [AlertMessage] = []
    for _ in 0..<seconds {
      now = now.advanced(seconds: 1)
      new += look(conditions)
    }
    return new
  }

  /// Looks at the present instant.
  mutating func look(_ conditions: [AlertCondition]) -> [AlertMessage] {
    let idle = idle
    _ = book.update(conditions, rules: rules, now: now, isIdle: { idle.contains($0) }, random: &random)
    let router = AlertRouter(channels: channels, rules: rules, host: "host")
    let outgoing = router.takeMessages(from: &book, now: now)
    keepChanges()
    messages += outgoing.map(\.message)
    return outgoing.map(\.message)
  }

  private mutating func keepChanges() { for change in book.takeChanges() { rows[change.key] = change.row } }

  /// Begins anew from what a store would hold.
  mutating func restart() { book = AlertBook(Array(rows.values)) }

  /// A condition of a rule that is true.
  func condition(
    _ rule: String = "r", _ subject: AlertSubject = .wrapper("w"), _ severity: AlertSeverity? = nil,
    period: AlertCondition.BudgetMark? = nil
  ) -> AlertCondition {
    let place = rules.firstIndex { $0.name == rule } ?? 0
    return AlertCondition(
      rule: place, subject: subject, severity: severity ?? rules[place].severity,
      reading: AlertReading(metric: "error_rate", value: 0.5, comparison: .above, threshold: 0.1), period: period)
  }

  mutating func acknowledge(_ id: String) -> Bool {
    book.acknowledge(id, Alert.Acknowledgement(by: "ann", at: now))
  }

  mutating func endSilence(_ id: String) -> Bool { book.removeSilence(id, now: now) }

  var alert: Alert? { book.entries.values.first?.alert }

  /// What was told, in order: the news of each message, joined.
  var told: [String] { messages.map { $0.entries.map(\.news.rawValue).joined(separator: "+") } }
}

extension AlertRule {
  static func test(
    _ name: String, _ severity: AlertSeverity = .error, for seconds: Int64 = 60, cooldown: Int64 = 0
  ) -> AlertRule {
    var rule = AlertRule(name, metric: "error_rate", .above, levels: [Level(0.1, severity)])
    rule.forSeconds = seconds
    rule.cooldownSeconds = cooldown
    return rule
  }
}
