import Canvas
import Monitoring
import Testing

@testable import Dashboard

@Suite("What is shown at once, and what can wait")
struct PacingTests {
  private var seat = Operator(.dozen, columns: 160, rows: 48)
  private var pacer = RowPacer()

  /// The rows of the screen after wrappers have changed, so long after the beginning.
  private mutating func show(
    at milliseconds: Int, _ change: (inout [WrapperSnapshot]) -> Void = { _ in }
  ) -> [String] {
    seat.receive(after: 0, change)
    let grid = pacer.pass(seat.screen(), at: .milliseconds(milliseconds), for: .figures)
    return grid.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The row of the list that shows a wrapper.
  private func row(_ name: String, in lines: [String]) -> String {
    lines.first { $0.prefix(60).contains(name) }.map { String($0.prefix(90)) } ?? ""
  }

  private static func p95(_ value: Double) -> (inout [WrapperSnapshot]) -> Void {
    { $0[3].range.p95Ms = value }
  }

  @Test mutating func figuresWaitAndAGradeDoesNot() {
    let name = seat.surroundings.snapshot?.monitor.wrappers[3].name ?? ""
    _ = show(at: 0, Self.p95(111))
    #expect(row(name, in: show(at: 100, Self.p95(222))).contains("111ms"))
    let lines = show(at: 200) { wrappers in
      Self.p95(333)(&wrappers)
      wrappers[3].health.score = 0.1
      wrappers[3].health.status = .critical
    }
    #expect(row(name, in: lines).contains("CRITICAL") && row(name, in: lines).contains("333ms"))
    #expect(row(name, in: show(at: 300, Self.p95(444))).contains("333ms"))
    #expect(row(name, in: show(at: 500, Self.p95(444))).contains("444ms"))
  }

  @Test mutating func aNewWrapperIsShownAtOnce() {
    _ = show(at: 0)
    #expect(!row("zz-new", in: show(at: 100) { $0.append(.new("zz-new", score: 1)) }).isEmpty)
  }

  @Test mutating func theFirstErrorOfAWrapperIsShownAtOnce() {
    func fail(_ text: String?) -> (inout [WrapperSnapshot]) -> Void {
      { wrappers in
        wrappers[3].health.lastError = text
        wrappers[3].health.lastErrorTime = Scene.now
      }
    }
    _ = show(at: 0, fail(nil))
    #expect(show(at: 100, fail("first trouble")).contains { $0.contains("first trouble") })
    #expect(!show(at: 200, fail("second trouble")).contains { $0.contains("second trouble") })
    #expect(show(at: 2000, fail("second trouble")).contains { $0.contains("second trouble") })
  }

  @Test mutating func sumsOfAllTimeMoveEveryTwoSeconds() {
    let chosen = seat.selected
    func count(_ total: UInt64) -> (inout [WrapperSnapshot]) -> Void {
      { wrappers in
        for place in wrappers.indices where wrappers[place].name == chosen { wrappers[place].totals.total = total }
      }
    }
    func shown(_ lines: [String]) -> String { lines.first { $0.contains("in all    ") } ?? "" }
    _ = show(at: 0, count(5_111))
    #expect(shown(show(at: 1000, count(5_222))).contains("5,111"))
    #expect(shown(show(at: 1900, count(5_333))).contains("5,111"))
    #expect(shown(show(at: 2000, count(5_444))).contains("5,444"))
  }

  @Test(arguments: [
    // A little more than before does not change the scale, a quarter more does.
    ([60, 60, 3], 60, [60, 60, 60], 60), ([60, 60, 3], 66, [60, 60, 66], 60), ([60, 60, 3], 90, [60, 60, 90], 90),
    ([0, 0, 1], 1, [0, 0, 1], 1), ([7], 9, [9], 9), ([], 0, [], 0),
  ]) func theLastStepIsDrawnAsIfItWereWhole(counts: [Double], now: Double, values: [Double], top: Double) {
    let step = CurrentStep(counts, now: now)
    #expect(step.values == values)
    #expect(step.top == top)
  }

  /// The line ends at the figure beside it.
  @Test func theLastMinuteIsTheFigureOfTheList() {
    for wrapper in seat.surroundings.snapshot?.monitor.wrappers ?? [] {
      let values = wrapper.lines(Frame(seat.state, in: seat.surroundings)).traffic.values
      #expect(values.last == wrapper.operationsPerMinute)
    }
  }
}
