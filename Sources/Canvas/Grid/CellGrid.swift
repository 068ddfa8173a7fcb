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
  /// The parts of which each row changes at a pace of its own; a later one lies over those before.
  package var pacedAreas: [PacedArea] = []

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

  // MARK: - Rows

  /// True if a row shows the same as in another grid of the same size.
  package func hasSame(_ row: Int, as other: CellGrid) -> Bool {
    guard row < size.rows else { return true }
    let range = row * size.columns..<(row + 1) * size.columns
    return cells[range] == other.cells[range]
  }

  /// True if a row shows something else than in another grid of the same size, in columns that matter.
  func differs(from other: CellGrid, inRow row: Int, where matters: (Int) -> Bool) -> Bool {
    let start = row * size.columns
    return (0..<size.columns).contains { cells[start + $0] != other.cells[start + $0] && matters($0) }
  }

  /// Takes over a row of another grid of the same size, in columns that matter.
  mutating func copy(_ row: Int, from other: CellGrid, where matters: (Int) -> Bool = { _ in true }) {
    let start = row * size.columns
    for column in 0..<size.columns where matters(column) { cells[start + column] = other.cells[start + column] }
  }

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

extension CellGrid {
  /// Draws a frame of lines along the edges of a box; what is within it stays.
  mutating func frame(_ box: Rect, style: Style) {
    guard !box.isEmpty else { return }
    let lines = glyphs.frame
    for y in [box.y, box.maxY - 1] {
      fill(Rect(x: box.x, y: y, width: box.width, height: 1), lines.horizontal, style)
    }
    for x in [box.x, box.maxX - 1] {
      fill(Rect(x: x, y: box.y, width: 1, height: box.height), lines.vertical, style)
    }
    self[box.x, box.y] = Cell(lines.upperLeft, style: style)
    self[box.maxX - 1, box.y] = Cell(lines.upperRight, style: style)
    self[box.x, box.maxY - 1] = Cell(lines.lowerLeft, style: style)
    self[box.maxX - 1, box.maxY - 1] = Cell(lines.lowerRight, style: style)
  }

  /// Draws a thumb in a column that lies where the visible rows lie among all. There is no track, so that lines copy
  /// clean.
  mutating func scrollThumb(in bar: Rect, visible: Range<Int>, of count: Int) {
    guard !bar.isEmpty, visible.count < count else { return }
    let length = max(1, bar.height * visible.count / count)
    let hidden = count - visible.count
    let offset = (bar.height - length) * visible.lowerBound / max(1, hidden)
    fill(Rect(x: bar.x, y: bar.y + offset, width: 1, height: length), glyphs.scrollThumb, Style(.dim))
  }
}

extension CellGrid {
  /// The rows as text, without the blanks at their ends, a line feed after each.
  package var plainText: String {
    rows { row in
      var line = ""
      for cell in row where !cell.isContinuation {
        line.unicodeScalars.append(cell.scalar)
        if let mark = cell.mark { line.unicodeScalars.append(mark) }
      }
      return line
    }
  }

  /// The styles of the rows, a letter for each cell (`Style.letter`), trimmed like `plainText`.
  package var styleText: String {
    rows { row in
      var line = ""
      for cell in row { line.append(cell == .blank ? " " : cell.style.letter) }
      return line
    }
  }

  private func rows(_ line: (ArraySlice<Cell>) -> String) -> String {
    var text = ""
    for y in 0..<size.rows {
      var row = line(cells[(y * size.columns)..<((y + 1) * size.columns)])
      while row.hasSuffix(" ") { row.removeLast() }
      text += row + "\n"
    }
    return text
  }
}

extension Style {
  /// One letter for golden files: the letter of the role, in capitals if there is emphasis; `>` where a selected
  /// cell of ordinary text lies, else a selected cell has the letter of its role.
  package var letter: Character {
    if isSelected, role == .text { return ">" }
    return emphasis.isEmpty ? role.letter : Character(role.letter.uppercased())
  }
}

extension Role {
  /// The letter that stands for the role in golden files.
  package var letter: Character {
    switch self {
    case .text: "t"
    case .dim: "d"
    case .accent: "a"
    case .title: "n"
    case .border: "b"
    case .key: "k"
    case .healthy: "h"
    case .degraded: "w"
    case .unhealthy: "u"
    case .critical: "c"
    case .idle: "i"
    case .track: "r"
    case .traffic: "v"
    case .error: "e"
    case .fallback: "f"
    case .latency: "l"
    case .cost: "m"
    case .notice: "o"
    }
  }
}

extension CellGrid {
  /// Writes a text on one line.
  ///
  /// - Parameters:
  ///   - text: anything; what may not be drawn is replaced (`SafeText`).
  ///   - width: the columns that the text may fill; as far as the grid goes, if nil. Cells that the text does not
  ///     reach keep what they hold.
  ///   - alignment: where a shorter text stands in `width`.
  ///   - truncation: which end of a longer text gives way.
  /// - Returns: the columns that the text fills, those outside of the grid included.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, width: Int? = nil, style: Style = Style(), alignment: Alignment = .leading,
    truncation: Truncation = .tail
  ) -> Int {
    let room = width ?? size.columns - x
    guard y >= 0, y < size.rows, room > 0 else { return 0 }
    if x >= 0, truncation == .tail || text.utf8.count <= room, SafeText.isPlain(text) {
      return writePlain(text.utf8, x: x, y: y, room: room, style: style, alignment: alignment)
    }
    let shown = SafeText(text, in: glyphs).truncated(to: room, truncation, in: glyphs)
    let start = x + alignment.offset(of: shown.width, in: room)
    putGlyphs(shown, x: start, y: y, columns: (x, x + room), style: style)
    return shown.width
  }

  /// The same for printable ASCII, most of what is ever written: byte by byte, cut at the end.
  private mutating func writePlain(
    _ text: String.UTF8View, x: Int, y: Int, room: Int, style: Style, alignment: Alignment
  ) -> Int {
    let length = text.count
    guard length > room else {
      let start = x + alignment.offset(of: length, in: room)
      putPlain(text, x: start, y: y, limit: size.columns - start, style: style)
      return length
    }
    let ellipsis = glyphs.ellipsis.unicodeScalars
    let kept = room > ellipsis.count ? room - ellipsis.count : room
    putPlain(text, x: x, y: y, limit: min(kept, size.columns - x), style: style)
    for (index, scalar) in ellipsis.enumerated() where index < room - kept {
      self[x + kept + index, y] = Cell(scalar, style: style)
    }
    return room
  }

  /// Writes pieces of a line one after another; what is too long for `width` is cut at the end.
  /// - Returns: the columns that they fill.
  @discardableResult
  package mutating func write(
    _ spans: [Span], x: Int, y: Int, width: Int? = nil, alignment: Alignment = .leading
  ) -> Int {
    let room = width ?? size.columns - x
    guard y >= 0, y < size.rows, room > 0 else { return 0 }
    let total = spans.width
    guard total > room else {
      var column = x + alignment.offset(of: total, in: room)
      for span in spans { column += write(span.text, x: column, y: y, width: x + room - column, style: span.style) }
      return total
    }
    let ellipsis = DisplayWidth.of(glyphs.ellipsis) < room ? glyphs.ellipsis : ""
    let end = x + room - DisplayWidth.of(ellipsis)
    var column = x
    var style = Style()
    for span in spans {
      style = span.style
      let used = write(span.text, x: column, y: y, width: end - column, style: style, truncation: .clip)
      column += used
      // Also where a wide character did not fit and left a column over: nothing may follow it.
      if used < DisplayWidth.of(span.text) { break }
    }
    return column + write(ellipsis, x: column, y: y, style: style) - x
  }

  /// Draws a horizontal rule over a width, with a title on it: `── title ─────── note ──`.
  package mutating func rule(
    x: Int, y: Int, width: Int, title: [Span] = [], note: [Span] = [], style: Style = Style(.border)
  ) {
    fill(Rect(x: x, y: y, width: width, height: 1), glyphs.rule, style)
    let noteWidth = note.width
    let titleRoom = noteWidth > 0 && width - noteWidth - 12 >= 8 ? width - noteWidth - 12 : width - 6
    guard titleRoom > 0 else { return }
    if !title.isEmpty {
      write(" ", x: x + 2, y: y)
      let used = write(title, x: x + 3, y: y, width: titleRoom)
      write(" ", x: x + 3 + used, y: y)
    }
    if noteWidth > 0, titleRoom < width - 6 {
      write([Span(" ")] + note + [Span(" ")], x: x + width - noteWidth - 4, y: y, width: noteWidth + 2)
    }
  }
}

extension Alignment {
  /// How far from the left edge something of `width` columns stands in `room` columns.
  func offset(of width: Int, in room: Int) -> Int {
    switch self {
    case .leading: 0
    case .centre: max(0, (room - width) / 2)
    case .trailing: max(0, room - width)
    }
  }
}

/// Something that draws itself into a part of a grid. It never draws outside of that part, and it takes any part:
/// where there is too little room it shows less.
package protocol Widget {
  func draw(in area: Rect, on grid: inout CellGrid)
}
