import Events

extension MonitorState {
  /// Everything known at an instant. Time goes on to it first. A scope that looks back gives what is known of that earlier
  /// instant instead, read in the same way (`WrapperState.snapshot`): nothing is remembered of it but what slots, the last
  /// operations and the kept failures tell. Wrappers of which nothing had ended and nothing was spent by then are left out,
  /// unless they are configured. `older` holds what breakdowns need beyond memory, by the number of the wrapper:
  /// `olderBreakdowns` says what.
  package mutating func snapshot(
    at now: Timestamp, scope: SnapshotScope = SnapshotScope(), older: [Int: [Breakdown]] = [:]
  ) -> MonitorSnapshot {
    advance(to: now)
    let at = scope.at.map { min($0, now) } ?? now
    let isPast = at < now
    let waiting = isPast ? Dictionary(grouping: pending.unordered, by: \.wrapper) : [:]
    var shown: [WrapperSnapshot] = []
    shown.reserveCapacity(wrappers.count)
    var budgets = BudgetSums(budgets, at: at)
    for number in numbersByName() {
      let wrapper =
        isPast
        ? past(number, at: at, waiting: waiting[number] ?? [], scope: scope) : present(number, at: at, scope: scope)
      guard var wrapper else { continue }
      wrapper.detail?.breakdown = breakdown(of: number, at: at, scope: scope, older: older)
      let need = budgets.need(of: wrapper.name)
      let spent =
        isPast
        ? wrappers[number].pastSpending(need, in: budgets) : wrappers[number].spending(need, in: budgets)
      // Not the state of the wrapper, which would be copied.
      budgets.fill(
        &wrapper, spent, need, firstEnd: wrappers[number].firstEnd, firstData: wrappers[number].firstData)
      watching.apply(to: &wrapper)
      shown.append(wrapper)
    }
    let rules = watching
    addConfigured(to: &shown, isPast ? configuredNames(without: shown) : unseenNames()) { empty in
      var state = empty
      var wrapper = state.snapshot(WrapperInstant(at: at), policy: policy, scope: scope)
      budgets.fill(&wrapper, WrapperSpending(), budgets.need(of: state.name), firstEnd: nil, firstData: nil)
      rules.apply(to: &wrapper)
      return wrapper
    }
    var snapshot = MonitorSnapshot(
      of: shown, active: isPast ? 0 : active.count, policy: policy, at: at, scope: scope)
    budgets.fill(&snapshot)
    if !isPast { snapshot.system.ahead = self.waiting.values.reduce(aheadOfClock, &+) }
    snapshot.costs = scope.costs.flatMap { costs($0, of: scope.timeRange, at: at, older: older) }
    return snapshot
  }

  /// The last operations of all wrappers.
  package var recentOperations: RecentOperations { operations }

  /// The health of one wrapper at an instant; nil if it is not known.
  package mutating func health(of name: String, at: Timestamp) -> WrapperHealth? {
    advance(to: at)
    return knownNumber(of: name).map { number in
      let window = wrappers[number].sums(seconds: policy.windowSeconds, endingAt: at)
      let instant = WrapperInstant(at: at, last: wrappers[number].lastEvents, isActive: active.count(of: number) > 0)
      return wrappers[number].health(of: window, instant, policy: policy, withErrors: true).health
    }
  }

  /// The last 24 hours of one wrapper; nil if it is not known.
  package mutating func stats(of name: String, at: Timestamp) -> WrapperStats? {
    advance(to: at)
    return knownNumber(of: name).map { number in
      let day = wrappers[number].figures(seconds: TimeRange.day.seconds, endingAt: at)
      return WrapperStats(
        wrapperName: name, RangeFigures(day.sums, day.durations), lastOperation: wrappers[number].lastEnd)
    }
  }

  /// What has changed of late with one wrapper (article Monitoring, Trends); nil if it is not known.
  package mutating func trends(of name: String, at: Timestamp) -> [Trend]? {
    advance(to: at)
    return knownNumber(of: name).map { wrappers[$0].trends(at: at) }
  }

  /// The numbers of all wrappers, by name in the order of its bytes; sorted when there are new ones only.
  mutating func numbersByName() -> [Int] {
    if sortedNumbers.count != wrappers.count {
      sortedNumbers = wrappers.indices.sorted {
        wrappers[$0].name.utf8.lexicographicallyPrecedes(wrappers[$1].name.utf8)
      }
    }
    return sortedNumbers
  }

  // A wrapper at the present; never nil.
  private mutating func present(_ number: Int, at: Timestamp, scope: SnapshotScope) -> WrapperSnapshot? {
    let count = active.count(of: number)
    var instant = WrapperInstant(at: at, last: wrappers[number].lastEvents, isActive: count > 0)
    instant.totals = wrappers[number].totals
    instant.totals.active = count
    if scope.totalQuantiles { instant.totals.fill(wrappers[number].durations) }
    if scope.parts(of: wrappers[number].name).detail { instant.failures = wrappers[number].failures.records() }
    var shown = wrappers[number].snapshot(instant, policy: policy, scope: scope)
    if scope.durationHistograms { shown.durationHistogram = wrappers[number].durations }
    shown.oldestActiveMs = active.oldestStart(of: number).map { max(0, at.milliseconds(since: $0)) }
    if scope.trends.contains(shown.name) { shown.trends = wrappers[number].trends(at: at) }
    return shown
  }
}

/// What of a wrapper its slots do not tell, at an instant.
struct WrapperInstant {
  let at: Timestamp
  var last = LastEvents()
  var isActive = false
  var totals = WrapperTotals()
  /// The newest failures, newest first, where the detail is asked for.
  var failures: [OperationRecord] = []
}

extension WrapperState {
  /// All of the wrapper at an instant but what is under way and what it spent. Of the present and of the past, it is read from the
  /// same slots: counts are exact to the finest slot that is still kept, ten seconds in the last hour, a minute in the last
  /// day, an hour before that. The far edge of a window is that of the finest slots that still cover all of it, so that an
  /// hour begins with a whole minute rather than ten seconds, and a day, from a quarter of an hour back on, with a whole hour.
  mutating func snapshot(_ instant: WrapperInstant, policy: HealthPolicy, scope: SnapshotScope) -> WrapperSnapshot {
    let at = instant.at
    let parts = scope.parts(of: name)
    let window = sums(seconds: policy.windowSeconds, endingAt: at)
    let (health, isIdle) = health(of: window, instant, policy: policy, withErrors: parts.lastHour)
    var shown = WrapperSnapshot(name: name, health: health)
    shown.isIdle = isIdle
    shown.idleSince = isIdle ? instant.last.end : nil
    shown.operationsPerMinute = operationsPerMinute(before: at)
    shown.totals = instant.totals
    let range = scope.timeRange.seconds
    if parts.quantiles {
      let figures = figures(seconds: range, endingAt: at)
      shown.range = RangeFigures(figures.sums, figures.durations)
    } else {
      shown.range = RangeFigures(sums(seconds: range, endingAt: at))
    }
    let lastHour = parts.lastHour ? figures(seconds: TimeRange.hour.seconds, endingAt: at).durations : nil
    shown.p95LastHourMs = lastHour?.quantile(0.95)
    guard parts.sparkline || parts.detail else { return shown }
    let steps = runningSteps(of: scope.timeRange, endingAt: at, withQuantiles: parts.detail)
    if parts.sparkline { shown.fillTraffic(steps) }
    if parts.detail, let lastHour {
      let day = figures(seconds: TimeRange.day.seconds, endingAt: at)
      let stats = WrapperStats(
        wrapperName: name, RangeFigures(day.sums, day.durations), lastOperation: instant.last.end)
      shown.detail = WrapperDetail(
        of: self, stats: stats, hour: lastHour, steps: steps, failures: instant.failures, at: at)
      if let plan, plan.end <= at { shown.detail?.plan = plan.quotas }
    }
    return shown
  }
}

/// What a scope asks for of one wrapper.
struct SnapshotParts {
  var detail: Bool
  var sparkline: Bool
  /// Those of the time range.
  var quantiles: Bool
  /// The quantile of the last hour, and the texts of errors.
  var lastHour: Bool
}

extension SnapshotScope {
  /// What is wanted of a wrapper.
  func parts(of name: String) -> SnapshotParts {
    let hasDetail = detail.contains(name), hasSparkline = sparklines.contains(name)
    return SnapshotParts(
      detail: hasDetail, sparkline: hasSparkline, quantiles: hasDetail || hasSparkline || quantiles.contains(name),
      lastHour: hasDetail || lastHour.contains(name))
  }
}

extension WrapperSnapshot {
  /// Fills in `traffic` and `failures`.
  mutating func fillTraffic(_ steps: RangeSteps) {
    let sums = steps.atMostSixty
    traffic = sums.map { UInt32(clamping: $0.operations) }
    failures = sums.map { UInt32(clamping: $0.failed) }
  }
}

extension WrapperDetail {
  /// The detail of a wrapper at an instant. `hour` are the durations of the last hour, `steps` the time range.
  init(
    of state: WrapperState, stats: WrapperStats, hour: ExponentialHistogram, steps: RangeSteps,
    failures: [OperationRecord], at: Timestamp
  ) {
    let series = steps.points
    self.init(
      stats: stats,
      minutes: steps.range == .hour ? series : state.steps(of: .hour, endingAt: at, withQuantiles: true).points,
      recentFailures: failures)
    self.series = series
    p50LastHourMs = hour.quantile(0.5)
    p99LastHourMs = hour.quantile(0.99)
  }
}

extension MonitorSnapshot {
  /// A snapshot of wrappers, in the order of their names, with the health of the whole.
  init(of wrappers: [WrapperSnapshot], active: Int, policy: HealthPolicy, at: Timestamp, scope: SnapshotScope) {
    let system = SystemHealth(of: wrappers, active: active, policy: policy, at: at)
    self.init(at: at, system: system, wrappers: wrappers)
    timeRange = scope.timeRange
    self.policy = policy
  }
}

extension SystemHealth {
  /// The health that wrappers come to together (article Monitoring, Health of the system). One that is not monitored
  /// has no part in the score; where wrappers are told apart by health, it is among the healthy ones.
  init(of shown: [WrapperSnapshot], active: Int, policy: HealthPolicy, at: Timestamp) {
    let busy = shown.indices.count { !shown[$0].isIdle && shown[$0].isMonitored }
    var worst: HealthStatus?, judged: UInt64 = 0
    var scores = 0.0, scored = 0, healthy = 0, idle = 0, total: UInt64 = 0, failed: UInt64 = 0, perMinute = 0.0
    // By place: there can be ten thousand of them, and each is too large to be copied for a glance.
    for place in shown.indices {
      if shown[place].isMonitored, busy == 0 || !shown[place].isIdle {
        scores += shown[place].health.score
        scored += 1
        judged += shown[place].health.judgedOperations
        worst = HealthStatus.worse(worst, shown[place].health.status)
      }
      if shown[place].isIdle { idle += 1 }
      if shown[place].health.status.isHealthy { healthy += 1 }
      total += shown[place].totals.total
      failed += shown[place].totals.failed
      perMinute += shown[place].operationsPerMinute
    }
    let score = scored == 0 ? 1 : scores / Double(scored)
    self.init(
      score: score, status: shown.isEmpty ? .noWrappers : policy.systemStatus(of: score), totalWrappers: shown.count,
      healthyWrappers: healthy, idleWrappers: idle, totalOperations: total, activeOperations: active,
      successRate: total == 0 ? 1 : Double(total - failed) / Double(total), errorCount: failed,
      operationsPerMinute: perMinute, lastHealthCheck: at)
    isIdle = !shown.isEmpty && idle == shown.count
    self.worst = worst
    judgedOperations = judged
  }
}
