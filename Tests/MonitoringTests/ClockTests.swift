import Events
import Testing

@testable import Monitoring

/// A clock that was ahead and has been set back blinds nothing: windows follow it (article Monitoring, Windows).
@Suite struct ClockTests {
  private func feed(_ feed: inout Feed, _ count: Int, status: String, wrapper: String = "w") {
    let line = #"{"wrapper_name":"\#(wrapper)","status":"\#(status)","error_message":"e","duration_ms":100}"#
    feed.batch(Array(repeating: line, count: count))
  }

  @Test(arguments: [60, 700, 7200, 86_400, 40 * 86_400] as [Int64])
  func oneEventFromAheadHidesNoFailure(jump: Int64) throws {
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    let start = feed.now
    self.feed(&feed, 20, status: "success")
    feed.now = start.advanced(seconds: jump)
    self.feed(&feed, 1, status: "success")
    feed.now = start.advanced(seconds: 30)
    self.feed(&feed, 10, status: "error")
    let found = feed.wrapper()
    let shown = try #require(found)
    #expect(shown.totals.total == 31)
    #expect(!shown.isIdle)
    #expect(shown.health.sums.failed == 10)
    #expect(shown.health.lastError == "e" && shown.health.lastErrorTime == feed.now)
    #expect(shown.health.lastActivity == feed.now)
    #expect(shown.health.score < 0.5)
    #expect(shown.operationsPerMinute >= 10)
    // When the time comes that the clock had told, its event is there.
    feed.now = start.advanced(seconds: jump)
    #expect(feed.wrapper()?.operationsPerMinute == (jump <= 60 ? 31 : 1))
    #expect(feed.wrapper()?.totals.total == 31)
    #expect(feed.state.aheadOfClock == 0)
  }

  @Test func whatWaitsIsCounted() {
    var feed = Feed()
    let start = feed.now
    feed.now = start.advanced(seconds: 86_400)
    self.feed(&feed, 3, status: "error")
    feed.now = start
    self.feed(&feed, 1, status: "success")
    #expect(feed.state.aheadOfClock == 3)
    #expect(feed.wrapper()?.health.score == 1)
    #expect(feed.wrapper()?.health.sums.operations == 1)
    // Naive local times wait by source.
    feed.batch(
      [operation("2026-01-02T02:00:00Z"), operation("2026-01-02T00:03:00Z"), operation("2026-01-02T03:00:00Z")],
      source: 7)
    #expect(feed.state.waiting == [7: 2])
    feed.now = time("2026-01-02T02:30:00Z")
    #expect(feed.wrapper()?.health.sums.operations == 1)
    #expect(feed.state.waiting == [7: 1])
  }

  @Test func itIsTheSameAcrossARestart() throws {
    var feed = Feed()
    feed.state.trackChanges()
    let start = feed.now
    feed.now = start.advanced(seconds: 86_400)
    self.feed(&feed, 1, status: "success")
    var stored = feed.state.takeChanges()
    var restarted = Feed()
    restarted.now = start
    restarted.state.restore(StoredMonitor(stored), now: start)
    restarted.state.trackChanges()
    self.feed(&restarted, 10, status: "error")
    let found = restarted.wrapper()
    let shown = try #require(found)
    #expect(!shown.isIdle && shown.health.sums.failed == 10 && shown.health.sums.operations == 10)
    #expect(shown.health.score < 0.5)
    #expect(restarted.state.aheadOfClock == 1)
    // And once more, from what it stored.
    stored.absorb(restarted.state.takeChanges())
    var again = Feed()
    again.now = start.advanced(seconds: 60)
    again.state.restore(StoredMonitor(stored), now: again.now)
    #expect(again.wrapper()?.health.sums.failed == 10)
    #expect(again.wrapper()?.totals.total == 11)
  }
  // What lies ahead in the present hour is in the slot of that hour: looking back must not take it out twice.
  @Test(arguments: [120, 1500, 2 * 3600, 26 * 3600] as [Int64]) func thePastLeavesOutWhatLiesAheadOnce(jump: Int64) {
    var feed = Feed()
    let start = feed.now
    self.feed(&feed, 5, status: "error")
    feed.now = start.advanced(seconds: 7200)
    self.feed(&feed, 3, status: "success")
    let back = feed.now
    feed.now = back.advanced(seconds: jump)
    self.feed(&feed, 2, status: "success")
    self.feed(&feed, 1, status: "error")
    feed.now = back
    for (at, total, failed) in [(start.advanced(seconds: 60), 5, 5), (back.advanced(seconds: -60), 5, 5)] {
      var scope = SnapshotScope()
      scope.at = at
      let totals = feed.state.snapshot(at: back, scope: scope).wrappers.first?.totals
      #expect(totals?.total == UInt64(total) && totals?.failed == UInt64(failed), "\(at)")
    }
  }
}
