/// What is summed of any set of operations.
struct BasicSums: Sendable, Equatable {
  var operations: UInt64 = 0
  /// Successful without a fallback.
  var successful: UInt64 = 0
  var failed: UInt64 = 0
  /// Those that used a fallback, whatever came of it.
  var fallback: UInt64 = 0
  /// Those that have a duration.
  var durations: UInt64 = 0
  /// Nanoseconds.
  var durationSum: Int128 = 0
  var costs = CostSum.zero
  var tokens: UInt64 = 0

  /// The amount of `costs` in nano-dollars.
  var cost: Int128 { costs.amount.nanodollars }

  /// Adds what others hold.
  mutating func merge(_ other: BasicSums) {
    operations &+= other.operations
    successful &+= other.successful
    failed &+= other.failed
    fallback &+= other.fallback
    durations &+= other.durations
    durationSum &+= other.durationSum
    costs += other.costs
    tokens &+= other.tokens
  }

  /// Counts one operation, or what was told of one that was counted before.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation) {
    costs += CostSum(operation.slotCost)
    tokens &+= operation.tokens
    guard !operation.isLate else { return }
    operations &+= 1
    if !operation.isSuccess { failed &+= 1 }
    if operation.fallbackUsed { fallback &+= 1 } else if operation.isSuccess { successful &+= 1 }
    if operation.duration >= 0 {
      durations &+= 1
      durationSum &+= Int128(operation.duration)
    }
  }
}

/// Everything that is summed of the operations of one group.
struct OperationSums: Sendable, Equatable {
  var basic = BasicSums()
  /// The durations that count in quantiles (article Monitoring, Totals).
  var durations = CompactHistogram()
  /// The costs of those that have one, in nano-dollars.
  var costs = CompactHistogram()
  var figures = FieldSums()

  /// Adds what others hold.
  mutating func merge(_ other: OperationSums) {
    basic.merge(other.basic)
    durations.add(other.durations)
    costs.add(other.costs)
    figures.merge(other.figures)
  }

  /// Counts one operation.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation) {
    basic.add(operation)
    if let bucket = operation.durationBucket { durations.add(bucket: bucket, nanoseconds: operation.duration) }
    if operation.isInMedian { costs.add(bucket: operation.costBucket) }
    for (figure, amount) in operation.figures { figures.add(figure, Int128(amount)) }
  }

  /// Makes it as if an operation had been without a cost and without tokens whose cost is not known, but for the median
  /// of costs.
  mutating func takeBack(_ operation: UncostedOperation) {
    basic.costs -= CostSum(operation.cost)
    switch operation.pricing {
    case .none: break
    case .unpriced(let tokens): figures.add(.unpricedTokens, -Int128(tokens))
    case .estimated(let estimate): takeBack(estimate, operation)
    }
  }

  private mutating func takeBack(_ estimate: CostEstimate, _ operation: UncostedOperation) {
    let total = Int128(estimate.total)
    figures.add(.estimatedInput, -Int128(estimate.input))
    figures.add(.estimatedCacheRead, -Int128(estimate.cacheRead))
    figures.add(.estimatedCacheWrite, -Int128(estimate.cacheWrite))
    figures.add(.estimatedOutput, -Int128(estimate.output))
    figures.add(.estimatedRequests, -Int128(estimate.requests))
    if !operation.isSuccess { figures.add(.failureCost, -total) }
    if operation.fallbackUsed { figures.add(.fallbackCost, -total) }
  }
}
