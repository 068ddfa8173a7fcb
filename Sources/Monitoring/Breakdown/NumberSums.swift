import Events

/// The numbers of one metric, summed up.
struct NumberSums: Sendable, Equatable {
  private(set) var count: UInt64 = 0
  /// In 10^-15, so that the sum is the same in any order. Single numbers beyond 9.2 x 10^18 count as that.
  private(set) var sum: Int128 = 0
  private(set) var min: Double = .infinity
  private(set) var max: Double = -.infinity
  /// The number of the operation that ended last; the largest where several did.
  private(set) var last: Double = 0
  private(set) var lastEnd = Timestamp(microseconds: .min)
  /// Zeroes are among the positive numbers. Numbers nearer to zero than 2^-40 count as that, those beyond 2^63 as that.
  private(set) var positive = CompactHistogram()
  /// The negative numbers, by their magnitude.
  private(set) var negative = CompactHistogram()

  init() {}

  /// What was stored.
  init(
    count: UInt64, sum: Int128, min: Double, max: Double, last: Double, lastEnd: Timestamp, positive: CompactHistogram,
    negative: CompactHistogram
  ) {
    self.count = count
    self.sum = sum
    self.min = min
    self.max = max
    self.last = last
    self.lastEnd = lastEnd
    self.positive = positive
    self.negative = negative
  }

  /// Counts a finite number of an operation that ended at an instant.
  @inline(__always)
  mutating func add(_ number: Double, end: Timestamp) {
    count &+= 1
    sum &+= Self.exact(number)
    if number < min { min = number }
    if number > max { max = number }
    if end > lastEnd || end == lastEnd && number > last {
      last = number
      lastEnd = end
    }
    if number > 0 {
      positive.add(bucket: Self.bucket(number))
    } else if number < 0 {
      negative.add(bucket: Self.bucket(-number))
    } else {
      positive.add(bucket: nil)
    }
  }

  /// Adds what others hold.
  mutating func merge(_ other: NumberSums) {
    guard other.count > 0 else { return }
    count &+= other.count
    sum &+= other.sum
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
    if other.lastEnd > lastEnd || other.lastEnd == lastEnd && other.last > last {
      last = other.last
      lastEnd = other.lastEnd
    }
    positive.add(other.positive)
    negative.add(other.negative)
  }

  /// The sum in the metric's unit.
  var total: Double { Double(sum) / 1e15 }

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
    let rank = Swift.max(1, Swift.min(all, UInt64((share * Double(all)).rounded(.up))))
    let value: Double
    if rank > below.count {
      value = Self.value(above, rank: rank - below.count)
    } else {
      value = -Self.value(below, rank: below.count - rank + 1)
    }
    return Swift.min(Swift.max(value, min), max)
  }

  // The histogram tells milliseconds of nanoseconds.
  private static func value(_ histogram: ExponentialHistogram, rank: UInt64) -> Double {
    (histogram.quantile((Double(rank) - 0.5) / Double(histogram.count)) ?? 0) * 1e6
  }

  @inline(__always)
  private static func bucket(_ magnitude: Double) -> Int16 {
    Int16(truncatingIfNeeded: HistogramBucket.index(of: Swift.min(Swift.max(magnitude, 0x1p-40), 0x1p63)))
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
