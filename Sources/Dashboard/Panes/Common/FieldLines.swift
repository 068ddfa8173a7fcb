import Canvas

/// Something in full: fields with their values, as lines for a screen of some width.
struct FieldLines {
  /// A line: a field with its value or with more of it, or a heading.
  struct Row {
    /// Nil for a heading; empty where a value goes on.
    var field: String?
    var text: Line
  }

  private(set) var rows: [Row] = []
  private let width: Int

  init(width: Int) { self.width = width }

  private var nameWidth: Int { max(8, min(26, width * 4 / 10)) }

  /// Adds a field; one without a value is said not to be told.
  mutating func add(_ field: String, _ value: String?, _ role: Role = .text) {
    let parts = TextWrap.lines(value ?? "not told", width: max(4, width - nameWidth - 1))
    for (place, part) in parts.enumerated() {
      rows.append(Row(field: place == 0 ? field : "", text: Line(part, value == nil ? .dim : role)))
    }
  }

  /// Adds a field with a sentence, which is broken between words.
  mutating func add(_ field: String, sentence: String) {
    for (place, line) in Line.prose(sentence, width: width - nameWidth - 1).enumerated() {
      rows.append(Row(field: place == 0 ? field : "", text: line))
    }
  }

  /// Adds a heading behind an empty line.
  mutating func heading(_ title: String, _ note: String = "") {
    rows += [Row(text: Line()), Row(text: Line(title, .title, .bold).adding(note, .dim))]
  }

  /// Draws a title and, from a line on, as many as there is room for.
  func draw(from first: Int, title: Line, _ right: [Segment], in area: Rect, on grid: inout CellGrid) {
    let body = area.rows(1, area.height - 1)
    let first = max(0, min(first, rows.count - body.height))
    var right = right
    if rows.count > body.height {
      let last = min(rows.count, first + body.height)
      right.append(Segment(Line("lines \(first + 1) to \(last) of \(rows.count), pgdn pgup", .dim), rank: 1))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: area.row(0))
    for (number, row) in rows.dropFirst(first).prefix(body.height).enumerated() {
      let place = body.row(number)
      guard let field = row.field else {
        grid.draw(row.text, in: place)
        continue
      }
      grid.write(field, x: place.x, y: place.y, width: nameWidth - 1, style: Style(.dim), truncation: .middle)
      grid.draw(row.text, in: place.columns(nameWidth, place.width - nameWidth))
    }
  }
}
