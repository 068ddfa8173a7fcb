import Events
import Testing

@testable import Monitoring

/// A cost that is reported for an operation whose cost was estimated takes the place of the estimate.
@Suite struct LateCostTests {
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
    #expect(all(feed).failureCost == .zero && all(feed).fallbackCost == .zero)
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
    let count = CountedPricings.limit + 2
    feed.batch((0..<count).map { record(tokensOfM, id: "\($0)") })
    feed.lines(cost("0", "1"), cost("1", "1"))
    let before = feed.totals().estimated
    #expect(before.nanodollars == Int128(count) * 300_000)
    feed.lines(cost("2", "1"), cost("\(count - 1)", "1"), cost("\(CountedPricings.limit - 1)", "1"))
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
}
