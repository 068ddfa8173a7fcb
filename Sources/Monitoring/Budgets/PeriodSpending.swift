import Events

/// What was spent in a day or a month, as far as it has gone, and where that leads (article Cost, Budgets).
public struct PeriodSpending: Codable, Sendable, Equatable {
  /// Whether it is a day or a month.
  public var period: BudgetPeriod
  /// When the period began.
  public var began: Timestamp
  /// When the next one begins.
  public var turnsAt: Timestamp
  /// What was spent since the period began. Estimated costs are part of it.
  public var costs = CostSum.zero
  /// What the last 60 minutes cost; before a full hour of data, what was spent per hour of it.
  public var burnPerHour = Money.zero
  /// How exact that rate is.
  public var burnCertainty = CostCertainty.exact
  /// What will have been spent when the period turns, if it goes on at that rate; nil until the first operation ever is
  /// ten minutes old, since a rate that rests on less says nothing.
  public var projected: Money?
  /// What may be spent; nil without a budget.
  public var budget: Money?
  /// From which shares of the budget on its status changes.
  public var thresholds = BudgetThresholds()
  /// When the budget is spent at that rate; nil without a budget, at a rate of zero, if that is after the period turns,
  /// or if nothing is projected yet.
  public var exhaustedAt: Timestamp?
  /// True if all spending since the period began is known (article Cost, Budgets, `complete`).
  public var isComplete = false

  /// The amount of `costs`.
  public var spent: Money { costs.amount }
  /// How exact `spent`, and what follows from it alone, is.
  public var certainty: CostCertainty { costs.certainty }
  /// How exact `projected` is.
  public var projectedCertainty: CostCertainty { certainty.joined(with: burnCertainty) }
  /// What is left of the budget; negative once more is spent. Nil without a budget.
  public var remaining: Money? { budget.map { Money(nanodollars: $0.nanodollars - spent.nanodollars) } }
  /// True if it is projected that more will be spent than the budget.
  public var isProjectedOver: Bool { projected.map { projected in budget.map { projected > $0 } ?? false } ?? false }
  /// The share of the budget that is spent, from 0; 1 is all of it. Nil without a budget.
  public var share: Double? { budget.map { Double(spent.nanodollars) / Double($0.nanodollars) } }
  /// What that share means; nil without a budget.
  public var status: BudgetStatus? {
    guard let budget, let share else { return nil }
    if spent >= budget { return .exceeded }
    if share >= thresholds.critical { return .critical }
    return share >= thresholds.warning ? .warning : .healthy
  }

  /// A period in which nothing was spent yet.
  public init(_ period: BudgetPeriod, began: Timestamp, turnsAt: Timestamp) {
    self.period = period
    self.began = began
    self.turnsAt = turnsAt
  }
}

/// How a wrapper, or all together, fares against its budgets; a period without a budget is nil.
public struct BudgetState: Codable, Sendable, Equatable {
  /// Today.
  public var daily: PeriodSpending?
  /// This month.
  public var monthly: PeriodSpending?

  /// The state of those periods.
  public init(daily: PeriodSpending?, monthly: PeriodSpending?) {
    self.daily = daily
    self.monthly = monthly
  }
}

extension PeriodSpending {
  /// The age of the first operation from which on spending is projected, in seconds.
  private static let leastAge: Int64 = 600

  /// A period as it stands at an instant within it. `spent` is what was spent since it began, `burn` the rate at which that goes on,
  /// and `first` is when the first operation ever ended, nil if there was none.
  ///
  /// Amounts are rounded to the nearest nano-dollar, and what would be too much for them comes out as the most they can hold. The
  /// formula of `exhaustedAt` is taken as it stands: where more than the budget is spent already, it gives an instant before
  /// `at`, at which the budget would have been spent at the present rate. That is told only if it lies within the period.
  init(
    _ period: BudgetPeriod, _ span: Range<Timestamp>, spent: CostSum, burn: Burn, first: Timestamp?, at: Timestamp,
    limits: BudgetLimits, isComplete: Bool
  ) {
    self.init(period, began: span.lowerBound, turnsAt: span.upperBound)
    let left = Int128(max(0, turnsAt.microseconds - at.microseconds))
    costs = spent
    let burnCertainty = burn.certainty
    let burn = burn.perHour
    burnPerHour = Money(nanodollars: burn)
    self.burnCertainty = burnCertainty
    budget = limits[period]
    thresholds = limits.thresholds
    self.isComplete = isComplete
    guard let first, first <= at.advanced(seconds: -Self.leastAge) else { return }
    projected = Money(
      nanodollars: spent.amount.nanodollars.addingSaturating(burn.scaled(by: left, over: Burn.hourMicroseconds)))
    guard let remaining, burn > 0 else { return }
    let until = remaining.nanodollars.scaled(by: Burn.hourMicroseconds, over: burn)
    let since = Int128(began.microseconds - at.microseconds)
    if until >= since, until < left { exhaustedAt = at.advanced(microseconds: Int64(until)) }
  }
}
