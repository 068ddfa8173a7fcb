import Events
import Testing

@testable import Monitoring

/// A feed with prices: `m` charges $1 and $10 for a million tokens of input and output, `e` only $2 for input.
func pricedFeed(breakdownHours: Int = 721) -> Feed {
  var state = MonitorState(breakdownHours: breakdownHours)
  state.prices = PriceTable([
    "m": TokenPrices(input: 1_000_000_000_000, output: 10_000_000_000_000, cacheRead: 100_000_000_000),
    "e": TokenPrices(input: 2_000_000_000_000), "free": TokenPrices(input: 0, output: 0),
  ])
  return Feed(state: state)
}

extension Feed {
  /// The totals of the wrapper `w`.
  mutating func totals() -> WrapperTotals { wrapper()?.totals ?? WrapperTotals() }
}

/// A record with custom metrics.
func record(_ metrics: String, id: String? = nil, status: String = "success", more: String = "") -> String {
  let id = id.map { #""operation_id":"\#($0)","# } ?? ""
  return #"{\#(id)"wrapper_name":"w","end_time":"2026-01-01T23:30:00Z","status":"\#(status)","#
    + #""custom_metrics":{\#(metrics)}\#(more)}"#
}

let tokensOfM = #""model_used":"m","prompt_tokens":100,"completion_tokens":20"#

/// Costs that are estimated while events are applied.
@Suite struct EstimationTests {
  private func summary(_ feed: Feed) -> BreakdownSummary {
    feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
  }
  private func records(_ feed: Feed) -> [OperationRecord] { feed.state.operations.records { _, _ in true } }

  @Test(arguments: [0, 721])
  func estimatesGoWhereReportedCostsGo(breakdownHours: Int) throws {
    var feed = pricedFeed(breakdownHours: breakdownHours)
    // 100 tokens of input and 20 of output: 100,000 + 200,000 nano-dollars.
    feed.lines(record(tokensOfM), record(tokensOfM, more: #","cost_estimate":0.5"#), record(#""prompt_tokens":7"#))
    let snapshot = feed.wrapper()
    let wrapper = try #require(snapshot)
    #expect(wrapper.totals.cost == Money("0.5003"))
    #expect(wrapper.totals.estimated == Money("0.0003"))
    // Tokens of no model.
    #expect(wrapper.totals.unpriced == 1)
    #expect(wrapper.detail?.stats.figures.sums.costs.amount == Money("0.5003"))
    #expect(feed.state.wrappers[0].spending.elements.map(\.cost) == [500_300_000])
    #expect(records(feed).map(\.cost) == [Money("0.0003"), Money("0.5"), nil])
    #expect(records(feed).map(\.isCostEstimated) == [true, false, false])
  }

  @Test func withoutPricesAllTokensAreUnpriced() {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    feed.lines(record(tokensOfM), record(#""model_used":"unknown","tokens_used":5"#))
    let totals = feed.totals()
    #expect(totals.costs == CostSum(unpriced: 2))
    #expect(records(feed).map(\.cost) == [nil, nil])
    #expect(summary(feed).all.unpriced == 2 && summary(feed).all.unpricedTokens == 125)
  }

  @Test func breakdownsTellTheParts() {
    var feed = pricedFeed()
    feed.lines(
      record(#""model_used":"m","prompt_tokens":1000,"completion_tokens":20,"cache_read_input_tokens":400"#),
      record(#""model_used":"m","prompt_tokens":1000,"cached_tokens":100,"cache_creation_input_tokens":300"#),
      record(tokensOfM, more: #","cost_estimate":0.25"#))
    for figures in [summary(feed).all, summary(feed).models.first { $0.name == "m" }] {
      #expect(figures?.estimatedInput == Money("0.0012"))
      #expect(figures?.estimatedCacheRead == Money("0.00005"))
      // The table has no price for writing: that of input.
      #expect(figures?.estimatedCacheWrite == Money("0.0003"))
      #expect(figures?.estimatedOutput == Money("0.0002"))
      #expect(figures?.estimated == Money("0.00175"))
      #expect(figures?.cost == Money("0.25175"))
      #expect(figures?.unpriced == 0)
    }
  }

  @Test func tokensWithoutAPriceAreUnpriced() {
    var feed = pricedFeed()
    feed.lines(
      record(#""model_used":"other","prompt_tokens":30,"completion_tokens":12"#),
      // Input and output are not told apart, and cost differently.
      record(#""model_used":"m","tokens_used":8"#), record(tokensOfM))
    let totals = feed.totals()
    #expect(totals.unpriced == 2)
    #expect(totals.cost == Money("0.0003") && totals.estimated == totals.cost)
    #expect(records(feed).map(\.cost) == [nil, nil, Money("0.0003")])
    let all = summary(feed).all
    #expect(all.unpriced == 2)
    #expect(all.unpricedTokens == 50)
    #expect(summary(feed).models.filter { $0.unpriced > 0 }.map(\.name) == ["m", "other"])
    #expect(summary(feed).models.first { $0.name == "other" }?.unpricedTokens == 42)
  }

  @Test func onlyAModelAndTokensMakeAnEstimate() {
    var feed = pricedFeed()
    feed.lines(
      record(#""model_used":"e","tokens_used":1000"#),
      // The model that was used comes before the one that was selected, which does if that is all there is.
      record(#""selected_model":"m","model_used":"e","tokens_used":1000"#),
      record(#""selected_model":"e","tokens_used":1000"#),
      record(#""model_used":"free","prompt_tokens":5,"completion_tokens":5"#),
      record(#""model_used":"m""#), record(#""tokens_used":9"#), record(#""model_used":"x","prompt_tokens":0"#),
      record(#""model_used":"x","tokens_used":0,"total_cost":0"#),
      record(#""model_used":7,"tokens_used":9"#), record(#""model_used":"m","cached_tokens":"many""#))
    #expect(
      records(feed).map { $0.cost?.nanodollars } == [2_000_000, 2_000_000, 2_000_000, 0, nil, nil, nil, 0, nil, nil])
    #expect(records(feed).map(\.isCostEstimated) == [true, true, true, true] + Array(repeating: false, count: 6))
    let totals = feed.totals()
    // Two tell tokens and no model that is a text.
    #expect(totals.estimated == Money("0.006") && totals.unpriced == 2)
  }

  @Test func batchesThatAreKeptWholeShowEstimates() {
    var feed = pricedFeed()
    var lines: [String] = []
    for place in 0..<40 {
      lines.append(
        record(place % 3 == 0 ? tokensOfM : #""x":1"#, id: "\(place)", status: place % 4 == 0 ? "error" : "success"))
      if place == 7 { lines.append("broken") }
    }
    feed.batch(lines)
    let costs = (0..<40).map { $0 % 3 == 0 ? Money("0.0003") : nil }
    #expect(records(feed).map(\.cost) == costs)
    #expect(records(feed).map(\.isCostEstimated) == costs.map { $0 != nil })
    let failures = feed.state.wrappers[0].failures.records()
    #expect(failures.count == 10)
    #expect(failures.allSatisfy { $0.isCostEstimated == ($0.cost == Money("0.0003")) })
    #expect(failures.count { $0.isCostEstimated } == 4)
  }

  @Test(arguments: [0, 721])
  func operationsReportedAsTheyHappenAreEstimatedAtTheirEnd(breakdownHours: Int) {
    var feed = pricedFeed(breakdownHours: breakdownHours)
    func step(_ event: String, _ id: String, _ fields: String = "") -> String {
      #"{"event":"\#(event)","operation_id":"\#(id)","wrapper_name":"w","time":"2026-01-01T23:30:00Z"\#(fields)}"#
    }
    func metrics(_ text: String) -> String { #","custom_metrics":{\#(text)}"# }
    feed.lines(
      step("start", "a", metrics(#""model_used":"m","prompt_tokens":100"#)),
      step("success", "a", metrics(#""completion_tokens":20"#)), step("end", "a"),
      // A cost that is reported while it is under way wins.
      step("start", "b", metrics(tokensOfM)), step("cost", "b", #","cost_estimate":0.25"#), step("end", "b"),
      step("start", "c", metrics(#""model_used":"other","tokens_used":3"#)), step("end", "c"),
      // Its cost came before it began.
      step("cost", "d", #","cost_estimate":1"#), step("start", "d", metrics(tokensOfM)), step("end", "d"))
    #expect(feed.rejected == [])
    #expect(records(feed).map(\.cost) == [Money("0.0003"), Money("0.25"), nil, nil])
    #expect(records(feed).map(\.isCostEstimated) == [true, false, false, false])
    #expect(feed.applied.ended.map(\.record) == records(feed))
    let totals = feed.totals()
    #expect(totals.cost == Money("1.2503") && totals.estimated == Money("0.0003") && totals.unpriced == 1)
  }

  @Test func aModelIsLookedUpAgainUnderOtherPrices() {
    var feed = pricedFeed()
    feed.lines(record(tokensOfM))
    feed.state.prices = PriceTable(["m": TokenPrices(input: 0, output: 1_000_000_000_000)])
    feed.lines(record(tokensOfM))
    #expect(records(feed).map(\.cost) == [Money("0.0003"), Money("0.00002")])
  }

  @Test func manyModelsKeepTheirPrices() {
    var state = MonitorState()
    state.prices = PriceTable(
      Dictionary(uniqueKeysWithValues: (0..<2000).map { ("m\($0)", TokenPrices(input: Int64($0) * 1_000_000_000)) }))
    var feed = Feed(state: state)
    for _ in 0..<2 {
      feed.batch((0..<2000).map { record(#""model_used":"m\#($0)","prompt_tokens":1"#) })
      #expect(records(feed).suffix(2000).map { $0.cost?.nanodollars } == (0..<2000).map { Int128($0) })
    }
  }
}
