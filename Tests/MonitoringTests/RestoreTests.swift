import Events
import TestSupport
import Testing

@testable import Monitoring

/// A state that goes on from what a store was told is the state that never stopped.
@Suite struct RestoreTests {
  @Test(arguments: 0..<20) func restartsChangeNothing(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 1)
    let empty = pricedFeed(breakdownHours: 0).state
    var steady = Feed(now: "2026-01-01T20:00:00Z", state: empty)
    var restarted = steady
    restarted.state.trackChanges()
    var stored = MonitorChanges()
    for round in 0..<40 {
      let lines = (0..<Int(random.below(30))).map { line(&random, now: steady.now, number: round * 100 + Int($0)) }
      steady.dedupes = random.below(2) == 0
      restarted.dedupes = steady.dedupes
      steady.batch(lines)
      restarted.batch(lines)
      if random.below(2) == 0 { stored.absorb(restarted.state.takeChanges()) }
      if random.below(5) == 0 {
        stored.absorb(restarted.state.takeChanges())
        restarted.state = empty
        restarted.state.restore(StoredMonitor(stored), now: restarted.now)
        restarted.state.trackChanges()
      }
      let pause = Int64(random.below(900))
      steady.now = steady.now.advanced(seconds: pause)
      restarted.now = steady.now
      steady.state.abandon(now: steady.now)
      restarted.state.abandon(now: restarted.now)
    }
    #expect(steady.snapshot() == restarted.snapshot())
    #expect(steady.state.operations.records { _, _ in true } == restarted.state.operations.records { _, _ in true })
    #expect(steady.rejected == restarted.rejected)
  }

  @Test(arguments: 0..<20) func aJournalBringsACheckpointUpToDate(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 41)
    var empty = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
    empty.prices = pricedFeed().state.prices
    var steady = Feed(now: "2026-01-01T20:00:00Z", state: empty)
    var restarted = steady
    restarted.state.trackChanges()
    var stored = MonitorChanges()
    for round in 0..<40 {
      let lines = (0..<Int(random.below(30))).map { line(&random, now: steady.now, number: round * 100 + Int($0)) }
      steady.dedupes = random.happens(0.5)
      restarted.dedupes = steady.dedupes
      let source = Int(random.below(3))
      steady.batch(lines, source: source)
      restarted.batch(lines, source: source)
      if random.happens(0.2) {
        stored.absorb(restarted.state.takeChanges())
        restarted.journal = []
      }
      let pause = Int64(random.below(900))
      steady.now = steady.now.advanced(seconds: pause)
      restarted.now = steady.now
      if random.happens(0.3) {
        restarted.state = empty
        restarted.state.restore(StoredMonitor(stored), journal: restarted.journal, now: restarted.now)
        restarted.state.trackChanges()
      }
    }
    let scope = SnapshotScope.all(.day)
    #expect(
      steady.state.snapshot(at: steady.now, scope: scope) == restarted.state.snapshot(at: steady.now, scope: scope))
    #expect(steady.state.operations.records { _, _ in true } == restarted.state.operations.records { _, _ in true })
    #expect(steady.rejected == restarted.rejected)
    for number in steady.state.wrappers.indices {
      let span = (steady.now.advanced(seconds: -86_400), steady.now)
      #expect(
        steady.state.breakdown(of: number, from: span.0, through: span.1)
          == restarted.state.breakdown(of: number, from: span.0, through: span.1))
    }
    // What the journal brought is in the next checkpoint, which takes its place.
    stored.absorb(restarted.state.takeChanges())
    var again = empty
    again.restore(StoredMonitor(stored), now: steady.now)
    #expect(again.snapshot(at: steady.now, scope: scope) == steady.state.snapshot(at: steady.now, scope: scope))
  }

  @Test(arguments: 0..<10) func everythingIsEnoughToGoOn(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 77)
    var feed = Feed(now: "2026-01-01T20:00:00Z")
    feed.state.trackChanges()
    for round in 0..<20 {
      feed.batch((0..<20).map { line(&random, now: feed.now, number: round * 100 + $0) })
      if round % 3 == 0 { _ = feed.state.takeChanges() }
      feed.now = feed.now.advanced(seconds: Int64(random.below(900)))
    }
    var restored = Feed(now: "2026-01-01T20:00:00Z")
    restored.now = feed.now
    restored.state.restore(StoredMonitor(feed.state.takeEverything()), now: feed.now)
    #expect(feed.state.takeChanges().isEmpty)
    let (before, after) = (feed.snapshot(), restored.snapshot())
    #expect(before.system == after.system)
    #expect(before.wrappers.map(\.totals) == after.wrappers.map(\.totals))
    #expect(before.wrappers.map(\.health) == after.wrappers.map(\.health))
    #expect(before.wrappers.map(\.costToday) == after.wrappers.map(\.costToday))
    feed.dedupes = true
    restored.dedupes = true
    let again = (0..<60).map { _ in line(&random, now: feed.now, number: 0) }
    feed.batch(again)
    restored.batch(again)
    #expect(feed.applied.duplicates == restored.applied.duplicates)
    #expect(feed.applied.duplicates > 0)
  }

  @Test func changesAreTakenOnce() {
    var feed = Feed()
    feed.state.trackChanges()
    feed.lines(operation("2026-01-01T23:50:00Z", cost: "0.5", error: "x"))
    let first = feed.state.takeChanges()
    #expect(first.wrappers[0]?.record.totals.total == 1)
    #expect(first.wrappers[0]?.minutes.map(\.sums.total) == [1])
    #expect(first.wrappers[0]?.spending.map(\.cost) == [500_000_000])
    #expect(first.operations.count == 1)
    #expect(feed.state.takeChanges().isEmpty)
  }

  @Test func whatIsTooOldForMinutesGoesIntoHours() {
    var feed = Feed()
    feed.state.trackChanges()
    feed.lines(operation("2026-01-01T23:50:00Z"), operation("2025-12-30T10:20:00Z"))
    let changes = feed.state.takeChanges().wrappers[0]
    #expect(changes?.minutes.map(\.sums.total) == [1])
    #expect(changes?.hours.map(\.sums.total) == [1])
    #expect(changes?.tens.map(\.total) == [1])
  }

  // Reported, or to be estimated, or not known.
  private func cost(_ random: inout SeededRandom) -> String {
    switch random.below(4) {
    case 0:
      #""custom_metrics":{"model_used":"\#(["m", "x"][Int(random.below(2))])","prompt_tokens":\#(random.below(900))}"#
    case 1: #""custom_metrics":{"tokens_used":\#(random.below(900))}"#
    default: #""cost_estimate":0.\#(1 + random.below(999))"#
    }
  }

  private func line(_ random: inout SeededRandom, now: Timestamp, number: Int) -> String {
    let wrapper = "w\(random.below(3))"
    let id = "op-\(random.below(400))"
    // Late, early and far too early ends are among them.
    let end = now.advanced(seconds: Int64(random.below(7200)) - (random.below(20) == 0 ? 200_000 : 7000))
    switch random.below(8) {
    case 0: return #"{"event":"start","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","time":"\#(end)"}"#
    case 1: return #"{"event":"end","operation_id":"\#(id)","time":"\#(end)"}"#
    case 2:
      return
        #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","cost_estimate":0.25,"time":"\#(end)"}"#
    case 3: return #"{"event":"error","operation_id":"\#(id)","error_message":"m\#(number)"}"#
    default:
      let status = ["success", "success", "fallback", "error", "timeout", "cancelled"][Int(random.below(6))]
      return
        #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","end_time":"\#(end)","duration_ms":\#(random.below(5000)),"#
        + #""status":"\#(status)","error_message":"e\#(number)",\#(cost(&random))}"#
    }
  }
}

extension StoredMonitor {
  /// What a store would hold that was told these changes, all of them.
  init(_ changes: MonitorChanges) {
    self.init()
    for number in 0..<changes.wrappers.count {
      guard let changed = changes.wrappers[number] else { continue }
      var wrapper = StoredWrapper(record: changed.record)
      wrapper.failures = changed.failures ?? []
      wrapper.tens = changed.tens
      wrapper.minutes = changed.minutes
      wrapper.hours = changed.hours
      wrapper.spending = changed.spending
      wrapper.breakdowns = changed.breakdowns
      wrappers.append(wrapper)
    }
    ids = changes.ids
    operations = changes.operations
    active = changes.active.compactMapValues { $0 }
    pending = changes.pending ?? []
    uncosted = changes.uncosted ?? []
  }
}
