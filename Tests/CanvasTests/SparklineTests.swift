import Canvas
import Testing

@Suite struct SparklineTests {
  @Test func drawsEverySet() {
    expectScreens("sparkline", columns: 16, rows: 5) { area, grid in
      let rising: [Double?] = (0..<16).map { Double($0) }
      Sparkline(rising, role: .latency).draw(in: area.row(0), on: &grid)
      Sparkline([nil, nil, 0, 0.001, nil, 1, 2, .nan, 4], role: .traffic).draw(in: area.row(1), on: &grid)
      Sparkline(rising, maximum: 30, role: .error).draw(in: area.row(2), on: &grid)
      Sparkline((0..<60).map { Double($0 % 20) }, fitting: .newest).draw(in: area.row(3), on: &grid)
      Sparkline((0..<60).map { Double($0 % 20) }, fitting: .all).draw(in: area.row(4), on: &grid)
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func tellsNoDataZeroAndLittleApart(set: GlyphSet) {
    var grid = CellGrid(Size(columns: 4, rows: 1), glyphs: set)
    Sparkline([nil, 0, 1e-9, 1]).draw(in: grid.bounds, on: &grid)
    let scalars = grid.cells.map(\.scalar)
    #expect(scalars[0] == " ")
    #expect(Set(scalars).count == 4)
  }

  @Test func keepsPeaksWhenNeighboursShareAColumn() {
    var values: [Double?] = Array(repeating: 1, count: 100)
    values[57] = 8
    var grid = CellGrid(Size(columns: 10, rows: 1))
    Sparkline(values, fitting: .all).draw(in: grid.bounds, on: &grid)
    #expect(grid.plainText == "▂▂▂▂▂█▂▂▂▂\n")
  }
}
