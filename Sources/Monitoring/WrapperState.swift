import Events

/// All that is remembered of one wrapper.
struct WrapperState: Sendable {
  let name: String
  /// The fingerprint of the name.
  let fingerprint: UInt32
  var totals = WrapperTotals()
  var durations = ExponentialHistogram()
  var tens = BucketSeries<Bucket>(step: 10, span: MonitoringLimits.tens)
  var minutes = BucketSeries<DetailedBucket>(step: 60, span: TrendWatch.minutes)
  var hours = BucketSeries<DetailedBucket>(step: 3600, span: MonitoringLimits.hours)
  /// Spending in quarters of an hour, so that days of any zone are exact.
  var spending = BucketSeries<Bucket>(step: 900, span: MonitoringLimits.spending)
  /// What its operations were made of.
  var breakdowns = BreakdownHistory()
  var recent = RecentOutcomes()
  var failures = RecentFailures()
  /// When its first operation ended; nil if there was none. In a store of an earlier version it is when the oldest hour
  /// began that was kept.
  var firstEnd: Timestamp?
  var lastEnd: Timestamp?
  var lastFailure: Timestamp?
  var lastError: (end: Timestamp, message: String)?
  /// What a store has yet to learn; nil without one.
  var delta: WrapperDelta?
  /// What snapshots ask for again and again.
  var running = RunningWindows()
  var trendWatch = TrendWatch()
  /// What its last operation that told of a plan told.
  var plan: (end: Timestamp, quotas: [PlanQuota])?

  init(name: String) {
    self.name = name
    fingerprint = RememberedID.fingerprint(ofName: name)
  }

  /// Counts an operation in the totals, whenever it ends.
  @inline(__always)
  mutating func total(_ operation: Completion) {
    delta?.isTouched = true
    totals.total &+= 1
    if operation.fallbackUsed {
      totals.fallback &+= 1
    } else if operation.isSuccess {
      totals.successful &+= 1
    }
    if !operation.isSuccess {
      totals.failed &+= 1
      if operation.status == .timeout { totals.timeouts &+= 1 }
      if operation.status == .cancelled { totals.cancelled &+= 1 }
    }
    if operation.duration >= 0 { totals.durationSumNanoseconds &+= Int128(operation.duration) }
    if operation.cost > 0 { totals.cost.nanodollars &+= Int128(operation.cost) }
    if operation.costOrigin != .reported { totalPriced(operation) }
    if let bucket = operation.bucket {
      durations.extremes.add(operation.duration)
      if let bucket { durations.add(bucket: Int(bucket), 1) } else { durations.addZeroes(1) }
    }
  }

  private mutating func totalPriced(_ operation: Completion) {
    if operation.costOrigin == .unpriced { totals.unpriced &+= 1 }
    if operation.costOrigin == .estimated { totals.estimated.nanodollars &+= Int128(max(0, operation.cost)) }
  }

  /// Counts an operation in the windows; its end has come. False if it is older than anything kept.
  @inline(__always)
  mutating func count(_ operation: Completion, error: @autoclosure () -> String?) -> Bool {
    _ = tens.update(tens.index(of: operation.end)) { $0.add(operation) }
    _ = minutes.update(minutes.index(of: operation.end)) { $0.add(operation) }
    let kept = hours.update(hours.index(of: operation.end)) { $0.add(operation) }
    if delta != nil {
      if kept, let ten = tens.newestIndex, let minute = minutes.newestIndex {
        delta?.count(operation, newestTen: ten, newestMinute: minute)
      }
      delta?.isTouched = true
    }
    if operation.cost > 0 || operation.costOrigin != .reported { spend(BucketCost(operation), at: operation.end) }
    if lastEnd.map({ operation.end >= $0 }) ?? true { lastEnd = operation.end }
    if firstEnd.map({ operation.end < $0 }) ?? true { firstEnd = operation.end }
    if operation.isSuccess {
      recent.add(end: operation.end, error: nil)
    } else {
      if lastFailure.map({ operation.end >= $0 }) ?? true { lastFailure = operation.end }
      let message = error()
      if let message, lastError.map({ operation.end >= $0.end }) ?? true { lastError = (operation.end, message) }
      recent.add(end: operation.end, error: message)
    }
    return kept
  }

  /// Adds to what was spent at an instant.
  @inline(__always)
  mutating func spend(_ cost: BucketCost, at time: Timestamp) {
    let index = spending.index(of: time)
    guard spending.update(index, { $0.costs.add(cost) }) else { return }
    running.today.add(cost, to: index)
    running.thisMonth.add(cost, to: index)
    guard delta != nil else { return }
    _ = delta?.spending.update(index) { $0.costs.add(cost) }
    delta?.isTouched = true
  }

  /// Adds to the totals what was reported apart from an operation, in nano-dollars.
  mutating func add(cost: Int64) {
    totals.cost.nanodollars &+= Int128(cost)
    delta?.isTouched = true
  }

  /// Counts values of `custom_metrics` that are no metrics.
  mutating func leaveOut(metrics count: Int) {
    guard count > 0 else { return }
    totals.metricsLeftOut &+= UInt64(count)
    delta?.isTouched = true
  }

  /// Counts operations that never ended.
  mutating func abandon(_ count: Int) {
    guard count > 0 else { return }
    totals.abandoned &+= UInt64(count)
    delta?.isTouched = true
  }

  /// Keeps a failure for the detail.
  mutating func keep(failure: OperationRecord) { if failures.add(failure) { delta?.hasFailures = true } }

  /// Keeps a failure for the detail, as an event of a batch.
  @inline(__always)
  mutating func keep(failure event: Event, in batch: FailedBatch) {
    if failures.add(event, in: batch) { delta?.hasFailures = true }
  }
}
