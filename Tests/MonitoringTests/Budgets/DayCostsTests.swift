import Events
import Testing

@testable import Monitoring

/// Costs by days of the zone of the budgets.
@Suite struct DayCostsTests {
  @Test func daysAreThoseOfTheZone() throws {
    var feed = BreakdownFeed(now: "2026-03-29T23:00:00Z")
    for (end, cost) in [
      ("2026-03-28T22:59:59Z", 1), ("2026-03-28T23:00:00Z", 2), ("2026-03-29T21:59:59Z", 4),
      ("2026-03-29T22:00:00Z", 8),
    ] {
      feed.builder.operation(end: time(end), cost: Int64(cost) * 1_000_000_000, custom: [("tokens_used", 10)])
      feed.apply()
    }
    feed.state.budgets.zone = try ZoneRules(system: "Europe/Berlin")
    let days = feed.state.dailyCosts(of: "w")
    #expect(days.map(\.date) == ["2026-03-28", "2026-03-29", "2026-03-30"])
    #expect(days.map(\.cost) == [Money("1"), Money("6"), Money("8")])
    #expect(days.map(\.operations) == [1, 2, 1])
    #expect(days.map { $0.made?.tokens } == [10, 20, 10])
    feed.state.budgets.zone = .utc
    #expect(feed.state.dailyCosts(of: "w").map(\.cost) == [Money("3"), Money("12")])
    #expect(feed.state.dailyCosts(of: "v").isEmpty)
  }

  @Test func anHourOfTwoDaysIsNotTakenApart() throws {
    var feed = BreakdownFeed(now: "2026-03-29T23:00:00Z")
    // In Kolkata days turn at 18:30 UTC.
    for (end, cost) in [
      ("2026-03-26T12:00:00Z", 1), ("2026-03-28T18:10:00Z", 2), ("2026-03-28T18:40:00Z", 4),
      ("2026-03-29T12:00:00Z", 8),
    ] {
      feed.builder.operation(end: time(end), cost: Int64(cost) * 1_000_000_000)
      feed.apply()
    }
    feed.state.budgets.zone = try ZoneRules(system: "Asia/Kolkata")
    let days = feed.state.dailyCosts(of: "w")
    #expect(days.map(\.date) == ["2026-03-26", "2026-03-28", "2026-03-29"])
    #expect(days.map(\.cost) == [Money("1"), Money("2"), Money("12")])
    #expect(days.map(\.operations) == [1, 2, 1])
    #expect(days.map { $0.made == nil } == [false, true, true])
  }
}
