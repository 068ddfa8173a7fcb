import Events

extension MonitorState {
  /// Everything known at an instant. Time goes on to it first. A scope that looks back gives what is known of that
  /// earlier instant instead; see `past` for how exact that is. `older` holds what breakdowns need beyond memory, by
  /// the number of the wrapper: `olderBreakdowns` says what.
  package mutating func snapshot(
    at: Timestamp, scope: SnapshotScope = SnapshotScope(), older: [Int: [Breakdown]] = [:]
  ) -> MonitorSnapshot {
    advance(to: at)
    if let earlier = scope.at, earlier < at { return past(earlier, scope: scope, older: older) }
    var shown: [WrapperSnapshot] = []
    shown.reserveCapacity(wrappers.count)
    var budgets = BudgetSums(budgets, at: at)
    for number in numbersByName() {
      shown.append(wrapper(number, at: at, scope: scope, older: older))
      let need = budgets.need(of: wrappers[number].name)
      let spent = wrappers[number].spending(need, in: budgets)
      // Not the wrapper itself, which would be copied.
      budgets.fill(
        &shown[shown.count - 1], spent, need, firstEnd: wrappers[number].firstEnd,
        firstData: wrappers[number].firstData)
    }
    let rules = watching
    addConfigured(to: &shown, unseenNames()) { empty in
      var state = empty
      var wrapper = state.snapshot(isActive: false, at: at, policy: policy, scope: scope)
      budgets.fill(&wrapper, WrapperSpending(), budgets.need(of: state.name), firstEnd: nil, firstData: nil)
      rules.apply(to: &wrapper)
      return wrapper
    }
    var snapshot = MonitorSnapshot(of: shown, active: active.count, policy: policy, at: at, scope: scope)
    budgets.fill(&snapshot)
    snapshot.system.ahead = waiting.values.reduce(aheadOfClock, &+)
    snapshot.costs = scope.costs.flatMap { costs($0, of: scope.timeRange, at: at, older: older) }
    return snapshot
  }

  /// The last operations of all wrappers.
  package var recentOperations: RecentOperations { operations }

  /// The health of one wrapper at an instant; nil if it is not known.
  package mutating func health(of name: String, at: Timestamp) -> WrapperHealth? {
    advance(to: at)
    return knownNumber(of: name).map { number in
      wrappers[number].health(isActive: active.count(of: number) > 0, at: at, policy: policy).health
    }
  }

  /// The last 24 hours of one wrapper; nil if it is not known.
  package mutating func stats(of name: String, at: Timestamp) -> WrapperStats? {
    advance(to: at)
    return knownNumber(of: name).map { number in
      let (sums, durations) = wrappers[number].day(endingAt: at)
      return WrapperStats(name: name, sums, durations, lastOperation: wrappers[number].lastEnd)
    }
  }

  /// What has changed of late with one wrapper (article Monitoring, Trends); nil if it is not known.
  package mutating func trends(of name: String, at: Timestamp) -> [Trend]? {
    advance(to: at)
    return knownNumber(of: name).map { wrappers[$0].trends(at: at) }
  }

  /// The length of the health window in seconds.
  static let healthSeconds: Int64 = 3600

  /// The numbers of all wrappers, by name in the order of its bytes; sorted when there are new ones only.
  mutating func numbersByName() -> [Int] {
    if sortedNumbers.count != wrappers.count {
      sortedNumbers = wrappers.indices.sorted {
        wrappers[$0].name.utf8.lexicographicallyPrecedes(wrappers[$1].name.utf8)
      }
    }
    return sortedNumbers
  }

  private mutating func wrapper(
    _ number: Int, at: Timestamp, scope: SnapshotScope, older: [Int: [Breakdown]]
  ) -> WrapperSnapshot {
    let oldest = active.oldestStart(of: number)
    let activeCount = active.count(of: number)
    var shown = wrappers[number].snapshot(isActive: activeCount > 0, at: at, policy: policy, scope: scope)
    shown.oldestActiveMs = oldest.map { max(0, at.milliseconds(since: $0)) }
    shown.totals.active = activeCount
    shown.detail?.breakdown = breakdown(of: number, at: at, scope: scope, older: older)
    watching.apply(to: &shown)
    return shown
  }
}

extension WrapperState {
  /// The health at the present, and whether the wrapper is idle.
  fileprivate mutating func health(
    isActive: Bool, at: Timestamp, policy: HealthPolicy
  ) -> (health: WrapperHealth, isIdle: Bool) {
    health(of: hour(endingAt: at), isActive: isActive, at: at, last: lastEvents, policy: policy, withErrors: true)
  }

  /// All of the wrapper at the present but what is under way.
  fileprivate mutating func snapshot(
    isActive: Bool, at: Timestamp, policy: HealthPolicy, scope: SnapshotScope
  ) -> WrapperSnapshot {
    let hour = hour(endingAt: at)
    let parts = scope.parts(of: name)
    let (health, isIdle) = health(
      of: hour, isActive: isActive, at: at, last: lastEvents, policy: policy, withErrors: parts.lastHour)
    var shown = WrapperSnapshot(name: name, health: health)
    shown.isIdle = isIdle
    shown.idleSince = isIdle ? lastEnd : nil
    shown.operationsPerMinute = Double(window(seconds: 60, endingAt: at).total)
    shown.totals = totals
    if scope.totalQuantiles {
      shown.totals.p50Ms = durations.quantile(0.5)
      shown.totals.p90Ms = durations.quantile(0.9)
      shown.totals.p95Ms = durations.quantile(0.95)
      shown.totals.p99Ms = durations.quantile(0.99)
    }
    shown.range = figures(of: scope.timeRange, endingAt: at, hour: hour, withQuantiles: parts.quantiles)
    let lastHour = parts.lastHour ? hourDurations(endingAt: at) : nil
    shown.p95LastHourMs = lastHour?.quantile(0.95)
    if scope.trends.contains(name) { shown.trends = trends(at: at) }
    guard parts.sparkline || parts.detail else { return shown }
    let steps = runningSteps(of: scope.timeRange, endingAt: at, withQuantiles: parts.detail)
    if parts.sparkline { shown.fillTraffic(steps) }
    if parts.detail, let lastHour {
      let (sums, durations) = day(endingAt: at)
      let stats = WrapperStats(name: name, sums, durations, lastOperation: lastEnd)
      shown.detail = WrapperDetail(
        of: self, stats: stats, day: sums, hour: (hour, lastHour), steps: steps, failures: failures.records(), at: at)
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
    traffic = sums.map { UInt32(clamping: $0.total) }
    failures = sums.map { UInt32(clamping: $0.failed) }
  }
}

extension WrapperDetail {
  /// The detail of a wrapper at an instant. `day` are the sums of the last 24 hours, `hour` the sums and durations of
  /// the last hour, `steps` the time range.
  init(
    of state: WrapperState, stats: WrapperStats, day: WindowSums,
    hour: (sums: WindowSums, durations: ExponentialHistogram), steps: RangeSteps, failures: [OperationRecord],
    at: Timestamp
  ) {
    let series = steps.points
    self.init(
      stats: stats,
      minutes: steps.range == .hour ? series : state.steps(of: .hour, endingAt: at, withQuantiles: true).points,
      recentFailures: failures)
    self.series = series
    p50LastHourMs = hour.durations.quantile(0.5)
    p99LastHourMs = hour.durations.quantile(0.99)
    costsLastHour = hour.sums.costs
    costsLastDay = day.costs
  }
}

extension MonitorSnapshot {
  /// A snapshot of wrappers, in the order of their names, with the health of the whole.
  init(of wrappers: [WrapperSnapshot], active: Int, policy: HealthPolicy, at: Timestamp, scope: SnapshotScope) {
    let system = SystemHealth(of: wrappers, active: active, policy: policy, at: at)
    self.init(at: at, system: system, wrappers: wrappers)
    timeRange = scope.timeRange
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
