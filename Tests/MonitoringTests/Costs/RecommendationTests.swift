import Events
import Testing

@testable import Monitoring

/// The rules of article Cost, Recommendations, at their exact thresholds.
@Suite struct RecommendationTests {
  private static let end = time("2026-01-01T12:00:00Z")
  private static let cent: Int64 = 10_000_000

  private func feed(_ fill: (inout BatchBuilder) -> Void, _ plan: BudgetPlan = BudgetPlan()) -> BreakdownFeed {
    var feed = BreakdownFeed()
    feed.state.budgets = plan
    fill(&feed.builder)
    feed.apply()
    return feed
  }

  private func advice(_ fill: (inout BatchBuilder) -> Void) -> [Recommendation] {
    feed(fill).costs("w")?.recommendations ?? []
  }

  @Test(arguments: [(70, 0), (71, 1)]) func oneModelWithMoreThanSeventyPercent(_ cents: Int64, _ count: Int) {
    let found = advice { builder in
      builder.operation(end: Self.end, cost: cents * Self.cent, custom: [("model_used", "large")])
      builder.operation(end: Self.end, cost: (100 - cents) * Self.cent, custom: [("model_used", "small")])
    }
    #expect(found.map(\.kind) == Array(repeating: .modelOptimization, count: count))
    guard let found = found.first else { return }
    #expect(found.priority == .high && found.wrapper == "w")
    // 30 % of 71 cents.
    #expect(found.potentialSavings == Money("0.213"))
    #expect(found.description == "71 % of the cost goes to large: send what is simple to a cheaper model.")
    #expect(
      found.details.map(\.value) == ["$0.71", "$1.00", "71 %, above 70 %", "2", "30 % of the cost of large: $0.213"])
  }

  @Test func aSingleModelIsNoChoice() {
    #expect(advice { $0.operation(end: Self.end, cost: 9, custom: [("model_used", "large")]) }.isEmpty)
  }

  // Of 0.8, 0.8 and 0.8 the mean is not below 0.8, though doubles would have it so.
  @Test(arguments: [(0.8, 0), (0.799, 1)]) func efficiencyBelowPointEight(_ score: Double, _ count: Int) {
    let found = advice { builder in
      for _ in 0..<2 { builder.operation(end: Self.end, cost: Self.cent, custom: [("efficiency_score", 0.8)]) }
      builder.operation(end: Self.end, cost: Self.cent, custom: [("efficiency_score", .number(score))])
      builder.operation(end: Self.end, cost: 50 * Self.cent, custom: [("efficiency_score", 1.0)])
    }
    #expect(found.map(\.kind) == Array(repeating: .efficiencyImprovement, count: count))
    guard let found = found.first else { return }
    #expect(found.priority == .medium)
    // 0.2 + 0.2 + 0.201 cents.
    #expect(found.potentialSavings == Money("0.00601"))
  }

  @Test(arguments: [(1000, 0), (1001, 1)]) func moreThanAThousandTokensPerRequest(_ tokens: Int, _ count: Int) {
    let found = advice { builder in
      builder.operation(
        end: Self.end, custom: [("tokens_used", .number(Double(tokens + 1000))), ("requests_made", 2)])
    }
    #expect(found.map(\.kind) == Array(repeating: .tokenOptimization, count: tokens + 1000 > 2000 ? 1 : 0))
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.priority == .low && $0.potentialSavings == nil })
  }

  @Test(arguments: [(10, 0), (11, 1)]) func moreThanTenPercentForFailures(_ cents: Int64, _ count: Int) {
    let found = advice { builder in
      builder.operation(end: Self.end, status: .error, cost: cents * Self.cent)
      builder.operation(end: Self.end, cost: (100 - cents) * Self.cent)
    }
    #expect(found.map(\.kind) == Array(repeating: .failureCost, count: count))
    #expect(found.allSatisfy { $0.priority == .medium && $0.details[0].value == "$0.11" })
  }

  @Test func onlySevenDaysCount() {
    let found = { (end: String) in
      advice { $0.operation(end: time(end), status: .error, cost: Self.cent) }.count
    }
    #expect(found("2025-12-26T00:00:00Z") == 1)
    // The hour that holds the beginning of the 7 days counts whole.
    #expect(found("2025-12-25T23:59:59Z") == 0)
  }

  // At 00:00 of the next day, half a dollar was spent in the hour before: 12.50 dollars by the end of the day.
  private func spending(_ period: BudgetPeriod, budget: String, spent: String, burn: String, left: Int64)
    -> PeriodSpending
  {
    let at = time("2026-01-02T12:00:00Z")
    var spending = PeriodSpending(
      period, began: time("2026-01-02T00:00:00Z"), turnsAt: at.advanced(seconds: left * 3600))
    spending.budget = Money(budget)
    spending.costs.amount = Money(spent) ?? .zero
    spending.burnPerHour = Money(burn) ?? .zero
    spending.projected = Money(
      nanodollars: spending.spent.nanodollars + spending.burnPerHour.nanodollars * Int128(left))
    if let remaining = spending.remaining, spending.burnPerHour > .zero {
      let seconds = remaining.nanodollars * 3600 / spending.burnPerHour.nanodollars
      if seconds < Int128(left) * 3600 { spending.exhaustedAt = at.advanced(seconds: Int64(seconds)) }
    }
    return spending
  }

  @Test func aProjectionPastTheBudget() throws {
    let at = time("2026-01-02T12:00:00Z")
    let berlin = ZoneRules(name: "Europe/Berlin", first: .init(seconds: 3600, abbreviation: "CET"))
    func overrun(_ spending: PeriodSpending) -> Recommendation? {
      Recommendation.overrun(of: nil, spending, at: at, zone: berlin)
    }
    // 4 dollars and 12 hours of 0.50 are just 10.
    #expect(overrun(spending(.day, budget: "10", spent: "4", burn: "0.5", left: 12)) == nil)
    let found = try #require(overrun(spending(.day, budget: "9", spent: "4", burn: "0.5", left: 12)))
    #expect(found.kind == .budgetOverrun && found.priority == .high && found.potentialSavings == nil)
    #expect(
      found.description
        == "At $0.50 an hour the budget of $9.00 for the day is spent at 23:00 CET: slow down, or raise the budget.")
    #expect(found.details.last?.value == "2026-01-03 01:00 CET")
    let month = try #require(overrun(spending(.month, budget: "100", spent: "64", burn: "0.5", left: 700)))
    #expect(month.description.contains("for the month is spent at 2026-01-05 13:00 CET"))
    let over = try #require(overrun(spending(.day, budget: "9", spent: "11.25", burn: "0", left: 12)))
    #expect(
      over.description
        == "The budget of $9.00 for the day is spent, and $2.25 more: stop what can wait, or raise the budget.")
    // Spent to the last cent, and nothing more comes.
    #expect(overrun(spending(.day, budget: "9", spent: "9", burn: "0", left: 12)) == nil)
  }

  @Test func theListOverAllHasThoseOfAllAndTheOverallBudget() throws {
    var plan = BudgetPlan()
    plan.overall.daily = Money("0.01")
    plan.wrappers["b"] = BudgetLimits(daily: Money("0.01"))
    plan.untracked = ["x"]
    let feed = feed(
      { builder in
        for wrapper in ["x", "b", "a"] {
          builder.operation(wrapper, end: time("2026-01-02T00:00:00Z"), status: .error, cost: 5 * Self.cent)
          builder.operation(
            wrapper, end: Self.end, cost: 30 * Self.cent, custom: [("model_used", .text("m")), ("tokens_used", 5000)])
          builder.operation(wrapper, end: Self.end, cost: Self.cent, custom: [("model_used", .text("n"))])
        }
      }, plan)
    let all = try #require(feed.costs()?.recommendations)
    #expect(
      all.map { "\($0.wrapper ?? "-") \($0.kind.rawValue)" } == [
        "a model_optimization", "b model_optimization", "- budget_overrun", "b budget_overrun", "a failure_cost",
        "b failure_cost", "a token_optimization", "b token_optimization",
      ])
    #expect(feed.costs("b")?.recommendations == all.filter { $0.wrapper == "b" })
    #expect(feed.costs("x")?.recommendations == [])
    #expect(feed.costs()?.analysis.wrappers.map(\.name) == ["a", "b"])
    #expect(feed.costs("nobody") == nil)
  }

  @Test(arguments: [
    ("0", "$0.00"), ("0.000000001", "$0.000000001"), ("0.00425", "$0.00425"), ("0.123456", "$0.123"),
    ("0.999999", "$1.00"), ("1234.505", "$1,234.51"), ("-2.5", "-$2.50"), ("1000000", "$1,000,000.00"),
  ]) func amountsAreToldForReading(_ amount: String, _ text: String) throws {
    #expect(FigureText.money(try #require(Money(amount))) == text)
  }
}
