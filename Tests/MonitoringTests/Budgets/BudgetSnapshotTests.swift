import Events
import TestSupport
import Testing

@testable import Monitoring

/// Budgets in snapshots of the present and of the past.
@Suite struct BudgetSnapshotTests {
  private func feed(_ zone: ZoneRules = .utc, now: String, _ change: (inout BudgetPlan) -> Void) -> Feed {
    var feed = Feed(now: now)
    var plan = BudgetPlan()
    plan.zone = zone
    change(&plan)
    feed.state.budgets = plan
    return feed
  }

  @Test func onlyPeriodsWithALimitAreTold() throws {
    var feed = feed(now: "2026-03-10T12:00:00Z") { plan in
      plan.wrappers = [
        "a": BudgetLimits(daily: Money("0.01")), "b": BudgetLimits(monthly: Money("5")), "c": BudgetLimits(),
      ]
      plan.overall = BudgetLimits(daily: Money("4"), monthly: Money("40"))
      plan.isComplete = true
    }
    feed.lines(
      operation("2026-03-10T10:30:00Z", wrapper: "a", cost: "1"),
      operation("2026-03-09T11:30:00Z", wrapper: "b", cost: "2"),
      operation("2026-03-10T11:30:00Z", wrapper: "b", cost: "0.5"),
      operation("2026-03-10T11:30:00Z", wrapper: "c", cost: "3"),
      operation("2026-03-10T11:30:00Z", wrapper: "d", cost: "1"))
    let snapshot = feed.snapshot()
    let shown = Dictionary(uniqueKeysWithValues: snapshot.wrappers.map { ($0.name, $0) })
    let busy = try #require(shown["a"]?.budget?.daily)
    #expect(shown["a"]?.budget?.monthly == nil)
    #expect(busy.status == .exceeded && busy.share == 100 && busy.isComplete)
    #expect(busy.remaining == Money("-0.99"))
    #expect(shown["b"]?.budget?.daily == nil)
    #expect(shown["b"]?.budget?.monthly?.spent == Money("2.5"))
    #expect(shown["b"]?.budget?.monthly?.burnPerHour == Money("0.5"))
    #expect(shown["b"]?.costToday == Money("0.5"))
    #expect(shown["c"]?.budget == nil && shown["d"]?.budget == nil)
    #expect(snapshot.budget?.daily?.spent == Money("5.5") && snapshot.budget?.daily?.status == .exceeded)
    #expect(snapshot.budget?.monthly?.spent == Money("7.5"))
    #expect(snapshot.budget?.daily?.burnPerHour == Money("4.5"))
    #expect(snapshot.costToday == Money("5.5"))
    #expect(
      snapshot.budget?.monthly
        == feed.state.spending(
          of: feed.state.wrappers.indices, in: .month, at: feed.now, within: feed.state.budgets.overall))
    feed.state.budgets = BudgetPlan()
    #expect(feed.snapshot().budget == nil && feed.snapshot().wrappers.allSatisfy { $0.budget == nil })
  }

  @Test func untrackedWrappersHaveNoSpending() throws {
    var feed = feed(now: "2026-03-10T12:00:00Z") { plan in
      plan.wrappers = ["a": BudgetLimits(daily: Money("1")), "b": BudgetLimits(daily: Money("1"))]
      plan.overall = BudgetLimits(daily: Money("10"))
      plan.untracked = ["b"]
    }
    feed.lines(
      operation("2026-03-10T11:30:00Z", wrapper: "a", cost: "1"),
      operation("2026-03-10T11:30:00Z", wrapper: "b", cost: "2"))
    for at in [nil, time("2026-03-10T11:59:00Z")] {
      let snapshot = feed.state.snapshot(at: feed.now, scope: .all(.hour, at: at))
      #expect(snapshot.costToday == Money("1") && snapshot.budget?.daily?.spent == Money("1"))
      #expect(snapshot.wrappers.map(\.tracksCosts) == [true, false])
      #expect(snapshot.wrappers[1].costToday == .zero && snapshot.wrappers[1].budget == nil)
      #expect(snapshot.wrappers[1].totals.cost == Money("2"))
    }
    #expect(feed.state.spending(of: 0..<2, in: .day, at: feed.now).spent == Money("1"))
    #expect(feed.state.spendingCourse(of: 0..<2, in: .day, at: feed.now).spent.last == Money("1"))
  }

  /// Days and months turn where clocks of the zone show midnight, in summer and in winter.
  @Test(arguments: [
    ("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-31T22:00:00Z"),
    ("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-31T23:00:00Z"),
    ("America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", "2026-04-01T04:00:00Z"),
    ("America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", "2026-12-01T05:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z", "2026-04-30T13:30:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z", "2026-10-31T13:00:00Z"),
    ("Asia/Kolkata", "2026-10-03T18:30:00Z", "2026-10-04T18:30:00Z", "2026-10-31T18:30:00Z"),
  ])
  func turns(name: String, began: String, turns: String, month: String) throws {
    let zone = try ZoneRules(system: name)
    let began = time(began), turns = time(turns), month = time(month)
    var feed = feed(zone, now: turns.advanced(microseconds: -1).description) { $0.overall.daily = Money("100") }
    feed.lines(
      operation(began.advanced(microseconds: -1).description, cost: "1"), operation(began.description, cost: "2"),
      operation(turns.advanced(microseconds: -1).description, cost: "4"))
    var snapshot = feed.snapshot()
    #expect(snapshot.costToday == Money("6"))
    #expect(snapshot.budget?.daily?.began == began && snapshot.budget?.daily?.turnsAt == turns)
    #expect(snapshot.zone == zone)
    feed.now = turns
    feed.lines(operation(turns.description, cost: "8"))
    snapshot = feed.snapshot()
    #expect(snapshot.costToday == Money("8"))
    // Late, it lands in its own day.
    feed.lines(operation(began.advanced(seconds: 60).description, cost: "16"))
    #expect(feed.snapshot().costToday == Money("8"))
    let past = feed.state.snapshot(at: feed.now, scope: .all(.hour, at: turns.advanced(microseconds: -1)))
    #expect(past.costToday == Money("22"))
    #expect(past.budget?.daily?.spent == Money("22") && past.budget?.daily?.turnsAt == turns)
    let span = feed.state.spending(of: [0], in: .month, at: turns)
    #expect(span.turnsAt == month)
    feed.now = month.advanced(microseconds: -1)
    feed.lines(operation(feed.now.description, cost: "32"))
    #expect(
      feed.state.spending(of: [0], in: .month, at: feed.now).spent
        == Money(zone.month(holding: began).lowerBound == began ? "62" : "63"))
    feed.now = month
    #expect(feed.state.spending(of: [0], in: .month, at: feed.now).spent == .zero)
    #expect(feed.wrapper()?.costToday == .zero)
  }

  @Test func coursesGrowToWhatWasSpent() throws {
    let zone = try ZoneRules(system: "Europe/Berlin")
    var feed = feed(zone, now: "2026-03-29T01:20:00Z") { _ in }
    feed.lines(
      operation("2026-03-28T22:59:59Z", cost: "1"), operation("2026-03-28T23:00:00Z", cost: "2"),
      operation("2026-03-29T00:14:59Z", cost: "4"), operation("2026-03-29T01:19:00Z", wrapper: "v", cost: "8"))
    let day = feed.state.spendingCourse(of: 0..<2, in: .day, at: feed.now)
    #expect(day.began == time("2026-03-28T23:00:00Z") && day.turnsAt == time("2026-03-29T22:00:00Z") && day.step == 900)
    #expect(day.spent.map(\.dollars) == [2, 2, 2, 2, 6, 6, 6, 6, 6, 14])
    let past = feed.state.spendingCourse(of: 0..<2, in: .day, at: time("2026-03-29T01:18:00Z"))
    #expect(past.spent.map(\.dollars) == [2, 2, 2, 2, 6, 6, 6, 6, 6, 6])
    #expect(feed.state.spendingCourse(of: [0], in: .day, at: day.began).spent.map(\.dollars) == [2])
    let month = feed.state.spendingCourse(of: 0..<2, in: .month, at: feed.now)
    // 28 days and two hours and twenty minutes into the month.
    #expect(month.step == 7200 && month.spent.count == 28 * 12 + 2)
    #expect(month.spent.suffix(3).map(\.dollars) == [1, 7, 15])
    let end = feed.state.spendingCourse(of: [0], in: .month, at: month.turnsAt.advanced(microseconds: -1))
    // 743 hours.
    #expect(end.spent.count == 372)
  }

  @Test func configuredWrappersAreShownThoughNothingCameOfThem() throws {
    var feed = feed(now: "2026-03-10T12:00:00Z") { plan in
      plan.configured = ["b", "z", "a"]
      plan.wrappers = ["a": BudgetLimits(daily: Money("1")), "z": BudgetLimits(monthly: Money("1"))]
      plan.untracked = ["z"]
    }
    #expect(feed.snapshot().system.totalWrappers == 3)
    #expect(feed.snapshot().system.idleWrappers == 3 && feed.snapshot().system.score == 1)
    feed.lines(
      operation("2026-03-10T11:30:00Z", wrapper: "b", status: "error"), operation("2026-03-09T11:30:00Z", wrapper: "c"))
    for at in [nil, time("2026-03-10T11:59:00Z")] {
      let snapshot = feed.state.snapshot(at: feed.now, scope: .all(.hour, at: at))
      #expect(snapshot.wrappers.map(\.name) == ["a", "b", "c", "z"])
      #expect(snapshot.wrappers.map(\.seen) == [false, true, true, false])
      #expect(snapshot.system.totalWrappers == 4 && snapshot.system.idleWrappers == 3)
      #expect(snapshot.system.score == 0)
      let empty = snapshot.wrappers[0]
      #expect(empty.isIdle && empty.idleSince == nil && empty.health.score == 1 && empty.health.status == .healthy)
      #expect(empty.budget?.daily?.spent == .zero && empty.budget?.daily?.burnPerHour == .zero)
      #expect(empty.budget?.daily?.projected == nil && empty.budget?.daily?.exhaustedAt == nil)
      #expect(empty.budget?.daily?.share == 0 && empty.budget?.monthly == nil)
      #expect(empty.detail?.stats == WrapperStats(wrapperName: "a"))
      #expect(snapshot.wrappers[3].budget == nil && !snapshot.wrappers[3].tracksCosts)
    }
    #expect(feed.state.wrappers.count == 2)
    feed.lines(operation("2026-03-10T11:40:00Z", wrapper: "z"))
    #expect(feed.snapshot().wrappers.map(\.seen) == [false, true, true, true])
    feed.state.budgets.configured = []
    #expect(feed.snapshot().wrappers.map(\.name) == ["b", "c", "z"])
  }

  @Test func configuredWrappersTakeNoPlaceOfOthers() {
    var feed = Feed(now: "2026-03-10T12:00:00Z", state: MonitorState(wrapperLimit: 2))
    feed.state.budgets.configured = ["x", "y", "z"]
    feed.lines(operation("2026-03-10T11:30:00Z", wrapper: "a"), operation("2026-03-10T11:30:00Z", wrapper: "x"))
    #expect(feed.snapshot().wrappers.map(\.name) == ["a", "x", "y", "z"])
    #expect(feed.state.overflow == 0)
  }

  /// What is kept up to date comes to the same as what is summed anew, whatever comes in; a restart changes nothing.
  @Test(arguments: 0..<8) func runningSumsAreThoseOfTheSlots(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let zones = try ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"].map { try ZoneRules(system: $0) }
    var state = MonitorState()
    state.trackChanges()
    var plan = BudgetPlan()
    plan.wrappers = ["v": BudgetLimits(daily: Money("1"), monthly: Money("20"))]
    plan.overall = BudgetLimits(daily: Money("2"), monthly: Money("30"))
    state.budgets = plan
    var now: Int64 = 1_774_600_000_000_000 + Int64.random(in: 0..<90_000_000_000, using: &random)
    for _ in 0..<60 {
      let pauses: [Int64] = [10, 600, 8000, 90_000, 400_000]
      now += (pauses.randomElement(using: &random) ?? 0) * 1_000_000
      for _ in 0..<Int.random(in: 0..<20, using: &random) {
        let reaches: [Int64] = [5, 900, 20_000, 200_000, 3_000_000]
        let late = Int64.random(in: 0..<(reaches.randomElement(using: &random) ?? 1), using: &random) * 1_000_000
        state.count(
          random.happens(0.5) ? "v" : "w", end: now - late, now: now,
          cost: Int64.random(in: 0..<50_000_000, using: &random))
      }
      if random.happens(0.2) {
        plan.zone = zones.randomElement(using: &random) ?? .utc
        state.budgets = plan
      }
      let at = Timestamp(microseconds: now)
      let shown = state.snapshot(at: at)
      for (period, found) in [(BudgetPeriod.day, shown.budget?.daily), (.month, shown.budget?.monthly)] {
        #expect(found == state.spending(of: state.wrappers.indices, in: period, at: at, within: plan.overall))
        #expect(
          state.spendingCourse(of: state.wrappers.indices, in: period, at: at).spent.last == found?.spent)
      }
      if random.happens(0.2) {
        var restored = MonitorState()
        restored.budgets = plan
        restored.restore(StoredMonitor(state.takeEverything()), now: at)
        let again = restored.snapshot(at: at)
        #expect(again.budget == shown.budget && again.costToday == shown.costToday)
        #expect(again.wrappers.map(\.budget) == shown.wrappers.map(\.budget))
      }
    }
  }

  @Test(arguments: 0..<6) func rollUpsComeToTheSameInAnyOrder(seed: Int) {
    var random = SeededRandom(seed: seed)
    var feed = Feed(now: "2026-03-31T12:00:00Z")
    feed.state.trackChanges()
    var parts: [MonitorChanges] = []
    for round in 0..<12 {
      feed.batch(
        (0..<15).map { number in
          let end = feed.now.advanced(seconds: -Int64.random(in: 0..<2_700_000, using: &random)).description
          return number % 4 == 0
            ? #"{"event":"cost","operation_id":"\#(round)-\#(number)","wrapper_name":"w","total_cost":0.25,"time":"\#(end)"}"#
            : operation(end, cost: "0.\(Int.random(in: 1..<999_999_999, using: &random))")
        })
      parts.append(feed.state.takeChanges())
    }
    var plan = BudgetPlan()
    plan.overall = BudgetLimits(daily: Money("5"), monthly: Money("50"))
    feed.state.budgets = plan
    let expected = feed.snapshot().budget
    for _ in 0..<5 {
      parts.shuffle(using: &random)
      var all = MonitorChanges()
      for part in parts { all.absorb(part) }
      var state = MonitorState()
      state.budgets = plan
      state.restore(StoredMonitor(all), now: feed.now)
      #expect(state.snapshot(at: feed.now).budget == expected)
    }
  }
}
