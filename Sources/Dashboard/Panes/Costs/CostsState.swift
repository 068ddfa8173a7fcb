import Monitoring

/// What the operator has set up on the cost pane.
package struct CostsState: Sendable, Equatable {
  /// Whose costs are shown; nil for those of all wrappers together.
  package internal(set) var wrapper: String?
  /// The wrapper whose costs were shown last: the key that switches leads back to it.
  package internal(set) var lastWrapper: String?
  /// Where a wrapper was opened from on the pane itself, so that the way back leads there.
  package internal(set) var origin: Origin?
  /// The section that keys go to, and the only one on a small screen.
  package internal(set) var section = CostSection.budgets
  /// That section fills the pane.
  package internal(set) var isUnfolded = false
  /// Whether budgets are those of the day or of the month.
  package internal(set) var period = BudgetPeriod.day
  /// By what costs are taken apart.
  package internal(set) var dimension = CostDimension.model
  package internal(set) var budgetOrder = BudgetOrder()
  package internal(set) var costOrder = CostOrder()
  package internal(set) var budgets = ListCursor<String>()
  package internal(set) var breakdown = ListCursor<String>()
  package internal(set) var advice = ListCursor<String>()
  /// How far the section without a cursor is scrolled, in lines.
  package internal(set) var routingScroll = ScrollOffset()

  /// What was on the pane when a wrapper was opened.
  package struct Origin: Sendable, Equatable {
    var section: CostSection
    var dimension: CostDimension
    var breakdown: ListCursor<String>
    var budgets: ListCursor<String>
  }

  package init() {}

  /// Shows the costs of another wrapper, or of all.
  mutating func look(at wrapper: String?) {
    if let wrapper { lastWrapper = wrapper }
    guard wrapper != self.wrapper else { return }
    self.wrapper = wrapper
    budgets = ListCursor<String>()
    breakdown = ListCursor<String>()
    advice = ListCursor<String>()
    routingScroll = ScrollOffset()
    if wrapper != nil, dimension == .wrapper { dimension = .model }
  }
}

/// The sections of the cost pane, in their order.
package enum CostSection: String, Sendable, CaseIterable {
  case budgets, course, breakdown, routing, advice
}

/// What the cost pane shows in full.
package enum CostItem: Sendable, Equatable {
  /// The budget of a period.
  case budget(BudgetPeriod)
  /// A group of a breakdown, by what identifies it there.
  case group(CostDimension, String)
  case advice(Recommendation)
}
