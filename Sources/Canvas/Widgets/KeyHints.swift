/// The footer: keys and what they do, the most important first, as many as there is room for.
package struct KeyHints: Widget, Hashable, Sendable {
  /// A key, or several that belong together, and what they do.
  package struct Hint: Hashable, Sendable {
    package var key: String
    package var action: String

    package init(_ key: String, _ action: String) {
      self.key = key
      self.action = action
    }

    var width: Int { DisplayWidth.of(key) + 1 + DisplayWidth.of(action) }
  }

  package var hints: [Hint]
  /// One that is shown last whatever the room: the way to all the others.
  package var pinned: Hint?

  package init(_ hints: [Hint], pinned: Hint? = nil) {
    self.hints = hints
    self.pinned = pinned
  }

  /// The columns that all of them need.
  package var width: Int {
    let all = hints + (pinned.map { [$0] } ?? [])
    return all.reduce(0) { $0 + $1.width } + max(0, all.count - 1) * 2
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let end = area.maxX - (pinned.map { $0.width + 2 } ?? 0)
    var x = area.x
    for hint in hints {
      guard x + hint.width <= end else { break }
      x += draw(hint, x: x, y: area.y, width: hint.width, on: &grid) + 2
    }
    if let pinned { draw(pinned, x: x, y: area.y, width: area.maxX - x, on: &grid) }
  }

  @discardableResult
  private func draw(_ hint: Hint, x: Int, y: Int, width: Int, on grid: inout CellGrid) -> Int {
    grid.write([Span(hint.key, .key), " ", Span(hint.action, .dim)], x: x, y: y, width: width)
  }
}
