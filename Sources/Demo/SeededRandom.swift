/// Random numbers that follow from a seed alone (SplitMix64), so that a demo can be played again.
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to 1, without 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number from 0 up to `bound`, without it. The bound is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next(upperBound: UInt64(bound))) }

  /// A factor around 1, as often below as above it, with a long tail upwards: the larger the spread, the longer.
  ///
  /// The product of several factors that are as likely as their inverse comes close to a log-normal distribution, which
  /// is what latencies look like.
  mutating func skewed(spread: Double) -> Double {
    var factor = 1.0
    for _ in 0..<4 {
      let step = 1 + spread * unit()
      factor *= next() & 1 == 0 ? step : 1 / step
    }
    return factor
  }

  /// A gap between two arrivals, with a mean of 1 and nearly the variance that independent arrivals have.
  mutating func gap() -> Double {
    let number = unit()
    return 3 * number * number
  }
}
