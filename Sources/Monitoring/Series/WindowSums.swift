import Events

/// The sums of a window of time, wide enough for any number of slots.
package struct WindowSums: Sendable, Equatable {
  package private(set) var total: UInt64 = 0
  package private(set) var successful: UInt64 = 0
  package private(set) var failed: UInt64 = 0
  package private(set) var fallback: UInt64 = 0
  /// How many have a duration.
  package private(set) var durations: UInt64 = 0
  /// Nanoseconds.
  package private(set) var durationSum: UInt128 = 0
  /// Nano-dollars.
  package private(set) var costs = CostSum.zero

  package init() {}

  /// What its operations cost, in nano-dollars; `costs` tells how exact that is.
  package var cost: Int128 { costs.amount.nanodollars }

  /// True if both count the same operations and spending, whatever slots tell it.
  func holdsTheSame(as other: WindowSums) -> Bool {
    total == other.total && durationSum == other.durationSum && cost == other.cost
  }

  /// Adds what a slot holds.
  @inline(__always)
  package mutating func add(_ slot: borrowing Bucket) {
    total &+= UInt64(slot.total)
    successful &+= UInt64(slot.successful)
    failed &+= UInt64(slot.failed)
    fallback &+= UInt64(slot.fallback)
    durations &+= UInt64(slot.durations)
    durationSum &+= UInt128(slot.durationSum)
    costs += CostSum(slot.costs)
  }

  /// Takes out a slot that was added before and has not changed since.
  package mutating func subtract(_ slot: borrowing Bucket) {
    total &-= UInt64(slot.total)
    successful &-= UInt64(slot.successful)
    failed &-= UInt64(slot.failed)
    fallback &-= UInt64(slot.fallback)
    durations &-= UInt64(slot.durations)
    durationSum &-= UInt128(slot.durationSum)
    costs -= CostSum(slot.costs)
  }

  /// Adds what another window holds.
  package mutating func add(_ other: WindowSums) {
    total &+= other.total
    successful &+= other.successful
    failed &+= other.failed
    fallback &+= other.fallback
    durations &+= other.durations
    durationSum &+= other.durationSum
    costs += other.costs
  }

  /// Takes out a part of it.
  package mutating func subtract(_ part: WindowSums) {
    total &-= part.total
    successful &-= part.successful
    failed &-= part.failed
    fallback &-= part.fallback
    durations &-= part.durations
    durationSum &-= part.durationSum
    costs -= part.costs
  }

  /// Mean duration in milliseconds; nil if there is none.
  package var averageDurationMs: Double? {
    durations == 0 ? nil : Double(nearest: durationSum) / Double(durations) / 1e6
  }
}

extension SeriesPoint {
  /// The point of a window; each operation counts once (article Monitoring, Windows).
  init(_ sums: WindowSums, at timestamp: Timestamp) {
    self.init(timestamp: timestamp)
    totalOperations = sums.total
    successCount = sums.successful
    fallbackCount = sums.fallback
    errorCount = sums.total &- sums.successful &- sums.fallback
    averageResponseTimeMs = sums.averageDurationMs
    costs = sums.costs
  }
}

extension RangeFigures {
  /// What the sums of a range come to; without quantiles.
  init(_ sums: WindowSums) {
    self.init()
    total = sums.total
    successful = sums.successful
    failed = sums.failed
    fallback = sums.fallback
    averageDurationMs = sums.averageDurationMs
    costs = sums.costs
  }

  /// Fills in the quantiles.
  mutating func fill(_ durations: ExponentialHistogram) {
    p50Ms = durations.quantile(0.5)
    p95Ms = durations.quantile(0.95)
    p99Ms = durations.quantile(0.99)
  }
}

extension WrapperStats {
  /// What the sums of a day come to.
  init(name: String, _ sums: WindowSums, _ durations: ExponentialHistogram, lastOperation: Timestamp?) {
    self.init(wrapperName: name)
    guard sums.total > 0 else { return }
    totalOperations = sums.total
    successfulOperations = sums.successful
    failedOperations = sums.failed
    fallbackOperations = sums.fallback
    averageDurationMs = sums.averageDurationMs
    p50Ms = durations.quantile(0.5)
    p95Ms = durations.quantile(0.95)
    p99Ms = durations.quantile(0.99)
    self.lastOperation = lastOperation
  }
}
