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
