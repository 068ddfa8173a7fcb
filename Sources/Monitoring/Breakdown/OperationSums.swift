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
  /// Nano-dollars.
  var cost: Int128 = 0
  var tokens: UInt64 = 0

  /// Adds what others hold.
  mutating func merge(_ other: BasicSums) {
    operations &+= other.operations
    successful &+= other.successful
    failed &+= other.failed
    fallback &+= other.fallback
    durations &+= other.durations
    durationSum &+= other.durationSum
    cost &+= other.cost
    tokens &+= other.tokens
  }

  /// Counts one operation.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation) {
    operations &+= 1
    if !operation.isSuccess { failed &+= 1 }
    if operation.fallbackUsed { fallback &+= 1 } else if operation.isSuccess { successful &+= 1 }
    if operation.duration >= 0 {
      durations &+= 1
      durationSum &+= Int128(operation.duration)
    }
    if operation.cost > 0 { cost &+= Int128(operation.cost) }
    tokens &+= operation.tokens
  }
}

/// Everything that is summed of the operations of one group.
struct OperationSums: Sendable, Equatable {
  var basic = BasicSums()
  /// The durations that count in quantiles (SPEC 2.1).
  var durations = CompactHistogram()
  /// The costs of those that have one, in nano-dollars.
  var costs = CompactHistogram()
  var figures = FigureSums()

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
    if operation.cost >= 0 { costs.add(bucket: operation.costBucket) }
    for (figure, amount) in operation.figures { figures.add(figure, Int128(amount)) }
  }

  /// Makes it as if the cost of an operation had not been estimated, but for the median of costs.
  mutating func takeBack(_ counted: CountedEstimate) {
    let estimate = counted.estimate
    let total = Int128(estimate.total)
    basic.cost &-= total
    figures.add(.estimatedInput, -Int128(estimate.input))
    figures.add(.estimatedCacheRead, -Int128(estimate.cacheRead))
    figures.add(.estimatedCacheWrite, -Int128(estimate.cacheWrite))
    figures.add(.estimatedOutput, -Int128(estimate.output))
    if !counted.isSuccess { figures.add(.failureCost, -total) }
    if counted.fallbackUsed { figures.add(.fallbackCost, -total) }
  }
}
