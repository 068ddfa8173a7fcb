import Canvas
import Configuration

/// Environment variables that were found to set something, those of the wrapper that is shown first.
enum InspectorVariables {
  static func draw(_ state: InspectorState, in area: Rect, on grid: inout CellGrid) {
    let variables = state.content.variables
    guard !area.isEmpty else { return }
    guard !variables.isEmpty else {
      let example = VariableName.name(of: FieldPath("daily_budget"), of: state.wrapper ?? "support-bot")
      CostsPane.say(
        [
          "No environment variable sets a field of any wrapper.",
          "One is found by its name, WRAPPER_<NAME>_<FIELD>, such as \(ShownText.name(example)).",
        ], in: area, on: &grid)
      return
    }
    Table(
      columns: [
        Table.Column("VARIABLE", width: 16, weight: 3, truncation: .middle),
        Table.Column("SETS", width: 12, weight: 3, truncation: .middle),
        Table.Column("STATE", width: 8),
      ], rowCount: variables.count, selected: state.section == .variables ? state.variables.row : nil,
      firstRow: state.variables.top
    ) { row in
      let variable = variables[row]
      let path = ShownText.name(variable.path.description)
      let isOwn = variable.wrapper == state.wrapper
      return [
        .text(ShownText.name(variable.name)),
        .line(
          isOwn
            ? [Span(path, .accent)] : [Span(ShownText.name(variable.wrapper) + ": ", .dim), Span(path, .accent)]),
        variable.isInForce ? .text("in force", Layer.environment.style) : .text("hidden", .notice),
      ]
    }.draw(in: area, on: &grid)
  }
}
