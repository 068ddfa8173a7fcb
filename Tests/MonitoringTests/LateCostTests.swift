import Events
import Testing

@testable import Monitoring

/// A cost that is reported for an operation whose cost was estimated takes the place of the estimate.
@Suite struct LateCostTests {
  private func money(_ text: String) -> Money { Money(text) ?? Money(nanodollars: -1) }

  private func cost(_ id: String, _ dollars: String, time: String = "2026-01-01T23:55:00Z") -> String {
    #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"w","time":"\#(time)","cost_estimate":\#(dollars)}"#
  }
  private func all(_ feed: Feed) -> GroupFigures {
    feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now).all
  }

  @Test(arguments: [false, true])
  func theEstimateIsTakenBack(isStored: Bool) throws {
    var feed = pricedFeed()
    if isStored { feed.state.trackChanges() }
    feed.lines(
      record(tokensOfM, id: "a", status: "error", more: #","fallback_used":true"#), record(tokensOfM, id: "b"),
      record(tokensOfM))
    let stored = feed.state.takeChanges()
    feed.lines(cost("a", "0.5"), cost("a", "0.5"), cost("unknown", "2"))
    #expect(feed.applied.accepted == 2 && feed.applied.duplicates == 1)
    let totals = feed.totals()
    #expect(totals.cost == Money("2.5006") && totals.estimated == Money("0.0006"))
    // A reported cost is spent at its own time.
    #expect(feed.state.wrappers[0].spending.elements.map(\.cost) == [600_000, 2_500_000_000])
    #expect(feed.state.wrappers[0].tens.elements.map(\.cost) == [600_000, 2_500_000_000])
    #expect(feed.state.wrappers[0].minutes.elements.map(\.sums.cost) == [600_000, 2_500_000_000])
    #expect(feed.state.wrappers[0].hours.elements.map(\.sums.cost) == [2_500_600_000])
    #expect(all(feed).cost == Money("2.5006"))
    #expect(all(feed).estimated == Money("0.0006"))
    // The operation had failed, with a fallback.
    #expect(all(feed).failureCost == Money("0.5") && all(feed).fallbackCost == Money("0.5"))
    if isStored {
      var changes = stored
      changes.absorb(feed.state.takeChanges())
      let wrapper = try #require(changes.wrappers[0])
      #expect(wrapper.tens.map(\.cost) == [600_000, 2_500_000_000])
      #expect(wrapper.minutes.map(\.sums.cost) == [600_000, 2_500_000_000])
      #expect(wrapper.spending.map(\.cost) == [600_000, 2_500_000_000])
      #expect(wrapper.record.totals.estimated == Money("0.0006"))
    }
  }

  @Test func aCostThatCameBeforeTheRecordStands() {
    var feed = pricedFeed()
    feed.lines(cost("a", "0.5"), record(tokensOfM, id: "a"), record(tokensOfM, id: "b"), cost("a", "0.5"))
    #expect(feed.applied.duplicates == 1)
    let totals = feed.totals()
    #expect(totals.cost == Money("0.5003") && totals.estimated == Money("0.0003"))
  }

  @Test func onlyTheLastEstimatesAreRemembered() {
    var feed = pricedFeed()
    let count = UncostedOperations.limit + 2
    feed.batch((0..<count).map { record(tokensOfM, id: "\($0)") })
    feed.lines(cost("0", "1"), cost("1", "1"))
    let before = feed.totals().estimated
    #expect(before.nanodollars == Int128(count) * 300_000)
    feed.lines(cost("2", "1"), cost("\(count - 1)", "1"), cost("\(UncostedOperations.limit - 1)", "1"))
    let totals = feed.totals()
    #expect(totals.estimated.nanodollars == Int128(count - 3) * 300_000)
    #expect(totals.cost == totals.estimated + Money(nanodollars: 5_000_000_000))
  }

  @Test func anEstimateWhoseTimeHasNotComeStays() {
    var feed = pricedFeed()
    feed.now = time("2026-01-01T20:00:00Z")
    feed.lines(record(tokensOfM, id: "a"), cost("a", "1", time: "2026-01-01T19:00:00Z"))
    feed.now = time("2026-01-02T00:00:00Z")
    let totals = feed.totals()
    #expect(totals.cost == Money("1.0003") && totals.estimated == Money("0.0003"))
    #expect(feed.state.wrappers[0].spending.elements.map(\.cost) == [1_000_000_000, 300_000])
  }

  private func late(_ id: String, _ more: String) -> String {
    #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"w","time":"2026-01-01T23:55:00Z",\#(more)}"#
  }
  private func summary(_ feed: Feed) -> BreakdownSummary {
    feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
  }

  @Test func theCostOfAnOperationGoesToItsModelAndType() throws {
    var feed = pricedFeed()
    feed.lines(
      record(tokensOfM, id: "a", more: #","operation_type":"chat""#),
      record(#""model_used":"x","prompt_tokens":7"#, id: "b", more: #","operation_type":"chat""#),
      record("", id: "c", more: #","operation_type":"embed""#))
    feed.lines(cost("a", "0.5"), cost("b", "0.25"), cost("c", "0.125"))
    let summary = summary(feed)
    let models = Dictionary(uniqueKeysWithValues: summary.models.map { ($0.name, $0) })
    #expect(models["m"]?.costs == CostSum(amount: money("0.5")) && models["m"]?.operations == 1)
    #expect(models["m"]?.estimatedInput == .zero && models["m"]?.estimatedOutput == .zero)
    // What was unpriced is so no more.
    #expect(models["x"]?.costs == CostSum(amount: money("0.25")) && models["x"]?.unpricedTokens == 0)
    let types = Dictionary(uniqueKeysWithValues: summary.operationTypes.map { ($0.name, $0.costs.amount) })
    #expect(types == ["chat": Money("0.75"), "embed": Money("0.125")])
    #expect(summary.all.costs == CostSum(amount: money("0.875")) && summary.all.operations == 3)
  }

  @Test func anEventBringsTokensModelAndParts() throws {
    var feed = pricedFeed()
    feed.lines(record("", id: "a"), record(tokensOfM, id: "b"))
    let told =
      #""cost_estimate":0.5,"api_cost":0.4,"infrastructure_cost":0.1,"user_id":"ann","#
      + #""custom_metrics":{"model_used":"x","tokens_used":50}"#
    feed.lines(late("a", told), late("b", told), late("unknown", told))
    let summary = summary(feed)
    // The tokens that an operation had told count once.
    #expect(summary.all.tokens == 50 + 120 + 50 && summary.all.operations == 2)
    #expect(summary.all.apiCost == Money("1.2") && summary.all.infrastructureCost == Money("0.3"))
    let models = Dictionary(uniqueKeysWithValues: summary.models.map { ($0.name, $0) })
    #expect(models["x"]?.cost == Money("1") && models["x"]?.tokens == 100 && models["x"]?.operations == 0)
    // An operation whose model is known stays with it.
    #expect(models["m"]?.cost == Money("0.5") && models["m"]?.tokens == 120 && models["m"]?.operations == 1)
    #expect(summary.users.map(\.cost) == [Money("1.5")] && summary.users.map(\.operations) == [0])
    #expect(feed.totals().total == 2)
  }

  @Test func theMedianKnowsTheCostsThatCameLate() {
    var feed = pricedFeed()
    feed.lines(record("", id: "a"), record("", id: "b"), record("", id: "c"))
    feed.lines(cost("a", "1"), cost("b", "2"), cost("c", "3"), cost("unknown", "100"))
    #expect(all(feed).medianCostUsd.map { abs($0 - 2) < 0.04 } == true)
  }

  @Test func scoresMayComeLateAndWithoutACost() {
    var feed = pricedFeed()
    feed.lines(record(tokensOfM, id: "a"), record("", id: "b", more: #","quality_score":0.5"#))
    feed.lines(late("a", #""quality_score":0.9"#), late("a", #""user_satisfaction":4"#))
    #expect(feed.applied.accepted == 2 && feed.applied.duplicates == 0)
    let summary = summary(feed)
    #expect(summary.all.meanQuality.map { abs($0 - 0.7) < 1e-9 } == true)
    #expect(summary.models.map(\.meanQuality) == [0.9])
    // They are no cost: the estimate stands, and the cost may still come.
    #expect(feed.totals().estimated == Money("0.0003"))
    feed.lines(cost("a", "0.5"))
    #expect(feed.applied.accepted == 1 && feed.totals().costs == CostSum(amount: money("0.5")))
  }

  @Test func anOperationUnderWayTakesAScore() {
    var feed = pricedFeed()
    feed.lines(
      #"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T23:50:00Z"}"#,
      late("a", #""quality_score":0.8"#), late("a", #""cost_estimate":0.5"#),
      #"{"event":"end","operation_id":"a","time":"2026-01-01T23:56:00Z"}"#)
    #expect(feed.applied.accepted == 4)
    #expect(all(feed).meanQuality == 0.8 && all(feed).cost == Money("0.5"))
  }

  @Test func afterARestartAnEstimateIsTakenBackAsBefore() throws {
    var feed = pricedFeed()
    feed.state.trackChanges()
    feed.lines(record(tokensOfM, id: "a", more: #","operation_type":"chat""#), record("", id: "b"))
    let stored = StoredMonitor(feed.state.takeChanges())
    feed.state = feed.state.emptied
    feed.state.restore(stored, now: feed.now)
    feed.lines(cost("a", "0.5"), cost("b", "0.25"), cost("a", "0.5"))
    #expect(feed.applied.duplicates == 1)
    #expect(feed.totals().costs == CostSum(amount: money("0.75")))
    let summary = summary(feed)
    #expect(summary.models.map(\.costs) == [CostSum(amount: money("0.5"))])
    let types = Dictionary(uniqueKeysWithValues: summary.operationTypes.map { ($0.name, $0.costs.amount) })
    #expect(types == ["chat": Money("0.5"), "default": Money("0.25")])
  }
}
