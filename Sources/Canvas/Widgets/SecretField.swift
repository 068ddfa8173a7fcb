import PlainText

/// A value that is never shown, only that there is one: `********`, and while it is typed anew as many dots.
package struct SecretField: Widget, Hashable, Sendable {
  /// What may be known of the value so far.
  package enum Stored: Hashable, Sendable {
    case none, hidden
    /// Where it is kept, such as `${env:NAME}`.
    case reference(String)
  }

  package var stored: Stored
  /// How many characters of a new value are typed.
  package var typed: Int
  package var look: FieldLook

  package init(_ stored: Stored, typed: Int = 0, look: FieldLook = .plain) {
    self.stored = stored
    self.typed = max(0, typed)
    self.look = look
  }

  /// What stands for a value, whatever its length.
  private static let mask = "********"
  /// The dots that are shown at most; the count says the rest.
  private static let mostDots = 16

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let isEditing = look.focus == .editing
    guard isEditing || typed > 0 else { return drawStored(in: area, on: &grid) }
    let note = typed == 0 ? "type a new value" : "new value, \(NumberFormat.counted(typed, "character"))"
    // Dots and their box first; the words where there is room for all of them.
    let box = min(area.width, isEditing ? Self.mostDots + 3 : min(typed, Self.mostDots))
    let row = grid.brackets(in: Rect(x: area.x, y: area.y, width: box, height: 1), look)
    let dots = min(typed, Self.mostDots, isEditing ? row.width - 1 : row.width)
    grid.write(String(repeating: String(grid.glyphs.dot), count: max(0, dots)), x: row.x, y: row.y, style: look.style)
    if isEditing {
      let cursor = Rect(x: row.x + max(0, dots), y: row.y, width: 1, height: 1)
      grid.restyle(cursor.intersection(area)) { $0.emphasis.insert(.reverse) }
    }
    if area.width - box >= note.count + 2 {
      grid.write(note, x: area.x + box + 2, y: area.y, style: Style(.dim))
    }
  }

  private func drawStored(in area: Rect, on grid: inout CellGrid) {
    let value: Span =
      switch stored {
      case .none: Span("not set", look.isFaulty ? look.style : Style(.dim))
      case .hidden: Span(Self.mask, look.style)
      case .reference(let text): Span(text, look.style)
      }
    grid.write([value], x: area.x, y: area.y, width: area.width)
  }
}
