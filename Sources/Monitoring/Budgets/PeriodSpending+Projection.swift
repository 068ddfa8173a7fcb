import Events

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
