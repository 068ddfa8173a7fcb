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
    let heading = Operator(.budgets, columns: width, rows: 24).lines[4].prefix(100)
    for _ in 0..<12 {
      let seat = Operator(spending(&random), columns: width, rows: 24)
      #expect(seat.lines[4].prefix(100) == heading)
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

  // The names of the dozen with amounts of any size, exact or not, against limits of any size.
  private func spending(_ random: inout SeededRandom) -> Scene {
    let names = Scene.budgets.first.monitor.wrappers.map { $0.name }
    func dollars() -> Double { Double(UInt64(1) << UInt64.random(in: 0...49, using: &random)) / 1e9 * 1.37 }
    var lines: [String] = [], limits: [String: (Double?, Double?)] = [:]
    for name in names {
      lines.append(Scene.record(name, secondsAgo: 60, dollars: dollars()))
      if Bool.random(using: &random) {
        let usage = #"{"wrapper_name":"\#(name)","custom_metrics":{"model_used":"x","tokens_used":9}}"#
        lines.append(usage + "\n")
      }
      limits[name] = Bool.random(using: &random) ? (dollars(), nil) : (nil, dollars())
    }
    return Scene([], lines: lines, budgets: Scene.plan(limits, in: Scene.berlin))
  }

  @Test func sortsByWhatIsSpentOfBudgets() {
    var seat = Operator(.budgets)
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
      Set(Scene.budgets.first.monitor.wrappers.filter(filter.matches).map(\.name)) == Set(expected))
  }

  @Test func whatIsWrongWithATermIsSaid() {
    #expect(Filter("budget:bad").problem == "budget: wants ok warning critical over none off")
    #expect(Filter("budget>x").problem == "budget> wants a number in percent of the budget")
  }

  @Test func headerNamesWhatIsOverAndWhatWasSpent() {
    func header(_ columns: Int) -> String {
      Operator(.budgets, columns: columns, rows: 24).lines[1]
    }
    #expect(header(80).contains("2 IDLE  2 over") && header(80).contains("% ok"))
    #expect(header(140).contains("2 over budget, 2 near"))
    #expect(header(140).contains(">=~$1,794 of $1,900 today WARNING"))
    // Without budgets and spending nothing is said of them.
    #expect(!Operator(.unseen, columns: 200, rows: 24).lines[1].contains("today"))
  }

  @Test func aMarkOfYesterdayIsNotCompared() {
    var seat = Operator(.budgets, columns: 120, rows: 36)
    seat.press("m")
    seat.spend(after: 60)
    #expect(seat.lines.contains { $0.contains("+$4.37") })
    seat.spend(after: 10 * 3600)
    #expect(!seat.lines.contains { $0.contains("+$8") })
  }

  @Test func theDayOfThePastIsNotToday() {
    var seat = Operator(.budgets, columns: 140, rows: 36)
    seat.press("<")
    seat.answer()
    #expect(seat.lines.contains { $0.contains("$31.20 today") })
    seat.press("]", "]", "]", "{")
    seat.answer()
    #expect(seat.lines.contains { $0.contains(" that day") })
  }

  @Test func timeToCapCountsDownFromTheInstantOnTheScreen() {
    let wrapper = Scene.budgets.first.monitor.wrapper("support-bot")
    func text(_ seconds: Int64) -> String {
      wrapper?.timeToCap(at: Moment(Scene.now.advanced(seconds: seconds))).spans.map { $0.text }.joined()
        ?? ""
    }
    #expect(text(0) == "24m")
    #expect(text(1_000) == "8m17s")
    #expect(text(8_000) == "0s")
  }
}
