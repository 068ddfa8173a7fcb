import Events
import Testing

@testable import Monitoring

/// Wrappers that are counted and not judged.
@Suite struct WatchRulesTests {
  private func feed() -> Feed {
    var feed = Feed(now: "2026-03-10T12:00:00Z")
    feed.lines(
      operation("2026-03-10T11:59:00Z", wrapper: "bad", status: "error"),
      operation("2026-03-10T11:59:00Z", wrapper: "good"))
    return feed
  }

  @Test func oneThatIsOffHasCountsAndNoHealth() throws {
    var feed = feed()
    #expect(feed.snapshot().system.status == .critical || feed.snapshot().system.score < 0.8)
    feed.state.watching.unmonitored = ["bad", "configured"]
    feed.state.budgets.configured = ["configured"]
    let snapshot = feed.snapshot()
    #expect(snapshot.wrappers.map(\.name) == ["bad", "configured", "good"])
    #expect(snapshot.wrappers.map(\.isMonitored) == [false, false, true])
    let bad = snapshot.wrappers[0]
    #expect(bad.totals.total == 1 && bad.totals.failed == 1 && bad.health.sums.operations == 1)
    #expect(bad.health.factors.isEmpty && bad.trends.isEmpty)
    #expect(snapshot.system.status == .healthy && snapshot.system.score == 1)
    #expect(snapshot.system.totalWrappers == 3 && snapshot.system.totalOperations == 2)
    #expect(snapshot.system.healthyWrappers + snapshot.system.unhealthyWrappers == 3)
    #expect(snapshot.system.idleWrappers == 1)
    // It comes back as it would have been.
    feed.state.watching = WrapperPolicies()
    #expect(feed.snapshot().system.score < 0.8)
  }

  @Test func allOffIsHealthyAndOffInThePastToo() throws {
    var feed = feed()
    feed.state.watching.unmonitored = ["bad", "good"]
    #expect(feed.snapshot().system.score == 1)
    var scope = SnapshotScope()
    scope.at = feed.now.advanced(seconds: -30)
    let past = feed.state.snapshot(at: feed.now, scope: scope)
    #expect(past.wrappers.map(\.isMonitored) == [false, false] && past.system.score == 1)
  }
}
