import Canvas

/// The line in which the filter is typed, with how many wrappers meet it.
enum FilterLine {
  static func draw(_ field: LineEditor, title: Line, _ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    var left = Line(String(repeating: String(grid.glyphs.rule), count: 2) + " ", .border)
    left.add(title)
    left.add("  / ", .key, .bold)
    let problem = frame.state.listing.filter.problem
    let hint = Line(problem ?? "name  err>5  p95>2000  state:critical  !idle", problem == nil ? .dim : .notice)
    grid.fill(row)
    grid.draw(left, in: row)
    let room = max(8, row.width - left.width - hint.width - 3)
    let box = row.columns(left.width, min(room, row.width - left.width))
    TextField(text: field.text, cursor: field.cursor).draw(in: box, on: &grid)
    let rest = row.columns(left.width + box.width + 1, row.width - left.width - box.width - 1)
    if rest.width >= 12 { grid.draw(hint, in: rest) }
  }
}
