import Events

// What follows from the sums of a group (article Cost, Analysis). Amounts are rounded to the nearest nano-dollar; what
// would have to be divided by zero is nil.
extension GroupFigures {
  /// The mean cost of an operation: `cost` / `operations`. Of all operations together, spending of no known operation
  /// is part of `cost`.
  public var meanCost: Money? { cost.divided(by: operations) }

  /// The cost of a token: `cost` / `tokens`. Where models are cheap, `costPerMillionTokens` tells it more exactly.
  public var costPerToken: Money? { cost.divided(by: tokens) }

  /// The cost of a million tokens, as price lists tell it: `cost` x 1,000,000 / `tokens`.
  public var costPerMillionTokens: Money? { Money(nanodollars: cost.nanodollars * 1_000_000).divided(by: tokens) }

  /// The cost of a request: `cost` / `requests`. Nil where no operation told how many requests it made.
  public var costPerRequest: Money? { cost.divided(by: requests) }

  /// The cost of an hour of computing: `cost` / `computeHours`.
  public var costPerComputeHour: Money? { cost.divided(by: computeHours) }

  /// How much was saved of what would have been spent, 0 to 100: 100 x `savings` / (`cost` + `savings`). Negative where
  /// savings are; nil where nothing would have been spent.
  public var savingsPercent: Double? { Self.percent(savings, savedFrom: cost) }

  /// The same as against the baseline model: 100 x `savingsVsBaseline` / (`cost` + `savingsVsBaseline`).
  public var baselineSavingsPercent: Double? { Self.percent(savingsVsBaseline, savedFrom: cost) }

  /// The share of the cost that went to failed operations, 0 to 1: `failureCost` / `cost`.
  public var failureShare: Double? { Self.share(failureCost, of: cost) }

  /// The share of the cost that went to operations that used a fallback, 0 to 1: `fallbackCost` / `cost`.
  public var fallbackShare: Double? { Self.share(fallbackCost, of: cost) }

  /// The share of the operations that failed, 0 to 1: `failed` / `operations`.
  public var failureRate: Double? { operations == 0 ? nil : Double(failed) / Double(operations) }

  /// The share of the operations that used a fallback, 0 to 1: `fallback` / `operations`.
  public var fallbackRate: Double? { operations == 0 ? nil : Double(fallback) / Double(operations) }

  /// The mean number of tokens of a request: `tokens` / `requests`, or per operation where none told its requests.
  public var meanTokensPerRequest: Double? {
    let divisor = requests > 0 ? requests : operations
    return divisor == 0 ? nil : Double(tokens) / Double(divisor)
  }

  private static func percent(_ savings: Money, savedFrom cost: Money) -> Double? {
    let whole = cost + savings
    return whole > .zero ? 100 * Double(savings.nanodollars) / Double(whole.nanodollars) : nil
  }

  private static func share(_ part: Money, of whole: Money) -> Double? {
    whole > .zero ? Double(part.nanodollars) / Double(whole.nanodollars) : nil
  }
}
