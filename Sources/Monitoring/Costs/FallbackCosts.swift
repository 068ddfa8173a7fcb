import Events

/// What fallbacks came to (article Cost, Analysis): operations that used one, whatever came of it, against those that
/// used none.
public struct FallbackCosts: Codable, Sendable, Equatable {
  /// Operations that used a fallback.
  public var operations: UInt64
  /// Their share of all operations, 0 to 1.
  public var rate: Double
  /// What they cost.
  public var costs: CostSum
  /// The amount of `costs`.
  public var cost: Money { costs.amount }
  /// The mean cost of one of them.
  public var meanCost: Money
  /// The mean cost of an operation that used none; nil if all used one.
  public var meanCostWithout: Money?
  /// Their mean duration in milliseconds; nil if none has one.
  public var meanDurationMs: Double?
  /// The mean duration in milliseconds of operations that used none; nil if none has one.
  public var meanDurationWithoutMs: Double?

  /// What an operation with a fallback cost more on average than one without; negative if it cost less.
  public var extraCost: Money? { meanCostWithout.map { meanCost.without($0) } }

  /// How many milliseconds an operation with a fallback took longer on average than one without.
  public var extraLatencyMs: Double? { Self.difference(meanDurationMs, meanDurationWithoutMs) }

  /// What an operation of a group, such as one kind of fallback, cost more on average than one without a fallback.
  public func extraCost(of group: GroupFigures) -> Money? {
    guard let mean = group.meanCost, let without = meanCostWithout else { return nil }
    return mean.without(without)
  }

  /// How many milliseconds an operation of a group took longer on average than one without a fallback.
  public func extraLatencyMs(of group: GroupFigures) -> Double? {
    Self.difference(group.averageDurationMs, meanDurationWithoutMs)
  }

  private static func difference(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a - b
  }
}

extension FallbackCosts {
  /// What the sums of a range come to; nil if no operation used a fallback. Spending of no known operation is in no
  /// mean.
  init?(_ sums: Breakdown) {
    let used = sums[.fallback].total.basic
    guard let mean = Money(nanodollars: used.cost).divided(by: used.operations) else { return nil }
    // Every operation has a type.
    let all = sums[.operationType].total.basic
    operations = used.operations
    rate = Double(used.operations) / Double(max(1, all.operations))
    costs = used.costs
    meanCost = mean
    meanCostWithout = Money(nanodollars: all.cost - used.cost).divided(by: all.operations &- used.operations)
    meanDurationMs = used.averageDurationMs
    var without = all
    without.subtract(used)
    meanDurationWithoutMs = without.averageDurationMs
  }
}

extension TopK<Group> {
  /// All groups together, those beyond the limit included.
  var total: OperationSums {
    var sums = other?.sums ?? OperationSums()
    for group in entries { sums.merge(group.sums) }
    return sums
  }
}
