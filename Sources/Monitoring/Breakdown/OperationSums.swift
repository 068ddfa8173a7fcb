/// Everything that is summed of the operations of one group.
struct OperationSums: Sendable, Equatable {
  var basic = Sums()
  /// The durations that count in quantiles (article Monitoring, Totals).
  var durations = CompactHistogram()
  /// The costs of those that have one, in nano-dollars.
  var costs = CompactHistogram()
  var figures = FieldSums()

  /// Adds what others hold.
  mutating func merge(_ other: OperationSums) {
    basic.add(other.basic)
    durations.add(other.durations)
    costs.add(other.costs)
    figures.merge(other.figures)
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
