/// A line of text that is being edited, with its cursor. A text that is too long is shown around the cursor.
package struct TextField: Widget, Hashable, Sendable {
  /// What stands before the text, such as `/`.
  package var prompt: String
  package var text: String
  /// Where the next character goes, in characters (`Character`) from the start, 0 to `text.count`; nil: no cursor.
  package var cursor: Int?
  /// The characters that are selected, counted like the cursor.
  package var selection: Range<Int>?
  /// What is shown while there is no text.
  package var placeholder: String
  /// As a field of a form: in brackets while it is edited.
  package var look: FieldLook

  package init(
    prompt: String = "", text: String, cursor: Int?, selection: Range<Int>? = nil, placeholder: String = "",
    look: FieldLook = .plain
  ) {
    self.prompt = prompt
    self.text = text
    self.cursor = cursor
    self.selection = selection
    self.placeholder = placeholder
    self.look = look
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let row = grid.brackets(in: area.row(0), look)
    let used = grid.write(prompt, x: row.x, y: row.y, width: row.width, style: Style(.key))
    let start = row.x + used
    let room = row.width - used
    guard room > 0 else { return }
    if text.isEmpty { grid.write(placeholder, x: start, y: row.y, width: room, style: Style(.dim)) }
    let shown = SafeText(text, in: grid.glyphs)
    let place = cursor.map { width(of: $0, in: grid.glyphs) }
    let offset = offset(of: place ?? 0, total: shown.width, room: room)
    grid.putGlyphs(shown, x: start - offset, y: row.y, columns: (start, start + room), style: look.style)
    if offset > 0 { grid[start, row.y] = Cell(grid.glyphs.cutLeft, style: Style(.dim)) }
    if shown.width - offset > room {
      grid[start + room - 1, row.y] = Cell(grid.glyphs.cutRight, style: Style(.dim))
    }
    if let selection {
      let left = start + width(of: selection.lowerBound, in: grid.glyphs) - offset
      let right = start + width(of: selection.upperBound, in: grid.glyphs) - offset
      let run = Rect(x: left, y: row.y, width: right - left, height: 1)
      grid.restyle(run.intersection(Rect(x: start, y: row.y, width: room, height: 1))) { $0.emphasis.insert(.reverse) }
    }
    guard let place else { return }
    let x = start + place - offset
    let isWide = grid[x + 1, row.y].isContinuation
    let isInSelection = selection != nil
    grid.restyle(Rect(x: x, y: row.y, width: isWide ? 2 : 1, height: 1)) { style in
      style.emphasis.formUnion(.reverse)
      // Beside what is selected a reversed cell alone would not be seen.
      guard isInSelection else { return }
      style.role = .key
      style.emphasis.formUnion([.bold, .underline])
    }
  }

  /// The columns of so many characters.
  private func width(of characters: Int, in glyphs: GlyphSet) -> Int {
    SafeText(String(text.prefix(characters)), in: glyphs).width
  }

  /// How many columns of the text lie left of what is shown: the cursor stands in the middle, but at the ends.
  private func offset(of cursor: Int, total: Int, room: Int) -> Int {
    // The cursor needs a column behind the last character.
    max(0, min(cursor - room / 2, total + 1 - room))
  }
}
