/// In what state a field of a form is, and how its value looks for that.
package struct FieldLook: Hashable, Sendable {
  package enum Focus: Hashable, Sendable {
    /// The form's cursor is somewhere else.
    case none
    /// The form's cursor stands on the field.
    case cursor
    /// The value is being edited.
    case editing
  }

  package var focus: Focus
  /// The value breaks a rule.
  package var isFaulty: Bool

  package init(_ focus: Focus = .none, isFaulty: Bool = false) {
    self.focus = focus
    self.isFaulty = isFaulty
  }

  package static let plain = FieldLook()

  /// The style of the value.
  package var style: Style {
    switch focus {
    case .none: Style(isFaulty ? .error : .text)
    case .cursor: Style(isFaulty ? .error : .accent, .bold)
    case .editing: Style(isFaulty ? .error : .text)
    }
  }
}

extension CellGrid {
  /// Draws brackets around what is edited and gives the room between them; without room for any, all of it.
  mutating func brackets(in row: Rect, _ look: FieldLook) -> Rect {
    guard look.focus == .editing, row.width > 4, row.height > 0 else { return row }
    let style = Style(look.isFaulty ? .error : .key, .bold)
    self[row.x, row.y] = Cell("[", style: style)
    self[row.maxX - 1, row.y] = Cell("]", style: style)
    return row.inset(columns: 1)
  }
}
