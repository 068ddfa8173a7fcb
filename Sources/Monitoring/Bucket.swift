import Events

/// What completed within one slot of time, as sums that add up.
package struct Bucket: Sendable, Equatable, Codable {
  /// Which slot: whole steps since the epoch.
  package var index: Int32
  package var total: UInt32 = 0
  package var successful: UInt32 = 0
  package var failed: UInt32 = 0
  package var fallback: UInt32 = 0
  /// How many have a duration.
  package var durations: UInt32 = 0
  /// Nanoseconds; saturates.
  package var durationSum: UInt64 = 0
  package var costs = BucketCost()

  package init(index: Int32) { self.index = index }

  /// What its operations cost, in nano-dollars; `costs` tells how exact that is.
  package var cost: Int128 { costs.amount }

  /// Counts one operation.
  @inline(__always)
  package mutating func add(_ operation: borrowing Completion) {
    total &+= 1
    if !operation.isSuccess { failed &+= 1 }
    if operation.fallbackUsed { fallback &+= 1 } else if operation.isSuccess { successful &+= 1 }
    if operation.duration >= 0 {
      durations &+= 1
      let sum = durationSum.addingReportingOverflow(UInt64(operation.duration))
      durationSum = sum.overflow ? .max : sum.partialValue
    }
    costs.add(operation)
  }

  /// Adds what another slot holds.
  package mutating func add(_ other: Bucket) {
    total &+= other.total
    successful &+= other.successful
    failed &+= other.failed
    fallback &+= other.fallback
    durations &+= other.durations
    let sum = durationSum.addingReportingOverflow(other.durationSum)
    durationSum = sum.overflow ? .max : sum.partialValue
    costs.add(other.costs)
  }
}

/// A slot that also knows how durations are distributed.
package struct DetailedBucket: Sendable, Equatable, Codable {
  package var sums: Bucket
  package var histogram = CompactHistogram()

  package init(index: Int32) { sums = Bucket(index: index) }

  /// Counts one operation.
  @inline(__always)
  package mutating func add(_ operation: borrowing Completion) {
    sums.add(operation)
    if let bucket = operation.bucket { histogram.add(bucket: bucket, nanoseconds: operation.duration) }
  }

  /// Adds what another slot holds.
  package mutating func add(_ other: DetailedBucket) {
    sums.add(other.sums)
    histogram.add(other.histogram)
  }
}

/// A completed operation as far as counting goes.
package struct Completion: Sendable {
  package var end: Timestamp
  package let status: OperationStatus
  package let fallbackUsed: Bool
  /// Nanoseconds; -1 if it has none.
  package let duration: Int64
  /// Nano-dollars; -1 if it has none.
  package let cost: Int64
  /// Where `cost` comes from, or why there is none.
  package let costOrigin: CostOrigin
  /// The bucket of its duration: nil if it is in no quantile (none, or a failure that took no time), `.some(nil)` for
  /// zero (article Monitoring, Totals).
  package let bucket: Int16??

  package init(
    end: Timestamp, status: OperationStatus, fallbackUsed: Bool, duration: Int64, cost: Int64,
    costOrigin: CostOrigin = .reported
  ) {
    self.end = end
    self.status = status
    self.fallbackUsed = fallbackUsed
    self.duration = duration
    self.cost = cost
    self.costOrigin = costOrigin
    bucket =
      duration > 0
      ? Int16(clamping: HistogramBucket.index(ofNanoseconds: duration))
      : duration == 0 && status.isSuccess ? .some(nil) : nil
  }

  package var isSuccess: Bool { status.isSuccess }
}
