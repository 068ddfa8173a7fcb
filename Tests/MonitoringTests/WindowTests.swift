import Events
import Testing

@testable import Monitoring

/// Windows, series and times that are late or ahead (article Monitoring, Windows), against plain lists of operations.
@Suite struct WindowTests {
  private struct Plain {
    var end: Int64
    var status: OperationStatus
    var fallback: Bool
    var ms: Double
    var cost: Int64
  }

  @Test func windowsEqualPlainSums() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let now: Int64 = 1_767_312_000_000_000 + Int64.random(in: 0..<100_000_000, using: &generator)
      let plain = (0..<600).map { _ in
        Plain(
          end: now - Int64.random(in: 0..<(5_000_000_000), using: &generator),
          status: [.success, .success, .error, .fallback, .timeout, .cancelled].randomElement(using: &generator)
            ?? .success,
          fallback: Int.random(in: 0..<5, using: &generator) == 0, ms: Double.random(in: 0..<5000, using: &generator),
          cost: Int64.random(in: 0..<1_000_000_000, using: &generator))
      }
      var feed = Feed()
      feed.now = Timestamp(microseconds: now)
      feed.batch(
        plain.map {
          operation(
            Timestamp(microseconds: $0.end).description, status: $0.status.rawValue, fallback: $0.fallback, ms: $0.ms,
            cost: Money(nanodollars: Int128($0.cost)).description)
        })
      let wrapper = feed.wrapper()
      let from = (now - 3_600_000_000) / 10_000_000 * 10_000_000
      let inside = plain.filter { $0.end >= from }
      let used = { (p: Plain) in p.fallback || p.status == .fallback }
      #expect(wrapper?.health.sums.operations == UInt64(inside.count))
      #expect(wrapper?.health.sums.successful == UInt64(inside.count { $0.status.isSuccess && !used($0) }))
      #expect(wrapper?.health.sums.failed == UInt64(inside.count { !$0.status.isSuccess }))
      #expect(wrapper?.health.sums.fallback == UInt64(inside.count(where: used)))
      let mean = inside.reduce(0) { $0 + $1.ms } / Double(inside.count)
      #expect(abs((wrapper?.health.sums.averageDurationMs ?? 0) - mean) < 1e-6 * mean)
      #expect(wrapper?.totals.cost.nanodollars == plain.reduce(0) { $0 + Int128($1.cost) })
      let minute = (now - 60_000_000) / 10_000_000 * 10_000_000
      #expect(wrapper?.operationsPerMinute == Double(plain.count { $0.end >= minute }))
      let current = now / 60_000_000
      #expect(
        wrapper?.traffic.dropLast().reduce(0, +)
          == UInt32(plain.count { (current - 59..<current).contains($0.end / 60_000_000) }))
      #expect(wrapper?.traffic.last == UInt32(plain.count { $0.end >= minute }))
      let sorted = plain.filter { $0.status.isSuccess || $0.ms > 0 }.map(\.ms).sorted()
      for (q, value) in [(0.5, wrapper?.totals.p50Ms), (0.9, wrapper?.totals.p90Ms), (0.99, wrapper?.totals.p99Ms)] {
        let exact = sorted[Int((q * Double(sorted.count)).rounded(.up)) - 1]
        #expect(abs((value ?? 0) - exact) <= 0.011 * exact)
      }
    }
  }

  @Test func orderOfArrivalDoesNotMatter() {
    let lines = (0..<500).map { i in
      operation(
        "2026-01-01T2\(i % 4):\(10 + i % 50):\(10 + i % 37)Z", status: i % 9 == 0 ? "error" : "success", ms: Double(i))
    }
    var sorted = Feed()
    sorted.batch(lines)
    let expected = sorted.wrapper()
    for _ in 0..<5 {
      var feed = Feed()
      for line in lines.shuffled() { feed.lines(line) }
      var wrapper = feed.wrapper()
      wrapper?.health.recentErrors = expected?.health.recentErrors ?? []
      wrapper?.detail?.recentFailures = expected?.detail?.recentFailures ?? []
      #expect(wrapper == expected)
    }
  }

  @Test func aLittleAheadIsTakenAsNow() {
    var feed = Feed()
    feed.lines(operation("2026-01-02T00:05:00Z"))
    #expect(feed.wrapper()?.health.sums.operations == 1)
    #expect(feed.wrapper()?.health.lastActivity == feed.now)
  }

  @Test func fartherAheadCountsInTotalsAtOnceAndInWindowsWhenItsTimeComes() {
    var feed = Feed()
    feed.lines(operation("2026-01-02T00:05:00.000001Z", cost: "2"))
    #expect(feed.wrapper()?.totals.total == 1)
    #expect(feed.wrapper()?.totals.cost == Money("2"))
    #expect(feed.wrapper()?.health.sums.operations == 0)
    #expect(feed.wrapper()?.costToday == .zero)
    feed.now = time("2026-01-02T00:05:00Z")
    #expect(feed.wrapper()?.health.sums.operations == 0)
    feed.now = time("2026-01-02T00:05:01Z")
    #expect(feed.wrapper()?.health.sums.operations == 1)
    #expect(feed.wrapper()?.costToday == Money("2"))
  }

  @Test func nothingIsKeptForATimeThatNeverComes() {
    var feed = Feed(state: MonitorState(standsStill: true))
    feed.lines(operation("2026-01-02T12:00:00Z"))
    #expect(feed.wrapper()?.totals.total == 1)
    #expect(feed.state.pending.isEmpty)
  }

  @Test func statsCoverADay() {
    var feed = Feed()
    feed.lines(
      operation("2026-01-01T00:00:00Z", ms: 10), operation("2025-12-31T23:59:00Z", ms: 1000),
      operation("2026-01-01T12:00:00Z", status: "error", ms: 0), operation("2026-01-01T12:00:00Z", ms: 30))
    let stats = feed.wrapper()?.detail?.stats
    #expect(stats?.figures.sums.operations == 3)
    #expect(stats?.figures.sums.failed == 1)
    #expect(abs((stats?.figures.sums.averageDurationMs ?? 0) - 40.0 / 3) < 1e-9)
    // The failure that took no time is in no quantile: the median of 10 and 30 by nearest rank is 10.
    #expect(abs((stats?.figures.p50Ms ?? 0) - 10) < 0.11)
    #expect(abs((stats?.figures.p99Ms ?? 0) - 30) < 0.33)
    feed.now = time("2026-01-05T00:00:00Z")
    #expect(feed.wrapper()?.detail?.stats == WrapperStats(wrapperName: "w"))
  }

  @Test func aPointOfASeriesCountsEachOperationOnce() {
    var feed = Feed()
    let end = "2026-01-01T23:30:10Z"
    feed.lines(
      operation(end), operation(end, status: "error"), operation(end, status: "error", fallback: true),
      operation(end, status: "fallback"))
    let point = feed.wrapper()?.detail?.minutes[29]
    #expect(point?.timestamp == time("2026-01-01T23:30:00Z"))
    #expect(point?.sums.operations == 4)
    #expect(point?.sums.successful == 1)
    #expect(point?.failedWithoutFallback == 1)
    #expect(point?.sums.fallback == 2)
  }

  @Test func wrappersBeyondTheLimitShareOne() {
    var feed = Feed(state: MonitorState(wrapperLimit: 10_000))
    for start in stride(from: 0, to: 100_000, by: 5000) {
      feed.batch((start..<start + 5000).map { operation("2026-01-01T23:30:00Z", wrapper: "w\($0)") })
    }
    let snapshot = feed.state.snapshot(
      at: feed.now, scope: SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false))
    #expect(snapshot.wrappers.count == 10_001)
    #expect(snapshot.wrappers.first { $0.name == MonitorState.otherName }?.totals.total == 90_000)
    #expect(snapshot.system.totalOperations == 100_000)
    #expect(feed.state.overflow == 90_000)
  }

  @Test func hugeCostsDoNotWrapAround() {
    var feed = Feed()
    feed.batch(Array(repeating: operation("2026-01-02T00:00:00Z", cost: "1000000"), count: 10_000))
    #expect(feed.wrapper()?.totals.cost == Money("10000000000"))
    #expect(feed.wrapper()?.costToday == Money("10000000000"))
  }
}
