import Events

/// How fast money is spent at an instant (article Cost, Budgets): what the last 60 minutes cost, as a window of slots
/// of ten seconds; before there has been a full hour of data, what was spent in it per hour.
///
/// Data begin with the first slot of ten seconds that holds anything; of several wrappers, with the first one of any.
/// They have lasted ten seconds at least.
struct Burn {
  private let at: Timestamp
  private var spent = CostSum.zero
  // When data began, as far as that matters: once they reach back an hour, no one asks how much further.
  private var first: Timestamp

  static let windowSeconds: Int64 = 3600
  static let hourMicroseconds: Int128 = 3_600_000_000
  private static let leastMicroseconds: Int128 = 10_000_000

  init(at: Timestamp) {
    self.at = at
    first = at
  }

  /// Adds what a wrapper spent in the last 60 minutes. `firstData` is where its data begin.
  mutating func add(_ cost: CostSum, firstData: @autoclosure () -> Timestamp?) {
    spent += cost
    if first > at.advanced(seconds: -Self.windowSeconds), let begin = firstData() { first = min(first, begin) }
  }

  /// How exact the rate is.
  var certainty: CostCertainty { spent.certainty }

  /// Nano-dollars an hour.
  var perHour: Int128 {
    let elapsed = max(Self.leastMicroseconds, Int128(at.microseconds) - Int128(first.microseconds))
    return elapsed >= Self.hourMicroseconds
      ? spent.amount.nanodollars : spent.amount.nanodollars.scaled(by: Self.hourMicroseconds, over: elapsed)
  }
}

/// What was spent in a stretch of quarters of an hour, kept up to date as spending comes in, however late.
struct RunningSum: Sendable {
  private var quarters: Range<Int32> = 0..<0
  private var spent = CostSum.zero

  /// Takes in what was added to a quarter of an hour.
  @inline(__always)
  mutating func add(_ cost: BucketCost, to quarter: Int32) {
    if quarters.contains(quarter) { spent += CostSum(cost) }
  }

  /// What was spent in a stretch, if it is the one that was asked for the last time.
  func known(in quarters: Range<Int32>) -> CostSum? { quarters == self.quarters ? spent : nil }

  /// What was spent in a stretch; summed anew if it is another one than the last time.
  mutating func sum(of spending: borrowing BucketSeries<Bucket>, in quarters: Range<Int32>) -> CostSum {
    if quarters != self.quarters {
      self.quarters = quarters
      spent = .zero
      spending.forEach(from: quarters.lowerBound, through: quarters.upperBound &- 1) { spent += CostSum($0.costs) }
    }
    return spent
  }
}

extension Range<Timestamp> {
  /// The numbers of the quarters of an hour that begin within the stretch. In all zones of our days, days begin with one.
  var quarters: Range<Int32> { Self.quarter(from: lowerBound)..<Self.quarter(from: upperBound) }

  private static func quarter(from instant: Timestamp) -> Int32 {
    Int32(clamping: instant.advanced(microseconds: -1).seconds.floored(to: 900) + 1)
  }
}
