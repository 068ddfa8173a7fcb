import Events
import Testing

@testable import Monitoring

/// The score, its factors and its window (article Monitoring, Windows, Health score), worked out by hand.
@Suite struct HealthTests {
  private func health(_ lines: [String], now: String = "2026-01-02T00:00:00Z") -> WrapperHealth? {
    var feed = Feed(now: now)
    feed.batch(lines)
    return feed.wrapper()?.health
  }

  // `good` successes and the others, half an hour ago: no failure is recent.
  private func score(good: Int, failed: Int = 0, fallback: Int = 0, failedFallback: Int = 0) -> Double? {
    let end = "2026-01-01T23:30:00Z"
    return health(
      Array(repeating: operation(end), count: good) + Array(repeating: operation(end, status: "error"), count: failed)
        + Array(repeating: operation(end, status: "fallback"), count: fallback)
        + Array(repeating: operation(end, status: "error", fallback: true), count: failedFallback))?.score
  }

  @Test func allIsWell() { #expect(score(good: 10) == 1) }
  @Test func errorRateOfExactlyFivePercentIsNotOver() { #expect(score(good: 19, failed: 1) == 0.95) }
  @Test func errorRateOverFivePercent() { #expect(score(good: 18, failed: 1) == 18.0 / 19 * 0.8) }
  @Test func errorRateOfExactlyTenPercentIsNotOver() { #expect(score(good: 9, failed: 1) == 0.9 * 0.8) }
  @Test func errorRateOverTenPercent() { #expect(score(good: 8, failed: 1) == 8.0 / 9 * 0.6) }
  @Test func fallbackRateOfExactlyAFifthIsNotOver() { #expect(score(good: 8, fallback: 2) == 0.8) }
  @Test func fallbackRateOverAFifth() { #expect(score(good: 7, fallback: 3) == 0.7 * 0.9) }
  @Test func fallbackRateOfExactlyHalfIsNotOver() { #expect(score(good: 5, fallback: 5) == 0.5 * 0.9) }
  @Test func fallbackRateOverHalf() { #expect(score(good: 4, fallback: 6) == 0.4 * 0.8) }
  @Test func failedFallbackCountsInBoth() {
    #expect(score(good: 9, failedFallback: 3) == 9.0 / 12 * 0.9 * 0.6)
  }

  @Test func failureIsRecentForTenMinutes() {
    let old = health(
      [operation("2026-01-01T23:50:00Z", status: "error")]
        + Array(repeating: operation("2026-01-01T23:55:00Z"), count: 99))
    #expect(old?.score == 0.99)
    let recent = health(
      [operation("2026-01-01T23:50:00.000001Z", status: "error")]
        + Array(repeating: operation("2026-01-01T23:55:00Z"), count: 99))
    #expect(recent?.score == 0.99 * 0.7)
    #expect(recent?.factors.map(\.name) == [.successRate, .fallbackRate, .recentFailure, .errorRate])
    #expect(recent?.factors.map(\.value) == [0.99, 1, 0.7, 1])
  }

  @Test(arguments: [
    (0.9, HealthStatus.healthy), (0.8999, .degraded), (0.7, .degraded), (0.6999, .unhealthy), (0.5, .unhealthy),
    (0.4999, .critical), (0, .critical), (1, .healthy),
  ])
  func grades(_ score: Double, _ status: HealthStatus) { #expect(HealthPolicy().status(of: score) == status) }

  @Test func windowBeginsWithTheSlotThatHoldsAnHourAgo() {
    // now is 00:00:05: an hour ago lies in the slot from 23:00:00.
    let lines = [
      operation("2026-01-01T23:00:00Z"), operation("2026-01-01T22:59:59.999999Z"), operation("2026-01-02T00:00:05Z"),
    ]
    #expect(health(lines, now: "2026-01-02T00:00:05Z")?.sums.operations == 2)
  }

  @Test func meanDurationIsOverThoseThatHaveOne() {
    let lines = [
      operation("2026-01-01T23:30:00Z", ms: 100), operation("2026-01-01T23:31:00Z"),
      operation("2026-01-01T23:32:00Z", status: "error", ms: 0),
    ]
    #expect(health(lines)?.sums.averageDurationMs == 50)
  }

  @Test func recentErrorsAreAmongTheLastTenByEndTime() {
    var lines = (0..<12).map { operation("2026-01-01T23:30:\($0 + 10)Z", status: "error", error: "e\($0)") }
    lines.append(operation("2026-01-01T23:30:15.5Z"))
    lines.append(operation("2026-01-01T23:29:00Z", status: "error", error: "too old"))
    let health = health(lines.shuffled())
    #expect(health?.recentErrors == ["e11", "e10", "e9", "e8", "e7", "e6", "e5", "e4", "e3"])
    #expect(health?.lastError == "e11")
  }

  @Test func idleWrapperIsJudgedByItsLastHour() {
    var feed = Feed(now: "2026-01-02T12:00:00Z")
    feed.lines(
      operation("2026-01-02T00:00:00Z", status: "error"), operation("2026-01-02T00:30:00Z"),
      operation("2026-01-02T00:31:00Z"), operation("2026-01-01T10:00:00Z"))
    let wrapper = feed.wrapper()
    #expect(wrapper?.isIdle == true)
    #expect(wrapper?.idleSince == time("2026-01-02T00:31:00Z"))
    #expect(wrapper?.health.score == 2.0 / 3 * 0.6)
    #expect(wrapper?.health.sums.operations == 0)
    #expect(wrapper?.health.sums.successRate == 1)
    #expect(wrapper?.health.recentErrors == [])
  }

  @Test func activeWrapperIsNotIdle() {
    var feed = Feed()
    feed.lines(#"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T23:59:00Z"}"#)
    let wrapper = feed.wrapper()
    #expect(wrapper?.isIdle == false)
    #expect(wrapper?.oldestActiveMs == 60_000)
    #expect(wrapper?.health.score == 1)
  }

  @Test func systemIsTheMeanOfThoseThatAreNotIdle() {
    var feed = Feed()
    #expect(feed.snapshot().system.status == .noWrappers)
    #expect(feed.snapshot().system.score == 1)
    feed.lines(
      operation("2026-01-01T12:00:00Z", wrapper: "idle", status: "error"),
      operation("2026-01-01T23:59:30Z", wrapper: "good"),
      operation("2026-01-01T23:59:30Z", wrapper: "bad", status: "error"))
    let system = feed.snapshot().system
    #expect(system.score == 0.5)
    #expect(system.status == .critical)
    #expect(system.totalWrappers == 3)
    #expect(system.idleWrappers == 1)
    #expect(system.healthyWrappers == 1)
    #expect(system.unhealthyWrappers == 2)
    #expect(system.successRate == 1.0 / 3)
    #expect(system.errorCount == 2)
    #expect(system.operationsPerMinute == 2)
  }
}
