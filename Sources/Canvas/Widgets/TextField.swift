/// A line of text that is being edited, with its cursor. A text that is too long is shown around the cursor.
package struct TextField: Widget, Hashable, Sendable {
  /// What stands before the text, such as `/`.
  package var prompt: String
  package var text: String
  /// Where the next character goes, in characters (`Character`) from the start, 0 to `text.count`; nil: no cursor.
  package var cursor: Int?
  /// What is shown while there is no text.
  package var placeholder: String

  package init(prompt: String = "", text: String, cursor: Int?, placeholder: String = "") {
    self.prompt = prompt
    self.text = text
    self.cursor = cursor
    self.placeholder = placeholder
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let used = grid.write(prompt, x: area.x, y: area.y, width: area.width, style: Style(.key))
    let start = area.x + used
    let room = area.width - used
    guard room > 0 else { return }
    if text.isEmpty { grid.write(placeholder, x: start, y: area.y, width: room, style: Style(.dim)) }
    let shown = SafeText(text, in: grid.glyphs)
    let place = cursor.map { SafeText(String(text.prefix($0)), in: grid.glyphs).width }
    let offset = offset(of: place ?? 0, total: shown.width, room: room)
    grid.putGlyphs(shown, x: start - offset, y: area.y, columns: (start, start + room), style: Style())
    if offset > 0 { grid[start, area.y] = Cell(grid.glyphs.cutLeft, style: Style(.dim)) }
    if shown.width - offset > room {
      grid[start + room - 1, area.y] = Cell(grid.glyphs.cutRight, style: Style(.dim))
    }
    guard let place else { return }
    let x = start + place - offset
    let isWide = grid[x + 1, area.y].isContinuation
    grid.restyle(Rect(x: x, y: area.y, width: isWide ? 2 : 1, height: 1)) { $0.emphasis.formUnion(.reverse) }
  }

  /// How many columns of the text lie left of what is shown: the cursor stands in the middle, but at the ends.
  private func offset(of cursor: Int, total: Int, room: Int) -> Int {
    // The cursor needs a column behind the last character.
    max(0, min(cursor - room / 2, total + 1 - room))
  }
}
