import Events
import Monitoring
import Snapshots
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// Costs are the same with a store and without one, however much of them is no longer in memory.
@Suite(.waiting) struct CostReporterTests {
  private static let begin = Timestamp("2026-01-01T00:00:00Z") ?? Timestamp(seconds: 0)

  private final class Clock: Sendable {
    private let time: Mutex<Timestamp>
    init(_ time: Timestamp) { self.time = Mutex(time) }
    var now: Timestamp { time.withLock { $0 } }
    func go(to instant: Timestamp) { time.withLock { $0 = instant } }
  }

  private struct NoDecoder: Error {}

  /// Takes in lines at the present of the core.
  private func feed(_ lines: [String], to core: Core) throws {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let made = EventDecoder(seed: 7, keepsMetrics: true) { UInt64.random(in: 0...(.max)) }
    guard var decoder = made else { throw NoDecoder() }
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    let now = core.now
    let batch = decoder.decode(chunk, now: now)
    core.withMonitor { _ = $0.apply(batch, source: 0, now: now) }
  }

  private func operation(_ number: Int, at end: Timestamp) -> String {
    let model = number % 5 == 0 ? "large" : "small"
    return #"{"wrapper_name":"w\#(number % 3)","end_time":"\#(end)","cost_estimate":0.0\#(number % 9)1,"#
      + #""status":"\#(number % 11 == 0 ? "error" : "success")","user_id":"u\#(number % 17)","#
      + #""custom_metrics":{"model_used":"\#(model)","tokens_used":\#(number),"routing_method":"mf"}}"#
  }

  /// Goes through ten days of operations, one in 20 minutes; `each` is called once a simulated half day.
  private func live(_ core: Core, _ clock: Clock, each: () async throws -> Void = {}) async throws {
    for number in 0..<720 {
      let end = Self.begin.advanced(seconds: Int64(number) * 1200)
      clock.go(to: end.advanced(seconds: 1))
      try feed([operation(number, at: end)], to: core)
      if number % 36 == 35 { try await each() }
    }
    clock.go(to: Self.begin.advanced(seconds: 10 * 86400))
  }

  private static var scopes: [SnapshotScope] {
    var scopes: [SnapshotScope] = []
    for wrapper in [nil, "w1"] {
      for range in TimeRange.allCases {
        var scope = SnapshotScope()
        scope.costs = CostScope(wrapper: wrapper)
        scope.timeRange = range
        scopes.append(scope)
      }
    }
    scopes[4].at = begin.advanced(seconds: 5 * 86400 + 1000)
    return scopes
  }

  @Test func theSameWithAndWithoutAStore() async throws {
    let folder = try TemporaryFolder()
    let clock = Clock(Self.begin)
    let whole = Core(detail: .all, clock: { clock.now })
    try await live(whole, clock)

    clock.go(to: Self.begin)
    let stored = Core(detail: .recent, clock: { clock.now })
    let store = try SQLiteStore.open(path: folder("s.db"), now: Self.begin).store
    let writer = StoreWriter(core: stored, store: store, path: folder("s.db"), seed: 1)
    await writer.start()
    var fed: UInt64 = 0
    try await live(stored, clock) {
      fed += 36
      let wanted = fed
      // Days go by between two commits, so that each is a checkpoint.
      stored.requireCheckpoint()
      stored.requestCommit()
      #expect(await eventually { total(store) == wanted })
    }
    for scope in Self.scopes {
      let request = SnapshotRequest(scope: scope)
      let expected = try #require(whole.snapshot(request).monitor.costs)
      #expect(expected.analysis.breakdown.all.operations > 0 || scope.timeRange.seconds < 7200)
      #expect(stored.snapshot(request).monitor.costs == expected, "\(scope.timeRange)")
      // From what is kept of it.
      #expect(stored.snapshot(request).monitor.costs == expected, "\(scope.timeRange) again")
    }
    #expect(whole.costReports(from: nil, through: clock.now, wrappers: nil).map(\.wrapper) == [nil, "w0", "w1", "w2"])
    let some = stored.costReports(from: nil, through: clock.now, wrappers: NameGlob("*2"))
    #expect(some.map(\.wrapper) == [nil, "w2"])
    #expect(some[0].analysis.breakdown.all.operations == 720)

    // What comes late to an hour that was summed up and is in no memory any more.
    let late = operation(1, at: Self.begin.advanced(seconds: 86400 + 7))
    for core in [whole, stored] { try feed([late], to: core) }
    stored.requireCheckpoint()
    stored.requestCommit()
    #expect(await eventually { total(store) == 721 })
    let request = SnapshotRequest(scope: Self.scopes[9])
    let expected = try #require(whole.snapshot(request).monitor.costs)
    #expect(expected.analysis.breakdown.all.operations == 241)
    #expect(await eventually { stored.snapshot(request).monitor.costs == expected })
    stored.endStoring()
    try await writer.close()
  }

  @Test func manyWrappersTellWhatIsAtHand() throws {
    let clock = Clock(Self.begin)
    let core = Core(detail: .all, clock: { clock.now })
    for hour in [Int64(0), 1, 2, 3, 100, 101, 102, 103] {
      clock.go(to: Self.begin.advanced(seconds: hour * 3600))
      try feed(
        (0..<201).map { #"{"wrapper_name":"w\#($0)","end_time":"\#(clock.now)","cost_estimate":1}"# }, to: core)
    }
    var scope = SnapshotScope()
    scope.timeRange = .week
    scope.costs = CostScope()
    let all = try #require(core.snapshot(SnapshotRequest(scope: scope)).monitor.costs)
    #expect(all.analysis.from >= Self.begin.advanced(seconds: 70 * 3600))
    #expect(all.analysis.breakdown.all.cost == Money("804"))
    scope.costs = CostScope(wrapper: "w7")
    let one = try #require(core.snapshot(SnapshotRequest(scope: scope)).monitor.costs)
    #expect(one.analysis.from == Self.begin && one.analysis.breakdown.all.cost == Money("8"))
  }

  @Test func nothingIsToldWhereNothingIsKept() {
    let core = Core(clock: { testNow })
    #expect(core.costReports(from: nil, through: testNow, wrappers: nil).isEmpty)
  }
}
