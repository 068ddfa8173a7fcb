import Monitoring

/// What a core has to know of money beside events.
package struct CostSettings: Sendable, Equatable {
  /// What may be spent, and when days and months turn.
  package var budgets: BudgetPlan
  /// By which costs are estimated that no one reports; nil to estimate nothing.
  package var prices: PriceTable?

  package init(budgets: BudgetPlan = BudgetPlan(), prices: PriceTable? = nil) {
    self.budgets = budgets
    self.prices = prices
  }
}
