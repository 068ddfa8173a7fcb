/// One of a list of values, on one line: `‹ bert › 2 of 5` while it is edited, else the value alone.
package struct ChoiceField: Widget, Hashable, Sendable {
  /// The value; it need not be one of the list, and is empty if there is none.
  package var text: String
  /// Its number in the list, from 0; nil if it is not in there.
  package var cursor: Int?
  /// How many values the list has.
  package var count: Int
  package var look: FieldLook

  package init(text: String, cursor: Int?, count: Int, look: FieldLook = .plain) {
    self.text = text
    self.cursor = cursor
    self.count = count
    self.look = look
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let value = text.isEmpty ? Span("not set", .dim) : Span(text, look.style)
    guard look.focus != .none, area.width > 6 else {
      grid.write([value], x: area.x, y: area.y, width: area.width)
      return
    }
    let isEditing = look.focus == .editing
    let arrow = isEditing ? Style(look.isFaulty ? .error : .key, .bold) : Style(.dim)
    let place = cursor.map { "\($0 + 1) of \(count)" } ?? "\(count) to choose from"
    let needed = [value].width + 4
    let used = min(needed, area.width)
    grid[area.x, area.y] = Cell(grid.glyphs.cutLeft, style: arrow)
    grid.write([value], x: area.x + 2, y: area.y, width: used - 4)
    grid[area.x + used - 1, area.y] = Cell(grid.glyphs.cutRight, style: arrow)
    if isEditing, !text.isEmpty {
      grid.restyle(Rect(x: area.x + 1, y: area.y, width: used - 2, height: 1)) { $0.emphasis.insert(.reverse) }
    }
    if area.width - used >= place.count + 2 {
      grid.write(place, x: area.x + used + 2, y: area.y, style: Style(.dim))
    }
  }
}

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
