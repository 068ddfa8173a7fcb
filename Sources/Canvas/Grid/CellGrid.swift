/// What a screen shows: rows of cells. A view fills a grid and does nothing else.
///
/// Whatever is put on it, the cells hold only what may be drawn (`SafeText`) and what `glyphs` allows, and a wide
/// character has both its halves: what covers one half blanks the other.
package struct CellGrid: Hashable, Sendable {
  package let size: Size
  /// The characters that views may use; with `.ascii` every other character comes out as `?`.
  package let glyphs: GlyphSet
  /// Row by row from the upper left corner.
  package private(set) var cells: [Cell]

  /// A grid of blanks.
  package init(_ size: Size, glyphs: GlyphSet = .braille) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// The whole grid.
  package var bounds: Rect { Rect(x: 0, y: 0, width: size.columns, height: size.rows) }

  /// The cell at a place. Reading outside gives a blank, writing outside does nothing. Writing a wide character fills
  /// the cell to the right as well; where that is missing, the cell becomes blank.
  package subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * size.columns + x] : .blank }
    set {
      guard contains(x, y) else { return }
      var cell = newValue
      if glyphs == .ascii, cell.scalar.value > 0x7E || cell.mark != nil {
        cell = Cell("?", style: cell.style)
      }
      put(cell, width: cell.width, x: x, y: y, end: size.columns)
    }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.columns && y < size.rows }

  /// Puts a cell into a row that exists, at a column that exists; a wide one only if its right half lies before `end`.
  private mutating func put(_ cell: Cell, width: Int, x: Int, y: Int, end: Int) {
    let index = y * size.columns + x
    if width == 0 {
      // The right half came with its left one; alone it is nothing.
      if !cells[index].isContinuation { put(Cell(" ", style: cell.style), width: 1, x: x, y: y, end: end) }
      return
    }
    guard width == 1 || x + 1 < end else {
      return put(Cell(" ", style: cell.style), width: 1, x: x, y: y, end: end)
    }
    breakAt(x, y)
    breakAt(x + width, y)
    cells[index] = cell
    if width == 2 { cells[index + 1] = Cell(checked: Cell.continuation, mark: nil, style: cell.style) }
  }

  /// Blanks the character that straddles the left edge of a column.
  private mutating func breakAt(_ x: Int, _ y: Int) {
    guard x > 0, x < size.columns else { return }
    let index = y * size.columns + x
    guard cells[index].isContinuation else { return }
    cells[index - 1] = Cell(" ", style: cells[index - 1].style)
    cells[index] = Cell(" ", style: cells[index].style)
  }

  // MARK: - Filling

  /// Fills a rectangle with a narrow character.
  package mutating func fill(_ area: Rect, _ scalar: Unicode.Scalar = " ", _ style: Style = Style()) {
    let area = area.intersection(bounds)
    guard !area.isEmpty else { return }
    var cell = Cell(scalar, style: style)
    if cell.width != 1 || glyphs == .ascii && scalar.value > 0x7E { cell = Cell(glyphs.replacement, style: style) }
    for y in area.y..<area.maxY {
      breakAt(area.x, y)
      breakAt(area.maxX, y)
      let start = y * size.columns + area.x
      for index in start..<(start + area.width) { cells[index] = cell }
    }
  }

  /// Changes the style of every cell of a rectangle; the characters stay.
  package mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
    let area = area.intersection(bounds)
    for y in area.y..<area.maxY {
      for index in (y * size.columns + area.x)..<(y * size.columns + area.maxX) { change(&cells[index].style) }
    }
  }

  /// Puts the theme's selection behind a rectangle.
  package mutating func select(_ area: Rect) { restyle(area) { $0.isSelected = true } }

  // MARK: - Text

  /// Writes printable ASCII, at most `limit` bytes, into a place that lies within the grid.
  mutating func putPlain(_ bytes: some Collection<UInt8>, x: Int, y: Int, limit: Int, style: Style) {
    let count = min(limit, bytes.count)
    guard count > 0 else { return }
    breakAt(x, y)
    breakAt(x + count, y)
    let styleBits = style.bits
    var index = y * size.columns + x
    for byte in bytes.prefix(count) {
      cells[index] = Cell(ascii: byte, styleBits: styleBits)
      index += 1
    }
  }

  /// Writes what is safe already from `x`, clipped to the columns between `columns.start` and `columns.end`.
  mutating func putGlyphs(_ text: SafeText, x: Int, y: Int, columns: (start: Int, end: Int), style: Style) {
    let start = max(0, columns.start)
    let end = min(size.columns, columns.end)
    guard y >= 0, y < size.rows, start < end else { return }
    var column = x
    for glyph in text.glyphs {
      if column >= end { return }
      if column >= start {
        put(Cell(checked: glyph.scalar, mark: glyph.mark, style: style), width: glyph.width, x: column, y: y, end: end)
      } else if column + glyph.width > start {
        // Of a wide character only the right half is inside: a blank stands for it.
        put(Cell(" ", style: style), width: 1, x: start, y: y, end: end)
      }
      column += glyph.width
    }
  }
}
