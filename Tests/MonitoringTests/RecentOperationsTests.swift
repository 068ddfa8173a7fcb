import Events
import TestSupport
import Testing

@testable import Monitoring

/// The last operations are the same however they came: in large batches, which are kept as they were decoded, or one at a
/// time.
@Suite struct RecentOperationsTests {
  /// Lines as a client sends them: whole operations, some of them sent again, and operations in steps.
  private func traffic(_ random: inout SeededRandom, count: Int, stepShare: Double) -> [String] {
    (0..<count).map { number in
      let id = Int.random(in: 0..<max(1, count / 2), using: &random)
      let second = 10 + number % 50
      let time = "2026-01-01T23:\(10 + number / 50 % 50):\(second)Z"
      guard random.happens(stepShare) else {
        let hasID = random.happens(0.8)
        let cost = random.happens(0.5) ? #","cost_estimate":0.01"# : ""
        let failed = random.happens(0.2) ? #","status":"error","error_message":"e\#(number)""# : ""
        let usage = random.happens(0.5) ? #","custom_metrics":{"model_used":"m","tokens_used":\#(number)}"# : ""
        return #"{"wrapper_name":"w\#(id % 3)","end_time":"\#(time)"\#(hasID ? #","operation_id":"\#(id)""# : "")"#
          + "\(cost)\(failed)\(usage)}"
      }
      let kind = ["start", "success", "error", "end", "end"].randomElement(using: &random) ?? "end"
      return #"{"event":"\#(kind)","operation_id":"s\#(id % 7)","wrapper_name":"w0","time":"\#(time)"}"#
    }
  }

  private func state() -> MonitorState {
    var state = MonitorState(breakdownHours: 1)
    state.prices = PriceTable(["m": TokenPrices(input: 1_000_000_000, output: 1_000_000_000)])
    state.trackChanges()
    return state
  }

  @Test(arguments: modelSeeds(40, brief: 4)) func batchesAndSingleLinesLeaveTheSameOperations(seed: Int) {
    var random = SeededRandom(seed: seed)
    var large = Feed(state: state()), single = Feed(state: state())
    large.dedupes = seed % 4 != 0
    single.dedupes = large.dedupes
    for _ in 0..<3 {
      let lines = traffic(&random, count: 200, stepShare: [0, 0.1, 0.7][seed % 3])
      large.batch(lines)
      for line in lines { single.batch([line]) }
    }
    let (kept, expected) = (large.state.operations, single.state.operations)
    #expect(expected.records { _, _ in true }.count > 100)
    #expect(kept.records { _, _ in true } == expected.records { _, _ in true })
    #expect(kept.records { name, _ in name == "w1" } == expected.records { name, _ in name == "w1" })
    #expect(kept.newest(70) { !$0.status.isSuccess } == expected.newest(70) { !$0.status.isSuccess })
    #expect(large.state.takeChanges().operations == single.state.takeChanges().operations)
  }

  /// Failures stay events of their batches for a while; whenever one looks at them, they are those that came one at a time.
  @Test(arguments: modelSeeds(40, brief: 4)) func failuresAreTheSameWheneverOneLooks(seed: Int) {
    var random = SeededRandom(seed: seed)
    var large = Feed(state: state()), single = Feed(state: state())
    large.dedupes = seed % 4 != 0
    single.dedupes = large.dedupes
    for _ in 0..<12 {
      // Some batches are too small to be kept, and some push those before them out of the last operations.
      let count = [10, 60, 400].randomElement(using: &random) ?? 10
      let lines = traffic(&random, count: count, stepShare: random.happens(0.3) ? 0.5 : 0)
      large.batch(lines)
      for line in lines { single.batch([line]) }
      if random.happens(0.2) {
        let others = (0..<RecentOperations.kept).map { _ in operation("2026-01-01T23:09:00Z", wrapper: "other") }
        large.batch(others)
        single.batch(others)
      }
      if random.happens(0.3) { expectSameFailures(&large, &single) }
      if random.happens(0.2) {
        let (a, b) = (large.state.takeChanges(), single.state.takeChanges())
        for (number, changes) in b.wrappers { #expect(a.wrappers[number]?.failures == changes.failures) }
      }
    }
    expectSameFailures(&large, &single)
    // The clock was wrong, and is set back: those after it are set aside, and come back.
    for now in ["2026-01-01T23:12:30Z", "2026-01-02T00:00:00Z"] {
      large.now = time(now)
      single.now = time(now)
      expectSameFailures(&large, &single)
    }
  }

  private func expectSameFailures(_ a: inout Feed, _ b: inout Feed) {
    for at in [nil, time("2026-01-01T23:20:00Z")] {
      let scope = SnapshotScope.all(.hour, at: at)
      let (a, b) = (a.state.snapshot(at: a.now, scope: scope), b.state.snapshot(at: b.now, scope: scope))
      for name in ["w0", "w1", "w2"] {
        let shown = a.wrappers.first { $0.name == name }, expected = b.wrappers.first { $0.name == name }
        #expect(shown?.detail?.recentFailures == expected?.detail?.recentFailures)
        #expect(shown?.health.lastErrorTime == expected?.health.lastErrorTime)
      }
    }
  }

  @Test func onlyTheLastTenThousandAreHanded() {
    var feed = Feed()
    feed.dedupes = true
    for batch in 0..<11 {
      feed.batch(
        (0..<1000).map {
          #"{"operation_id":"\#($0 % 990).\#(batch)","wrapper_name":"w","end_time":"2026-01-01T23:50:00Z"}"#
        })
    }
    let records = feed.state.operations.records { _, _ in true }
    #expect(records.count == RecentOperations.kept)
    #expect(records.first?.operationID == "890.0" && records.last?.operationID == "989.10")
  }
}
