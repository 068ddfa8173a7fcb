import Canvas

/// The line in which the filter is typed, with how many wrappers meet it.
enum FilterLine {
  static func draw(_ field: TextField, title: Line, _ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    var left = title
    left.add("  / ", .key, .bold)
    let problem = frame.state.listing.filter.problem
    let hint = Line(problem ?? "name  err>5  p95>2000  state:critical  !idle", problem == nil ? .dim : .notice)
    grid.fill(row)
    grid.draw(left, in: row)
    let room = max(8, row.width - left.width - hint.width - 3)
    let box = row.columns(left.width, min(room, row.width - left.width))
    drawField(field, in: box, frame, on: &grid)
    let rest = row.columns(left.width + box.width + 1, row.width - left.width - box.width - 1)
    if rest.width >= 12 { grid.draw(hint, in: rest) }
  }

  // The text scrolls so that the cursor is always in it.
  private static func drawField(_ field: TextField, in box: Rect, _ frame: Frame, on grid: inout CellGrid) {
    let before = SafeText(String(field.text.prefix(field.cursor))).string
    var shown = Array(before)
    while DisplayWidth.of(String(shown)) > box.width - 1, !shown.isEmpty { shown.removeFirst() }
    let behind = SafeText(String(field.text.dropFirst(field.cursor))).string
    var line = Line(String(shown), .text, .underline)
    line.add(behind.isEmpty ? " " : String(behind.prefix(1)), .accent, .reverse)
    line.add(String(behind.dropFirst()), .text, .underline)
    grid.draw(line, in: box)
  }
}
