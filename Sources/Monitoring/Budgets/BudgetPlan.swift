/// All budgets, and when their days and months turn.
public struct BudgetPlan: Sendable, Equatable {
  /// What all wrappers together may spend.
  public var overall = BudgetLimits()
  /// What each wrapper may spend, by name.
  public var wrappers: [String: BudgetLimits] = [:]
  /// The zone in which days and months are meant.
  public var zone = ZoneRules.utc
  /// Wrappers whose costs are not to be tracked: they have no spending and no budget (article Configuration, Kinds and
  /// fields, `cost_tracking_enabled`).
  public var untracked: Set<String> = []
  /// Wrappers that are known though nothing may ever come of them.
  public var configured: Set<String> = []
  /// True if spending is known from before this process began, since there is a store.
  public var isComplete = false

  /// A plan without budgets, in UTC.
  public init() {}
}
