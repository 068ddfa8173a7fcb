import Testing

@testable import Canvas

@Suite struct ChartTests {
  private let p95 = (0..<60).map { minute -> Double? in
    (20..<26).contains(minute) ? nil : 2000 + 150 * Double(minute)
  }
  private let p50 = (0..<60).map { minute -> Double? in minute % 7 == 0 ? 1500 : 900 }

  private var latency: Chart {
    Chart(
      [.init("p50", p50, style: Style(.dim)), .init("p95", p95, style: Style(.latency, .bold))],
      axis: ValueAxis(.milliseconds), minutes: 60)
  }

  @Test func drawsEverySet() {
    expectScreens("chart", columns: 60, rows: 12) { area, grid in latency.draw(in: area, on: &grid) }
  }

  @Test func foldsAxesAwayInSmallAreas() {
    expectScreens("chart-small", columns: 19, rows: 9, sets: [.braille]) { area, grid in
      latency.draw(in: Rect(x: 0, y: 0, width: 19, height: 3), on: &grid)
      latency.draw(in: Rect(x: 0, y: 4, width: 19, height: 1), on: &grid)
      latency.draw(in: Rect(x: 0, y: 6, width: 1, height: 3), on: &grid)
    }
  }

  @Test func drawsBars() {
    let bars = (0..<30).map { minute -> BarChart.Bar? in
      if minute == 12 || minute == 13 { return nil }
      let errors = minute > 20 ? Double(minute * 4) : 0
      return BarChart.Bar(total: Double(minute * 40), errors: minute == 7 ? 1 : errors)
    }
    expectScreens("bars", columns: 70, rows: 10) { area, grid in
      BarChart(bars, minutes: 30).draw(in: area, on: &grid)
    }
    expectScreens("bars-narrow", columns: 18, rows: 6, sets: [.block]) { area, grid in
      BarChart(bars, minutes: 30).draw(in: area, on: &grid)
    }
  }

  @Test func drawsNothingWithoutData() {
    var grid = CellGrid(Size(columns: 30, rows: 8))
    Chart([.init("p95", [nil, .infinity, .nan], style: Style())], axis: ValueAxis(.rate), minutes: 3)
      .draw(in: grid.bounds, on: &grid)
    #expect(!grid.plainText.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(grid.plainText.contains("1.0% ┤"))
  }

  @Test(arguments: [
    (ValueAxis.Unit.count, 7.0, ["0", "2", "4", "6", "8"]), (.count, 0, ["0", "1"]),
    (.count, 23_456, ["0", "10k", "20k", "30k"]), (.count, 1.5, ["0", "1", "2"]),
    (.rate, 0.114, ["0", "5%", "10%", "15%"]), (.rate, 0.004, ["0", "0.1%", "0.2%", "0.3%", "0.4%"]),
    (.rate, 1, ["0", "50%", "100%"]), (.milliseconds, 420, ["0", "200ms", "400ms", "600ms"]),
    (.milliseconds, 9800, ["0", "5s", "10s"]), (.milliseconds, 90_000, ["0", "30s", "1m00s", "1m30s"]),
    (.dollars, 0.12, ["0", "$0.05", "$0.10", "$0.15"]), (.dollars, 4321, ["0", "$2k", "$4k", "$6k"]),
    (.milliseconds, 0.3, ["0", "0.1ms", "0.2ms", "0.3ms"]),
  ])
  func hasRoundTicks(unit: ValueAxis.Unit, largest: Double, expected: [String]) {
    let scale = ValueAxis(unit).scale(upTo: largest, intervals: 4)
    #expect(scale.ticks.map(scale.label) == expected)
    #expect(scale.maximum >= largest)
  }

  @Test func keepsAFixedMaximum() {
    let scale = ValueAxis(.rate, maximum: 1).scale(upTo: 0.01, intervals: 4)
    #expect(scale.maximum == 1)
    #expect(scale.ticks.map(scale.label) == ["0", "50%", "100%"])
  }

  @Test func namesTheTimeBelow() {
    let hour = TimeAxis(minutes: 60).ticks(width: 60).map(\.label)
    #expect(hour == ["-1h", "-50m", "-40m", "-30m", "-20m", "-10m", "now"])
    #expect(TimeAxis(minutes: 1440).ticks(width: 50).map(\.label) == ["-1d", "-18h", "-12h", "-6h", "now"])
    #expect(TimeAxis(minutes: 15).ticks(width: 40).first?.column == 0)
    #expect(TimeAxis(minutes: 0).ticks(width: 40).isEmpty)
  }
}
