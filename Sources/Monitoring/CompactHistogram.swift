/// A histogram for one slot of a series: thousands of them are kept, most with a handful of values, so that few values
/// are kept as a list of bucket numbers and only many as counts.
package struct CompactHistogram: Sendable, Codable {
  /// How many zeroes were counted.
  private(set) var zeroes: UInt32 = 0
  private var few: [Int16] = []
  private var first: Int16 = 0
  private var counts: [UInt32] = []
  /// Between which all values lie; empty where only their buckets are told.
  private(set) var extremes = DurationExtremes()

  private static let listed = 192

  package init() {}

  /// Counts a duration of which the bucket of `HistogramBucket`, nil for zero, is known already.
  @inline(__always)
  package mutating func add(bucket: Int16?, nanoseconds: Int64) {
    extremes.add(nanoseconds)
    add(bucket: bucket)
  }

  /// Counts a value; `bucket` is that of `HistogramBucket`, nil for zero.
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
      count(bucket, 1)
    }
  }

  /// Counts the values of a bucket that were counted elsewhere.
  mutating func add(_ count: HistogramCounts.Count) {
    if let bucket = count.bucket { add(bucket: bucket, count: count.number) } else { add(zeroes: count.number) }
  }

  /// Between which its values lie, where they were counted without.
  mutating func add(_ extremes: DurationExtremes) { self.extremes.add(extremes) }

  /// Only the buckets of its values are known.
  mutating func forgetExtremes() { extremes = .unknown }

  /// Counts `number` zeroes.
  mutating func add(zeroes number: UInt32) { zeroes &+= number }

  /// Counts `number` values of one bucket.
  mutating func add(bucket: Int16, count number: UInt32) {
    if counts.isEmpty, Int(number) + few.count <= Self.listed {
      few.append(contentsOf: repeatElement(bucket, count: Int(number)))
    } else {
      if counts.isEmpty { spread() }
      count(bucket, number)
    }
  }

  /// The buckets that hold values, in ascending order, with their counts; zeroes have none.
  var filled: [(bucket: Int16, count: UInt32)] {
    var found: [(bucket: Int16, count: UInt32)] = []
    for bucket in few.sorted() {
      if found.last?.bucket == bucket { found[found.count - 1].count += 1 } else { found.append((bucket, 1)) }
    }
    for (at, number) in counts.enumerated() where number > 0 { found.append((first + Int16(at), number)) }
    return found
  }

  /// Adds what another histogram holds.
  package mutating func add(_ other: CompactHistogram) {
    extremes.add(other.extremes)
    zeroes &+= other.zeroes
    if counts.isEmpty, few.count + other.few.count <= Self.listed {
      few.append(contentsOf: other.few)
    } else {
      for bucket in other.few { add(bucket: bucket) }
    }
    guard !other.counts.isEmpty else { return }
    if counts.isEmpty { spread() }
    for (at, number) in other.counts.enumerated() where number > 0 {
      count(other.first + Int16(at), number)
    }
  }

  /// Adds all values to a histogram.
  package func add(to histogram: inout ExponentialHistogram) {
    histogram.extremes.add(extremes)
    if zeroes > 0 { histogram.addZeroes(UInt64(zeroes)) }
    for bucket in few { histogram.add(bucket: Int(bucket), 1) }
    for (at, number) in counts.enumerated() where number > 0 {
      histogram.add(bucket: Int(first) + at, UInt64(number))
    }
  }

  /// Takes all values out of a histogram to which they were added before.
  package func subtract(from histogram: inout ExponentialHistogram) {
    if zeroes > 0 { histogram.removeZeroes(UInt64(zeroes)) }
    for bucket in few { histogram.remove(bucket: Int(bucket), 1) }
    for (at, number) in counts.enumerated() where number > 0 {
      histogram.remove(bucket: Int(first) + at, UInt64(number))
    }
  }

  private mutating func spread() {
    let listed = few
    few = []
    for bucket in listed { count(bucket, 1) }
  }

  private mutating func count(_ bucket: Int16, _ number: UInt32) {
    if counts.isEmpty {
      first = bucket
      counts = [0]
    } else if bucket < first {
      counts.insert(contentsOf: repeatElement(0, count: Int(first) - Int(bucket)), at: 0)
      first = bucket
    } else if Int(bucket) - Int(first) >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: Int(bucket) - Int(first) - counts.count + 1))
    }
    counts[Int(bucket) - Int(first)] &+= number
  }
}

extension CompactHistogram {
  /// The values in the form in which the store keeps them: as `SparseCounts`.
  package var encoded: [UInt8] {
    SparseCounts(
      zeroes: UInt64(zeroes), extremes: extremes, filled: filled.map { (Int($0.bucket), UInt64($0.count)) }
    ).encoded
  }

  /// Reads `encoded`; nil if it was damaged or is of a later version.
  package init?(encoded: some Collection<UInt8>) {
    guard let sparse = SparseCounts(encoded: encoded), let zeroes = UInt32(exactly: sparse.zeroes) else { return nil }
    self.zeroes = zeroes
    extremes = sparse.extremes
    var total: UInt64 = 0
    for (_, number) in sparse.filled {
      guard number <= UInt64(UInt32.max) else { return nil }
      total += number
    }
    for (bucket, number) in sparse.filled {
      if total <= UInt64(Self.listed) {
        few.append(contentsOf: repeatElement(Int16(bucket), count: Int(number)))
      } else {
        count(Int16(bucket), UInt32(number))
      }
    }
  }
}

extension CompactHistogram: Equatable {
  /// True if both hold the same values, however they are kept.
  package static func == (a: CompactHistogram, b: CompactHistogram) -> Bool {
    a.zeroes == b.zeroes && a.filled.elementsEqual(b.filled) { $0 == $1 }
  }
}
