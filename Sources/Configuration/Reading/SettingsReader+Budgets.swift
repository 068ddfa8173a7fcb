/// What budgets and their parts are called in one place of the files or another.
struct BudgetKeys {
  var daily: String
  var monthly: String
  var thresholds: String

  /// Among the fields of a wrapper.
  static let ofWrapper = BudgetKeys(
    daily: "daily_budget", monthly: "monthly_budget", thresholds: "budget_alert_thresholds")
  /// Under `budgets`.
  static let overall = BudgetKeys(daily: "daily", monthly: "monthly", thresholds: "thresholds")

  var all: [String] { [daily, monthly, thresholds] }
}

/// Budgets and the rules that they have to keep (SPEC 3.2, 4.2).
extension SettingsReader {
  mutating func budget(
    _ values: [String: ConfigurationNode], _ keys: BudgetKeys, _ subject: [String]
  ) -> BudgetSettings {
    var budget = BudgetSettings()
    budget.daily = amount(values[keys.daily], subject + [keys.daily])
    budget.monthly = amount(values[keys.monthly], subject + [keys.monthly])
    if let daily = budget.daily, let monthly = budget.monthly, daily > monthly, let node = values[keys.daily] {
      fail(
        node.place, subject + [keys.daily],
        "must not be above \(keys.monthly), which is \(values[keys.monthly]?.inWords ?? ""); it is \(node.inWords)")
    }
    if let node = values[keys.thresholds] { thresholds(node, subject + [keys.thresholds], in: &budget) }
    return budget
  }

  // The bounds keep what is worked out of budgets exact: a nano-dollar is the least that counts.
  private mutating func amount(_ node: ConfigurationNode?, _ subject: [String]) -> Double? {
    guard let node, let amount = number(node, subject) else { return nil }
    guard amount > 0 else {
      fail(node.place, subject, "has to be above 0 dollars; it is \(node.inWords)")
      return nil
    }
    guard (1e-9...1e18).contains(amount) else {
      fail(node.place, subject, "has to be from 0.000000001 to 1e18 dollars; it is \(node.inWords)")
      return nil
    }
    return amount
  }

  private mutating func thresholds(_ node: ConfigurationNode, _ subject: [String], in budget: inout BudgetSettings) {
    let before = faults.count
    let values = values(of: node, known: ["warning", "critical"], subject)
    let warning = number(values["warning"], subject + ["warning"]) ?? budget.warning
    let critical = number(values["critical"], subject + ["critical"]) ?? budget.critical
    guard faults.count == before else { return }
    guard 0 < warning, warning < critical, critical <= 1 else {
      fail(
        node.place, subject,
        "0 < warning < critical <= 1 has to hold; warning is \(warning)\(values["warning"] == nil ? " by default" : "")"
          + ", critical is \(critical)\(values["critical"] == nil ? " by default" : "")")
      return
    }
    budget.warning = warning
    budget.critical = critical
  }
}
