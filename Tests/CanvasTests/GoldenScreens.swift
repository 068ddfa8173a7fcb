import Canvas
import TestSupport
import Testing

/// Draws on a grid of each of some glyph sets and compares text and styles with a golden file each.
func expectScreens(
  _ name: String, columns: Int, rows: Int, sets: [GlyphSet] = [.braille, .block, .ascii],
  sourceLocation: SourceLocation = #_sourceLocation, draw: (Rect, inout CellGrid) -> Void
) {
  for set in sets {
    var grid = CellGrid(Size(columns: columns, rows: rows), glyphs: set)
    draw(grid.bounds, &grid)
    expectGolden(
      grid.plainText + "-- styles --\n" + grid.styleText, named: "\(name)-\(set.rawValue)",
      sourceLocation: sourceLocation)
    if set == .ascii {
      #expect(grid.plainText.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "\n" })
    }
  }
}
