import Events
import Testing

@testable import Monitoring

/// What is not known is never an exact $0.00 (article Cost, Cost of an operation).
@Suite struct UnpricedTests {
  /// A feed whose table charges `rerank` for queries, `ask` for requests beside its output, and `draw` for images.
  private func feed(hasPrices: Bool = true, breakdownHours: Int = 721) -> Feed {
    var state = MonitorState(breakdownHours: breakdownHours)
    guard hasPrices else { return Feed(state: state) }
    var rerank = TokenPrices(input: 0, output: 0)
    rerank.request = 2_000_000
    var ask = TokenPrices(output: 1_000_000_000_000)
    ask.request = 5_000_000
    var draw = TokenPrices(input: 5_000_000_000_000, output: 0)
    draw.isByOtherUnits = true
    state.prices = PriceTable([
      "m": TokenPrices(input: 1_000_000_000_000, output: 10_000_000_000_000),
      "embed": TokenPrices(input: 2_000_000_000_000, output: 0), "rerank": rerank, "ask": ask, "draw": draw,
    ])
    return Feed(state: state)
  }

  @Test(arguments: [
    (#""model_used":"m","prompt_tokens":100,"completion_tokens":20"#, 300_000, 0),
    (#""model_used":"?","prompt_tokens":100"#, -1, 1), (#""prompt_tokens":100"#, -1, 1),
    (#""cached_tokens":1"#, -1, 1), (#""model_used":"?""#, -1, 0), (#""x":1"#, -1, 0), (#""tokens_used":0"#, -1, 0),
    // A price of 0 for output means that there is none.
    (#""model_used":"embed","tokens_used":100"#, 200_000, 0), (#""model_used":"m","tokens_used":100"#, -1, 1),
    // By request: those that it made, else one; nothing of a failure that tells of none.
    (#""model_used":"rerank","tokens_used":100"#, 2_000_000, 0), (#""model_used":"rerank""#, 2_000_000, 0),
    (#""model_used":"rerank","requests_made":3"#, 6_000_000, 0),
    (#""model_used":"ask","prompt_tokens":9,"completion_tokens":20"#, 5_020_000, 0),
    (#""model_used":"ask","requests_made":1e18"#, -1, 1),
    (#""model_used":"draw","prompt_tokens":9"#, -1, 1), (#""model_used":"draw""#, -1, 1),
    // Local models.
    (#""model_used":"ollama/m","prompt_tokens":100"#, -1, 1),
    (#""model_used":"m","custom_llm_provider":"ollama","prompt_tokens":100"#, -1, 1),
    (#""model_used":"m","custom_llm_provider":"openai","prompt_tokens":100"#, 100_000, 0),
    // Parts that are all 0 beside a model and tokens count as none.
    (#""total_cost":0,"model_used":"m","prompt_tokens":100"#, 100_000, 0),
    (#""api_cost":0,"compute_cost":0,"model_used":"?","prompt_tokens":100"#, -1, 1),
    (#""api_cost":0,"prompt_tokens":100"#, 0, 0), (#""total_cost":0,"model_used":"m""#, 0, 0),
  ])
  func rules(_ metrics: String, _ cost: Int, _ unpriced: UInt64) {
    var feed = feed()
    let steps = [
      #"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T23:30:00Z"}"#,
      #"{"event":"success","operation_id":"a","time":"2026-01-01T23:30:00Z","custom_metrics":{\#(metrics)}}"#,
      #"{"event":"end","operation_id":"a","time":"2026-01-01T23:30:00Z"}"#,
    ]
    for lines in [[record(metrics, id: "b")], steps] {
      feed.batch(lines)
      let last = feed.state.operations.newest(1) { _ in true }.first
      #expect(last?.cost?.nanodollars == (cost < 0 ? nil : Int128(cost)))
      #expect(feed.totals().unpriced == unpriced)
      #expect(feed.wrapper()?.costsToday.unpriced == 0 && feed.wrapper()?.range.sums.costs.unpriced == unpriced)
      feed = self.feed()
    }
  }

  @Test func aFailureIsChargedNoRequest() {
    var feed = feed()
    feed.lines(
      record(#""model_used":"rerank""#, status: "error"), record(#""model_used":"draw""#, status: "error"),
      record(#""model_used":"rerank","requests_made":1"#, status: "error"))
    #expect(
      feed.totals().costs
        == CostSum(amount: Money(nanodollars: 2_000_000), estimated: Money(nanodollars: 2_000_000)))
  }

  @Test(arguments: [0, 721])
  func withoutATableTokensAreUnpriced(breakdownHours: Int) {
    var feed = feed(hasPrices: false, breakdownHours: breakdownHours)
    feed.lines(
      record(#""model_used":"m","prompt_tokens":100"#), record(#""tokens_used":5"#), record(#""model_used":"m""#),
      record(#""api_cost":0,"model_used":"m","tokens_used":7"#), record(#""api_cost":0,"tokens_used":7"#),
      record(tokensOfM, more: #","cost_estimate":0"#), record(tokensOfM, more: #","cost_usd":"0.5""#),
      #"{"event":"start","operation_id":"s","wrapper_name":"w","time":"2026-01-01T23:30:00Z","#
        + #""custom_metrics":{"model_used":"m"}}"#,
      #"{"event":"success","operation_id":"s","time":"2026-01-01T23:31:00Z","custom_metrics":{"api_cost":0}}"#,
      #"{"event":"end","operation_id":"s","time":"2026-01-01T23:31:00Z","custom_metrics":{"tokens_used":9}}"#)
    #expect(feed.totals().costs == CostSum(amount: Money(nanodollars: 500_000_000), unpriced: 4))
  }

  // Costs that come late, as those of billing do, leave nothing unpriced.
  @Test(arguments: [0, 721])
  func aCostThatIsReportedLaterTakesItBack(breakdownHours: Int) {
    var feed = feed(hasPrices: false, breakdownHours: breakdownHours)
    feed.now = time("2026-01-01T23:45:00Z")
    feed.lines(record(tokensOfM, id: "a"), record(tokensOfM, id: "b"))
    #expect(feed.totals().costs == CostSum(unpriced: 2))
    feed.lines(
      #"{"event":"cost","operation_id":"a","wrapper_name":"w","cost_estimate":1,"time":"2026-01-01T23:40:00Z"}"#)
    let wrapper = feed.wrapper()
    let expected = CostSum(amount: Money(nanodollars: 1_000_000_000), unpriced: 1)
    #expect(
      wrapper?.totals.costs == expected && wrapper?.range.sums.costs == expected && wrapper?.costsToday == expected)
    guard breakdownHours > 0 else { return }
    let all = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -3600), through: feed.now).all
    #expect(all.costs == expected && all.unpricedTokens == 120)
  }

  @Test func whatExportsEstimateIsEstimated() throws {
    var feed = feed()
    feed.lines(
      record(tokensOfM + #","user_id":"u""#, more: #","cost_usd":"0.25","cost_is_estimated":true,"user_id":"u""#))
    let costs = CostSum(amount: Money(nanodollars: 250_000_000), estimated: Money(nanodollars: 250_000_000))
    #expect(feed.totals().costs == costs)
    let summary = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
    #expect(
      summary.all.costs == costs && summary.models.map(\.costs) == [costs] && summary.users.map(\.costs) == [costs])
    #expect(KindCost.kinds(of: summary.all) == [KindCost(kind: .estimate, cost: costs.amount)])
  }
}
