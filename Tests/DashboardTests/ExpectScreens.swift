import Canvas
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

/// Draws a screen in all sizes, and compares each with its golden file: `Golden/<screen>-<size>-<glyphs>.txt`, the
/// characters above, the styles below.
func expectScreens(
  _ name: String, _ scene: Scene? = .dozen, ascii: Bool = false,
  sizes: [(Int, Int)] = [(80, 24), (120, 36), (200, 60)], sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ prepare: (inout Operator) -> Void = { _ in }
) {
  for (columns, rows) in sizes {
    var seat = Operator(scene, columns: columns, rows: rows)
    prepare(&seat)
    for glyphs in ascii ? [GlyphSet.braille, .ascii] : [.braille] {
      let grid = seat.screen(glyphs)
      #expect(grid.size == Size(columns: columns, rows: rows), sourceLocation: sourceLocation)
      expectGolden(
        grid.plainText + "-- styles --\n" + grid.styleText, named: "\(name)-\(columns)x\(rows)-\(glyphs.rawValue)",
        sourceLocation: sourceLocation)
    }
  }
}
