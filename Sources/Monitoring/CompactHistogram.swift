/// A histogram for one slot of a series: thousands of them are kept, most with a handful of values, so that few values
/// are kept as a list of bucket numbers and only many as counts.
package struct CompactHistogram: Sendable, Equatable {
  private var zeroes: UInt32 = 0
  private var few: [Int16] = []
  private var first: Int16 = 0
  private var counts: [UInt32] = []

  private static let listed = 192

  package init() {}

  /// Counts a duration in nanoseconds; `bucket` is that of `HistogramBucket`, nil for zero.
  @inline(__always)
  package mutating func add(bucket: Int16?) {
    guard let bucket else {
      zeroes &+= 1
      return
    }
    if counts.isEmpty {
      few.append(bucket)
      if few.count > Self.listed { spread() }
    } else {
      count(bucket)
    }
  }

  /// Adds all values to a histogram.
  package func add(to histogram: inout ExponentialHistogram) {
    if zeroes > 0 { histogram.addZeroes(UInt64(zeroes)) }
    for bucket in few { histogram.add(bucket: Int(bucket), 1) }
    for (at, number) in counts.enumerated() where number > 0 {
      histogram.add(bucket: Int(first) + at, UInt64(number))
    }
  }

  private mutating func spread() {
    let listed = few
    few = []
    first = listed.min() ?? 0
    counts = Array(repeating: 0, count: Int((listed.max() ?? 0) - first) + 1)
    for bucket in listed { count(bucket) }
  }

  private mutating func count(_ bucket: Int16) {
    if bucket < first {
      counts.insert(contentsOf: repeatElement(0, count: Int(first - bucket)), at: 0)
      first = bucket
    } else if Int(bucket - first) >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: Int(bucket - first) - counts.count + 1))
    }
    counts[Int(bucket - first)] &+= 1
  }
}
