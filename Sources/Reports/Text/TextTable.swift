import Canvas

/// Rows of cells under titles, aligned by display width. Every column is as wide as its widest cell.
struct TextTable {
  struct Column {
    var title: String
    var alignment: Alignment

    /// A column of words.
    static func words(_ title: String) -> Column { Column(title: title, alignment: .leading) }
    /// A column of figures.
    static func figures(_ title: String) -> Column { Column(title: title, alignment: .trailing) }
  }

  struct Cell {
    var text: SafeText
    var role: Role?
  }

  /// Cells, one for each column, and what is to be said about them in lines of their own.
  struct Row {
    var cells: [Cell]
    var notes: [Cell] = []
    /// What this row and those behind it are listed under, in a line of its own.
    var heading: Cell?
  }

  var columns: [Column]
  var rows: [Row] = []

  /// The table as lines, each with its line feed.
  func text(_ rendering: TextRendering) -> String {
    let titles = columns.map { Cell(text: rendering.safe($0.title), role: .dim) }
    let widths = columns.indices.map { column in
      rows.reduce(titles[column].text.width) { max($0, $1.cells[column].text.width) }
    }
    var text = line(titles, widths, rendering)
    for row in rows {
      if let heading = row.heading { text += "\n" + rendering.styled(heading.text.string, heading.role) + "\n" }
      text += line(row.cells, widths, rendering)
      for note in row.notes { text += "  " + rendering.styled(note.text.string, note.role) + "\n" }
    }
    return text
  }

  private func line(_ cells: [Cell], _ widths: [Int], _ rendering: TextRendering) -> String {
    var line = ""
    // Spaces go out only before something that can be seen, so that no line ends with them.
    var gap = 0
    for (cell, (column, width)) in zip(cells, zip(columns, widths)) {
      let padding = width - cell.text.width
      if column.alignment == .trailing { gap += padding }
      if cell.text.width > 0 {
        line += String(repeating: " ", count: gap) + rendering.styled(cell.text.string, cell.role)
        gap = 0
      }
      if column.alignment == .leading { gap += padding }
      gap += Self.gap
    }
    return line + "\n"
  }

  private static let gap = 2
}

/// How a plain-text report looks: which characters it may use, and whether it may use colour.
struct TextRendering: Sendable {
  /// Colours go out as SGR sequences; without them there is not one escape sequence in the text.
  var usesColor: Bool
  var glyphs: GlyphSet

  /// What may be shown of a text from outside, on one line.
  func safe(_ text: String) -> SafeText { SafeText(text, in: glyphs) }

  /// A text in the colour of its role. The sixteen colours of the terminal's own palette do, as they fit its background.
  func styled(_ text: String, _ role: Role?) -> String {
    guard usesColor, let role, let parameters = Self.parameters(role), !text.isEmpty else { return text }
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }

  private static func parameters(_ role: Role) -> String? {
    switch role {
    case .healthy: "32"
    case .degraded, .notice: "33"
    case .unhealthy: "91"
    case .critical: "1;31"
    case .idle, .dim: "2"
    case .accent, .title: "1"
    default: nil
    }
  }
}
