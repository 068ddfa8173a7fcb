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
    #expect(
      found.basis
        == .modelOptimization(
          model: "large", cost: Money(nanodollars: 710_000_000),
          total: CostSum(amount: Money(nanodollars: 1_000_000_000)),
          models: 2))
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
    #expect(found.basis == .efficiencyImprovement(meanBillionths: 799_666_666, operations: 3, certainty: .exact))
  }

  @Test(arguments: [(1000, 0), (1001, 1)]) func moreThanAThousandTokensPerRequest(_ tokens: Int, _ count: Int) {
    let found = advice { builder in
      builder.operation(
        end: Self.end, custom: [("tokens_used", .number(Double(tokens + 1000))), ("requests_made", 2)])
    }
    #expect(found.map(\.kind) == Array(repeating: .tokenOptimization, count: tokens + 1000 > 2000 ? 1 : 0))
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.priority == .low && $0.potentialSavings == nil })
    let figures = Recommendation.Basis.tokenOptimization(
      tokens: UInt64(tokens + 1000), requests: 2, countsOperations: false)
    #expect(found.allSatisfy { $0.basis == figures })
  }

  @Test(arguments: [(10, 0), (11, 1)]) func moreThanTenPercentForFailures(_ cents: Int64, _ count: Int) {
    let found = advice { builder in
      builder.operation(end: Self.end, status: .error, cost: cents * Self.cent)
      builder.operation(end: Self.end, cost: (100 - cents) * Self.cent)
    }
    #expect(found.map(\.kind) == Array(repeating: .failureCost, count: count))
    let figures = Recommendation.Basis.failureCost(
      cost: Money(nanodollars: 110_000_000), total: CostSum(amount: Money(nanodollars: 1_000_000_000)), failed: 1,
      operations: 2)
    #expect(found.allSatisfy { $0.priority == .medium && $0.basis == figures })
  }

  @Test func onlySevenDaysCount() {
    let found = { (end: String) in
      advice { $0.operation(end: time(end), status: .error, cost: Self.cent) }.count
    }
    #expect(found("2025-12-26T00:00:00Z") == 1)
    // The hour that holds the beginning of the 7 days counts whole.
    #expect(found("2025-12-25T23:59:59Z") == 0)
  }

  @Test func aProjectionPastTheBudget() throws {
    let at = time("2026-01-02T12:00:00Z")
    func overrun(budget: String, projected: String) -> Recommendation? {
      var spending = PeriodSpending(.day, began: time("2026-01-02T00:00:00Z"), turnsAt: time("2026-01-03T00:00:00Z"))
      spending.budget = Money(budget)
      spending.projected = Money(projected)
      return Recommendation.overrun(of: nil, spending, at: at, zone: .utc)
    }
    #expect(overrun(budget: "10", projected: "10") == nil)
    let found = try #require(overrun(budget: "9", projected: "9.000000001"))
    #expect(found.kind == .budgetOverrun && found.priority == .high && found.potentialSavings == nil)
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
}
