/// What a screen shows: rows of cells. A view fills a grid and does nothing else.
package struct CellGrid: Hashable, Sendable {
  package let size: Size
  /// Row by row from the upper left corner.
  package private(set) var cells: [Cell]

  /// A grid of blanks.
  package init(_ size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// The whole grid.
  package var bounds: Rect { Rect(x: 0, y: 0, width: size.columns, height: size.rows) }

  /// The cell at a place. Reading outside gives a blank, writing outside does nothing.
  package subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * size.columns + x] : .blank }
    set { if contains(x, y) { cells[y * size.columns + x] = newValue } }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.columns && y < size.rows }
}
