/// What wraptop itself acts on of a wrapper's configuration (article Configuration, Kinds and fields).
package struct MonitoringSettings: Sendable, Equatable {
  package var budget = BudgetSettings()
  /// Whether its costs are tracked; without, there is no spending and no budget.
  package var tracksCosts = true
  /// Whether it is to be switched off once its daily budget is spent.
  package var disablesOnExceed = false
  /// Whether it has a health and alerts; without, it is counted in totals and shown as OFF.
  package var isMonitored = true
  /// How many days its figures are kept.
  package var retentionDays = 30
  /// Whether it is to be used.
  package var isEnabled = false

  package init() {}
}

extension ResolvedConfiguration {
  /// What wraptop acts on of a wrapper; the defaults for one of which nothing is said.
  package func monitoring(of wrapper: String) -> MonitoringSettings {
    wrappers[wrapper].map { monitoring(of: $0) } ?? MonitoringSettings()
  }

  /// What wraptop acts on of a wrapper. The fields are those of every kind, and so are their defaults.
  package func monitoring(of wrapper: WrapperConfiguration) -> MonitoringSettings {
    var settings = MonitoringSettings()
    guard !wrapper.given.isEmpty else { return settings }
    func flag(_ path: FieldPath) -> Bool? {
      if case .flag(let flag)? = wrapper.given[path]?.first?.value { flag } else { nil }
    }
    settings.budget = budget(of: wrapper)
    settings.tracksCosts = flag(.tracksCosts) ?? settings.tracksCosts
    settings.disablesOnExceed = flag(.disablesOnExceed) ?? settings.disablesOnExceed
    settings.isMonitored = flag(.isMonitored) ?? settings.isMonitored
    settings.isEnabled = flag(.isEnabled) ?? settings.isEnabled
    if let days = wrapper.given[.retentionDays]?.first?.value.number { settings.retentionDays = Int(days) }
    return settings
  }

  /// What a wrapper may spend.
  package func budget(of wrapper: WrapperConfiguration) -> BudgetSettings {
    var budget = BudgetSettings()
    func number(_ path: FieldPath) -> Double? { wrapper.given[path]?.first?.value.number }
    budget.daily = number(.dailyBudget)
    budget.monthly = number(.monthlyBudget)
    budget.warning = number(.warning) ?? budget.warning
    budget.critical = number(.critical) ?? budget.critical
    return budget
  }
}

extension FieldPath {
  package static let dailyBudget = FieldPath("daily_budget")
  package static let monthlyBudget = FieldPath("monthly_budget")
  package static let warning = FieldPath(["budget_alert_thresholds", "warning"])
  package static let critical = FieldPath(["budget_alert_thresholds", "critical"])
  package static let tracksCosts = FieldPath("cost_tracking_enabled")
  package static let disablesOnExceed = FieldPath("auto_disable_on_exceed")
  package static let isMonitored = FieldPath("monitoring_enabled")
  package static let retentionDays = FieldPath("metrics_retention_days")
  package static let isEnabled = FieldPath("enabled")
}

/// What may be spent.
package struct BudgetSettings: Sendable, Equatable, Codable {
  /// Dollars for a day, above zero; nil for no limit.
  package var daily: Double?
  /// Dollars for a month, above zero and no less than those for a day; nil for no limit.
  package var monthly: Double?
  /// Shares of a limit from which on operators want to know; 0 < warning < critical <= 1.
  package var warning = 0.8
  package var critical = 0.95

  package init() {}
}

/// The name of a time zone, which only who knows the system's zones can judge.
package struct ZoneName: Sendable, Equatable, Codable {
  package var name: String
  package var place: SourceLocation

  package init(_ name: String, at place: SourceLocation) {
    self.name = name
    self.place = place
  }
}
