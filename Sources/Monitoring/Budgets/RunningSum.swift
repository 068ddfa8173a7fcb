import Events

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
