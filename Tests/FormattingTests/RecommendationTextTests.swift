import Events
import Formatting
import Monitoring
import Testing

/// How recommendations read (article Cost, Recommendations).
@Suite struct RecommendationTextTests {
  private func dollars(_ text: String) -> Money { Money(text) ?? .zero }

  @Test func aModel() {
    let advice = Recommendation(
      .modelOptimization(model: "large", cost: dollars("0.71"), total: CostSum(amount: dollars("1")), models: 2),
      wrapper: "w", potentialSavings: dollars("0.213"))
    #expect(advice.sentence == "71 % of the cost goes to large: send what is simple to a cheaper model.")
    #expect(
      advice.details.map(\.value) == ["$0.71", "$1.00", "71 %, above 70 %", "2", "30 % of the cost of large: $0.213"])
  }

  @Test func costsSayHowExactTheyAre() {
    let total = CostSum(amount: dollars("8"), estimated: dollars("1"), unpriced: 1)
    let advice = Recommendation(
      .failureCost(cost: dollars("1"), total: total, failed: 1234, operations: 5000), wrapper: "w")
    #expect(advice.sentence.hasPrefix("12.5 % of the cost goes to operations that fail:"))
    #expect(advice.details.map(\.value) == [">=~$1.00", ">=~$8.00", "12.5 %, above 10 %", "1,234", "5,000"])
  }

  @Test func scoresAreRounded() {
    func advice(_ billionths: Int64, saves: Money?) -> Recommendation {
      let basis = Recommendation.Basis.efficiencyImprovement(
        meanBillionths: billionths, operations: 3, certainty: .exact)
      return Recommendation(basis, wrapper: "w", potentialSavings: saves)
    }
    let whole = advice(500_000_000, saves: dollars("0.006"))
    #expect(whole.sentence.contains("score 0.5 on average"))
    #expect(whole.details.last?.value == "cost x (1 - efficiency) of these: $0.006")
    let free = advice(799_666_666, saves: nil)
    #expect(free.details.map(\.value) == ["0.8, below 0.8", "3"])
  }

  @Test(arguments: [(false, "requests"), (true, "operations")])
  func tokensOfARequest(countsOperations: Bool, name: String) {
    let advice = Recommendation(
      .tokenOptimization(tokens: 3_000_999, requests: 1000, countsOperations: countsOperations), wrapper: "w")
    #expect(advice.sentence.hasPrefix("A request takes 3,000 tokens on average:"))
    #expect(advice.details.map(\.name) == ["tokens", name, "mean per request"])
  }

  @Test func aBudgetThatWillBeSpent() {
    let at = Timestamp(seconds: 1_767_355_200)  // 2026-01-02T12:00:00Z
    let berlin = ZoneRules(name: "Europe/Berlin", first: .init(seconds: 3600, abbreviation: "CET"))
    func advice(_ period: BudgetPeriod, spent: String, budget: String, hoursLeft: Int64?) -> Recommendation {
      var spending = PeriodSpending(
        period, began: Timestamp(seconds: 1_767_312_000), turnsAt: at.advanced(seconds: 12 * 3600))
      spending.budget = Money(budget)
      spending.costs.amount = dollars(spent)
      spending.burnPerHour = dollars("0.5")
      spending.projected = dollars("10000")
      spending.exhaustedAt = hoursLeft.map { at.advanced(seconds: $0 * 3600) }
      return Recommendation(.budgetOverrun(spending, at: at, zone: berlin), wrapper: nil)
    }
    let today = advice(.day, spent: "4", budget: "9", hoursLeft: 10)
    #expect(
      today.sentence
        == "At $0.50 an hour the budget of $9.00 for the day is spent at 23:00 CET: slow down, or raise the budget.")
    #expect(today.details.last?.value == "2026-01-03 01:00 CET")
    let month = advice(.month, spent: "64", budget: "100", hoursLeft: 72)
    #expect(month.sentence.contains("for the month is spent at 2026-01-05 13:00 CET"))
    let turn = advice(.day, spent: "4", budget: "9", hoursLeft: nil)
    #expect(turn.sentence.contains("for the day is spent when the day turns: slow down"))
    let over = advice(.day, spent: "11.25", budget: "9", hoursLeft: nil)
    #expect(
      over.sentence
        == "The budget of $9.00 for the day is spent, and $2.25 more: stop what can wait, or raise the budget.")
  }

  @Test(arguments: [
    ("0", "$0.00"), ("0.000000001", "$0.000000001"), ("0.00425", "$0.00425"), ("0.123456", "$0.123"),
    ("0.999999", "$1.00"), ("1234.505", "$1,234.51"), ("-2.5", "-$2.50"), ("1000000", "$1,000,000.00"),
  ]) func amountsAreRoundedForReading(_ amount: String, _ text: String) {
    #expect(CostText.money(dollars(amount)) == text)
  }
}
