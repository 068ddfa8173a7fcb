/// A row of a form: the name of a field, its value, where that comes from, and what is to be said of it in the rows
/// beneath.
///
/// ```
/// ▸•  timeout_seconds   [40        ] s  1 ├────●──┤ 300  runtime  edited
///       was 30 from the file
/// ```
package struct FieldLine: Widget {
  /// What is to be seen of a field at a glance, each by a sign and a word; the worst comes last.
  package enum Mark: CaseIterable, Hashable, Sendable {
    case edited, warning, error

    package var word: String {
      switch self {
      case .edited: "edited"
      case .warning: "WARNING"
      case .error: "ERROR"
      }
    }

    package var role: Role {
      switch self {
      case .edited: .accent
      case .warning: .notice
      case .error: .error
      }
    }

    package func glyph(in set: GlyphSet) -> Unicode.Scalar {
      switch self {
      case .edited: set.edited
      case .warning: set.warning
      case .error: set.fault
      }
    }
  }

  /// A sentence beneath the value.
  package struct Note: Hashable, Sendable {
    package var text: String
    package var role: Role

    package init(_ text: String, _ role: Role = .dim) {
      self.text = text
      self.role = role
    }
  }

  package var label: String
  /// Draws the value, in one row.
  package var value: any Widget
  /// Where the value comes from.
  package var badge: Span
  /// The worst of them has its word behind the badge.
  package var marks: Set<Mark>
  package var notes: [Note]
  /// Where the form's cursor is. The row is selected while it stands there and nothing is edited, so that the cursor in
  /// a text is seen without colours, too.
  package var focus: FieldLook.Focus
  package var columns: FieldColumns

  package init(
    _ label: String, value: any Widget, badge: Span = "", marks: Set<Mark> = [], notes: [Note] = [],
    focus: FieldLook.Focus = .none, columns: FieldColumns
  ) {
    self.label = label
    self.value = value
    self.badge = badge
    self.marks = marks
    self.notes = notes
    self.focus = focus
    self.columns = columns
  }

  /// The rows that it needs in so many columns.
  package func height(width: Int) -> Int { 1 + lines(width: width).count }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let row = area.row(0)
    if focus != .none {
      grid.write(String(grid.glyphs.pointer), x: row.x, y: row.y, width: row.width, style: Style(.accent, .bold))
    }
    let worst = Mark.allCases.last { marks.contains($0) }
    let signs = [marks.contains(.edited) ? Mark.edited : nil, worst == .edited ? nil : worst]
    for (place, mark) in signs.enumerated() where row.width >= FieldColumns.gutter {
      guard let mark else { continue }
      grid[row.x + 1 + place, row.y] = Cell(mark.glyph(in: grid.glyphs), style: Style(mark.role, .bold))
    }
    let name = columns.label(in: row)
    let nameStyle = focus == .none ? Style() : Style(.accent, .bold)
    grid.write(label, x: name.x, y: name.y, width: name.width, style: nameStyle, truncation: .middle)
    value.draw(in: columns.value(in: row), on: &grid)
    let place = columns.badge(in: row)
    grid.write([badge], x: place.x, y: place.y, width: place.width)
    if let worst {
      let word = columns.word(in: row)
      grid.write(worst.word, x: word.x, y: word.y, width: word.width, style: Style(worst.role, .bold))
    }
    if focus == .cursor { grid.select(row) }
    for (number, line) in lines(width: area.width).enumerated() {
      let row = area.row(number + 1)
      guard !row.isEmpty else { break }
      grid.write(
        line.text, x: row.x + Self.indent, y: row.y, width: row.width - Self.indent,
        style: Style(line.role))
    }
  }

  /// How far notes stand in.
  private static let indent = FieldColumns.gutter + 2

  private func lines(width: Int) -> [Note] {
    notes.flatMap { note in
      Wrapping.lines(of: note.text, width: width - Self.indent).map { Note($0, note.role) }
    }
  }
}
