/// A piece of a line in one style.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }

  package init(_ text: String, _ role: Role, _ emphasis: Emphasis = []) {
    self.init(text, Style(role, emphasis))
  }
}

extension [Span] {
  /// The columns that the line fills.
  package var width: Int { reduce(0) { $0 + DisplayWidth.of($1.text) } }
}

extension Span: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}
