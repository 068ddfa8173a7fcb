/// A value that is on or off: `[✓] on`, `[ ] off`.
package struct ToggleField: Widget, Hashable, Sendable {
  /// Nil if there is no value.
  package var isOn: Bool?
  package var look: FieldLook

  package init(isOn: Bool?, look: FieldLook = .plain) {
    self.isOn = isOn
    self.look = look
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let isEditing = look.focus == .editing
    let mark = isOn == true ? String(grid.glyphs.check) : isOn == nil ? "-" : " "
    let bracket = isEditing ? Style(look.isFaulty ? .error : .key, .bold) : Style(.dim)
    let word = isOn.map { $0 ? "on" : "off" } ?? "not set"
    let style = isOn == nil && !look.isFaulty ? Style(.dim) : look.style
    let inner = isEditing ? Style(style.role, [.reverse, .bold]) : style
    grid.write(
      [Span("[", bracket), Span(mark, inner), Span("]", bracket), " ", Span(word, style)], x: area.x, y: area.y,
      width: area.width)
  }
}
