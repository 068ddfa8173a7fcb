import Canvas
import Configuration

/// Environment variables that were found to set something, those of the wrapper that is shown first.
enum InspectorVariables {
  static func draw(_ pane: InspectorPane, in area: Rect, on grid: inout CellGrid) {
    let variables = pane.list.content.variables
    guard !area.isEmpty else { return }
    guard !variables.isEmpty else {
      let example = VariableName.name(of: FieldPath("daily_budget"), of: pane.list.wrapper ?? "support-bot")
      EmptyText.draw(
        [
          "No environment variable sets a field of any wrapper.",
          "One is found by its name, WRAPPER_<NAME>_<FIELD>, such as \(ShownText.name(example)).",
        ], in: area, on: &grid)
      return
    }
    if isNarrow(area) { return drawNarrow(variables, pane, in: area, on: &grid) }
    Table(
      columns: [
        Table.Column("VARIABLE", width: 16, weight: 3, truncation: .middle),
        Table.Column("SETS", width: 12, weight: 3, truncation: .middle),
        Table.Column("STATE", width: 8),
      ], rowCount: variables.count, selected: pane.section == .variables ? pane.variables.row : nil,
      firstRow: pane.variables.top
    ) { row in
      [
        .text(ShownText.name(variables[row].name)), .line(sets(variables[row], pane).spans),
        .line(isInForce(variables[row]).spans),
      ]
    }.draw(in: area, on: &grid)
  }

  /// How many variables are on the screen at once.
  static func page(_ area: Rect) -> Int { isNarrow(area) ? area.height / 2 : area.height - 1 }

  // Below this width no name of a variable would be whole.
  private static func isNarrow(_ area: Rect) -> Bool { area.width < 84 }

  // Two lines for each: what it is called, and below that what it sets.
  private static func drawNarrow(
    _ variables: [FoundVariable], _ pane: InspectorPane, in area: Rect, on grid: inout CellGrid
  ) {
    for (place, variable) in variables.enumerated().dropFirst(pane.variables.top).prefix(page(area)) {
      let rows = area.rows(2 * (place - pane.variables.top), 2)
      grid.draw(Line(ShownText.name(variable.name), .text), in: rows.row(0).columns(2, area.width - 2))
      let below = Line("sets ", .dim).adding(sets(variable, pane)).adding(", ", .dim).adding(isInForce(variable))
      grid.draw(below, in: rows.row(1).columns(4, area.width - 4))
      guard place == pane.variables.row, pane.section == .variables else { continue }
      grid[rows.x, rows.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold))
      grid.select(rows)
    }
  }

  private static func sets(_ variable: FoundVariable, _ pane: InspectorPane) -> Line {
    let isOwn = variable.wrapper == pane.list.wrapper
    return Line(isOwn ? "" : ShownText.name(variable.wrapper) + ": ", .dim)
      .adding(ShownText.name(variable.path.description), .accent)
  }

  private static func isInForce(_ variable: FoundVariable) -> Line {
    variable.isInForce
      ? Line("in force", Layer.environment.style.role, Layer.environment.style.emphasis) : Line("hidden", .notice)
  }
}
