import Events

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

/// How much may be spent in a day and in a month (article Cost, Budgets).
public struct BudgetLimits: Codable, Sendable, Equatable {
  /// The most for a day; nil for no limit. Above zero.
  public var daily: Money?
  /// The most for a month; nil for no limit. Above zero.
  public var monthly: Money?
  /// From which share of a limit on operators want to know.
  public var thresholds: BudgetThresholds
  /// The wrapper is to be switched off once its daily budget is spent.
  public var disablesOnExceed = false

  /// Limits; none if nothing is said.
  public init(daily: Money? = nil, monthly: Money? = nil, thresholds: BudgetThresholds = BudgetThresholds()) {
    self.daily = daily
    self.monthly = monthly
    self.thresholds = thresholds
  }

  /// The limit of a period.
  public subscript(period: BudgetPeriod) -> Money? {
    switch period {
    case .day: daily
    case .month: monthly
    }
  }
}

/// Shares of a budget at which its status changes; 0 < warning < critical <= 1.
public struct BudgetThresholds: Codable, Sendable, Equatable {
  /// From this share on the status is `warning`.
  public var warning: Double
  /// From this share on the status is `critical`.
  public var critical: Double

  /// Thresholds; those of article Cost, Budgets if nothing is said.
  public init(warning: Double = 0.8, critical: Double = 0.95) {
    self.warning = warning
    self.critical = critical
  }
}

/// For what a budget is.
public enum BudgetPeriod: String, Codable, Sendable, CaseIterable {
  case day, month
}

/// How much of a budget is spent.
public enum BudgetStatus: String, Codable, Sendable, CaseIterable, Comparable {
  case healthy, warning, critical
  /// All of it or more.
  case exceeded

  /// Orders by how bad it is.
  public static func < (a: BudgetStatus, b: BudgetStatus) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
