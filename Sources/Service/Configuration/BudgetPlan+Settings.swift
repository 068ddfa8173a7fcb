import Configuration
import Events
import Monitoring

extension BudgetPlan {
  /// The budgets that a wrappers file asks for.
  ///
  /// - Throws: if the zone is not known.
  package init(_ settings: WrappersSettings, isComplete: Bool) throws(ConfigurationFaults) {
    self.init()
    self.isComplete = isComplete
    if let wanted = settings.zone {
      guard let zone = ZoneRules(named: wanted.name) else {
        let nearest = ZoneRules.nearest(to: wanted.name).map { "; did you mean \($0)?" } ?? ""
        let message = "\(ShownText.name(wanted.name)) is no time zone; write it like Europe/Berlin" + nearest
        throw ConfigurationFaults([ConfigurationFault(wanted.place, ["budget_timezone"], message)])
      }
      self.zone = zone
    }
    overall = BudgetLimits(settings.overall)
    for (name, wrapper) in settings.wrappers {
      configured.insert(name)
      if !wrapper.tracksCosts { untracked.insert(name) }
      var limits = BudgetLimits(wrapper.budget)
      limits.disablesOnExceed = wrapper.disablesOnExceed
      wrappers[name] = limits
    }
  }
}

extension BudgetLimits {
  fileprivate init(_ settings: BudgetSettings) {
    self.init(
      daily: settings.daily.map { Money(dollars: $0) }, monthly: settings.monthly.map { Money(dollars: $0) },
      thresholds: BudgetThresholds(warning: settings.warning, critical: settings.critical))
  }
}

extension Money {
  /// The nearest whole number of nano-dollars. A budget is from one of them to 10^18 dollars.
  fileprivate init(dollars: Double) {
    // Apart, so that the product of a large amount is not rounded.
    let whole = dollars.rounded(.down)
    self.init(nanodollars: Int128(whole) * 1_000_000_000 + Int128(((dollars - whole) * 1e9).rounded()))
  }
}
