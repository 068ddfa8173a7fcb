import Canvas

/// The line in which the filter is typed, with how many wrappers meet it.
enum FilterLine {
  /// What can be typed, for those who do not know.
  static let hint = "name  err>5  p95>2000  state:critical  budget:over  !idle"
  static let operationsHint = "a piece of an id, a type, a status, an error or a metric"
  static let fieldsHint = "a piece of a name, a description or a value"

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
