import Events

@testable import Monitoring

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
