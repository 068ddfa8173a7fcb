import Canvas
import Configuration

/// The fields of a wrapper in their groups, each with its value, the layer that it comes from, and what it hides.
enum InspectorList {
  /// Draws what of a value stands in a place of its own; false to have it drawn as ever.
  typealias DrawValue = (InspectorField, Rect, inout CellGrid) -> Bool

  /// - Parameters:
  ///   - isHere: whether keys go to the list.
  ///   - match: what is to be lit in names and values.
  ///   - isEditing: the cursor is in a value, so that its row is not lit.
  ///   - drawValue: draws the value of a field that is being edited, over all columns behind its name.
  static func draw(
    _ rows: [InspectorRow], cursor: ListCursor<FieldPath>, isHere: Bool, isEditing: Bool = false,
    match: FieldMatch = FieldMatch(""),
    in area: Rect,
    on grid: inout CellGrid, drawValue: DrawValue = { _, _, _ in false }
  ) {
    guard !area.isEmpty else { return }
    drawHeading(in: area.row(0), on: &grid)
    let body = area.rows(1, area.height - 1)
    for (place, row) in rows.enumerated().dropFirst(cursor.top).prefix(body.height) {
      let line = body.row(place - cursor.top)
      draw(row, match, in: line, on: &grid, drawValue)
      guard place == cursor.row, row.isField else { continue }
      if isHere { grid[line.x, line.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold)) }
      if !isEditing { grid.select(line.columns(0, line.width - 1)) }
    }
    grid.drawScrollBar(body, rows.count, top: cursor.top)
  }

  private static func drawHeading(in row: Rect, on grid: inout CellGrid) {
    let columns = InspectorColumns(row)
    for (title, place) in [
      ("FIELD", columns.name), ("VALUE", columns.value), ("LAYER", columns.layer), ("HIDES", columns.hidden),
    ] {
      grid.draw(Line(title, .dim), in: place)
    }
  }

  private static func draw(
    _ row: InspectorRow, _ match: FieldMatch, in line: Rect, on grid: inout CellGrid, _ drawValue: DrawValue
  ) {
    let columns = InspectorColumns(line)
    switch row {
    case .group(let group): grid.draw(Line(group.title, .title, .bold), in: line.columns(2, line.width - 3))
    case .whole(let name, let depth, let remark):
      let place = columns.name.columns(2 * depth, columns.name.width - 2 * depth)
      grid.write(name, x: place.x, y: place.y, width: place.width, style: Style(.text), truncation: .middle)
      grid.draw(Line(remark ?? "", .dim), in: columns.value)
    case .remark, .message, .note: grid.draw(row.words, in: line.columns(row.indent, line.width - row.indent - 1))
    case .field(let field):
      if let severity = field.severity {
        grid[columns.sign.x, columns.sign.y] = Cell(severity.letter, style: severity.style)
      }
      let name = columns.name.columns(2 * field.depth, columns.name.width - 2 * field.depth)
      draw(field.name, Style(.text), .middle, match, in: name, on: &grid)
      let rest = line.columns(columns.value.x - line.x, line.maxX - 1 - columns.value.x)
      guard !drawValue(field, rest, &grid) else { return }
      let style = Style(field.isChanged ? .text : .dim, field.isChanged ? .bold : [])
      draw(field.resolved.shownValue, style, .tail, match, in: columns.value, on: &grid)
      if let layer = field.resolved.layer { grid.write([Span(layer.badge, layer.style)], in: columns.layer) }
      grid.draw(field.resolved.hiddenWords, in: columns.hidden)
    }
  }

  // What was searched for stands out, where it is not cut off.
  private static func draw(
    _ text: String, _ style: Style, _ truncation: Truncation, _ match: FieldMatch, in place: Rect,
    on grid: inout CellGrid
  ) {
    guard !place.isEmpty else { return }
    let shown = SafeText(text, in: grid.glyphs).truncated(to: place.width, truncation, in: grid.glyphs).string
    grid.write(shown, x: place.x, y: place.y, width: place.width, style: style)
    for range in match.ranges(in: shown) {
      let start = DisplayWidth.of(String(shown.prefix(range.lowerBound)))
      let width = DisplayWidth.of(String(shown.dropFirst(range.lowerBound).prefix(range.count)))
      grid.restyle(place.columns(start, width)) { $0 = Style(.accent, [.bold, .underline]) }
    }
  }
}

extension InspectorRow {
  /// What a line says that tells of no value: empty for all others.
  var words: Line {
    switch self {
    case .remark(let finding):
      var words = Line(finding.severity.word + " ", finding.severity.style.role, .bold)
      if let path = finding.path { words.add(ShownText.name(path.description) + " ", .text, .bold) }
      return words.adding(finding.message, finding.severity.style.role)
    case .message(let finding): return Self.words(finding.message, finding.severity)
    case .note(let text, let severity): return Self.words(text, severity)
    case .group, .whole, .field: return Line()
    }
  }

  private static func words(_ text: String, _ severity: Finding.Severity?) -> Line {
    guard let severity else { return Line(text, .dim) }
    return Line(severity.word + " ", severity.style.role, .bold).adding(text, severity.style.role)
  }

  /// How many columns its words stand in.
  var indent: Int { if case .remark = self { 2 } else { 6 } }

  /// Whether all of its words have room in a list.
  func fits(in list: Rect) -> Bool { words.width <= list.width - indent - 1 }
}

extension CellGrid {
  fileprivate mutating func write(_ spans: [Span], in place: Rect) {
    write(spans, x: place.x, y: place.y, width: place.width)
  }
}

/// Where the columns of the list of fields stand; those that have no room are empty.
struct InspectorColumns {
  /// Beside the chosen row.
  let pointer: Rect
  /// A letter where something is wrong.
  let sign: Rect
  let name: Rect
  let value: Rect
  let layer: Rect
  let hidden: Rect

  private static let gap = 2

  init(_ row: Rect) {
    pointer = row.columns(0, 1)
    sign = row.columns(2, 1)
    let nameWidth = min(32, max(10, (row.width - 4) * 43 / 100))
    name = row.columns(4, nameWidth)
    var x = 4 + nameWidth + Self.gap
    // The last column is that of the scroll bar.
    var rest = row.width - 1 - x
    let hasLayer = rest >= Layer.badgeWidth + Self.gap + 10
    if hasLayer { rest -= Layer.badgeWidth + Self.gap }
    let hiddenWidth = hasLayer && rest >= 24 ? max(14, min(32, (rest - Self.gap) * 45 / 100)) : 0
    let valueWidth = max(0, rest - (hiddenWidth > 0 ? hiddenWidth + Self.gap : 0))
    value = row.columns(x, valueWidth)
    x += valueWidth + Self.gap
    layer = row.columns(x, hasLayer ? Layer.badgeWidth : 0)
    x += hasLayer ? Layer.badgeWidth + Self.gap : 0
    hidden = row.columns(x, hiddenWidth)
  }
}
