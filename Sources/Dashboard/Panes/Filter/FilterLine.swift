import Canvas

/// The line in which the filter is typed, with how many wrappers meet it.
enum FilterLine {
  /// Draws it in a row, behind the title of what is filtered.
  static func draw(_ field: LineEditor, title: Line, in row: Rect, on grid: inout CellGrid) {
    var left = Line(String(repeating: String(grid.glyphs.rule), count: 2) + " ", .border)
    left.add(title)
    left.add("  / ", .key, .bold)
    grid.fill(row)
    grid.draw(left, in: row)
    TextField(text: field.text, cursor: field.cursor, selection: field.selection)
      .draw(in: row.columns(left.width, row.width - left.width), on: &grid)
  }
}
