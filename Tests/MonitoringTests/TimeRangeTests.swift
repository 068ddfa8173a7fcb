import Events
import Testing

@testable import Monitoring

/// The figures and the points of time ranges (article Monitoring, Windows), against plain lists of operations.
@Suite struct TimeRangeTests {
  private struct Plain {
    var end: Int64
    var failed: Bool
    var ms: Double
  }

  /// Operations of the last 40 days or so, most of them young.
  private func feed(now: Int64) -> (Feed, [Plain]) {
    let plain = (0..<3000).map { number in
      let reaches: [Double] = [300, 3600, 86400, 8 * 86400, 40 * 86400]
      return Plain(
        end: now - Int64(Double.random(in: 0..<reaches[number % 5]) * 1e6), failed: Bool.random(),
        ms: Double.random(in: 1..<9000))
    }
    var feed = Feed()
    feed.now = Timestamp(microseconds: now)
    feed.batch(
      plain.map {
        operation(
          Timestamp(microseconds: $0.end).description, status: $0.failed ? "error" : "success", ms: $0.ms, cost: "0.25")
      })
    return (feed, plain)
  }

  @Test(arguments: TimeRange.allCases) func figuresAreThoseOfTheSlots(of range: TimeRange) throws {
    let now: Int64 = 1_767_312_000_000_000 + Int64.random(in: 0..<86_400_000_000)
    var (feed, plain) = feed(now: now)
    let snapshot = feed.state.snapshot(at: feed.now, scope: .all(range))
    let wrapper = try #require(snapshot.wrappers.first)
    #expect(snapshot.timeRange == range)
    let slot: Int64 = range.seconds <= 3600 ? 10 : range == .day ? 60 : 3600
    func since(_ slot: Int64) -> [Plain] {
      let first = (now / 1_000_000 - range.seconds) / slot * slot * 1_000_000
      return plain.filter { $0.end >= first }
    }
    let inside = since(slot)
    #expect(wrapper.range.sums.operations == UInt64(inside.count))
    #expect(wrapper.range.sums.failed == UInt64(inside.count(where: \.failed)))
    #expect(wrapper.range.sums.costs.amount == Money(nanodollars: 250_000_000 * Int128(inside.count)))
    let mean = inside.reduce(0) { $0 + $1.ms } / Double(inside.count)
    #expect(abs((wrapper.range.sums.averageDurationMs ?? 0) - mean) < 1e-6 * mean)
    // Durations are known of whole minutes at best.
    let sorted = since(max(slot, 60)).map(\.ms).sorted()
    let exact = sorted[Int((0.95 * Double(sorted.count)).rounded(.up)) - 1]
    #expect(abs((wrapper.range.p95Ms ?? 0) - exact) <= 0.011 * exact)
  }

  @Test(arguments: TimeRange.allCases) func pointsAreTheStepsOfTheRange(of range: TimeRange) throws {
    let now: Int64 = 1_767_312_000_000_000 + Int64.random(in: 0..<86_400_000_000)
    var (feed, plain) = feed(now: now)
    let wrapper = try #require(feed.state.snapshot(at: feed.now, scope: .all(range)).wrappers.first)
    let points = try #require(wrapper.detail?.series)
    let step = range.step * 1_000_000
    #expect(points.count == Int(range.seconds / range.step))
    #expect(points.last?.timestamp.microseconds == now / step * step)
    for (earlier, later) in zip(points, points.dropFirst()) {
      #expect(later.timestamp == earlier.timestamp.advanced(seconds: range.step))
    }
    for point in points.dropLast() {
      let inside = plain.filter { $0.end / step * step == point.timestamp.microseconds }
      #expect(point.sums.operations == UInt64(inside.count))
      #expect(point.failedWithoutFallback == UInt64(inside.count(where: \.failed)))
      #expect((point.p95Ms == nil) == (inside.isEmpty || range == .fiveMinutes))
      #expect((point.sums.averageDurationMs == nil) == inside.isEmpty)
    }
    #expect(wrapper.traffic.count <= 60)
    let group = points.count / wrapper.traffic.count
    #expect(group * wrapper.traffic.count == points.count)
    for (place, traffic) in wrapper.traffic.enumerated() {
      let part = points[place * group..<(place + 1) * group]
      #expect(UInt64(traffic) == part.reduce(0) { $0 + $1.sums.operations })
      #expect(UInt64(wrapper.failures[place]) == part.reduce(0) { $0 + $1.failedWithoutFallback })
    }
  }

  @Test(arguments: TimeRange.allCases) func theNewestPointDoesNotDip(of range: TimeRange) throws {
    // One operation every five seconds, for two steps; asked for just after a step has begun.
    let begin = time("2026-01-02T00:00:00Z")
    var feed = Feed()
    feed.now = begin.advanced(seconds: 1)
    let count = Int(2 * range.step / 5)
    for start in stride(from: 0, to: count, by: 2000) {
      feed.batch(
        (start..<min(start + 2000, count)).map {
          operation(begin.advanced(seconds: -5 * Int64($0)).description, ms: 100)
        })
    }
    let points = try #require(
      feed.state.snapshot(at: feed.now, scope: .all(range)).wrappers.first?.detail?.series)
    let newest = try #require(points.last), before = points[points.count - 2]
    #expect(newest.timestamp == begin)
    #expect(newest.sums.operations >= before.sums.operations)
    #expect(newest.sums.operations <= before.sums.operations + 2)
    #expect((newest.p50Ms == nil) == (range == .fiveMinutes))
  }

  @Test func aPointOfTenSecondsRisesAtOnce() throws {
    var feed = Feed(now: "2026-01-02T00:00:01Z")
    feed.lines(operation("2026-01-01T23:59:58Z"), operation("2026-01-02T00:00:00Z"), operation("2026-01-02T00:00:01Z"))
    var points = try #require(
      feed.state.snapshot(at: feed.now, scope: .all(.fiveMinutes)).wrappers.first?.detail?.series)
    #expect(points.suffix(2).map(\.sums.operations) == [1, 2])
    #expect(points.last?.timestamp == time("2026-01-02T00:00:00Z"))
    feed.now = time("2026-01-02T00:00:11Z")
    points = try #require(feed.state.snapshot(at: feed.now, scope: .all(.fiveMinutes)).wrappers.first?.detail?.series)
    #expect(points.suffix(3).map(\.sums.operations) == [1, 2, 2])
  }

  @Test func whoeverIsNotAskedForHasNoQuantiles() throws {
    var feed = Feed()
    feed.lines(
      operation("2026-01-01T23:59:58Z", wrapper: "a", ms: 5), operation("2026-01-01T23:59:58Z", wrapper: "b", ms: 5))
    for range in TimeRange.allCases {
      var scope = SnapshotScope(detail: .some([]), sparklines: .some(["b"]))
      scope.timeRange = range
      let wrappers = feed.state.snapshot(at: feed.now, scope: scope).wrappers
      #expect(wrappers.map(\.range.sums.operations) == [1, 1])
      #expect(wrappers.map { $0.range.p95Ms == nil } == [true, false])
      #expect(wrappers[0].traffic.isEmpty)
    }
  }

  @Test func quantilesCanBeAskedForWithoutTraffic() {
    var feed = Feed()
    feed.lines(
      operation("2026-01-01T23:59:58Z", wrapper: "a", ms: 5), operation("2026-01-01T23:59:58Z", wrapper: "b", ms: 5))
    for range in TimeRange.allCases {
      for at in [nil, feed.now.advanced(seconds: -1)] {
        var scope = SnapshotScope(detail: .some([]), sparklines: .some([]))
        scope.timeRange = range
        scope.at = at
        scope.quantiles = .some(["b"])
        var wrappers = feed.state.snapshot(at: feed.now, scope: scope).wrappers
        #expect(wrappers.map { $0.range.p95Ms == nil } == [true, false])
        let asked = wrappers[1].range
        scope.sparklines = .all
        wrappers = feed.state.snapshot(at: feed.now, scope: scope).wrappers
        #expect(wrappers[1].range == asked && wrappers[0].range == asked)
      }
    }
  }

  @Test func theLastHourIsWorkedOutForThoseThatAreShown() {
    for past in [nil, time("2026-01-01T23:59:59Z")] {
      var feed = Feed()
      for wrapper in ["a", "b", "c"] {
        feed.lines(operation("2026-01-01T23:50:00Z", wrapper: wrapper, status: "error", ms: 5, error: "e\(wrapper)"))
      }
      func shown(_ scope: SnapshotScope) -> [String] {
        var scope = scope
        scope.at = past
        return feed.state.snapshot(at: feed.now, scope: scope).wrappers.map {
          ($0.p95LastHourMs == nil ? "-" : "+") + $0.health.recentErrors.joined(separator: ",")
        }
      }
      var scope = SnapshotScope(detail: .some([]), sparklines: .some([]))
      #expect(shown(scope) == ["+ea", "+eb", "+ec"])
      scope.lastHour = .some(["a"])
      #expect(shown(scope) == ["+ea", "-", "-"])
      // A detail shows it; and another row may come into view at any time.
      scope.detail = .some(["c"])
      #expect(shown(scope) == ["+ea", "-", "+ec"])
      scope.lastHour = .some(["b"])
      scope.detail = .some([])
      #expect(shown(scope) == ["-", "+eb", "-"])
      feed.lines(operation("2026-01-01T23:50:30Z", wrapper: "c", status: "error", ms: 5, error: "again"))
      scope.lastHour = .some(["c"])
      #expect(shown(scope).last?.hasPrefix("+again,") == true)
      // The newest error is known of all of them.
      #expect(feed.wrapper("c")?.health.lastError == "again")
    }
  }

  @Test func aboveAThousandWrappersADayIsSummedFromHours() throws {
    var feed = Feed(now: "2026-01-02T00:30:00Z")
    feed.batch((0..<1001).map { operation("2026-01-01T00:10:00Z", wrapper: "w\($0)", ms: 5) })
    feed.batch((0..<1001).map { operation("2026-01-02T00:29:00Z", wrapper: "w\($0)", ms: 5) })
    let day = try #require(feed.state.snapshot(at: feed.now, scope: .all(.day)).wrappers.first)
    // The hour in which 24 hours before lies counts whole.
    #expect(day.range.sums.operations == 2)
    #expect(day.detail?.series.count == 24)
    #expect(day.detail?.series.last?.sums.operations == 1)
    let hour = try #require(feed.state.snapshot(at: feed.now, scope: .all(.hour)).wrappers.first)
    #expect(hour.range.sums.operations == 1)
    #expect(hour.detail?.series.count == 60)
    #expect(hour.detail?.series[58].sums.operations == 1)
    #expect(hour.detail?.series[58].p50Ms != nil)
    #expect(hour.trends.isEmpty)
  }
}
