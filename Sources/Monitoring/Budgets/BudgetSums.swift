import Events

/// What a wrapper spent.
struct WrapperSpending {
  /// Since the day of the zone of the budgets began.
  var today = CostSum.zero
  /// Since the month began; nothing where no one asks.
  var thisMonth = CostSum.zero
  /// In the last 60 minutes; nothing where no one asks.
  var lastHour = CostSum.zero
}

/// The plan of the budgets at one instant: it fills in what wrappers spent, one after the other, and what they come to together.
struct BudgetSums {
  let plan: BudgetPlan
  let at: Timestamp
  let day: Range<Timestamp>
  let month: Range<Timestamp>
  private var all = WrapperSpending()
  private var burn: Burn
  private var first: Timestamp?

  init(_ plan: BudgetPlan, at: Timestamp) {
    self.plan = plan
    self.at = at
    day = plan.zone.day(holding: at)
    month = plan.zone.month(holding: at)
    burn = Burn(at: at)
  }

  /// Which figures a wrapper needs.
  struct Need {
    var limits: BudgetLimits?
    /// It has no spending at all.
    var isUntracked = false
    var thisMonth = false
    var lastHour = false
  }

  /// What has to be known of a wrapper.
  func need(of name: String) -> Need {
    guard plan.tracks(name) else { return Need(isUntracked: true) }
    let limits = plan.wrappers.isEmpty ? nil : plan.wrappers[name]
    return Need(
      limits: limits, thisMonth: limits?.monthly != nil || plan.overall.monthly != nil,
      lastHour: limits?.isAny == true || plan.overall.isAny)
  }

  /// Fills in what a wrapper spent.
  ///
  /// - Parameters:
  ///   - firstEnd: when its first operation ended.
  ///   - firstData: where its data begin (`WrapperState.firstData`), worked out only where a budget asks for it.
  mutating func fill(
    _ shown: inout WrapperSnapshot, _ spent: WrapperSpending, _ need: Need, firstEnd: Timestamp?,
    firstData: @autoclosure () -> Timestamp?
  ) {
    shown.tracksCosts = !need.isUntracked
    guard !need.isUntracked else { return }
    shown.costsToday = spent.today
    shown.budget = add(spent, need, firstEnd: firstEnd, firstData: firstData())
  }

  /// Adds what a wrapper spent, and returns how it fares against its own budgets; nil if it has none.
  mutating func add(
    _ spent: WrapperSpending, _ need: Need, firstEnd: Timestamp?, firstData: @autoclosure () -> Timestamp?
  ) -> BudgetState? {
    guard !need.isUntracked else { return nil }
    all.today += spent.today
    all.thisMonth += spent.thisMonth
    if plan.overall.isAny {
      burn.add(spent.lastHour, firstData: firstData())
      first = [first, firstEnd].compactMap { $0 }.min()
    }
    guard let limits = need.limits, limits.isAny else { return nil }
    var own = Burn(at: at)
    own.add(spent.lastHour, firstData: firstData())
    return budget(limits, spent, burn: own, first: firstEnd)
  }

  /// Fills in what all wrappers together spent.
  func fill(_ shown: inout MonitorSnapshot) {
    shown.zone = plan.zone
    shown.costsToday = all.today
    shown.budget = overall
  }

  /// How all wrappers that were added fare together; nil without a budget over all.
  var overall: BudgetState? {
    plan.overall.isAny ? budget(plan.overall, all, burn: burn, first: first) : nil
  }

  private func budget(_ limits: BudgetLimits, _ spent: WrapperSpending, burn: Burn, first: Timestamp?) -> BudgetState {
    func state(_ period: BudgetPeriod, _ span: Range<Timestamp>, _ spent: CostSum) -> PeriodSpending? {
      guard limits[period] != nil else { return nil }
      return PeriodSpending(
        period, span, spent: spent, burn: burn, first: first, at: at, limits: limits, isComplete: plan.isComplete)
    }
    return BudgetState(
      daily: state(.day, day, spent.today), monthly: state(.month, month, spent.thisMonth))
  }
}

extension BudgetLimits {
  /// True if there is a limit for any period.
  var isAny: Bool { daily != nil || monthly != nil }
}

extension WrapperState {
  /// What was spent up to the present.
  mutating func spending(_ need: BudgetSums.Need, in sums: borrowing BudgetSums) -> WrapperSpending {
    guard !need.isUntracked else { return WrapperSpending() }
    return WrapperSpending(
      today: running.today.sum(of: spending, in: sums.day.quarters),
      thisMonth: need.thisMonth ? running.thisMonth.sum(of: spending, in: sums.month.quarters) : .zero,
      lastHour: need.lastHour ? self.sums(seconds: Burn.windowSeconds, endingAt: sums.at).costs : .zero)
  }

  /// What had been spent up to an instant in the past.
  func pastSpending(_ need: BudgetSums.Need, in sums: borrowing BudgetSums) -> WrapperSpending {
    guard !need.isUntracked else { return WrapperSpending() }
    return WrapperSpending(
      today: spent(in: sums.day.quarters, asOf: sums.at),
      thisMonth: need.thisMonth ? spent(in: sums.month.quarters, asOf: sums.at) : .zero,
      lastHour: need.lastHour ? window(seconds: Burn.windowSeconds, endingAt: sums.at).costs : .zero)
  }
}
