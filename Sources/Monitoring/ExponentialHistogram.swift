/// Counts of durations in buckets whose bounds grow by a factor of 2^(1/32): the exponential histogram of
/// OpenTelemetry's data model (base 2, scale 5, in nanoseconds). Bucket i holds values over 2^(20 + i/32) up to
/// 2^(20 + (i+1)/32) ns; zero has a bucket of its own. Any quantile is within 1.1 % of the truth, and histograms add up exactly.
package struct ExponentialHistogram: Sendable, Codable {
  /// Values counted, zeroes included.
  package private(set) var count: UInt64 = 0
  private var zeroes: UInt64 = 0
  private var first = 0
  private var counts: [UInt64] = []
  /// Between which all values lie. Values that are taken out again leave it as it is.
  var extremes = DurationExtremes()

  package init() {}

  /// Counts a duration in nanoseconds, 0 or more.
  package mutating func add(nanoseconds: Int64) {
    extremes.add(nanoseconds)
    if nanoseconds <= 0 { addZeroes(1) } else { add(bucket: HistogramBucket.index(ofNanoseconds: nanoseconds), 1) }
  }

  /// Counts zeroes.
  package mutating func addZeroes(_ number: UInt64) {
    zeroes &+= number
    count &+= number
  }

  /// Counts values of one bucket.
  package mutating func add(bucket: Int, _ number: UInt64) {
    count &+= number
    let at = bucket - first
    if at >= 0, at < counts.count {
      counts[at] &+= number
    } else {
      widen(toHold: bucket)
      counts[bucket - first] &+= number
    }
  }

  /// Adds all values of another.
  package mutating func add(_ other: ExponentialHistogram) {
    addZeroes(other.zeroes)
    for (at, number) in other.counts.enumerated() where number > 0 { add(bucket: other.first + at, number) }
    extremes.add(other.extremes)
  }

  /// Takes out zeroes that were counted before.
  mutating func removeZeroes(_ number: UInt64) {
    zeroes &-= number
    count &-= number
  }

  /// Takes out values of one bucket that were counted before.
  mutating func remove(bucket: Int, _ number: UInt64) {
    let at = bucket - first
    guard counts.indices.contains(at) else { return }
    counts[at] &-= number
    count &-= number
  }

  private mutating func widen(toHold bucket: Int) {
    guard !counts.isEmpty else {
      first = bucket - 32
      counts = Array(repeating: 0, count: 64)
      return
    }
    if bucket < first {
      let more = first - bucket + 32
      counts.insert(contentsOf: repeatElement(0, count: more), at: 0)
      first -= more
    } else {
      counts.append(contentsOf: repeatElement(0, count: bucket - first - counts.count + 33))
    }
  }

  /// The value of nearest rank in milliseconds: the smallest that at least a share `q` of all do not exceed, between the
  /// smallest and the largest value that was counted; nil for an empty histogram. `q` is 0 to 1.
  package func quantile(_ q: Double) -> Double? { middle(q).map(extremes.limit) }

  private func middle(_ q: Double) -> Double? {
    guard count > 0 else { return nil }
    return value(ofRank: max(1, min(count, UInt64((q * Double(count)).rounded(.up)))))
  }

  /// The median in milliseconds: the middle value, of an even number the mean of the two in the middle; nil for an empty
  /// histogram.
  package var median: Double? {
    guard count > 0, let low = value(ofRank: (count + 1) / 2), let high = value(ofRank: count / 2 + 1) else {
      return nil
    }
    return (low + high) / 2
  }

  // The value that stands at a rank from 1 to `count`.
  private func value(ofRank rank: UInt64) -> Double? {
    guard rank > zeroes else { return 0 }
    var seen = zeroes
    for (at, number) in counts.enumerated() {
      seen &+= number
      if seen >= rank { return HistogramBucket.middle(of: first + at) }
    }
    return nil
  }
}

extension ExponentialHistogram {
  /// How many values are at most 2^k nanoseconds, for each k of a range: exactly, since powers of two are bounds of buckets.
  package func octaves(_ powers: ClosedRange<Int>) -> [(nanoseconds: UInt64, count: UInt64)] {
    var sum = zeroes
    var at = 0
    return powers.map { power in
      let end = min(counts.count, HistogramBucket.firstIndex(over: power) - first)
      while at < end {
        sum &+= counts[at]
        at += 1
      }
      return (1 << UInt64(power), sum)
    }
  }
}

extension ExponentialHistogram: Equatable {
  /// True if both count the same values.
  package static func == (a: ExponentialHistogram, b: ExponentialHistogram) -> Bool {
    a.count == b.count && a.zeroes == b.zeroes && a.filled.elementsEqual(b.filled) { $0 == $1 }
  }

  private var filled: [(bucket: Int, count: UInt64)] {
    counts.enumerated().compactMap { $0.element > 0 ? (first + $0.offset, $0.element) : nil }
  }
}

extension ExponentialHistogram {
  /// The counts in the form in which the store keeps them: as `SparseCounts`.
  package var encoded: [UInt8] { SparseCounts(zeroes: zeroes, extremes: extremes, filled: filled).encoded }

  /// Reads `encoded`; nil if it was damaged or is of a later version.
  package init?(encoded: some Collection<UInt8>) {
    guard let sparse = SparseCounts(encoded: encoded) else { return nil }
    extremes = sparse.extremes
    addZeroes(sparse.zeroes)
    for (bucket, number) in sparse.filled { add(bucket: bucket, number) }
  }
}

/// The bounds of the buckets.
package enum HistogramBucket {
  /// The bucket of a duration over 0.
  @inline(__always)
  package static func index(ofNanoseconds nanoseconds: Int64) -> Int { index(of: Double(nanoseconds)) }

  /// The bucket of a finite value over 0, whatever its unit.
  @inline(__always)
  static func index(of value: Double) -> Int {
    let mantissa = value.bitPattern & 0x000F_FFFF_FFFF_FFFF
    let octave = Int(value.bitPattern >> 52) - 1023
    // The bound is where the top bits of the mantissa point to, or the one after it.
    var step = Int(guess[Int(mantissa >> 46)])
    if mantissa > bounds[step] { step += 1 }
    return octave * 32 + step - 1 - nanosecondShift
  }

  /// The first bucket whose values are over 2^k nanoseconds.
  static func firstIndex(over power: Int) -> Int { power * 32 - nanosecondShift }

  /// The value in milliseconds that stands for a bucket: the geometric middle.
  package static func middle(of bucket: Int) -> Double {
    let power = (Double(bucket + nanosecondShift) + 0.5) / 32
    return exp2(power) / 1e6
  }

  /// Every bucket that a duration of at most 2^63 ns can be in; 1 ns is in the first.
  static let range = -641...1375

  // Buckets are counted from 2^20 ns, near 1 ms, so that their numbers are small and fit 16 bits.
  private static let nanosecondShift = 640

  // Mantissas of 2^(k/32) for k = 0...32, the last being the next octave.
  private static let bounds: [UInt64] = (0...32).map { k in
    k == 32 ? .max : exp2(Double(k) / 32).bitPattern & 0x000F_FFFF_FFFF_FFFF
  }

  // For the top six bits of a mantissa, the first bound that a mantissa with those bits can be at or under.
  private static let guess: [UInt8] = (0..<64).map { top in
    let lowest = UInt64(top) << 46
    return UInt8(bounds.firstIndex { $0 >= lowest } ?? 32)
  }

  // 2^x by repeated square roots: pure, and exact to the last bit or two for the few values wanted here.
  private static func exp2(_ x: Double) -> Double {
    let whole = x.rounded(.down)
    var fraction = x - whole
    var result = Double(sign: .plus, exponent: Int(whole), significand: 1)
    var root = 2.0
    while fraction > 0 {
      root = root.squareRoot()
      fraction *= 2
      if fraction >= 1 {
        result *= root
        fraction -= 1
      }
    }
    return result
  }
}
