import Events
import TestSupport
import Testing

@testable import Monitoring

/// A snapshot of a past instant says what one taken at that instant said, as far as slots tell.
@Suite struct LookingBackTests {
  private struct Plain {
    var end: Int64
    var isFailed: Bool
    var isFallback: Bool
    var ms: Double
    var cost: Int64
    var wrapper: String
  }

  /// Operations of 30 hours until an instant, most of them in the last hours; `ends` says which end times there may be.
  private func operations(
    _ count: Int, until end: Int64, _ random: inout SeededRandom, where ends: (Int64) -> Bool = { _ in true }
  ) -> [Plain] {
    (0..<count).compactMap { number in
      let reaches: [Double] = [600, 3600, 7200, 108_000]
      let instant = end - Int64(Double.random(in: 0..<reaches[number % 4], using: &random) * 1e6)
      guard ends(instant) else { return nil }
      return Plain(
        end: instant, isFailed: random.happens(0.2), isFallback: random.happens(0.2),
        ms: Double.random(in: 1..<9000, using: &random), cost: Int64.random(in: 0..<1_000_000, using: &random),
        wrapper: random.happens(0.5) ? "v" : "w")
    }.sorted { $0.end < $1.end }
  }

  private func take(_ plain: some Sequence<Plain>, into state: inout MonitorState) {
    for one in plain {
      state.count(
        one.wrapper, end: one.end, now: one.end, isFailed: one.isFailed, isFallback: one.isFallback, ms: one.ms,
        cost: one.cost)
    }
  }

  /// What looking back cannot know, or knows only as long as the last ten operations reach.
  private func withoutTheUnknown(_ snapshot: MonitorSnapshot) -> MonitorSnapshot {
    var snapshot = snapshot
    for place in snapshot.wrappers.indices {
      snapshot.wrappers[place].totals.p50Ms = nil
      snapshot.wrappers[place].totals.p90Ms = nil
      snapshot.wrappers[place].totals.p95Ms = nil
      snapshot.wrappers[place].totals.p99Ms = nil
      snapshot.wrappers[place].health.recentErrors = []
      snapshot.wrappers[place].health.lastError = nil
      snapshot.wrappers[place].health.lastErrorTime = nil
      snapshot.wrappers[place].health.lastActivity = nil
      snapshot.wrappers[place].detail?.stats.lastOperation = nil
    }
    return snapshot
  }

  @Test(arguments: 0..<10) func aPastSnapshotIsTheOneThatWasTakenThen(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    // The instant is the last one of the first slot of a minute, so that ten seconds and minutes begin alike at the far
    // edge of an hour, and nothing ends in the rest of its minute, so that durations do as well.
    let instant: Int64 = 1_767_312_000_000_000 + Int64.random(in: 0..<2000, using: &random) * 60_000_000 + 9_999_999
    let minute = instant + 1..<instant + 50_000_001
    let plain = operations(4000, until: instant + 900_000_000, &random) { !minute.contains($0) }
    var state = MonitorState()
    take(plain.filter { $0.end <= instant }, into: &state)
    for range in TimeRange.allCases where range != .fiveMinutes {
      let at = Timestamp(microseconds: instant)
      var then = state
      let expected = withoutTheUnknown(then.snapshot(at: at, scope: .all(range)))
      var later = state
      take(plain.filter { $0.end > instant }, into: &later)
      let now = Timestamp(microseconds: instant + 900_000_000)
      let found = withoutTheUnknown(later.snapshot(at: now, scope: .all(range, at: at)))
      // Weeks and months know durations of whole hours only.
      if range.seconds <= 86400 {
        #expect(found == expected)
      } else {
        #expect(found.system == expected.system)
        #expect(found.wrappers.map(\.range.sums.operations) == expected.wrappers.map(\.range.sums.operations))
        #expect(found.wrappers.map(\.range.sums.costs.amount) == expected.wrappers.map(\.range.sums.costs.amount))
        #expect(found.wrappers.map(\.traffic) == expected.wrappers.map(\.traffic))
      }
    }
  }

  @Test(arguments: 0..<10) func elsewhereItIsOffByNoMoreThanASlot(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let now: Int64 = 1_767_312_000_000_000 + Int64.random(in: 0..<7_000_000_000, using: &random)
    let plain = operations(4000, until: now, &random)
    var state = MonitorState()
    take(plain, into: &state)
    for ago: Int64 in [0, 60, 1800, 3500, 7000, 80_000, 86_000, 100_000] {
      let instant = now - ago * 1_000_000 - 1
      let snapshot = state.snapshot(
        at: Timestamp(microseconds: now), scope: .all(.hour, at: Timestamp(microseconds: instant)))
      // Ten seconds are kept for an hour before the last operation, minutes for a day and a little.
      // Windows of an hour need an hour more.
      let slot: Int64 = ago <= 3500 ? 10_000_000 : ago <= 86_000 ? 60_000_000 : 3_600_000_000
      let health: Int64 = ago == 0 ? 10_000_000 : ago <= 80_000 ? 60_000_000 : 3_600_000_000
      for wrapper in snapshot.wrappers {
        let own = plain.filter { $0.wrapper == wrapper.name }
        let least = own.count { $0.end <= instant }
        let most = own.count { $0.end / slot <= instant / slot }
        #expect((UInt64(least)...UInt64(most)).contains(wrapper.totals.total))
        if least == most {
          let cost = own.filter { $0.end <= instant }.reduce(0) { $0 + Int128($1.cost) }
          #expect(wrapper.totals.cost.nanodollars == cost)
        }
        let from = instant - 3_600_000_000
        let fewest = own.count { $0.end >= from && $0.end <= instant }
        let all = own.count { $0.end / health >= from / health && $0.end / slot <= instant / slot }
        #expect((UInt64(fewest)...UInt64(all)).contains(wrapper.health.sums.operations))
        #expect(wrapper.range.sums.operations == wrapper.health.sums.operations)
      }
    }
  }

  @Test func onlyWhatHadHappenedIsShown() throws {
    var feed = Feed(now: "2026-01-01T12:00:00Z")
    feed.lines(
      operation("2026-01-01T11:30:05Z", status: "error", ms: 5, cost: "1", error: "early"),
      operation("2026-01-01T11:40:00Z", ms: 5, cost: "2"),
      operation("2026-01-01T11:50:00Z", status: "error", ms: 5, cost: "4", error: "late"),
      operation("2026-01-01T11:55:00Z", wrapper: "young", ms: 5),
      #"{"event":"start","operation_id":"x","wrapper_name":"w","time":"2026-01-01T11:35:00Z"}"#)
    let scope = SnapshotScope.all(.hour, at: time("2026-01-01T11:45:00Z"))
    let snapshot = feed.state.snapshot(at: feed.now, scope: scope)
    #expect(snapshot.at == time("2026-01-01T11:45:00Z"))
    #expect(snapshot.wrappers.map(\.name) == ["w"])
    let wrapper = try #require(snapshot.wrappers.first)
    #expect(wrapper.health.lastActivity == time("2026-01-01T11:40:00Z"))
    #expect(wrapper.health.lastError == "early")
    #expect(wrapper.health.recentErrors == ["early"])
    #expect(wrapper.health.factors.first { $0.name == .recentFailure }?.value == 1)
    #expect(wrapper.detail?.recentFailures.map(\.errorMessage) == ["early"])
    #expect(wrapper.totals.total == 2)
    #expect(wrapper.totals.failed == 1)
    #expect(wrapper.totals.cost == Money("3"))
    #expect(wrapper.costToday == Money("3"))
    #expect(wrapper.totals.active == 0 && wrapper.oldestActiveMs == nil)
    #expect(snapshot.system.totalOperations == 2)
    #expect(snapshot.system.activeOperations == 0)
    #expect(!wrapper.isIdle)
    // The present is as it was, and so is an instant that is still to come.
    #expect(feed.wrapper()?.totals.total == 3)
    #expect(feed.state.snapshot(at: feed.now, scope: .all(.hour, at: feed.now.advanced(seconds: 5))).at == feed.now)
  }

  @Test func failuresOfThePastComeFromTheOperationsThatAreKept() throws {
    var feed = Feed()
    func fail(_ minute: Int, _ count: Int) {
      feed.batch(
        (0..<count).map { second in
          operation("2026-01-01T11:\(minute):\(10 + second)Z", status: "error", ms: 5, error: "\(minute) \(second)")
        } + [operation("2026-01-01T11:\(minute):59Z", wrapper: "other", status: "error", ms: 5, error: "other")])
    }
    fail(10, 30)
    fail(20, 30)
    fail(30, 5)
    func failures(at instant: String) throws -> [String] {
      let snapshot = feed.state.snapshot(at: feed.now, scope: .all(.hour, at: time(instant)))
      let wrapper = try #require(snapshot.wrappers.first { $0.name == "w" })
      #expect(wrapper.health.lastError == wrapper.detail?.recentFailures.first?.errorMessage)
      return wrapper.detail?.recentFailures.compactMap(\.errorMessage) ?? []
    }
    // The wrapper itself keeps the newest 20 only, none of them as old as this.
    #expect(try failures(at: "2026-01-01T11:15:00Z") == (10..<30).reversed().map { "10 \($0)" })
    #expect(try failures(at: "2026-01-01T11:20:12Z").prefix(4) == ["20 2", "20 1", "20 0", "10 29"])
    #expect(
      try failures(at: "2026-01-01T11:35:00Z")
        == (0..<5).reversed().map { "30 \($0)" } + (15..<30).reversed().map { "20 \($0)" })
  }

  @Test func whatIsIdleIsJudgedAsOfItsLastOperationThen() throws {
    var feed = Feed(now: "2026-01-03T00:00:00Z")
    feed.lines(
      operation("2026-01-01T00:00:00Z", status: "error", error: "old"), operation("2026-01-01T00:00:01Z"),
      operation("2026-01-02T23:00:00Z"))
    let scope = SnapshotScope.all(.hour, at: time("2026-01-01T06:00:00Z"))
    let wrapper = try #require(feed.state.snapshot(at: feed.now, scope: scope).wrappers.first)
    #expect(wrapper.isIdle)
    #expect(wrapper.idleSince == time("2026-01-01T00:00:01Z"))
    #expect(wrapper.health.sums.operations == 0)
    #expect(wrapper.health.lastError == "old")
    #expect(abs(wrapper.health.score - 0.5 * 0.7 * 0.6) < 1e-9)
  }

  @Test func costThatIsReportedLaterCountsFromThenOn() throws {
    var feed = Feed(now: "2026-01-01T12:00:00Z")
    feed.lines(
      operation("2026-01-01T11:00:00Z", cost: "1"),
      #"{"event":"cost","operation_id":"x","wrapper_name":"w","total_cost":8,"time":"2026-01-01T11:50:00Z"}"#)
    try #require(feed.rejected == [])
    for (instant, cost) in [
      ("2026-01-01T11:44:59Z", "1"), ("2026-01-01T11:49:49Z", "1"), ("2026-01-01T11:50:00Z", "9"),
    ] {
      let wrapper = try #require(feed.state.only(at: feed.now, .all(.hour, at: time(instant))))
      #expect(wrapper.totals.cost == Money(cost))
      #expect(wrapper.costToday == Money(cost))
    }
  }

  @Test func whatIsStillToComeHasNotHappened() throws {
    var feed = Feed(now: "2026-01-01T12:00:00Z")
    feed.lines(operation("2026-01-01T11:00:00Z", cost: "1"), operation("2026-01-01T13:00:00Z", cost: "2"))
    #expect(feed.wrapper()?.totals.total == 2)
    let wrapper = try #require(feed.state.only(at: feed.now, .all(.hour, at: time("2026-01-01T11:30:00Z"))))
    #expect(wrapper.totals.total == 1)
    #expect(wrapper.totals.cost == Money("1"))
  }

  @Test func theEarliestInstant() {
    var feed = Feed(now: "2026-02-20T00:00:00Z")
    #expect(feed.state.earliest == nil)
    feed.lines(operation("2026-02-19T12:34:56Z"))
    #expect(feed.state.earliest == time("2026-02-19T12:00:00Z"))
    feed.lines(operation("2026-01-01T00:00:00Z", wrapper: "old"))
    // Of the other wrapper, nothing more than 30 days old would be known.
    #expect(feed.state.earliest == time("2026-01-20T12:00:00Z"))
  }
}
