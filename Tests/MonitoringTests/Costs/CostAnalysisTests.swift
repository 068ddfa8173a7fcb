import Events
import TestSupport
import Testing

@testable import Monitoring

/// Whatever costs are taken apart by adds up to all of them, in whatever order it was counted and merged.
@Suite struct CostAnalysisTests {
  private static let kolkata = ZoneRules(name: "Asia/Kolkata", first: .init(seconds: 19800, abbreviation: "IST"))
  private static let newYork = ZoneRules(
    name: "America/New_York", first: .init(seconds: -14400, abbreviation: "EDT"),
    changes: [.init(at: time("2025-11-02T06:00:00Z"), offset: .init(seconds: -18000, abbreviation: "EST"))])

  /// An operation of random content within some days before an instant.
  private struct Made {
    var wrapper: String
    var end: Timestamp
    var status: OperationStatus
    var cost: Int64
    var custom: [(String, BatchBuilder.Value)]
  }

  private func made(_ count: Int, seed: Int, days: Int64, before now: Timestamp) -> [Made] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let back = Int64.random(in: 0..<(days * 86400), using: &random)
      var custom: [(String, BatchBuilder.Value)] = []
      if random.happens(0.7) { custom.append(("model_used", .text("m\(Int.random(in: 0..<5, using: &random))"))) }
      if random.happens(0.3) { custom.append(("api_cost", .number(Double.random(in: 0..<0.001, using: &random)))) }
      if random.happens(0.3) { custom.append(("tokens_used", .number(100))) }
      if random.happens(0.3) { custom.append(("routing_method", .text("mf"))) }
      return Made(
        wrapper: "w\(Int.random(in: 0..<4, using: &random))", end: now.advanced(seconds: -back),
        status: random.happens(0.1) ? .error : .success,
        cost: random.happens(0.8) ? Int64.random(in: 0..<2_000_000, using: &random) : -1, custom: custom)
    }
  }

  private func feed(_ operations: [Made], batch: Int, zone: ZoneRules = .utc, hours: Int = 721) -> BreakdownFeed {
    var feed = BreakdownFeed(now: "2025-11-03T10:07:00Z", hours: hours)
    feed.state.budgets.zone = zone
    for (place, operation) in operations.enumerated() {
      feed.builder.operation(
        operation.wrapper, end: operation.end, status: operation.status, cost: operation.cost, custom: operation.custom)
      if place % batch == batch - 1 { feed.apply() }
    }
    feed.apply()
    return feed
  }

  private func sum(_ amounts: [Money]) -> Money { amounts.reduce(.zero, +) }

  /// Each time range in a zone; in CI in all three.
  @Test(arguments: modelSeeds(15, brief: 5))
  func everythingAddsUp(_ number: Int) throws {
    let range = [TimeRange.fiveMinutes, .hour, .day, .week, .month][number % 5]
    let zone = [ZoneRules.utc, Self.kolkata, Self.newYork][(number + number / 5) % 3]
    let now = time("2025-11-03T10:07:00Z")
    let old = made(1500, seed: 4, days: 29, before: now)
    let young = made(300, seed: 5, days: 1, before: now).map { operation in
      var operation = operation
      let back = (now.seconds - operation.end.seconds) / 20
      operation.end = now.advanced(seconds: -back)
      return operation
    }
    let feed = feed(old + young, batch: 100, zone: zone)
    let analysis = try #require(feed.costs(nil, range)?.analysis)
    let all = analysis.breakdown.all
    #expect(all.operations > 0 && all.cost > .zero)
    #expect(sum(analysis.kinds.map(\.cost)) == all.cost)
    #expect(sum(analysis.hours.map(\.cost)) == all.cost)
    #expect(sum(analysis.days.map(\.cost)) == all.cost)
    #expect(sum(analysis.wrappers.map(\.cost)) == all.cost)
    #expect(sum(analysis.breakdown.modelsAndRest.map(\.cost)) == all.cost)
    #expect(sum(analysis.breakdown.operationTypes.map(\.cost)) == all.cost)
    #expect(analysis.hours.reduce(0) { $0 + $1.operations } == all.operations)
    #expect(analysis.days.reduce(0) { $0 + $1.operations } == all.operations)
    #expect(analysis.breakdown.modelsAndRest.reduce(0) { $0 + $1.operations } == all.operations)
    #expect(analysis.breakdown.modelsAndRest.last?.name == "(no model)")
    for day in analysis.days { #expect(zone.day(holding: day.begin).lowerBound == day.begin) }
    // Against the truth: all that ended since the first slot began.
    let truth = (old + young).filter { $0.end >= analysis.from && $0.end <= now }
    #expect(all.cost == Money(nanodollars: truth.reduce(0) { $0 + Int128(max(0, $1.cost)) }))
    for day in analysis.days {
      let span = zone.day(holding: day.begin)
      let cost = truth.filter { span.contains($0.end) }.reduce(Int128(0)) { $0 + Int128(max(0, $1.cost)) }
      #expect(day.cost == Money(nanodollars: cost), "\(day.begin)")
    }
  }

  @Test func orderMakesNoDifference() throws {
    let now = time("2025-11-03T10:07:00Z")
    let operations = made(800, seed: 9, days: 10, before: now)
    var random = SeededRandom(seed: 1)
    let first = try #require(feed(operations, batch: 800).costs(nil, .month))
    for batch in [1, 7, 100] {
      let shuffled = try #require(feed(operations.shuffled(using: &random), batch: batch).costs(nil, .month))
      #expect(shuffled == first)
    }
    let alone = feed(operations, batch: 50)
    for wrapper in first.analysis.wrappers {
      #expect(alone.costs(wrapper.name, .month)?.analysis.breakdown.all.cost == wrapper.cost)
    }
  }

  @Test func aSpendingOfNoOperationIsTheRest() throws {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    feed.lines(
      operation("2026-01-01T23:00:00Z", cost: "1"),
      #"{"event":"cost","operation_id":"x","wrapper_name":"w","cost_estimate":2,"time":"2026-01-01T23:10:00Z"}"#)
    let analysis = try #require(feed.state.costs(CostScope(), of: .day, at: feed.now)?.analysis)
    #expect(analysis.breakdown.all.cost == Money("3"))
    let rest = analysis.breakdown.rest(of: analysis.breakdown.operationTypes, named: "(no operation)")
    #expect(rest?.cost == Money("2") && rest?.operations == 0)
    #expect(analysis.hours.map(\.cost) == [Money("3")])
  }

  @Test func theRangeBeginsWhereDataDoes() throws {
    let feed = feed(
      [Made(wrapper: "a", end: time("2025-11-03T04:30:00Z"), status: .success, cost: 5, custom: [])], batch: 1)
    #expect(feed.costs(nil, .month)?.analysis.from == time("2025-11-03T04:00:00Z"))
    #expect(feed.costs(nil, .hour)?.analysis.breakdown.all.operations == 0)
    var none = BreakdownFeed(hours: 0)
    none.builder.operation(end: none.now)
    none.apply()
    #expect(none.costs() == nil)
  }

  @Test func snapshotsHoldCostsThatAreAskedFor() throws {
    var feed = feed(made(100, seed: 2, days: 3, before: time("2025-11-03T10:07:00Z")), batch: 10)
    var scope = SnapshotScope()
    #expect(feed.state.snapshot(at: feed.now, scope: scope).costs == nil)
    scope.costs = CostScope(wrapper: "w1")
    scope.timeRange = .week
    let live = try #require(feed.state.snapshot(at: feed.now, scope: scope).costs)
    #expect(live == feed.costs("w1", .week))
    scope.at = time("2025-11-02T00:30:00Z")
    let past = try #require(feed.state.snapshot(at: feed.now, scope: scope).costs)
    // What ended later in the same hour counts as well, and the report says so.
    #expect(
      past.analysis.through == time("2025-11-02T01:00:00Z")
        && past.analysis.breakdown.all.operations < live.analysis.breakdown.all.operations)
  }

  @Test func whatATableSaysOfTheModels() throws {
    var feed = BreakdownFeed()
    feed.state.prices = PriceTable(["m": TokenPrices(input: 1_000_000_000_000, output: 2_000_000_000_000)])
    feed.builder.operation(
      end: feed.now, custom: [("model_used", "openai/m"), ("prompt_tokens", 100), ("completion_tokens", 10)])
    feed.builder.operation(end: feed.now, custom: [("model_used", "n"), ("prompt_tokens", 100)])
    feed.apply()
    let report = try #require(feed.costs())
    #expect(report.prices.map(\.model) == ["n", "openai/m"] && report.prices.map(\.entry) == [nil, "m"])
    // 100 tokens of 1,000 nano-dollars and 10 of 2,000.
    #expect(
      report.analysis.kinds == [
        KindCost(kind: .uncachedInput, cost: Money(nanodollars: 100_000)),
        KindCost(kind: .output, cost: Money(nanodollars: 20_000)),
      ])
  }
}
