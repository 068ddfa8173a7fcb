import Monitoring

extension AlertRule {
  /// The rules that hold without settings (article Alerts, Built-in rules). Adding one is an entry here, and its test.
  package static let builtIn: [AlertRule] = {
    var rules = [
      wrapper(
        "high_error_rate", "error_rate", .above, 0.1, .error, cooldown: 600, "More than 10 % of operations fail."),
      wrapper("low_health_score", "health_score", .below, 0.7, .warning, cooldown: 900, "The health score is low."),
      wrapper(
        "high_fallback_rate", "fallback_rate", .above, 0.5, .warning, cooldown: 1200,
        "More than half of the operations need a fallback."),
      wrapper("critical_health", "health_score", .below, 0.3, .critical, cooldown: 300, "Hardly anything works."),
    ]
    for period in BudgetPeriod.allCases {
      rules.append(budget("warning", .warning, period, .warning, supersededBy: ["critical", "exceeded"]))
      rules.append(budget("critical", .critical, period, .error, supersededBy: ["exceeded"]))
      rules.append(budget("exceeded", .exceeded, period, .error, supersededBy: []))
    }
    rules += [
      trend("trend_error_rate", "The error rate rose, and not by chance."),
      trend("trend_fallback_rate", "The fallback rate rose, and not by chance."),
      trend("trend_p95_ms", "Operations became slower, and not by chance."),
      trend("trend_cost_per_operation_usd", "Operations became dearer, and not by chance."),
    ]
    var silence = wrapper(
      "no_events", "seconds_since_last_operation", .above, 900, .warning, cooldown: 900,
      "A wrapper that had traffic has fallen silent.")
    silence.isEnabled = false
    silence.forSeconds = 0
    silence.minimumOperations = 0
    rules.append(silence)
    rules += [
      core("source_failed", .sources, 0.5, .error, "A source cannot be read."),
      core("source_lag_bytes", .sources, 64 * 1_048_576, .warning, named: "source_lag", "Reading a file falls behind."),
      core("reject_rate", .sources, 0.05, .warning, "More than 5 % of the records of a source are rejected."),
      core("store_failing", .store, 0.5, .critical, "Nothing can be stored."),
    ]
    return rules.map { rule in
      var rule = rule
      rule.isBuiltIn = true
      return rule
    }
  }()

  private static func wrapper(
    _ name: String, _ metric: String, _ comparison: AlertComparison, _ threshold: Double, _ severity: AlertSeverity,
    cooldown: Int64, _ summary: String
  ) -> AlertRule {
    var rule = AlertRule(name, metric: metric, comparison, levels: [Level(threshold, severity)])
    rule.cooldownSeconds = cooldown
    rule.summary = summary
    return rule
  }

  // The threshold is that of the budget; the one here is what budgets have unless something else is said.
  private static func budget(
    _ step: String, _ status: BudgetStatus, _ period: BudgetPeriod, _ severity: AlertSeverity, supersededBy: [String]
  ) -> AlertRule {
    let suffix = period == .day ? "daily" : "monthly"
    let usual = BudgetThresholds()
    let threshold = status == .warning ? usual.warning : status == .critical ? usual.critical : 1
    var rule = AlertRule(
      "budget_\(step)_\(suffix)", metric: "budget_spent_\(suffix)", .above, levels: [Level(threshold, severity)],
      target: .wrappersAndSystem)
    rule.forSeconds = 0
    rule.minimumOperations = 0
    rule.budgetStep = BudgetStep(period: period, status: status)
    rule.supersededBy = supersededBy.map { "budget_\($0)_\(suffix)" }
    rule.summary =
      status == .exceeded
      ? "The \(suffix) budget is spent." : "The \(suffix) budget is spent up to its \(step) threshold."
    return rule
  }

  private static func trend(_ metric: String, _ summary: String) -> AlertRule {
    var rule = AlertRule(metric, metric: metric, .above, levels: [Level(0, .warning)])
    rule.cooldownSeconds = 3600
    rule.summary = summary
    return rule
  }

  private static func core(
    _ metric: String, _ target: Target, _ threshold: Double, _ severity: AlertSeverity, named name: String? = nil,
    _ summary: String
  ) -> AlertRule {
    var rule = AlertRule(name ?? metric, metric: metric, .above, levels: [Level(threshold, severity)], target: target)
    rule.minimumOperations = 20
    rule.summary = summary
    return rule
  }
}
