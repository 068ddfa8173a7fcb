import Events

/// What of the numbers of one metric adds up without their distribution.
struct NumberTotals: Sendable, Equatable {
  var count: UInt64 = 0
  /// In 10^-15, so that the sum is the same in any order. Single numbers beyond 9.2 x 10^18 count as that.
  var sum: Int128 = 0
  var min: Double = .infinity
  var max: Double = -.infinity
  /// The number of the operation that ended last; the largest where several did.
  var last: Double = 0
  var lastEnd = Timestamp(microseconds: .min)

  /// Counts a finite number of an operation that ended at an instant.
  @inline(__always)
  mutating func add(_ number: Double, end: Timestamp) {
    count &+= 1
    sum &+= Self.exact(number)
    if number < min { min = number }
    if number > max { max = number }
    noteLast(number, end)
  }

  /// Adds what others hold.
  mutating func merge(_ other: NumberTotals) {
    guard other.count > 0 else { return }
    count &+= other.count
    sum &+= other.sum
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
    noteLast(other.last, other.lastEnd)
  }

  @inline(__always)
  private mutating func noteLast(_ number: Double, _ end: Timestamp) {
    guard end > lastEnd || end == lastEnd && number > last else { return }
    last = number
    lastEnd = end
  }

  // To the nearest 10^-15 where that fits 64 bits, then to what a double can tell.
  @inline(__always)
  private static func exact(_ number: Double) -> Int128 {
    if number.magnitude < 9000 { return Int128(Int64(number * 1e15 + (number < 0 ? -0.5 : 0.5))) }
    return coarse(number)
  }

  private static func coarse(_ number: Double) -> Int128 {
    let limited = Swift.min(Swift.max(number, -9.2e18), 9.2e18)
    let whole = limited.rounded(.towardZero)
    let fraction = limited - whole
    return Int128(Int64(whole)) * 1_000_000_000_000_000 + Int128(Int64((fraction * 1e15).rounded()))
  }
}

/// The numbers of one metric, summed up.
struct NumberSums: Sendable, Equatable {
  var totals = NumberTotals()
  /// Zeroes are among the positive numbers. Numbers nearer to zero than 2^-40 count as that, those beyond 2^63 as that.
  var positive = CompactHistogram()
  /// The negative numbers, by their magnitude.
  var negative = CompactHistogram()

  init() {}

  /// Adds what others hold.
  mutating func merge(_ other: NumberSums) {
    totals.merge(other.totals)
    positive.add(other.positive)
    negative.add(other.negative)
  }

  /// The sum in the metric's unit.
  var total: Double { Double(totals.sum) / 1e15 }

  /// The values of nearest rank for shares from 0 to 1, each within 1.1 %; nil without numbers.
  func quantiles(_ shares: [Double]) -> [Double?] {
    var above = ExponentialHistogram()
    var below = ExponentialHistogram()
    positive.add(to: &above)
    negative.add(to: &below)
    return shares.map { quantile($0, above: above, below: below) }
  }

  private func quantile(_ share: Double, above: ExponentialHistogram, below: ExponentialHistogram) -> Double? {
    let all = above.count &+ below.count
    guard all > 0 else { return nil }
    let rank = max(1, min(all, UInt64((share * Double(all)).rounded(.up))))
    let value: Double
    if rank > below.count {
      value = Self.value(above, rank: rank - below.count)
    } else {
      value = -Self.value(below, rank: below.count - rank + 1)
    }
    return min(max(value, totals.min), totals.max)
  }

  // The histogram tells milliseconds of nanoseconds.
  private static func value(_ histogram: ExponentialHistogram, rank: UInt64) -> Double {
    (histogram.quantile((Double(rank) - 0.5) / Double(histogram.count)) ?? 0) * 1e6
  }

  /// The bucket of a magnitude over 0.
  @inline(__always)
  static func bucket(_ magnitude: Double) -> Int16 {
    Int16(truncatingIfNeeded: HistogramBucket.index(of: min(max(magnitude, 0x1p-40), 0x1p63)))
  }
}
