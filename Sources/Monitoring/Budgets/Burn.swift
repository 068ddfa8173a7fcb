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
