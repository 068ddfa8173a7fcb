import Canvas
import Events
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("Budgets in the list")
struct BudgetTests {
  @Test(arguments: [
    (nil, "-"), (Double.nan, "-"), (-0.2, "0%"), (0, "0%"), (0.0001, "<1%"), (0.839, "83%"),
    (1.0.nextDown, "99%"),
    (1, "100%"), (1.049, "104%"), (9.999, "999%"), (12.7, "12x"), (1e9, ">1kx"),
    (.infinity, ">1kx"),
  ])
  func sharesAreRoundedDown(share: Double?, text: String) {
    #expect(CompactFigure.share(share) == text)
  }

  @Test(arguments: [
    (50_000_000_000, "$50"), (10_000_000, "$0.01"), (49_500_000_000, "$49.50"),
    (Int128(9_999_000_000_000), "$9,999"),
    (Int128(12_300_000_000_000), "$12.3k"), (Int128(1_200_000_000_000_000), "$1.2M"),
    (Int128(10_000_000_000_000_000_000), "$10.0G"),
  ])
  func budgetsAreShort(nanodollars: Int128, text: String) {
    #expect(CompactFigure.budget(Money(nanodollars: nanodollars)) == text)
  }

  @Test func whatIsNotExactSaysSo() {
    let money = Money(nanodollars: 1_200_000_000)
    let little = Money(nanodollars: 4_000_000)
    let estimated = CostCertainty(isEstimated: true, isLowerBound: false)
    let lowerBound = CostCertainty(isEstimated: false, isLowerBound: true)
    #expect(CompactFigure.money(CostSum(amount: money)) == "$1.20")
    #expect(CompactFigure.money(CostSum(amount: money, estimated: little)) == "~$1.20")
    #expect(CompactFigure.money(CostSum(amount: money, unknown: 1)) == "~$1.20")
    #expect(CompactFigure.money(CostSum(amount: money, unpriced: 1)) == ">=$1.20")
    #expect(CompactFigure.money(CostSum(amount: money, estimated: little, unpriced: 1)) == ">=~$1.20")
    let wide = CostSum(amount: Money(nanodollars: 123_450_000_000), estimated: little, unpriced: 1)
    #expect(CompactFigure.money(wide, width: 9) == ">=$123.45")
    #expect(CompactFigure.money(little, lowerBound) == ">=$0.00")
    #expect(CompactFigure.rest(money, lowerBound) == "<=$1.20")
    #expect(CompactFigure.share(0.84, estimated) == "~84%")
    #expect(CompactFigure.share(0.001, lowerBound) == ">0%")
    #expect(CompactFigure.share(1e9, lowerBound) == ">1kx")
  }

  @Test func shareAndMoneyKeepToTheirWidths() {
    var share = 1e-9
    while share < 1e12 {
      for certainty in [false, true].flatMap({ isEstimated in
        [false, true].map { CostCertainty(isEstimated: isEstimated, isLowerBound: $0) }
      }) {
        #expect(CompactFigure.share(share, certainty).utf8.count <= BudgetColumnStyle.shareWidth)
        let money = Money(dollars: share)
        #expect(CompactFigure.money(money, certainty, width: 9).utf8.count < BudgetColumnStyle.spentWidth)
        #expect(CompactFigure.budget(money).utf8.count < BudgetColumnStyle.budgetWidth)
      }
      share *= 1.13
    }
  }

  // Whatever figures come in, every other column stands where it stood, and nothing reaches over the edge.
  @Test(arguments: [40, 44, 52, 53, 58, 60, 64, 79, 80, 86, 100, 105, 114, 120, 136, 159, 200])
  func noFigureMovesAColumn(width: Int) {
    var random = SeededRandom(seed: UInt64(width))
    let sample = Sample.budgetStates
    let heading = Operator(sample, columns: width, rows: 24).lines[4]
    for _ in 0..<12 {
      var snapshot = sample
      for place in snapshot.monitor.wrappers.indices {
        let spent = pick(&random)
        let limit = max(1, pick(&random).magnitude)
        snapshot.monitor.wrappers[place].costsToday = CostSum(amount: Money(nanodollars: spent))
        let period = Sample.spending(
          Bool.random(using: &random) ? .day : .month,
          CostSum(
            amount: Money(nanodollars: spent), estimated: Money(nanodollars: .random(in: 0...1, using: &random)),
            unpriced: .random(in: 0...1, using: &random)),
          of: Money(nanodollars: Int128(limit)).dollars,
          burn: Money(nanodollars: pick(&random)).dollars)
        snapshot.monitor.wrappers[place].budget = BudgetState(daily: period, monthly: nil)
      }
      let seat = Operator(snapshot, columns: width, rows: 24)
      #expect(seat.lines[4] == heading)
      let grid = seat.screen()
      let columns = WrapperColumns(
        width: width >= 160 ? 120 : width, longestName: seat.state.listing.longestName)
      for y in 5..<17 {
        for column in columns.columns where column.kind != .failures {
          // Gaps hold nothing but the signs that belong there.
          let gap = grid[column.x + column.width, y].scalar
          #expect(
            [" ", "m", "n", "│"].contains(gap), "\(column.kind) at \(width): \(grid.plainText)")
        }
      }
    }
  }

  private func pick(_ random: inout SeededRandom) -> Int128 {
    let size = Int128(1) << Int128.random(in: 0...80, using: &random)
    return Int128.random(in: -size / 50...size, using: &random)
  }

  @Test func sortsByWhatIsSpentOfBudgets() {
    var seat = Operator(Sample.budgetStates)
    seat.press("s", "b")
    #expect(seat.listed.prefix(4) == ["codegen", "summarize-v2", "support-bot", "rag-search"])
    // Without a budget they come last, in either order.
    #expect(Set(seat.listed.suffix(2)) == ["classify-mail", "moderation"])
    seat.press("S")
    #expect(seat.listed.first == "newsletter")
    #expect(Set(seat.listed.suffix(2)) == ["classify-mail", "moderation"])
  }

  @Test(arguments: [
    ("budget:over", ["codegen", "router"]), ("budget:exceeded", ["codegen", "router"]),
    ("budget:critical", ["summarize-v2"]), ("budget:warning", ["support-bot"]),
    ("budget:none", ["classify-mail"]), ("budget:off", ["moderation"]),
    (
      "budget:ok", ["checkout-copy", "embed", "newsletter", "ocr-batch", "rag-search", "translate"]
    ),
    ("budget>80", ["codegen", "summarize-v2", "support-bot"]), ("unseen", ["newsletter"]),
    ("idle !unseen", ["ocr-batch"]),
  ])
  func termsFilter(text: String, expected: [String]) {
    let filter = Filter(text)
    #expect(filter.problem == nil)
    #expect(
      Set(Sample.budgetStates.monitor.wrappers.filter(filter.matches).map(\.name)) == Set(expected))
  }

  @Test func whatIsWrongWithATermIsSaid() {
    #expect(Filter("budget:bad").problem == "budget: wants ok warning critical over none off")
    #expect(Filter("budget>x").problem == "budget> wants a number in percent of the budget")
  }

  @Test func headerNamesWhatIsOverAndWhatWasSpent() {
    func header(_ columns: Int) -> String {
      Operator(Sample.budgetStates, columns: columns, rows: 24).lines[1]
    }
    #expect(header(80).contains("2 IDLE  2 over") && header(80).contains("% ok"))
    #expect(header(140).contains("2 over budget, 2 near"))
    #expect(header(140).contains(">=~$1,648 of $1,900 today WARNING"))
    // Without budgets and spending nothing is said of them.
    #expect(!Operator(columns: 200, rows: 24).lines[1].contains("today"))
  }

  @Test func aMarkOfYesterdayIsNotCompared() {
    var seat = Operator(Sample.budgetStates, columns: 120, rows: 36)
    seat.press("m")
    seat.spend(after: 60)
    #expect(seat.lines.contains { $0.contains("+$4.18") })
    seat.spend(after: 10 * 3600)
    #expect(!seat.lines.contains { $0.contains("+$8") })
  }

  @Test func theDayOfThePastIsNotToday() {
    var snapshot = Sample.budgetStates
    snapshot.earliest = Sample.now.advanced(seconds: -40 * 86_400)
    var seat = Operator(snapshot, columns: 140, rows: 36)
    seat.press("<")
    seat.answer { $0.monitor.zone = Sample.central }
    #expect(seat.lines.contains { $0.contains("$20.40 today") })
    seat.press("]", "]", "]", "{")
    seat.answer { $0.monitor.zone = Sample.central }
    #expect(seat.lines.contains { $0.contains("$20.40 that day") })
  }

  @Test func timeToCapCountsDownFromTheInstantOnTheScreen() {
    let wrapper = Sample.budgetStates.monitor.wrapper("support-bot")
    func text(_ seconds: Int64) -> String {
      wrapper?.timeToCap(at: Sample.now.advanced(seconds: seconds)).spans.map { $0.text }.joined()
        ?? ""
    }
    #expect(text(0) == "1h07m")
    #expect(text(3_600) == "7m57s")
    #expect(text(8_000) == "0s")
  }
}
