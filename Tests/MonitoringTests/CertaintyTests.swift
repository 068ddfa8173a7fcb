import Events
import TestSupport
import Testing

@testable import Monitoring

/// Sums of costs carry how exact they are, whatever they are summed over.
@Suite struct CertaintyTests {
  @Test func figuresSayIt() {
    let money = Money(nanodollars: 1)
    #expect(CostSum(amount: money).certainty.mark("$1") == "$1")
    #expect(CostSum(amount: money, estimated: money).certainty.mark("$1") == "~$1")
    #expect(CostSum(amount: money, unpriced: 1).certainty.mark("$1") == ">=$1")
    #expect(CostSum(unpriced: 1, unknown: 1).certainty.mark("$0") == ">=~$0")
    #expect(CostSum(unpriced: 1).certainty.markRest("$1") == "<=$1")
    #expect(CostSum(amount: money, estimated: money).certainty.word == "estimated")
    #expect(CostSum(unpriced: 1).certainty.word == "lower_bound" && CostSum.zero.certainty.word == "exact")
  }

  // Operations of two weeks, late ones among them, some reported, some estimated, some unpriced, some without a cost.
  private func fed(_ seed: Int) -> (feed: Feed, all: CostSum, today: CostSum, hour: CostSum) {
    var random = SeededRandom(seed: seed)
    var feed = pricedFeed()
    feed.state.budgets.overall = BudgetLimits(daily: Money(nanodollars: 1), monthly: Money(nanodollars: 1))
    var all = CostSum.zero, today = CostSum.zero, hour = CostSum.zero
    let now = time("2026-01-20T17:23:45Z")
    for step in stride(from: Int64(13 * 86_400), through: 0, by: -3600) {
      feed.now = now.advanced(seconds: -step)
      let lines = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        let late = Int64.random(
          in: 0...[10, 100, 4000, 200_000][Int.random(in: 0...3, using: &random)], using: &random)
        let end = feed.now.advanced(seconds: -late)
        var cost = CostSum.zero
        let metrics: String
        var more = ""
        switch Int.random(in: 0...4, using: &random) {
        case 0:
          metrics = tokensOfM
          cost = CostSum(amount: Money(nanodollars: 300_000), estimated: Money(nanodollars: 300_000))
        case 1:
          metrics = #""model_used":"?","tokens_used":5"#
          cost = CostSum(unpriced: 1)
        case 2:
          metrics = #""x":1"#
        case 3:
          metrics = tokensOfM
          more = #","cost_usd":0.000000007,"cost_is_estimated":true"#
          cost = CostSum(amount: Money(nanodollars: 7), estimated: Money(nanodollars: 7))
        default:
          metrics = tokensOfM
          more = #","cost_estimate":"1.000000001""#
          cost = CostSum(amount: Money(nanodollars: 1_000_000_001))
        }
        all += cost
        if end >= now.startOfDay { today += cost }
        if end.seconds / 10 >= now.seconds / 10 - 360 { hour += cost }
        return #"{"wrapper_name":"w\#(Int.random(in: 0...2, using: &random))","end_time":"\#(end)","#
          + #""custom_metrics":{\#(metrics)}\#(more)}"#
      }
      feed.batch(lines)
    }
    return (feed, all, today, hour)
  }

  @Test(arguments: modelSeeds(4, brief: 2).map { $0 + 1 })
  func partsComeToTheWhole(seed: Int) throws {
    var (feed, all, today, hour) = fed(seed)
    let snapshot = feed.snapshot()
    let wrappers = snapshot.wrappers
    #expect(all.unpriced > 0 && all.estimated > .zero)
    #expect(wrappers.reduce(.zero) { $0 + $1.totals.costs } == all)
    #expect(wrappers.reduce(.zero) { $0 + $1.costsToday } == today && snapshot.costsToday == today)
    #expect(wrappers.reduce(.zero) { $0 + $1.range.sums.costs } == hour)
    #expect(snapshot.budget?.daily?.costs == today && snapshot.budget?.monthly?.costs == all)
    #expect(snapshot.budget?.daily?.burnCertainty == hour.certainty)
    // The same when it is looked back at, and after the sums were kept up to date.
    let numbers = Array(feed.state.wrappers.indices)
    #expect(feed.state.spending(of: numbers, in: .day, at: feed.now).costs == today)
    #expect(feed.state.spending(of: numbers, in: .month, at: feed.now.advanced(seconds: 1)).costs == all)
    // By day, by hour, by wrapper, by model and what names none.
    let report = try #require(feed.state.costs(CostScope(from: time("2026-01-01T00:00:00Z")), of: .month, at: feed.now))
    #expect(report.analysis.days.reduce(.zero) { $0 + $1.costs } == all)
    #expect(report.analysis.hours.reduce(.zero) { $0 + $1.costs } == all)
    #expect(report.analysis.wrappers.reduce(.zero) { $0 + $1.costs } == all)
    #expect(report.analysis.breakdown.modelsAndRest.reduce(.zero) { $0 + $1.costs } == all)
    #expect(
      feed.state.wrappers.indices.flatMap { feed.state.dailyCosts(of: "w\($0)") }.reduce(.zero) { $0 + $1.costs } == all
    )
    #expect(report.analysis.kinds.reduce(.zero) { $0 + $1.costs.amount } == all.amount)
    #expect(report.analysis.kinds.reduce(.zero) { $0 + $1.costs.estimated } == all.estimated)
  }

  @Test func dividedDaysStayExactAsWell() throws {
    var (feed, all, _, _) = fed(9)
    feed.state.budgets.zone = ZoneRules(
      name: "Asia/Kolkata", first: ZoneRules.Offset(seconds: 19_800, abbreviation: "IST"))
    let report = try #require(feed.state.costs(CostScope(from: time("2026-01-01T00:00:00Z")), of: .month, at: feed.now))
    #expect(report.analysis.days.reduce(.zero) { $0 + $1.costs } == all)
  }

  private func near(_ value: Double?, _ expected: Double, within share: Double) -> Bool {
    value.map { abs($0 - expected) <= share * expected } ?? false
  }

  @Test func theMedianOfAnEvenNumberLiesBetween() {
    var histogram = ExponentialHistogram()
    #expect(histogram.median == nil)
    histogram.addZeroes(1)
    histogram.add(nanoseconds: 20_000_000)
    #expect(near(histogram.median, 10, within: 0.02))
    histogram.add(nanoseconds: 40_000_000)
    #expect(near(histogram.median, 20, within: 0.02))
    histogram.add(nanoseconds: 60_000_000)
    #expect(near(histogram.median, 30, within: 0.02))
  }

  // Objects do not crowd out what stands by itself.
  @Test func joinedNamesTakeHalfOfTheKeys() {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    for part in 0..<20 {
      let members = (0..<10).map { #""k\#(part)x\#($0)":1"# }.joined(separator: ",")
      feed.lines(record(#""o":{\#(members)}"#))
    }
    feed.lines(record((0..<40).map { #""flat\#($0)":1"# }.joined(separator: ",")))
    let numbers = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now).numbers
    #expect(numbers.count { $0.name.hasPrefix("o.") } == 32)
    #expect(numbers.count { $0.name.hasPrefix("flat") } == 32)
    #expect(numbers.first { $0.name == "(other)" }?.count == 200 - 32 + 8)
  }
}
