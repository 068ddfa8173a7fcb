import Monitoring

/// The wrappers file of the demo: its budgets, and fields enough to look around in.
package enum SampleConfiguration {
  /// The file as YAML, for wrappers with those budgets.
  package static func yaml(_ budgets: BudgetPlan) -> String {
    var text = "# Made up by wraptop demo, and gone with it.\n"
    if budgets.zone.name != "UTC" { text += "budget_timezone: \(budgets.zone.name)\n" }
    text += "budgets:\n" + limits(budgets.overall, "  ", daily: "daily", monthly: "monthly")
    text += "wrappers:\n"
    for name in budgets.configured.sorted() {
      text += "  \(name):\n    enabled: true\n"
      switch name {
      case "routellm":
        text += """
              kind: routellm
              router_type: mf
              threshold: 0.2
              strong_model: gpt-4o
              weak_model: gpt-4o-mini
              domain_routing_overrides:
                legal: {threshold: 0.05, enabled: true}

          """
      case "poml": text += "    kind: poml\n    migration_analysis_enabled: true\n"
      default:
        text += "    api_endpoint: https://\(name).example.com/v1\n    api_key: made-up-\(name)-key\n"
        text += "    timeout_seconds: 60\n"
      }
      if let limits = budgets.wrappers[name] {
        text += Self.limits(limits, "    ", daily: "daily_budget", monthly: "monthly_budget")
      }
    }
    return text
  }

  private static func limits(_ limits: BudgetLimits, _ indent: String, daily: String, monthly: String) -> String {
    var text = ""
    if let amount = limits.daily { text += "\(indent)\(daily): \(amount)\n" }
    if let amount = limits.monthly { text += "\(indent)\(monthly): \(amount)\n" }
    return text
  }
}
