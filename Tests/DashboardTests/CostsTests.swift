import Canvas
import Events
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("The cost pane")
struct CostsTests {
  private func seat(_ keys: String..., scene: Scene = .budgets, columns: Int = 120, rows: Int = 36)
    -> Operator
  {
    var seat = Operator(scene, columns: columns, rows: rows)
    seat.answer()
    for key in keys {
      seat.press(key)
      seat.answer()
    }
    return seat
  }

  @Test func fromTheListItIsOverAllWrappers() {
    let seat = seat("j", "$")
    #expect(seat.state.view == CostsPane.id)
    #expect(seat.scopes.last?.costs == CostScope())
  }

  @Test(arguments: ["$", "8"]) func fromTheDetailItIsOverThatWrapper(key: String) {
    var seat = seat("j", "enter")
    let name = seat.selected
    seat.press(key)
    #expect(seat.scopes.last?.costs == CostScope(wrapper: name))
    seat.press("esc")
    #expect(seat.state.mode == .detail)
    #expect(seat.selected == name)
    #expect(seat.scopes.last?.costs == nil)
  }

  @Test func tabReachesIt() {
    let seat = seat("7", "tab")
    #expect(seat.state.mode == .costs)
  }

  @Test func theSwitchLeadsBetweenAllAndAWrapper() {
    var seat = seat("$", "j", "j", "w")
    let wrapper = seat.state.costs.wrapper
    #expect(wrapper == "summarize-v2")
    seat.press("w")
    #expect(seat.state.costs.wrapper == nil)
    seat.press("l", "w")
    #expect(seat.state.costs.wrapper == wrapper)
  }

  @Test func aWrapperIsOpenedAndLeftAgain() {
    var seat = seat("$", "d")
    #expect(seat.state.costs.dimension == .wrapper)
    seat.press("j", "enter")
    seat.answer()
    let rows = CostsContent(seat.state.costs, seat.surroundings.snapshot)
    #expect(seat.state.costs.wrapper == "summarize-v2")
    #expect(seat.state.costs.dimension == .model)
    #expect(rows.report?.wrapper == "summarize-v2")
    seat.press("enter")
    #expect(seat.state.mode == .costItem)
    seat.press("esc", "esc")
    seat.answer()
    #expect(seat.state.costs.wrapper == nil)
    #expect(seat.state.costs.dimension == .wrapper)
    #expect(
      CostsContent(seat.state.costs, seat.surroundings.snapshot).rows()[seat.state.costs.breakdown.row].id
        == "summarize-v2")
    seat.press("esc")
    #expect(seat.state.mode == .overview)
  }

  @Test func theMostUrgentBudgetsComeFirst() {
    let seat = seat("$")
    let rows = CostsContent(seat.state.costs, seat.surroundings.snapshot).budgets()
    #expect(rows[0].wrapper == nil)
    let names = rows.dropFirst().map(\.title)
    #expect(names.prefix(4) == ["codegen", "summarize-v2", "support-bot", "rag-search"])
    #expect(names.last == "moderation")
    #expect(rows.first { $0.title == "moderation" }?.isTracked == false)
  }

  @Test func budgetsAreSortedByEveryColumnAndReversed() {
    var seat = seat("$")
    var orders: [[String]] = []
    for _ in BudgetColumn.allCases {
      seat.press("s")
      let rows = CostsContent(seat.state.costs, seat.surroundings.snapshot).budgets()
      #expect(rows[0].wrapper == nil)
      #expect(Set(rows.map(\.id)).count == rows.count)
      orders.append(rows.map(\.title))
    }
    #expect(seat.state.costs.budgetOrder.column == .urgency)
    #expect(orders[0].dropFirst() == orders[0].dropFirst().sorted()[...])
    seat.press("s", "s", "S")
    let spent = CostsContent(seat.state.costs, seat.surroundings.snapshot).budgets().dropFirst().compactMap(\.spent)
    #expect(spent == spent.sorted())
  }

  @Test func theBreakdownIsSortedByEveryColumn() {
    var seat = seat("$", "d", "d")
    for column in CostColumn.allCases {
      #expect(seat.state.costs.costOrder.column == column)
      let content = CostsContent(seat.state.costs, seat.surroundings.snapshot)
      let keys = content.rows().compactMap(column.key)
      #expect(keys == keys.sorted(by: >))
      seat.press("s")
    }
    seat.press("r")
    let costs = CostsContent(seat.state.costs, seat.surroundings.snapshot).rows().map(\.cost)
    #expect(costs == costs.sorted())
  }

  @Test func timesComeNewestFirst() {
    var seat = seat("$", "]")
    while seat.state.costs.dimension != .hour { seat.press("d") }
    let hours = CostsContent(seat.state.costs, seat.surroundings.snapshot).rows().map(\.title)
    #expect(hours.count == 25)
    #expect(hours == hours.sorted(by: >))
    seat.press("d", "d")
    #expect(seat.state.costs.costOrder == CostOrder())
  }

  @Test func theCursorStaysWithItsBudget() {
    var seat = seat("$", "j", "j")
    let held = seat.state.costs.budgets.selection
    seat.answer(after: 1) {
      $0.monitor.wrappers.change("rag-search") { $0.budget?.daily?.costs.amount = Money(dollars: 500) }
    }
    let rows = CostsContent(seat.state.costs, seat.surroundings.snapshot).budgets()
    #expect(rows[1].title == "rag-search")
    #expect(rows[seat.state.costs.budgets.row].id == held)
  }

  @Test func allSectionsAreReachedWithOneKey() {
    var seat = seat("$", columns: 40, rows: 8)
    var seen: [CostSection] = []
    for _ in 0..<5 {
      seen.append(seat.state.costs.section)
      seat.press("l")
    }
    #expect(seen == CostSection.allCases)
    #expect(seat.state.costs.section == .budgets)
    seat.press("left")
    #expect(seat.state.costs.section == .advice)
  }

  @Test func aWrapperWithoutRoutingHasNoSuchSection() {
    var seat = seat("$", "l", "l", "l")
    #expect(seat.state.costs.section == .routing)
    seat.press("h", "h", "h", "j", "enter", "l", "l", "l")
    #expect(CostsContent(seat.state.costs, seat.surroundings.snapshot).section != .routing)
  }

  @Test func estimatesAndLowerBoundsAreMarked() {
    var group = GroupFigures(name: "m")
    group.sums.costs.amount = Money(dollars: 1.2)
    #expect(CompactCost.sum(group.costs) == "$1.20")
    group.sums.costs.estimated = Money(dollars: 0.2)
    #expect(CompactCost.sum(group.costs) == "~$1.20")
    group.sums.costs.unpriced = 3
    #expect(CompactCost.sum(group.costs) == ">=~$1.20")
    #expect(CompactCost.perMillion(2_500_000_000_000) == "$2.50")
    #expect(CompactCost.perMillion(150_000_000_000) == "$0.1500")
  }

  @Test func modelsWithoutAPriceStandOverEveryBreakdown() {
    var seat = seat("$", "l", "l", columns: 80, rows: 24)
    for _ in CostDimension.allCases {
      #expect(seat.lines.contains { $0.contains("NO PRICE") && $0.contains("in-house-llama-70b") })
      seat.press("d")
    }
  }

  @Test func moneyIsShownDownToTheNanodollar() {
    #expect(FullFigures.exact(Money(nanodollars: 1_234_500_000_000)) == "$1,234.50")
    #expect(FullFigures.exact(Money(nanodollars: -1)) == "-$0.000000001")
    #expect(FullFigures.exact(Money(nanodollars: 10_000_000_000 * 1_000_000_000)) == "$10,000,000,000.00")
  }

  @Test func timesAreThoseOfTheZone() {
    // An hour before clocks go forward in Berlin.
    let turn = Timestamp(seconds: 1_774_746_000)
    let clock = ZoneClock(zone: Scene.berlin, now: turn.advanced(seconds: -3600))
    #expect(clock.time(turn.advanced(seconds: -60)) == "01:59 CET")
    #expect(clock.time(turn) == "03:00 CEST")
    #expect(clock.time(turn.advanced(seconds: 86_400)) == "03-30 03:00 CEST")
    #expect(clock.short(turn.advanced(seconds: 86_400)) == "03-30")
  }

  @Test(arguments: [40, 70, 120]) func theDayOfAChangeOfClocksHasItsTimes(width: Int) {
    // 2026-03-29 has 23 hours in Berlin.
    let began = Timestamp(seconds: 1_774_738_800)
    let turns = began.advanced(seconds: 23 * 3600)
    let spending = PeriodSpending(.day, began: began, turnsAt: turns)
    let course = SpendingCourse(began: began, turnsAt: turns, step: 900, spent: [])
    let now = began.advanced(seconds: 12 * 3600)
    let ticks = SpendingChart(spending, course, at: now)
      .ticks(ZoneClock(zone: Scene.berlin, now: now), width: width)
    #expect(!ticks.contains { $0.label.hasPrefix("02:") })
    #expect(ticks.contains { $0.label == "12:00" && abs($0.x - 11.0 / 23) < 1e-9 })
    #expect(ticks.allSatisfy { (0...1).contains($0.x) })
  }

  @Test func aHeldPictureKeepsItsCosts() {
    var seat = seat("$", "space")
    let cost = seat.state.pause?.snapshot.monitor.costs
    #expect(cost != nil)
    seat.press("1")
    seat.answer(after: 1)
    seat.press("$")
    seat.answer(after: 1)
    #expect(seat.state.pause?.snapshot.monitor.costs?.day == cost?.day)
  }

  @Test func tenThousandWrappersAreScrolledTo() {
    var seat = seat("$", "G", scene: .tenThousand, columns: 80, rows: 24)
    #expect(seat.state.costs.budgets.row == 10_000)
    #expect(seat.lines.contains { $0.hasPrefix("▸ tenant-") })
    seat.press("g")
    #expect(seat.state.costs.budgets.row == 0)
  }

  @Test func noSizeDrawsOutsideOrFails() {
    let sizes = [(1, 1), (40, 8), (41, 9), (80, 20), (110, 28), (113, 29), (160, 24), (300, 90)]
    for scene in [Scene.budgets, .hostile, .huge, Scene()] {
      var seat = Operator(scene)
      seat.answer()
      let keys = ["$", "j", "p", "l", "l", "d", "enter", "pgdn", "esc", "w", "z", "l", "l", "enter", "esc", "m", "<"]
      for (turn, key) in keys.enumerated() {
        seat.press(key)
        expectAllSizes(seat, sizes, turn)
        seat.answer()
        expectAllSizes(seat, sizes, turn + 1)
      }
    }
  }

  @Test(arguments: modelSeeds(6, brief: 2)) func everyPaneStaysInItsArea(seed: Int) {
    var random = SeededRandom(seed: seed)
    var seat = seat("$", scene: seed % 2 == 0 ? .budgets : .hostile)
    let keys = ["j", "k", "l", "h", "p", "d", "D", "s", "S", "enter", "esc", "w", "z", "pgdn", "G", "]", "["]
    for _ in 0..<60 {
      seat.press(keys.randomElement(using: &random) ?? "j")
      seat.answer()
      if seat.state.view != CostsPane.id { seat.press("$") }
      seat.surroundings.size = Size(
        columns: .random(in: 40...220, using: &random), rows: .random(in: 8...70, using: &random))
      seat.perform(.refresh)
      expectInArea(seat)
    }
  }
}
