import Testing

@testable import Canvas

@Suite struct TimeAxisTests {
  // 2026-01-02T14:32:07Z.
  private let instant: Int64 = 1_767_364_327

  private func labels(_ minutes: Double, width: Int, isNow: Bool) -> [String] {
    TimeAxis(minutes: minutes, end: TimeEnd(seconds: instant, isNow: isNow)).ticks(width: width).map(\.label)
  }

  @Test func daysHaveDates() {
    let week = labels(7 * 1440, width: 100, isNow: true)
    #expect(week == ["12-27", "12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "now"])
    #expect(labels(30 * 1440, width: 60, isNow: true).dropLast().allSatisfy { $0.contains("-") })
    #expect(labels(30 * 1440, width: 60, isNow: false).last == "01-02")
  }

  @Test func thePastHasTimesOfDay() {
    #expect(labels(60, width: 60, isNow: false) == ["13:40", "13:50", "14:00", "14:10", "14:20", "14:32"])
    #expect(labels(1440, width: 60, isNow: false) == ["16:00", "20:00", "01-02", "04:00", "08:00", "14:32"])
  }

  @Test func whereThereIsLittleRoomTheBeginningIsNamed() {
    #expect(labels(30 * 1440, width: 19, isNow: true) == ["12-03", "now"])
    #expect(labels(30 * 1440, width: 8, isNow: true) == ["now"])
  }

  @Test(arguments: 2...200) func ticksAreInsideAndInOrder(width: Int) {
    for minutes in [5.0, 60, 1440, 10_080, 43_200] {
      let columns = TimeAxis(minutes: minutes, end: TimeEnd(seconds: instant, isNow: false)).ticks(width: width)
        .map(\.column)
      #expect(columns == columns.sorted() && Set(columns).count == columns.count)
      #expect(columns.allSatisfy { (0..<width).contains($0) })
    }
  }
}
