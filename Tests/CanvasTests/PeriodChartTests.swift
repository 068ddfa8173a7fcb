import Testing

@testable import Canvas

@Suite struct PeriodChartTests {
  /// Two thirds of a day, whose budget would be passed in the evening.
  private var spending: PeriodChart {
    let spent = (0...64).map { PeriodChart.Point(Double($0) / 96, Double($0 * $0) / 100) }
    return PeriodChart(
      [
        .init("pace $33.33", [.init(0, 0), .init(1, 50)], .dotted, style: Style(.dim)),
        .init("warning", [.init(0, 40), .init(1, 40)], .dotted, style: Style(.degraded)),
        .init("budget $50", [.init(0, 50), .init(1, 50)], .level, style: Style(.critical)),
        .init("projected $82", [.init(64.0 / 96, 40.96), .init(1, 82)], .dashed, style: Style(.critical)),
        .init("spent $40.96", spent, .solid, style: Style(.cost, .bold)),
      ], axis: ValueAxis(.dollars),
      ticks: (0...8).map { .init(Double($0) / 8, "0\($0):00") } + [.init(64.0 / 96, "now", isChief: true)])
  }

  @Test func drawsEverySet() {
    expectScreens("period-chart", columns: 70, rows: 16) { area, grid in spending.draw(in: area, on: &grid) }
  }

  @Test func foldsAxesAwayInSmallAreas() {
    expectScreens("period-chart-small", columns: 19, rows: 9, sets: [.braille]) { area, grid in
      spending.draw(in: Rect(x: 0, y: 0, width: 19, height: 3), on: &grid)
      spending.draw(in: Rect(x: 0, y: 4, width: 19, height: 1), on: &grid)
      spending.draw(in: Rect(x: 0, y: 6, width: 1, height: 3), on: &grid)
    }
  }

  @Test(arguments: [30, 45, 60, 90, 150]) func labelsOfTheAxisNeverTouch(width: Int) {
    var grid = CellGrid(Size(columns: width, rows: 12))
    spending.draw(in: grid.bounds, on: &grid)
    let axis = grid.plainText.split(separator: "\n").last ?? ""
    #expect(axis.contains("now"))
    #expect(!axis.contains("now0"))
    #expect(axis.split(separator: " ").allSatisfy { $0 == "now" || $0.count == 5 }, "\(axis)")
  }

  @Test func drawsNothingWithoutPoints() {
    var grid = CellGrid(Size(columns: 40, rows: 10))
    PeriodChart(
      [.init("spent", [], .solid, style: Style()), .init("odd", [.init(.nan, 1)], .solid, style: Style())],
      axis: ValueAxis(.dollars), ticks: []
    ).draw(in: grid.bounds, on: &grid)
    #expect(!grid.plainText.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }
}
