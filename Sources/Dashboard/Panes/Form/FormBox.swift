import Canvas

/// A box over a pane that tells something and may ask for a line of text: lines that scroll, the line below them, and the
/// keys of the place.
struct FormBox {
  var title: String
  var lines: [Line] = []
  /// What is asked for, and how it is drawn.
  var input: (label: String, widget: any Widget)?
  var mode: KeyMode
  var role = Role.accent
  /// How many rows the lines take; as many as there are, if nil.
  var rows: Int?

  private static let widest = 84

  /// The cells of a line within an area.
  static func width(in area: Rect) -> Int { max(8, min(widest, area.width - 6)) }

  /// How many rows a box within that area leaves to its lines at most.
  static func page(in area: Rect, hasInput: Bool) -> Int { max(1, area.height - 4 - (hasInput ? 2 : 0)) }

  /// The keys of a place, as its footer names them.
  static func hints(_ mode: KeyMode) -> KeyHints {
    let here = Binding.table.filter {
      $0.modes.contains(mode) && $0.footerRank != nil && $0.action != .toggle(HelpPane.id)
    }
    let sorted = here.enumerated().sorted { a, b in
      (a.element.footerRank ?? 0, a.offset) < (b.element.footerRank ?? 0, b.offset)
    }
    return KeyHints(sorted.map { KeyHints.Hint($0.element.footerKeys, $0.element.label) })
  }

  func draw(scroll: Int = 0, in area: Rect, on grid: inout CellGrid) {
    let wanted = rows ?? lines.count
    let dialog = Dialog(
      title: title, hints: Self.hints(mode), role: role,
      contentSize: Size(columns: Self.width(in: area), rows: max(1, wanted) + (input == nil ? 0 : 2)))
    dialog.draw(in: area, on: &grid)
    let content = dialog.content(in: area)
    guard !content.isEmpty else { return }
    let isRoomy = content.height >= 3
    let inner = content.rows(0, content.height - (input == nil ? 0 : isRoomy ? 2 : 1))
    let first = max(0, min(scroll, lines.count - inner.height))
    for (row, line) in lines.dropFirst(first).prefix(inner.height).enumerated() {
      grid.draw(line, in: inner.row(row).columns(0, inner.width - 1))
    }
    grid.drawScrollBar(inner, lines.count, top: first)
    guard let input else { return }
    let row = content.row(content.height - 1)
    let label = Line(input.label, .text, .bold)
    grid.draw(label, in: row)
    input.widget.draw(in: row.columns(label.width + 2, row.width - label.width - 2), on: &grid)
  }
}
