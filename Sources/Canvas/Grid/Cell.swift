/// One cell of the screen.
package struct Cell: Hashable, Sendable {
  /// The character. A cell behind the left half of a wide character holds `Cell.continuation`.
  package var scalar: Unicode.Scalar
  /// A mark that is drawn over the character, if any; more than one is left out.
  package var mark: Unicode.Scalar?
  package var style: Style

  /// What stands in the right half of a wide character: nothing is drawn there.
  package static let continuation: Unicode.Scalar = "\0"
  /// An empty cell.
  package static let blank = Cell(" ")

  package init(_ scalar: Unicode.Scalar, mark: Unicode.Scalar? = nil, style: Style = Style()) {
    self.scalar = scalar
    self.mark = mark
    self.style = style
  }
}
