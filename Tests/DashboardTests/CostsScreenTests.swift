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

  @Test func budgets() { expectScreens("costs", Sample.budgeted, ascii: true) { Self.open(&$0, "$") } }
  @Test func budgetsSmall() { expectScreens("costs-small", Sample.budgeted, sizes: Self.small) { Self.open(&$0, "$") } }
  @Test func month() {
    expectScreens("costs-month", Sample.budgeted, sizes: [(80, 24), (120, 36)]) { Self.open(&$0, "$", "p", "j") }
  }
  @Test func burnDown() {
    expectScreens("costs-course", Sample.budgeted, ascii: true, sizes: [(80, 24), (60, 16), (40, 8)]) {
      Self.open(&$0, "$", "l")
    }
  }
  @Test func burnDownUnfolded() {
    expectScreens("costs-course-unfolded", Sample.budgeted, sizes: [(120, 36), (200, 60)]) {
      Self.open(&$0, "$", "l", "z")
    }
  }
  @Test func breakdown() {
    expectScreens("costs-breakdown", Sample.budgeted, ascii: true, sizes: Self.all) { Self.open(&$0, "$", "l", "l") }
  }
}
