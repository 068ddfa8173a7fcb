import Events

/// Spending by days and months of the zone of the budgets (article Cost, Budgets). Wrappers whose costs are not to be
/// tracked have none.
extension MonitorState {
  /// What wrappers spent together in the day or month that holds an instant, up to that instant. It comes from quarters
  /// of an hour, which are kept for 62 days; of the quarter that holds an instant in the past, what came after it is
  /// left out as far as finer slots tell it apart. Without `limits` there is no budget.
  package func spending(
    of numbers: some Collection<Int>, in period: BudgetPeriod, at: Timestamp,
    within limits: BudgetLimits = BudgetLimits()
  ) -> PeriodSpending {
    let span = budgets.zone.span(of: period, holding: at)
    let quarters = span.quarters
    var spent = CostSum.zero
    var burn = Burn(at: at)
    var first: Timestamp?
    for number in numbers where budgets.tracks(wrappers[number].name) {
      let known = at >= present ? wrappers[number].knownSpending(in: quarters) : nil
      spent += known ?? wrappers[number].spent(in: quarters, asOf: at)
      burn.add(
        wrappers[number].window(seconds: Burn.windowSeconds, endingAt: at).costs, firstData: wrappers[number].firstData)
      first = [first, wrappers[number].firstEnd].compactMap { $0 }.min()
    }
    return PeriodSpending(
      period, span, spent: spent, burn: burn, first: first, at: at, limits: limits, isComplete: budgets.isComplete)
  }

  /// How that spending grew. A day goes in steps of a quarter of an hour, a month in steps of two hours, counted from
  /// its beginning; where clocks change, the last step of the period may be shorter. A quarter of an hour belongs to
  /// the step in which it begins.
  package func spendingCourse(
    of numbers: some Collection<Int>, in period: BudgetPeriod, at: Timestamp
  ) -> SpendingCourse {
    let span = budgets.zone.span(of: period, holding: at)
    let quarters = span.quarters
    let step = period.courseStep
    let last = (at.microseconds - span.lowerBound.microseconds) / (step * 1_000_000)
    var steps = Array(repeating: Int128(0), count: Int(last) + 1)
    for number in numbers where budgets.tracks(wrappers[number].name) {
      let state = wrappers[number]
      let present = state.spending.index(of: at)
      state.spending.forEach(from: quarters.lowerBound, through: min(present, quarters.upperBound - 1)) { slot in
        let begin = state.spending.start(of: slot.index)
        steps[Int((begin.seconds - span.lowerBound.seconds) / step)] &+= slot.cost
      }
      if quarters.contains(present) { steps[steps.count - 1] &-= state.costInQuarter(after: at).amount.nanodollars }
    }
    var sum: Int128 = 0
    let spent = steps.map { cost in
      sum &+= cost
      return Money(nanodollars: sum)
    }
    return SpendingCourse(began: span.lowerBound, turnsAt: span.upperBound, step: step, spent: spent)
  }
}

extension BudgetPeriod {
  /// The length of a step of a course in seconds.
  fileprivate var courseStep: Int64 {
    switch self {
    case .day: 900
    case .month: 7200
    }
  }
}

extension BudgetPlan {
  /// True if the costs of a wrapper are to be tracked.
  package func tracks(_ name: String) -> Bool { untracked.isEmpty || !untracked.contains(name) }
}
