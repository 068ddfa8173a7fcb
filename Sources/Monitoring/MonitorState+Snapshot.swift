import Events

extension MonitorState {
  /// Everything known at an instant. Time goes on to it first.
  package mutating func snapshot(at: Timestamp, scope: SnapshotScope = SnapshotScope()) -> MonitorSnapshot {
    advance(to: at)
    var shown: [WrapperSnapshot] = []
    shown.reserveCapacity(wrappers.count)
    for number in wrappers.indices { shown.append(wrapper(number, at: at, scope: scope)) }
    shown.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return MonitorSnapshot(at: at, system: system(of: shown, at: at), wrappers: shown)
  }

  /// The last operations of all wrappers.
  package var recentOperations: RecentOperations { operations }

  /// The health of one wrapper at an instant; nil if it is not known.
  package mutating func health(of name: String, at: Timestamp) -> WrapperHealth? {
    advance(to: at)
    return knownNumber(of: name).map { health($0, at: at).health }
  }

  /// The last 24 hours of one wrapper; nil if it is not known.
  package mutating func stats(of name: String, at: Timestamp) -> WrapperStats? {
    advance(to: at)
    guard let number = knownNumber(of: name) else { return nil }
    let (sums, durations) = wrappers[number].day(endingAt: at)
    return WrapperStats(of: wrappers[number], sums, durations)
  }

  private mutating func wrapper(_ number: Int, at: Timestamp, scope: SnapshotScope) -> WrapperSnapshot {
    let state = wrappers[number]
    let (health, isIdle) = health(number, at: at)
    var shown = WrapperSnapshot(name: state.name, health: health)
    shown.isIdle = isIdle
    shown.idleSince = isIdle ? state.lastEnd : nil
    let lastMinute = state.window(seconds: 60, endingAt: at)
    shown.operationsPerMinute = Double(lastMinute.total)
    shown.oldestActiveMs = active.oldestStart(of: number).map { max(0, at.milliseconds(since: $0)) }
    shown.totals = state.totals
    shown.totals.active = active.count(of: number)
    if scope.totalQuantiles {
      shown.totals.p50Ms = state.durations.quantile(0.5)
      shown.totals.p90Ms = state.durations.quantile(0.9)
      shown.totals.p95Ms = state.durations.quantile(0.95)
      shown.totals.p99Ms = state.durations.quantile(0.99)
    }
    shown.costToday = Money(nanodollars: state.spent(from: at.startOfDay, through: at))
    let last = state.minutes.index(of: at)
    var hour = ExponentialHistogram()
    state.minutes.forEach(from: last - 60, through: last) { $0.histogram.add(to: &hour) }
    shown.p95LastHourMs = hour.quantile(0.95)
    if scope.sparklines.contains(state.name) {
      shown.traffic = Array(repeating: 0, count: 60)
      shown.failures = Array(repeating: 0, count: 60)
      state.minutes.forEach(from: last - 59, through: last) { slot in
        let place = Int(slot.sums.index - last + 59)
        shown.traffic[place] = slot.sums.total
        shown.failures[place] = slot.sums.failed
      }
      shown.traffic[59] = lastMinute.total
      shown.failures[59] = lastMinute.failed
    }
    if scope.detail.contains(state.name) {
      let (sums, durations) = state.day(endingAt: at)
      var detail = WrapperDetail(
        stats: WrapperStats(of: state, sums, durations),
        minutes: state.minutePoints(through: last, lastMinute: lastMinute),
        recentFailures: state.failures)
      detail.p50LastHourMs = hour.quantile(0.5)
      detail.p99LastHourMs = hour.quantile(0.99)
      detail.costLastDay = Money(nanodollars: sums.cost)
      shown.detail = detail
    }
    return shown
  }

  private func health(_ number: Int, at: Timestamp) -> (health: WrapperHealth, isIdle: Bool) {
    let state = wrappers[number]
    let window = state.window(seconds: Self.healthSeconds, endingAt: at)
    let isIdle = window.total == 0 && active.count(of: number) == 0
    let instant = isIdle ? state.lastEnd ?? at : at
    let judged = isIdle ? state.window(seconds: Self.healthSeconds, endingAt: instant) : window
    let failedRecently =
      state.lastFailure.map { $0 > instant.advanced(seconds: -policy.recentFailureSeconds) } ?? false
    let (score, factors) = policy.score(of: judged, failedRecently: failedRecently)
    let first = state.windowStart(endingAt: at)
    let health = WrapperHealth(
      score: score, status: policy.status(of: score), totalOperations: UInt64(window.total),
      successfulOperations: UInt64(window.successful), failedOperations: UInt64(window.failed),
      fallbackOperations: UInt64(window.fallback), averageDurationMs: window.averageDurationMs,
      recentErrors: state.recent.errors(from: first, through: at),
      lastError: state.lastError.flatMap { $0.end >= state.windowStart(endingAt: instant) ? $0.message : nil },
      lastActivity: state.lastEnd, factors: factors)
    return (health, isIdle)
  }

  static let healthSeconds: Int64 = 3600

  private func system(of shown: [WrapperSnapshot], at: Timestamp) -> SystemHealth {
    let busy = shown.indices.count { !shown[$0].isIdle }
    var scores = 0.0, healthy = 0, total: UInt64 = 0, failed: UInt64 = 0, perMinute = 0.0
    // By place: there can be ten thousand of them, and each is too large to be copied for a glance.
    for place in shown.indices {
      if busy == 0 || !shown[place].isIdle { scores += shown[place].health.score }
      if shown[place].health.status.isHealthy { healthy += 1 }
      total += shown[place].totals.total
      failed += shown[place].totals.failed
      perMinute += shown[place].operationsPerMinute
    }
    let score = shown.isEmpty ? 1 : scores / Double(busy == 0 ? shown.count : busy)
    return SystemHealth(
      score: score, status: shown.isEmpty ? .noWrappers : policy.systemStatus(of: score), totalWrappers: shown.count,
      healthyWrappers: healthy, idleWrappers: shown.count - busy, totalOperations: total,
      activeOperations: active.count, successRate: total == 0 ? 1 : Double(total - failed) / Double(total),
      errorCount: failed, operationsPerMinute: perMinute, lastHealthCheck: at)
  }
}

extension WrapperStats {
  /// What the sums of a day come to.
  init(of state: WrapperState, _ sums: Slot, _ durations: ExponentialHistogram) {
    self.init(wrapperName: state.name)
    guard sums.total > 0 else { return }
    totalOperations = UInt64(sums.total)
    successfulOperations = UInt64(sums.successful)
    failedOperations = UInt64(sums.failed)
    fallbackOperations = UInt64(sums.fallback)
    averageDurationMs = sums.averageDurationMs
    p50Ms = durations.quantile(0.5)
    p95Ms = durations.quantile(0.95)
    p99Ms = durations.quantile(0.99)
    lastOperation = state.lastEnd
  }
}

extension WrapperState {
  /// Where the health window that ends at an instant begins.
  func windowStart(endingAt end: Timestamp) -> Timestamp {
    Timestamp(seconds: Int64(tens.index(of: end.advanced(seconds: -MonitorState.healthSeconds))) * tens.step)
  }

  /// What was spent between two instants that lie on quarters of an hour, or at the present.
  func spent(from first: Timestamp, through last: Timestamp) -> Int128 {
    var sum: Int128 = 0
    spending.forEach(from: spending.index(of: first), through: spending.index(of: last)) { sum &+= $0.cost }
    return sum
  }

  /// The window of 24 hours that ends at an instant, in minutes; in hours where so many wrappers are known that only
  /// the last minutes are kept.
  func day(endingAt end: Timestamp) -> (sums: Slot, durations: ExponentialHistogram) {
    let series = minutes.span > 1440 ? minutes : hours
    var sums = Slot(index: 0)
    var durations = ExponentialHistogram()
    series.forEach(from: series.index(of: end.advanced(seconds: -86400)), through: series.index(of: end)) { slot in
      sums.add(slot.sums)
      slot.histogram.add(to: &durations)
    }
    return (sums, durations)
  }

  /// The 60 minutes through the one of that number. That one has only begun, so that it would dip: in its place stand
  /// the last 60 seconds, with the latency of the minute before as well.
  func minutePoints(through last: Int32, lastMinute: Slot) -> [SeriesPoint] {
    var points = (0..<60).map { SeriesPoint(timestamp: Timestamp(seconds: (Int64(last) - 59 + Int64($0)) * 60)) }
    var durations = Array(repeating: ExponentialHistogram(), count: 60)
    minutes.forEach(from: last - 59, through: last) { slot in
      let place = Int(slot.sums.index - last + 59)
      points[place] = SeriesPoint(slot.sums, at: points[place].timestamp)
      slot.histogram.add(to: &durations[place])
      if place == 58 { slot.histogram.add(to: &durations[59]) }
    }
    points[59] = SeriesPoint(lastMinute, at: points[59].timestamp)
    for place in points.indices where points[place].totalOperations > 0 {
      points[place].p50Ms = durations[place].quantile(0.5)
      points[place].p95Ms = durations[place].quantile(0.95)
    }
    return points
  }
}

extension SeriesPoint {
  /// The point of a slot; each operation counts once (SPEC 2.2).
  init(_ slot: Slot, at timestamp: Timestamp) {
    self.init(timestamp: timestamp)
    totalOperations = UInt64(slot.total)
    successCount = UInt64(slot.successful)
    fallbackCount = UInt64(slot.fallback)
    errorCount = UInt64(slot.total - slot.successful - slot.fallback)
    averageResponseTimeMs = slot.averageDurationMs
    cost = Money(nanodollars: slot.cost)
  }
}
