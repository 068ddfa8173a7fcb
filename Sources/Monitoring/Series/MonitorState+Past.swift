import Events

/// Looking back. Nothing is remembered of a past instant but what the slots, the last operations and the kept failures
/// tell, and that is how exact it is: counts to the finest slot that is still kept, ten seconds in the last hour, a minute in
/// the last day, an hour before that. The far edge of a window is that of the finest slots that still cover all of it, so that
/// an hour begins with a whole minute rather than ten seconds, and a day, from a quarter of an hour back on, with a whole hour. What was under way then is not known, nor are quantiles of totals and trends.
extension MonitorState {
  /// The earliest instant that can be looked back at: where the oldest hour begins that is kept of every wrapper that had an
  /// operation in it. Nil if no operation has ended yet.
  package var earliest: Timestamp? {
    var oldest = Int32.max, newest = Int32.min
    for number in wrappers.indices {
      oldest = min(oldest, wrappers[number].hours.oldestIndex ?? .max)
      newest = max(newest, wrappers[number].hours.newestIndex ?? .min)
    }
    guard newest > .min else { return nil }
    let kept = Int64(TimeRange.month.seconds / Resolution.hour.step)
    return Timestamp(seconds: max(Int64(oldest), Int64(newest) - kept) * Resolution.hour.step)
  }

  /// What is known of a past instant. Wrappers of which nothing had ended and nothing was spent by then are left out, unless they
  /// are configured.
  mutating func past(_ instant: Timestamp, scope: SnapshotScope, older: [Int: [Breakdown]]) -> MonitorSnapshot {
    var completions: [Int: [Completion]] = [:]
    for next in pending.unordered { completions[next.wrapper, default: []].append(next.completion) }
    var budgets = BudgetSums(budgets, at: instant)
    var unseen = budgets.plan.configured
    var shown: [WrapperSnapshot] = numbersByName().compactMap { number in
      let failures = wrappers[number].failures.records()
      let state = wrappers[number]
      var shown = past(
        of: state, at: instant, pending: completions[number] ?? [], ahead: ahead[number], failures: failures,
        scope: scope)
      guard shown.totals.total > 0 || shown.totals.costs != .zero else { return nil }
      unseen.remove(state.name)
      shown.detail?.breakdown = breakdown(of: number, at: instant, scope: scope, older: older)
      let need = budgets.need(of: state.name)
      budgets.fill(
        &shown, state.pastSpending(need, in: budgets), need, firstEnd: state.firstEnd, firstData: state.firstData)
      watching.apply(to: &shown)
      return shown
    }
    addConfigured(to: &shown, Self.sorted(unseen)) { empty in
      var wrapper = past(of: empty, at: instant, pending: [], ahead: nil, failures: [], scope: scope)
      budgets.fill(&wrapper, WrapperSpending(), budgets.need(of: empty.name), firstEnd: nil, firstData: nil)
      watching.apply(to: &wrapper)
      return wrapper
    }
    var snapshot = MonitorSnapshot(of: shown, active: 0, policy: policy, at: instant, scope: scope)
    budgets.fill(&snapshot)
    snapshot.costs = scope.costs.flatMap { costs($0, of: scope.timeRange, at: instant, older: older) }
    return snapshot
  }

  private func past(
    of state: WrapperState, at: Timestamp, pending: [Completion], ahead: WrapperAhead?, failures: [OperationRecord],
    scope: SnapshotScope
  ) -> WrapperSnapshot {
    let totals = state.totals(asOf: at, pending: pending, ahead: ahead)
    let parts = scope.parts(of: state.name)
    let failures = parts.detail ? allFailures(of: state.name, failures, through: at) : failures
    let last = state.lastEvents(by: at, failures: failures)
    let hour = state.window(seconds: Self.healthSeconds, endingAt: at)
    let (health, isIdle) = state.health(
      of: hour, isActive: false, at: at, last: last, policy: policy, withErrors: parts.lastHour)
    var shown = WrapperSnapshot(name: state.name, health: health)
    shown.isIdle = isIdle
    shown.idleSince = isIdle ? last.end : nil
    shown.operationsPerMinute = state.operationsPerMinute(before: at)
    shown.totals = totals
    shown.range = state.figures(of: scope.timeRange, endedAt: at, withQuantiles: parts.quantiles)
    let lastHour = parts.lastHour ? state.durations(seconds: Self.healthSeconds, endingAt: at) : nil
    shown.p95LastHourMs = lastHour?.quantile(0.95)
    guard parts.sparkline || parts.detail else { return shown }
    let steps = state.steps(of: scope.timeRange, endingAt: at, withQuantiles: parts.detail)
    if parts.sparkline { shown.fillTraffic(steps) }
    if parts.detail, let lastHour {
      let sums = state.window(seconds: TimeRange.day.seconds, endingAt: at)
      let durations = state.durations(seconds: TimeRange.day.seconds, endingAt: at)
      let stats = WrapperStats(name: state.name, sums, durations, lastOperation: last.end)
      shown.detail = WrapperDetail(
        of: state, stats: stats, day: sums, hour: (hour, lastHour), steps: steps, failures: failures, at: at)
    }
    return shown
  }

  // The newest failures that had ended by an instant, newest first, as far as the last operations tell; they reach farther
  // back than the failures that a wrapper keeps itself.
  private func allFailures(
    of name: String, _ failures: [OperationRecord], through last: Timestamp
  ) -> [OperationRecord] {
    let kept = failures.filter { $0.end <= last }
    let others = operations.records { $0 == name && $1 <= last }.filter {
      !$0.status.isSuccess && !kept.contains($0)
    }
    let newestFirst = (kept + others.reversed()).enumerated().sorted {
      ($1.element.end, $0.offset) < ($0.element.end, $1.offset)
    }
    return newestFirst.prefix(RecentFailures.kept).map(\.element)
  }
}
