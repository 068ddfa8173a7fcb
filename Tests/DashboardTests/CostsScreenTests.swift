import Canvas
import Events
import Monitoring
import Snapshots
import Testing

@testable import Dashboard

/// The screens of the cost pane.
@Suite("Screens of costs")
struct CostsScreenTests {
  private static let small = [(60, 16), (40, 8)]
  private static let all = [(80, 24), (120, 36), (200, 60), (60, 16), (40, 8)]

  /// Presses keys, and after each the core answers what it is asked.
  static func open(_ seat: inout Operator, _ keys: String...) {
    seat.answer()
    for key in keys {
      seat.press(key)
      seat.answer()
    }
    seat.wait(seconds: 5)
  }

  @Test func budgets() { expectScreens("costs", .budgets, ascii: true) { Self.open(&$0, "$") } }
  @Test func budgetsSmall() { expectScreens("costs-small", .budgets, sizes: Self.small) { Self.open(&$0, "$") } }
  @Test func month() {
    expectScreens("costs-month", .budgets, sizes: [(80, 24), (120, 36)]) { Self.open(&$0, "$", "p", "j") }
  }
  @Test func burnDown() {
    expectScreens("costs-course", .budgets, ascii: true, sizes: [(80, 24), (60, 16), (40, 8)]) {
      Self.open(&$0, "$", "l")
    }
  }
  @Test func burnDownUnfolded() {
    expectScreens("costs-course-unfolded", .budgets, sizes: [(120, 36), (200, 60)]) {
      Self.open(&$0, "$", "l", "z")
    }
  }
  @Test func aWrapper() {
    expectScreens("costs-wrapper", .budgets, sizes: Self.all) { Self.open(&$0, "$", "j", "j", "j", "enter") }
  }
  @Test func fromTheDetail() {
    expectScreens("costs-of-detail", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "j", "enter", "$", "l", "l")
    }
  }
  @Test func budgetInFull() {
    expectScreens("costs-budget", .budgets, sizes: [(80, 24), (40, 8)]) { Self.open(&$0, "$", "enter") }
  }
  @Test func modelInFull() {
    expectScreens("costs-model", .budgets, ascii: true, sizes: Self.all) {
      Self.open(&$0, "$", "l", "l", "enter")
    }
  }
  @Test func modelWithoutPrice() {
    expectScreens("costs-unpriced", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "$", "l", "l", "G", "enter")
    }
  }
  @Test(arguments: 1...10) func everyWayToTakeCostsApart(times: Int) {
    expectScreens("costs-by-\(times)", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "$", "]")
      for _ in 0..<times { $0.press("d") }
    }
  }
  @Test func routing() {
    expectScreens("costs-routing", .budgets, sizes: [(80, 24), (60, 16), (40, 8)]) {
      Self.open(&$0, "$", "l", "l", "l")
    }
  }
  @Test func advice() {
    expectScreens("costs-advice", .budgets, ascii: true, sizes: Self.all) { Self.open(&$0, "$", "h", "j") }
  }
  @Test func adviceInFull() {
    expectScreens("costs-advice-open", .budgets, sizes: [(80, 24), (40, 8)]) {
      Self.open(&$0, "$", "h", "enter")
    }
  }
  @Test func beforeItIsWorkedOut() {
    expectScreens("costs-waiting", .budgets, sizes: [(80, 24), (120, 36)]) {
      $0.answer()
      $0.press("$", "l", "l")
      $0.wait(seconds: 5)
    }
  }
  @Test func held() {
    expectScreens("costs-held", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "space", "$", "l", "l")
    }
  }
  @Test func marked() {
    expectScreens("costs-marked", .budgets, sizes: [(80, 24), (120, 36)]) {
      Self.open(&$0, "$", "m")
      $0.answer(after: 60) {
        $0.monitor.wrappers.change("rag-search") {
          $0.costsToday.amount.nanodollars += 2_500_000_000
          $0.budget?.daily?.costs.amount.nanodollars += 2_500_000_000
        }
      }
      $0.wait(seconds: 5)
    }
  }
  @Test func lookingBack() {
    expectScreens("costs-past", .budgets, sizes: [(80, 24), (120, 36)]) {
      Self.open(&$0, "$", "]", "{", "{", "l", "l")
    }
  }
  @Test func lessIsKept() {
    expectScreens("costs-cut-off", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "$", "]", "]", "l", "l")
      $0.answer { $0.monitor.costs?.analysis.from = Scene.now.advanced(seconds: -3 * 3600) }
      $0.wait(seconds: 5)
    }
  }
  @Test func noBudgetsNoCosts() {
    expectScreens("costs-none", .unseen, sizes: [(80, 24), (120, 36)]) {
      Self.open(&$0, "$", "l", "l")
    }
  }
  @Test func nothingToAdvise() {
    expectScreens("costs-no-advice", .budgets, sizes: [(80, 24)]) {
      Self.open(&$0, "$", "h")
      $0.answer { $0.monitor.costs?.recommendations = [] }
      $0.wait(seconds: 5)
    }
  }
  @Test func noWrapper() {
    expectScreens("costs-empty", Scene(), sizes: [(80, 24)]) { Self.open(&$0, "$") }
  }
  @Test func hostile() {
    expectScreens("costs-hostile", .hostile, ascii: true) { Self.open(&$0, "$", "j", "j") }
    expectScreens("costs-hostile-wrapper", .hostile, sizes: [(80, 24), (40, 8)]) {
      Self.open(&$0, "$", "j", "j", "enter", "l", "l", "enter")
    }
  }
  @Test func hugeCosts() {
    expectScreens("costs-huge", .huge) { Self.open(&$0, "$") }
    expectScreens("costs-huge-course", .huge, sizes: [(80, 24)]) { Self.open(&$0, "$", "l") }
  }
  @Test func tinyBudget() {
    expectScreens("costs-tiny", .huge, sizes: [(80, 24), (120, 36)]) { Self.open(&$0, "$") }
    expectScreens("costs-tiny-course", .huge, sizes: [(80, 24)]) { Self.open(&$0, "$", "j", "enter", "l") }
  }
  @Test func breakdown() {
    expectScreens("costs-breakdown", .budgets, ascii: true, sizes: Self.all) { Self.open(&$0, "$", "l", "l") }
  }
}
