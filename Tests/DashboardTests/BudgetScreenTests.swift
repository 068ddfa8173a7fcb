import Canvas
import Events
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("Screens with budgets")
struct BudgetScreenTests {
  private static let small = [(60, 15), (40, 8)]
  private static let between = [(52, 24), (79, 30), (100, 24), (140, 40)]

  @Test func overview() { expectScreens("budgets", .budgets, ascii: true) { $0.press("j") } }
  @Test func overviewOnSmallScreens() {
    expectScreens("budgets-small", .budgets, sizes: Self.small) { $0.press("j") }
  }
  @Test func overviewBetweenTheSizes() {
    expectScreens("budgets-between", .budgets, sizes: Self.between) { $0.press("j") }
  }
  @Test func extremes() { expectScreens("budgets-extreme", .huge) { $0.press("j") } }
  @Test func detail() { expectScreens("budgets-detail", .budgets, ascii: true) { $0.press("j", "enter") } }
  @Test func detailOnSmallScreens() {
    expectScreens("budgets-detail-small", .budgets, sizes: Self.small) { $0.press("j", "enter") }
  }
  @Test func detailOfOneThatIsOverWithEstimates() {
    expectScreens("budgets-over", .budgets, sizes: [(120, 36)]) {
      $0.press("/")
      $0.type("codegen")
      $0.press("enter", "enter")
    }
  }
  @Test func detailOfNeverSeen() {
    expectScreens("budgets-never-seen", .budgets, sizes: [(80, 24)]) {
      $0.press("/")
      $0.type("unseen")
      $0.press("enter", "enter")
    }
  }
  @Test func marked() {
    expectScreens("budgets-marked", .budgets) {
      $0.press("m", "j")
      $0.spend(after: 600)
    }
  }
  @Test func markedDetail() {
    expectScreens("budgets-marked-detail", .budgets, sizes: [(80, 24), (120, 36)]) {
      $0.press("m", "j", "enter")
      $0.spend(after: 600)
    }
  }
  @Test func incomplete() {
    var plan = Scene.budgets.state.budgets
    plan.isComplete = false
    expectScreens("budgets-incomplete", Scene.budgets.with(budgets: plan), sizes: [(120, 36)]) {
      $0.press("j", "enter")
    }
  }
}

extension Operator {
  /// A snapshot comes in after so many seconds, in which every wrapper has spent a tenth more.
  mutating func spend(after seconds: Int64) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    guard var snapshot = surroundings.snapshot else { return }
    snapshot.monitor.at = snapshot.at.advanced(seconds: seconds)
    for place in snapshot.monitor.wrappers.indices {
      let spent = Money(dollars: snapshot.monitor.wrappers[place].costToday.dollars * 1.1)
      snapshot.monitor.wrappers[place].costsToday.amount = spent
      snapshot.monitor.wrappers[place].budget?.daily?.costs.amount = spent
    }
    surroundings.snapshot = snapshot
    perform(.refresh)
  }
}
