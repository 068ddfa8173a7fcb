import Events
import Monitoring
import Snapshots

@testable import Dashboard

// The dozen with budgets in every state.
extension Sample {
  /// A zone that is an hour ahead of UTC.
  static let central = ZoneRules(
    name: "Europe/Berlin", first: ZoneRules.Offset(seconds: 3600, abbreviation: "CET"))

  /// The dozen against budgets: near and past the day's, past the month's, of the month only, tiny, untracked, none.
  static var budgetStates: Snapshot {
    var wrappers = dozen
    func budget(
      _ name: String, day: Double? = nil, burn: Double = 0, month: Double? = nil, spentInMonth: Double = 0,
      change: (inout WrapperSnapshot) -> Void = { _ in }
    ) {
      wrappers.change(name) { wrapper in
        let today = wrapper.costsToday
        wrapper.budget = BudgetState(
          daily: day.map { spending(.day, today, of: $0, burn: burn) },
          monthly: month.map { spending(.month, CostSum(amount: Money(dollars: spentInMonth)), of: $0, burn: burn) })
        change(&wrapper)
      }
    }
    budget("support-bot", day: 50, burn: 7.24, month: 1_000, spentInMonth: 91.3)
    budget("rag-search", day: 80, burn: 3)
    budget("summarize-v2", day: 120, burn: 12)
    budget("checkout-copy", day: 40)
    wrappers.change("codegen") { $0.costsToday.estimated = Money(nanodollars: 1) }
    budget("codegen", day: 1_200, burn: 88)
    budget("translate", month: 400, spentInMonth: 61.2)
    budget("router", day: 49.5, month: 25, spentInMonth: 26)
    wrappers.change("embed") { $0.costsToday.unpriced = 12 }
    budget("embed", day: 0.01, burn: 0.000_9)
    budget("ocr-batch", day: 15)
    budget("newsletter", day: 20)
    wrappers.change("moderation") {
      $0.tracksCosts = false
      $0.costsToday.amount = .zero
    }
    var snapshot = snapshot(wrappers)
    snapshot.monitor.zone = central
    snapshot.monitor.costsToday = wrappers.reduce(.zero) { $0 + $1.costsToday }
    snapshot.monitor.budget = BudgetState(
      daily: spending(.day, snapshot.monitor.costsToday, of: 1_900, burn: 60), monthly: nil)
    return snapshot
  }

  /// What was spent of a budget in a period of `central`, reckoned as article Cost, Budgets does.
  static func spending(
    _ period: BudgetPeriod, _ costs: CostSum, of budget: Double?, burn: Double, at: Timestamp = now
  ) -> PeriodSpending {
    let day = central.localTime(at: at).startOfDay.advanced(seconds: -3600)
    var spending =
      period == .day
      ? PeriodSpending(.day, began: day, turnsAt: day.advanced(seconds: 86_400))
      : PeriodSpending(
        .month, began: day.advanced(seconds: -86_400), turnsAt: day.advanced(seconds: 30 * 86_400))
    spending.costs = costs
    spending.burnPerHour = Money(dollars: burn)
    let hours = spending.turnsAt.milliseconds(since: at) / 3_600_000
    spending.projected = Money(dollars: costs.amount.dollars + burn * hours)
    spending.budget = budget.map { Money(dollars: $0) }
    spending.isComplete = true
    if let left = spending.remaining?.dollars, left > 0, burn > 0, left / burn < hours {
      spending.exhaustedAt = at.advanced(microseconds: Int64(left / burn * 3.6e9))
    }
    return spending
  }

  /// Amounts at the ends of their ranges: ten thousand operations of a million dollars, budgets of a cent and of a
  /// trillion.
  static var extremeBudgets: Snapshot {
    var wrappers = [
      wrapper("big", perMinute: 7, errors: 0, fallbacks: 0, p95: 90, cost: 9.2e9),
      wrapper("cent", perMinute: 9_000, errors: 0, fallbacks: 0, p95: 90, cost: 412.75),
      wrapper("refunded", perMinute: 7, errors: 0, fallbacks: 0, p95: 90, cost: -12.5),
      wrapper("trillion", perMinute: 7, errors: 0, fallbacks: 0, p95: 90, cost: 0.004),
      wrapper("ends-today", perMinute: 7, errors: 0, fallbacks: 0, p95: 90, cost: 49.999_999_999),
      wrapper("spent-to-the-last", perMinute: 7, errors: 0, fallbacks: 0, p95: 90, cost: 50),
    ]
    wrappers[0].costsToday.amount = Money(nanodollars: 10_000 * 1_000_000 * 1_000_000_000)
    for (name, limit, burn) in [
      ("big", 1e9, 4e8), ("cent", 0.01, 20), ("refunded", 10, 0), ("trillion", 1e12, 1e-9), ("ends-today", 50, 0.001),
      ("spent-to-the-last", 50, 1e9),
    ] {
      wrappers.change(name) {
        $0.costsToday.unpriced = 3
        $0.budget = BudgetState(
          daily: spending(.day, $0.costsToday, of: limit, burn: burn),
          monthly: spending(.month, $0.costsToday, of: limit * 30, burn: burn))
      }
    }
    var snapshot = snapshot(wrappers)
    snapshot.monitor.zone = central
    snapshot.monitor.costsToday.amount = Money(nanodollars: 10_000 * 1_000_000 * 1_000_000_000)
    snapshot.monitor.budget = BudgetState(
      daily: spending(.day, snapshot.monitor.costsToday, of: 1e9, burn: 1e8), monthly: nil)
    return snapshot
  }
}
