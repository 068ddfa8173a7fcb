import Canvas
import Configuration

/// The name and the kind of a wrapper that is configured for the first time.
enum NewWrapperView {
  static func draw(_ new: NewWrapperPane, _ configuration: ConfigurationState, in area: Rect, on grid: inout CellGrid) {
    let kinds = configuration.resolved.kinds
    let width = FormBox.width(in: area)
    let dialog = Dialog(
      title: "new wrapper", hints: FormBox.hints(new.mode), role: .accent,
      contentSize: Size(columns: width, rows: 3 + kinds.count))
    dialog.draw(in: area, on: &grid)
    let content = dialog.content(in: area)
    guard !content.isEmpty else { return }
    let name = content.row(0)
    grid.draw(Line("name", .text, .bold), in: name)
    TextField(new.name, look: FieldLook(new.isNaming ? .editing : .none))
      .draw(in: name.columns(6, name.width - 6), on: &grid)
    let hint = new.isNaming ? "as it is called in its events" : "what it is, which says what fields it has"
    if content.height > 3 { grid.draw(Line(hint, .dim), in: content.row(1).columns(6, content.width - 6)) }
    let top = content.height > 4 ? 3 : content.height > 3 ? 2 : 1
    let list = content.rows(top, content.height - top)
    let cursor = new.isNaming ? nil : new.kinds.cursor
    let first = Table.firstRow(toShow: cursor, from: 0, rowCount: kinds.count, height: list.height + 1)
    for (row, kind) in kinds.dropFirst(first).prefix(list.height).enumerated() {
      let isChosen = first + row == cursor
      var line = Line(isChosen ? "\(grid.glyphs.pointer) " : "  ", .accent, .bold)
      line.add(ShownText.name(kind.name), isChosen ? .accent : new.isNaming ? .dim : .text, isChosen ? .bold : [])
      line.pad(to: 16)
      line.add("  \(kind.leaves.count) fields", .dim)
      line.pad(to: 29)
      line.add("  " + words(of: kind), new.isNaming ? .dim : .text)
      grid.draw(line, in: list.row(row))
      if isChosen { grid.select(list.row(row)) }
    }
  }

  private static func words(of kind: Kind) -> String {
    let required = kind.leaves.filter(\.description.isRequired).map { ShownText.name($0.path.description) }
    let needs = required.isEmpty ? "" : "; needs \(required.joined(separator: ", "))"
    switch kind.name {
    case "external": return "any tool that tells of itself" + needs
    case "routellm": return "routes between a strong and a weak model" + needs
    case "poml": return "renders prompts from templates" + needs
    default: return "declared in the configuration file" + needs
    }
  }
}
