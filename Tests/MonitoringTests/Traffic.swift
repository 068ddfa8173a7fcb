import Events

@testable import Monitoring

/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True with that chance.
  mutating func happens(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &self) < chance }
}

extension MonitorState {
  /// Counts an operation that has ended.
  mutating func count(
    _ wrapper: String, end: Int64, now: Int64, isFailed: Bool = false, isFallback: Bool = false, ms: Double = 10,
    cost: Int64 = -1
  ) {
    var applied = Applied()
    let completion = Completion(
      end: Timestamp(microseconds: end), status: isFailed ? .error : .success, fallbackUsed: isFallback,
      duration: Int64(ms * 1e6), cost: cost)
    count(
      completion, of: number(of: wrapper), error: isFailed ? "e" : nil, source: 0, now: Timestamp(microseconds: now),
      &applied)
  }

  /// The only wrapper that is shown for a scope.
  func only(at: Timestamp, _ scope: SnapshotScope = SnapshotScope()) -> WrapperSnapshot? {
    var copy = self
    return copy.snapshot(at: at, scope: scope).wrappers.first
  }
}

extension SnapshotScope {
  /// Everything, of a time range, at an instant.
  static func all(_ range: TimeRange, at: Timestamp? = nil) -> SnapshotScope {
    var scope = SnapshotScope()
    scope.timeRange = range
    scope.at = at
    return scope
  }
}
