/// The values of a choice under one another, over the rest of the screen; it scrolls with its cursor.
package struct DropList: Widget, Hashable, Sendable {
  package var values: [String]
  /// The value that is chosen, from 0; nil for none.
  package var cursor: Int?
  /// The value with which editing began, which is marked.
  package var current: Int?

  package init(_ values: [String], cursor: Int?, current: Int? = nil) {
    self.values = values
    self.cursor = cursor
    self.current = current
  }

  /// Fewer values in sight are not worth a place below the field, if there is more room above it.
  private static let fewest = 3

  /// Where it lies: below a field or, where there is too little room, above it; never outside of `bounds`.
  package func place(at field: Rect, in bounds: Rect) -> Rect {
    let below = bounds.maxY - field.maxY
    let above = field.y - bounds.y
    let wanted = values.count + 2
    let isBelow = below >= min(wanted, Self.fewest + 2) || below >= above
    let height = max(0, min(wanted, isBelow ? below : above))
    let longest = values.map { DisplayWidth.of($0) }.max() ?? 0
    let width = min(bounds.width, longest + 6)
    let x = max(bounds.x, min(field.x - 2, bounds.maxX - width))
    return Rect(x: x, y: isBelow ? field.maxY : field.y - height, width: width, height: height)
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    grid.fill(area)
    // Without room for a frame the values alone are more use.
    let isFramed = area.width >= 6 && area.height >= 3
    if isFramed { grid.frame(area, style: Style(.accent)) }
    let inner = isFramed ? area.inset(columns: 1, rows: 1) : area
    let first = Table.firstRow(toShow: cursor, from: 0, rowCount: values.count, height: inner.height + 1)
    let visible = first..<min(values.count, first + inner.height)
    for index in visible {
      let row = inner.row(index - first)
      let isChosen = index == cursor
      let mark = isChosen ? grid.glyphs.pointer : index == current ? grid.glyphs.edited : " "
      grid[row.x, row.y] = Cell(mark, style: isChosen ? Style(.accent, .bold) : Style(.dim))
      let style = isChosen ? Style(.text, .bold) : Style()
      grid.write(values[index], x: row.x + 2, y: row.y, width: row.width - 2, style: style, truncation: .middle)
      if isChosen { grid.select(row) }
    }
    guard isFramed else { return }
    let bar = Rect(x: area.maxX - 1, y: inner.y, width: 1, height: inner.height)
    grid.scrollThumb(in: bar, visible: visible, of: values.count)
  }
}
