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
  }
}
