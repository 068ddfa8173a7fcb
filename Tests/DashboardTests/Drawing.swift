import Canvas
import Testing

@testable import Dashboard

/// What panes draw alone, without header and footer, in an area as large as they have on the screen.
struct Drawing {
  /// The rows as text, without the blanks at their ends.
  let lines: [String]
  /// The styles of the rows, a letter for each cell (`Style.letter`).
  let styles: [String]

  init(_ grid: CellGrid) {
    lines = grid.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    styles = grid.styleText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first row that has a text in it; empty if none has.
  func line(_ text: String) -> String { lines.first { $0.contains(text) } ?? "" }

  /// True if a row has that text in it.
  func shows(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// The letters of the styles in which the first row with all of these texts shows the last of them; empty if none has.
  func style(_ texts: String...) -> String {
    guard let row = lines.firstIndex(where: { line in texts.allSatisfy(line.contains) }), let text = texts.last,
      let start = lines[row].range(of: text)
    else { return "" }
    let first = DisplayWidth.of(String(lines[row][..<start.lowerBound])), width = DisplayWidth.of(text)
    return String(styles[row].dropFirst(first).prefix(width))
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? {
    indices.lazy.map { $0..<endIndex }.first { self[$0].hasPrefix(text) }
  }
}

extension Operator {
  /// The panes in sight, drawn alone.
  func drawing(_ glyphs: GlyphSet = .braille) -> Drawing {
    let body = context.body
    var grid = CellGrid(Size(columns: body.width, rows: body.height), glyphs: glyphs)
    drawPanes(in: grid.bounds, on: &grid)
    return Drawing(grid)
  }

  /// Draws the panes in sight into a part of a grid.
  func drawPanes(in area: Rect, on grid: inout CellGrid) {
    let frame = Frame(state, in: surroundings)
    for pane in state.visible { pane.draw(frame, in: area, on: &grid) }
  }

  /// Presses keys, and after each the core answers what it is asked.
  mutating func open(_ keys: String...) {
    answer()
    for key in keys {
      press(key)
      answer()
    }
  }
}

/// Expects that the panes in sight draw nothing outside of the area that they are given.
func expectInArea(_ seat: Operator, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  let body = seat.context.body
  let area = Rect(x: 3, y: 2, width: body.width, height: body.height)
  var grid = CellGrid(Size(columns: area.width + 6, rows: area.height + 4))
  grid.fill(grid.bounds, "#")
  seat.drawPanes(in: area, on: &grid)
  grid.fill(area, "#")
  let isClean = grid.cells.allSatisfy { $0 == Cell("#") }
  #expect(isClean, "\(seat.state.mode.title) in \(area)", sourceLocation: sourceLocation)
}

/// Expects that consecutive rows have the lines of a block in them.
func expect(
  _ drawing: Drawing, shows block: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let wanted = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let found = drawing.lines.indices.contains { first in
    first + wanted.count <= drawing.lines.count
      && wanted.indices.allSatisfy { drawing.lines[first + $0].contains(wanted[$0]) }
  }
  if !found {
    Issue.record(
      "not shown:\n\(block)\n--- in\n\(drawing.lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }
}
