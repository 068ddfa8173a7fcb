import Canvas
import PlainText
import Testing

@Suite struct GaugeTests {
  @Test func drawsEverySet() {
    expectScreens("gauge", columns: 24, rows: 10) { _, grid in
      let values: [Double?] = [nil, 0, 0.001, 0.25, 0.5, 0.84, 0.999, 1, 1.3]
      for (row, value) in values.enumerated() {
        let label = Span(value.map { NumberFormat.percent($0) + "%" } ?? "-")
        Gauge(value, role: .healthy, label: [label], labelWidth: 6)
          .draw(in: Rect(x: 0, y: row, width: 24, height: 1), on: &grid)
      }
      Gauge(0.5, role: .critical, label: ["no room for this label"])
        .draw(in: Rect(x: 2, y: 9, width: 10, height: 1), on: &grid)
    }
  }

  @Test func drawsLarge() {
    expectScreens("big-gauge", columns: 40, rows: 11) { _, grid in
      let marks = [BigGauge.Mark(0, "0"), .init(0.5, "50"), .init(0.7, "70"), .init(0.9, "90"), .init(1, "100")]
      for (row, value) in [0.31, 0.97].enumerated() {
        BigGauge(value, role: .degraded, marks: marks, label: [Span(NumberFormat.fixed(value * 100, 0), .title, .bold)])
          .draw(in: Rect(x: 0, y: row * 4, width: 40, height: 3), on: &grid)
      }
      BigGauge(0.5, role: .healthy, marks: marks).draw(in: Rect(x: 0, y: 8, width: 12, height: 2), on: &grid)
      BigGauge(0.5, role: .healthy, marks: marks).draw(in: Rect(x: 0, y: 10, width: 40, height: 1), on: &grid)
    }
  }

  @Test(arguments: GlyphSet.allCases, 1...12)
  func isFullAtOneOnlyAndNeverEmptyAboveZero(set: GlyphSet, width: Int) {
    func bar(_ value: Double) -> String {
      var grid = CellGrid(Size(columns: width, rows: 1), glyphs: set)
      Gauge(value, role: .healthy).draw(in: grid.bounds, on: &grid)
      return grid.plainText
    }
    let full = bar(1)
    #expect(full == String(repeating: String(set.gaugeCell(eighths: 8)), count: width) + "\n")
    #expect(bar(7) == full)
    #expect(bar(1 - 1e-12) != full)
    #expect(bar(1e-12) != bar(0))
    #expect(bar(-1) == bar(0))
    #expect(bar(.nan) == "\n")
  }
}
