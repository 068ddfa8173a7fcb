import Events

/// What a set of operations cost, and what is known of how exact that is (article Cost, Cost of an operation). Every
/// sum of costs is one of these, so that no figure can be told without its certainty.
public struct CostSum: Codable, Sendable, Hashable {
  /// All that was reported or estimated.
  public var amount = Money.zero
  /// How much of `amount` was estimated from a price table.
  public var estimated = Money.zero
  /// Operations whose cost is not known, so that `amount` is a lower bound.
  public var unpriced: UInt64 = 0
  /// Parts of the sum that an older store holds, which does not tell how much of them was estimated or unpriced.
  public var unknown: UInt64 = 0

  /// Nothing, exactly.
  public static let zero = CostSum()

  /// A sum; exact if only the amount is given.
  public init(amount: Money = .zero, estimated: Money = .zero, unpriced: UInt64 = 0, unknown: UInt64 = 0) {
    self.amount = amount
    self.estimated = estimated
    self.unpriced = unpriced
    self.unknown = unknown
  }

  /// How exact it is.
  public var certainty: CostCertainty {
    CostCertainty(isEstimated: estimated != .zero || unknown > 0, isLowerBound: unpriced > 0)
  }

  /// The exact sum.
  public static func + (a: CostSum, b: CostSum) -> CostSum {
    var sum = a
    sum += b
    return sum
  }

  /// Adds `b` exactly.
  @inline(__always)
  public static func += (a: inout CostSum, b: CostSum) {
    a.amount.nanodollars &+= b.amount.nanodollars
    a.estimated.nanodollars &+= b.estimated.nanodollars
    a.unpriced &+= b.unpriced
    a.unknown &+= b.unknown
  }

  /// Takes out what is part of it as far as is known. Parts of which an older store does not tell how exact they are
  /// stay as uncertain as they were.
  mutating func takeOut(_ part: CostSum) {
    amount.nanodollars &-= part.amount.nanodollars
    estimated = max(.zero, Money(nanodollars: estimated.nanodollars &- part.estimated.nanodollars))
    unpriced &-= min(unpriced, part.unpriced)
  }

  /// As much of it as another one holds.
  func limited(to most: CostSum) -> CostSum {
    CostSum(
      amount: min(amount, most.amount), estimated: min(estimated, most.estimated),
      unpriced: min(unpriced, most.unpriced),
      unknown: min(unknown, most.unknown))
  }

  /// Takes out `b`, which was added before.
  @inline(__always)
  static func -= (a: inout CostSum, b: CostSum) {
    a.amount.nanodollars &-= b.amount.nanodollars
    a.estimated.nanodollars &-= b.estimated.nanodollars
    a.unpriced &-= b.unpriced
    a.unknown &-= b.unknown
  }
}

/// How exact a figure is that comes from costs (article Cost, Cost of an operation).
public struct CostCertainty: Codable, Sendable, Hashable {
  /// Some of it was estimated, or may have been.
  public var isEstimated: Bool
  /// Costs that are not known are missing from it: it is that much at least.
  public var isLowerBound: Bool

  /// Wrappers reported all of it.
  public static let exact = CostCertainty(isEstimated: false, isLowerBound: false)

  /// A certainty.
  public init(isEstimated: Bool, isLowerBound: Bool) {
    self.isEstimated = isEstimated
    self.isLowerBound = isLowerBound
  }

  /// How exact a figure is that both had a part in.
  public func joined(with other: CostCertainty) -> CostCertainty {
    CostCertainty(
      isEstimated: isEstimated || other.isEstimated, isLowerBound: isLowerBound || other.isLowerBound)
  }

  /// A figure with the signs that say how exact it is: `$1.20`, `~$1.20`, `>= $1.20`, `>= ~$1.20`; in tables and on
  /// screens, where room is scarce, `>=~$1.20`.
  public func mark(_ figure: String) -> String { signs + figure }

  /// What stands before a figure.
  public var signs: String { (isLowerBound ? ">=" : "") + (isEstimated ? "~" : "") }

  /// What is left of an amount after so exact costs: at most that much, where they are a lower bound.
  public func markRest(_ figure: String) -> String {
    (isLowerBound ? "<=" : "") + (isEstimated ? "~" : "") + figure
  }

  /// How exact the median is of those costs that are known.
  public var ofMedian: CostCertainty { CostCertainty(isEstimated: isEstimated, isLowerBound: false) }

  /// How exact a difference of such figures is: one of lower bounds may be off either way.
  public var ofDifference: CostCertainty { CostCertainty(isEstimated: self != .exact, isLowerBound: false) }

  /// The word for it in JSON and CSV: `exact`, `estimated` or `lower_bound`, which may hold estimates as well.
  public var word: String { isLowerBound ? "lower_bound" : isEstimated ? "estimated" : "exact" }
}
