import Canvas
import Monitoring
import Snapshots
import Testing

@testable import Dashboard

/// The screens of time ranges, the past, the mark, and of the views that take operations apart.
@Suite("Screens of history")
struct HistoryScreenTests {
  private static let small = [(60, 16), (40, 8)]

  private static let stored = Scene.dozen.with { $0.storage = SourceSamples.storing }

  @Test func day() {
    expectScreens("range-day") {
      $0.press("j", "]")
      $0.answer()
      $0.wait(seconds: 5)
    }
  }
  @Test func monthInDetail() {
    expectScreens("range-month-detail") {
      $0.press("j", "enter", "]", "]", "]")
      $0.answer()
      $0.wait(seconds: 5)
    }
  }
  @Test func fiveMinutes() {
    expectScreens("range-five-minutes-detail", sizes: [(80, 24)]) {
      $0.press("j", "enter", "[")
      $0.answer()
    }
  }
  @Test func past() {
    expectScreens("past", ascii: true) {
      $0.answer()
      $0.press("j", "{", "{", "<")
      $0.answer(after: 3)
    }
  }
  @Test func pastDayInDetail() {
    expectScreens("past-day-detail", sizes: [(80, 24), (120, 36)]) {
      $0.answer()
      $0.press("j", "enter", "]", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{")
      $0.answer(after: 8)
    }
  }
  @Test func onTheWayBack() {
    expectScreens("past-going", sizes: [(80, 24)]) {
      $0.answer()
      $0.press("<")
    }
  }
  @Test func marked() {
    expectScreens("marked", ascii: true) {
      $0.answer()
      $0.press("j", "m")
      Self.change(&$0)
    }
  }
  @Test func markedDetail() {
    expectScreens("marked-detail", ascii: true) {
      $0.answer()
      $0.press("j", "enter", "m")
      Self.change(&$0)
    }
  }
  @Test func markedSmall() {
    expectScreens("marked-small", sizes: Self.small) {
      $0.answer()
      $0.press("j", "m")
      Self.change(&$0)
    }
  }
  @Test func operations() { expectScreens("operations", ascii: true) { Self.open("4", &$0) } }
  @Test func operationsOfAWrapper() {
    expectScreens("operations-wrapper", sizes: [(80, 24), (120, 36)]) {
      $0.press("j")
      Self.open("o", &$0)
      $0.press("f", "/")
      $0.type("429")
      $0.press("enter")
      $0.answer()
      $0.press("j", "j")
      $0.wait(seconds: 5)
    }
  }
  @Test func operationsSmall() { expectScreens("operations-small", sizes: Self.small) { Self.open("4", &$0) } }
  @Test func noOperationWanted() {
    expectScreens("operations-none", sizes: [(80, 24)]) {
      Self.open("4", &$0)
      $0.press("f", "/")
      $0.type("nothing like it")
      $0.answer()
    }
  }
  @Test func operation() {
    expectScreens("operation", ascii: true) {
      Self.open("4", &$0)
      $0.press("j", "j", "j", "enter")
    }
  }
  @Test func operationSmall() {
    expectScreens("operation-small", sizes: Self.small) {
      Self.open("4", &$0)
      $0.press("enter", "pgdn")
    }
  }
  @Test func metrics() {
    expectScreens("metrics", ascii: true) {
      $0.press("j")
      Self.open("5", &$0)
    }
  }
  @Test func metricsMarked() {
    expectScreens("metrics-marked", sizes: [(80, 24), (120, 36)]) {
      $0.press("j")
      Self.open("5", &$0)
      $0.press("m")
      Self.change(&$0)
    }
  }
  @Test func metricsSmall() { expectScreens("metrics-small", sizes: Self.small) { Self.open("5", &$0) } }
  @Test func noMetrics() {
    expectScreens("metrics-none", sizes: [(80, 24), (40, 8)]) {
      $0.press("G")
      Self.open("5", &$0)
    }
  }
  @Test func groups() {
    expectScreens("groups", ascii: true) {
      $0.press("j")
      Self.open("6", &$0)
    }
  }
  @Test func groupsMarked() {
    expectScreens("groups-marked", sizes: [(120, 36)]) {
      $0.press("j")
      Self.open("6", &$0)
      $0.press("m")
      Self.change(&$0)
    }
  }
  @Test func groupsSmall() { expectScreens("groups-small", sizes: Self.small) { Self.open("6", &$0) } }
  @Test func noGroups() {
    expectScreens("groups-none", sizes: [(80, 24)]) {
      $0.press("G")
      Self.open("6", &$0)
    }
  }
  @Test func trends() { expectScreens("trends", ascii: true) { Self.open("7", &$0) } }
  @Test func trendsSmall() { expectScreens("trends-small", sizes: Self.small) { Self.open("7", &$0) } }
  @Test func noTrends() { expectScreens("trends-none", sizes: [(80, 24)]) { $0.press("7") } }
  @Test func store() { expectScreens("store", Self.stored) { $0.press("2") } }
  @Test func failingStore() {
    let snapshot = Self.stored.with { $0.storage = SourceSamples.failing }
    expectScreens("store-failing", snapshot, ascii: true, sizes: [(80, 24)]) { $0.press("2") }
    expectScreens("store-failing-overview", snapshot, sizes: [(80, 24)])
  }
  @Test func storeThatCannotBeRead() {
    let snapshot = Self.stored.with {
      $0.storage?.readProblem = "/home/ops/.local/state/wraptop/wraptop.db: disk I/O error"
    }
    expectScreens("store-unreadable", snapshot, sizes: [(80, 24)]) { $0.press("2") }
    expectScreens("store-unreadable-overview", snapshot, sizes: [(80, 24)])
  }

  private static func open(_ key: String, _ seat: inout Operator) {
    seat.answer()
    seat.press(key)
    seat.answer()
  }

  /// Minutes later, some figures are others.
  private static func change(_ seat: inout Operator) {
    seat.answer(after: 1)
    seat.answer(after: 240)
    seat.answer()
    seat.wait(seconds: 5)
  }
}
