/// A number with its unit and range: `[30        ] s  1 ├──●─────────┤ 300`.
package struct NumberField: Widget, Hashable, Sendable {
  /// The line in which it is typed; its `look` is that of the field.
  package var line: TextField
  /// Stands behind the number, `$` before it; nil for none.
  package var unit: String?
  package var scale: NumberScale

  package init(_ line: TextField, unit: String? = nil, scale: NumberScale = NumberScale()) {
    self.line = line
    self.unit = unit
    self.scale = scale
  }

  /// The columns in which a number is typed, brackets included, if there is room.
  private static let boxWidth = 12
  /// The fewest and the most columns of a scale.
  private static let scaleWidth = 12...33

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let row = area.row(0)
    var x = row.x
    if unit == "$", line.look.focus == .editing || !line.text.isEmpty {
      x += grid.write("$", x: x, y: row.y, width: row.width, style: Style(.dim))
    }
    let behind = unit.flatMap { $0 == "$" || line.text.isEmpty ? nil : $0 } ?? ""
    let isEditing = line.look.focus == .editing
    let length = SafeText(line.text, in: grid.glyphs).width
    let wanted = isEditing ? max(Self.boxWidth, min(length + 3, 26)) : line.text.isEmpty ? "not set".count : length
    // The unit goes before the number is cut.
    let unitWidth = behind.isEmpty ? 0 : DisplayWidth.of(behind) + 1
    let hasUnit = unitWidth > 0 && row.maxX - x - unitWidth >= min(wanted, 6)
    let box = min(wanted, row.maxX - x - (hasUnit ? unitWidth : 0))
    var field = line
    if line.text.isEmpty, !isEditing { field.placeholder = "not set" }
    field.draw(in: Rect(x: x, y: row.y, width: box, height: 1), on: &grid)
    x += box
    if hasUnit { x += grid.write(" " + behind, x: x, y: row.y, width: row.maxX - x, style: Style(.dim)) }
    guard line.look.focus != .none else { return }
    // Ranges of fields under one another line up.
    x = max(x + 2, min(row.x + Self.boxWidth + 4, row.maxX))
    drawRange(in: Rect(x: x, y: row.y, width: row.maxX - x, height: 1), on: &grid)
  }

  private func drawRange(in area: Rect, on grid: inout CellGrid) {
    let words = scale.words(in: grid.glyphs)
    let needed = DisplayWidth.of(words)
    guard needed > 0, area.width >= needed else { return }
    guard let ends = scale.ends, case let beside = DisplayWidth.of(ends.low) + DisplayWidth.of(ends.high) + 2,
      area.width >= beside + Self.scaleWidth.lowerBound
    else {
      grid.write(words, x: area.x, y: area.y, style: Style(.dim))
      return
    }
    var x = area.x + grid.write(ends.low, x: area.x, y: area.y, style: Style(.dim)) + 1
    let width = scale.width(atMost: min(Self.scaleWidth.upperBound, area.width - beside))
    scale.draw(in: Rect(x: x, y: area.y, width: width, height: 1), on: &grid)
    x += width + 1
    grid.write(ends.high, x: x, y: area.y, style: Style(.dim))
  }
}
