import Events
import Monitoring

extension JSONWriter {
  /// How money fares against budgets (article Command line); null without any. A period without a budget is null. The
  /// percentage is over 100 once more than the budget is spent.
  mutating func budgetField(_ budget: BudgetState?) {
    key("budget")
    guard let budget else { return null() }
    object { periods in
      periods.period("daily", budget.daily)
      periods.period("monthly", budget.monthly)
    }
  }

  private mutating func period(_ key: String, _ spending: PeriodSpending?) {
    self.key(key)
    guard let spending else { return null() }
    object { period in
      period.field("budget_usd", spending.budget)
      period.field("spent_usd", spending.spent)
      period.certainty(spending.costs)
      period.field("remaining_usd", spending.remaining)
      period.field("percentage", spending.share.map { $0 * 100 })
      period.field("status", spending.status?.rawValue)
      period.field("burn_usd_per_hour", spending.burnPerHour)
      period.field("projected_usd", spending.projected)
      period.field("exhausted_at", spending.exhaustedAt)
      period.field("turns_at", spending.turnsAt)
      period.field("complete", spending.isComplete)
    }
  }

  /// How exact a sum of costs is (article Cost, Cost of an operation): how much of it is estimated and how many
  /// operations are missing from it, null where an older store does not tell, and the word for both.
  private mutating func certainty(_ costs: CostSum) {
    let isKnown = costs.unknown == 0
    field("estimated_usd", isKnown ? costs.estimated : nil)
    field("unpriced", isKnown || costs.unpriced > 0 ? costs.unpriced : nil)
    field("certainty", costs.certainty.word)
  }
}
