import Events
import Testing

@testable import Monitoring

/// The formulas of article Cost, Budgets by hand.
@Suite struct SpendingTests {
  private func spending(
    _ feed: Feed, _ period: BudgetPeriod = .day, _ limits: BudgetLimits = BudgetLimits(), at: String? = nil
  ) -> PeriodSpending {
    feed.state.spending(of: feed.state.wrappers.indices, in: period, at: at.map(time) ?? feed.now, within: limits)
  }

  @Test func aFullHourOfData() {
    var feed = Feed(now: "2026-03-10T18:00:00Z")
    feed.lines(
      operation("2026-03-01T12:00:00Z", cost: "10"), operation("2026-03-09T23:59:59Z", cost: "5"),
      operation("2026-03-10T00:00:00Z", cost: "2"), operation("2026-03-10T16:59:59Z", cost: "1"),
      operation("2026-03-10T17:00:00Z", cost: "0.5"), operation("2026-03-10T18:00:00Z", cost: "1.5"))
    let day = spending(feed, .day, BudgetLimits(daily: Money("8"), monthly: Money("500")))
    #expect(day.began == time("2026-03-10T00:00:00Z") && day.turnsAt == time("2026-03-11T00:00:00Z"))
    #expect(day.spent == Money("5"))
    #expect(day.burnPerHour == Money("2"))
    // 5 + 2 x 6 h.
    #expect(day.projected == Money("17"))
    #expect(day.remaining == Money("3"))
    // 3 over 2 an hour.
    #expect(day.exhaustedAt == time("2026-03-10T19:30:00Z"))
    #expect(day.share == 0.625 && day.status == .healthy)
    let month = spending(feed, .month, BudgetLimits(daily: Money("8"), monthly: Money("500")))
    #expect(month.began == time("2026-03-01T00:00:00Z") && month.turnsAt == time("2026-04-01T00:00:00Z"))
    #expect(month.spent == Money("20"))
    // 20 + 2 x (21 x 24 + 6) h.
    #expect(month.projected == Money("1040"))
    // 480 over 2 an hour: 240 h.
    #expect(month.exhaustedAt == time("2026-03-20T18:00:00Z"))
  }

  @Test func beforeAFullHourOfDataItIsWhatWasSpentSinceTheFirstSlot() {
    var feed = Feed(now: "2026-03-10T12:20:00Z")
    feed.lines(operation("2026-03-10T12:00:07Z", cost: "1"), operation("2026-03-10T12:10:00Z", cost: "2"))
    // From 12:00:00, where the slot of ten seconds begins: 20 minutes.
    #expect(spending(feed).burnPerHour == Money("9"))
    feed.now = time("2026-03-10T12:00:01Z")
    // At least ten seconds.
    var young = Feed(now: "2026-03-10T12:00:01Z")
    young.lines(operation("2026-03-10T12:00:01Z", cost: "1"))
    #expect(spending(young).burnPerHour == Money("360"))
    young.now = time("2026-03-10T12:00:59Z")
    #expect(spending(young).burnPerHour == Money("61.016949153"))
    young.now = time("2026-03-10T13:00:00Z")
    #expect(spending(young).burnPerHour == Money("1"))
    young.now = time("2026-03-10T13:00:10Z")
    #expect(spending(young).burnPerHour == .zero)
  }

  @Test func theFirstDataOfAnyWrapperCount() {
    var feed = Feed(now: "2026-03-10T12:20:00Z")
    feed.lines(
      operation("2026-03-10T11:40:00Z", wrapper: "v"), operation("2026-03-10T12:10:00Z", wrapper: "w", cost: "2"))
    #expect(spending(feed).burnPerHour == Money("3"))
    let own = feed.state.spending(of: [1], in: .day, at: feed.now)
    #expect(own.burnPerHour == Money("12"))
  }

  @Test func dataThatSlotsOfTenSecondsHaveForgottenMakeAFullHour() {
    var feed = Feed(now: "2026-03-10T12:20:00Z")
    feed.lines(operation("2026-03-10T11:05:00Z", cost: "1"), operation("2026-03-10T12:19:00Z", cost: "2"))
    #expect(spending(feed).burnPerHour == Money("2"))
    var late = Feed(now: "2026-03-10T12:20:00Z")
    late.lines(operation("2026-03-10T11:45:35Z", cost: "1"), operation("2026-03-10T12:20:00Z", cost: "2"))
    // 34:30 since 11:45:30.
    #expect(spending(late).burnPerHour == Money("5.217391304"))
  }

  @Test func costsWithoutAnOperationCount() throws {
    var feed = Feed(now: "2026-03-10T12:20:00Z")
    feed.lines(
      operation("2026-03-10T11:00:00Z"),
      #"{"event":"cost","operation_id":"x","wrapper_name":"w","total_cost":8,"time":"2026-03-10T12:10:00Z"}"#)
    #expect(spending(feed).spent == Money("8"))
    #expect(spending(feed).burnPerHour == Money("8"))
    let shown = feed.wrapper()
    let wrapper = try #require(shown)
    #expect(wrapper.range.sums.costs.amount == Money("8") && wrapper.range.sums.operations == 0)
    #expect(wrapper.detail?.series.reduce(Money.zero) { $0 + $1.sums.costs.amount } == Money("8"))
    #expect(wrapper.totals.total == 1 && wrapper.health.sums.operations == 0)
    #expect(spending(feed, at: "2026-03-10T12:09:59Z").spent == .zero)
    #expect(spending(feed, at: "2026-03-10T12:10:00Z").spent == Money("8"))
  }

  @Test func whatIsStillToComeCountsWhenItsTimeComes() throws {
    var feed = Feed(now: "2026-03-10T12:00:00Z")
    feed.lines(
      operation("2026-03-10T13:00:00Z", cost: "1"),
      #"{"event":"cost","operation_id":"x","wrapper_name":"w","total_cost":8,"time":"2026-03-10T14:00:00Z"}"#,
      operation("2026-03-10T11:00:00Z", cost: "0.5"))
    #expect(spending(feed).spent == Money("0.5"))
    #expect(feed.wrapper()?.costToday == Money("0.5"))
    #expect(feed.wrapper()?.totals.cost == Money("9.5"))
    // What had happened by then is known all the same.
    let past = try #require(feed.state.only(at: feed.now, .all(.hour, at: time("2026-03-10T11:30:00Z"))))
    #expect(past.totals.cost == Money("0.5") && past.totals.total == 1)
    feed.now = time("2026-03-10T13:30:00Z")
    #expect(feed.wrapper()?.costToday == Money("1.5"))
    feed.now = time("2026-03-10T14:00:00Z")
    #expect(feed.wrapper()?.costToday == Money("9.5"))
    #expect(feed.wrapper()?.totals.total == 2)
    #expect(spending(feed).burnPerHour == Money("9"))
  }

  @Test func whenABudgetIsSpent() {
    var feed = Feed(now: "2026-03-10T18:00:00Z")
    feed.lines(operation("2026-03-10T10:00:00Z", cost: "6"), operation("2026-03-10T17:30:00Z", cost: "2"))
    func exhausted(_ budget: String) -> Timestamp? {
      spending(feed, .day, BudgetLimits(daily: Money(budget))).exhaustedAt
    }
    #expect(exhausted("19.999999998") == time("2026-03-10T23:59:59.999996Z"))
    // At the turn it is too late.
    #expect(exhausted("20") == nil)
    #expect(exhausted("8") == feed.now)
    // Six spent more than the budget: three hours ago at this rate.
    #expect(exhausted("2") == time("2026-03-10T15:00:00Z"))
    #expect(spending(feed, .day, BudgetLimits(daily: Money("2"))).remaining == Money("-6"))
    feed.lines(operation("2026-03-10T09:00:00Z", cost: "100"))
    // Before the day had begun.
    #expect(exhausted("2") == nil)
    #expect(spending(feed, .day).exhaustedAt == nil && spending(feed, .day).status == nil)
    feed.now = time("2026-03-10T20:00:00Z")
    #expect(exhausted("200") == nil)
    #expect(spending(feed).projected == Money("108"))
  }

  @Test(arguments: [
    ("0.799999999", BudgetStatus.healthy), ("0.8", .warning), ("0.949999999", .warning), ("0.95", .critical),
    ("0.999999999", .critical), ("1", .exceeded), ("1.5", .exceeded),
  ])
  func thresholdsAreReachedExactly(cost: String, status: BudgetStatus) {
    var feed = Feed(now: "2026-03-10T18:00:00Z")
    feed.lines(operation("2026-03-10T10:00:00Z", cost: cost))
    #expect(spending(feed, .day, BudgetLimits(daily: Money("1"))).status == status)
    let thresholds = BudgetThresholds(warning: 0.1, critical: 0.2)
    #expect(spending(feed, .day, BudgetLimits(daily: Money("100"), thresholds: thresholds)).status == .healthy)
  }

  // One call of $5 in the first half minute says nothing of a month.
  @Test func nothingIsProjectedBeforeTheFirstOperationIsTenMinutesOld() {
    var feed = Feed(now: "2026-03-10T12:00:00Z")
    #expect(spending(feed).projected == nil)
    feed.lines(operation("2026-03-10T11:59:30Z", cost: "5"))
    feed.now = time("2026-03-10T12:09:29Z")
    #expect(spending(feed).projected == nil && spending(feed, .day, BudgetLimits(daily: Money("1"))).exhaustedAt == nil)
    feed.now = time("2026-03-10T12:09:30Z")
    #expect(spending(feed).projected != nil)
  }

  @Test func nothingWrapsAround() {
    var feed = Feed(now: "2026-03-10T12:00:00Z")
    feed.batch((0..<10_000).map { _ in operation("2026-03-10T11:50:00Z", cost: "1000000") })
    let day = spending(feed, .day, BudgetLimits(daily: Money("0.01")))
    #expect(day.spent == Money("10000000000"))
    // In ten minutes.
    #expect(day.burnPerHour == Money("60000000000"))
    #expect(day.projected == Money("730000000000"))
    #expect(day.status == .exceeded)
    #expect(day.remaining == Money("-9999999999.99"))
    #expect(day.exhaustedAt == time("2026-03-10T11:50:00Z"))
    #expect(Int128.max.scaled(by: .max, over: 1) == .max)
    #expect(Int128.max.scaled(by: -2, over: 1) == .min)
    #expect(Int128.max.addingSaturating(1) == .max && Int128.min.addingSaturating(-1) == .min)
  }

  @Test(arguments: [
    (7, 1, 2, 4), (-7, 1, 2, -4), (5, 1, 4, 1), (6, 1, 4, 2), (-5, 1, 4, -1), (0, 9, 7, 0), (10, 3, 30, 1),
  ])
  func scaling(value: Int, numerator: Int, denominator: Int, expected: Int) {
    #expect(Int128(value).scaled(by: Int128(numerator), over: Int128(denominator)) == Int128(expected))
  }
}
