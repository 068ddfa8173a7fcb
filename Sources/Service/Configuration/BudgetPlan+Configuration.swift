import Configuration
import Events
import Monitoring

extension BudgetPlan {
  /// The budgets that a configuration asks for.
  ///
  /// - Throws: if the zone is not known.
  package init(_ resolved: ResolvedConfiguration, isComplete: Bool) throws(Finding) {
    self.init()
    self.isComplete = isComplete
    if let wanted = resolved.zone {
      guard let zone = ZoneRules(named: wanted.name) else {
        let nearest = ZoneRules.nearest(to: wanted.name).map { "; did you mean \($0)?" } ?? ""
        let message = "\(ShownText.name(wanted.name)) is no time zone; write it like Europe/Berlin" + nearest
        throw Finding(.error, .place(wanted.place), layer: .file, subject: ["budget_timezone"], message)
      }
      self.zone = zone
    }
    overall = BudgetLimits(resolved.overall)
    for (name, wrapper) in resolved.wrappers {
      let settings = resolved.monitoring(of: wrapper)
      configured.insert(name)
      if !settings.tracksCosts { untracked.insert(name) }
      var limits = BudgetLimits(settings.budget)
      limits.disablesOnExceed = settings.disablesOnExceed
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
