import Canvas

/// A line of text in which every piece has a style of its own.
struct Line {
  struct Span {
    var text: String
    var style: Style
  }

  private(set) var spans: [Span] = []
  /// In cells.
  private(set) var width = 0

  init() {}

  init(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) { add(text, role, emphasis) }

  mutating func add(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
    let safe = displayable(text)
    guard !safe.isEmpty else { return }
    spans.append(Span(text: safe, style: Style(role, emphasis)))
    width += displayWidth(safe)
  }

  mutating func add(_ line: Line) {
    spans += line.spans
    width += line.width
  }

  /// Blanks up to column `x`.
  mutating func pad(to x: Int) { if width < x { add(String(repeating: " ", count: x - width)) } }

  /// This line with `text` behind it.
  func adding(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) -> Line {
    var line = self
    line.add(text, role, emphasis)
    return line
  }

  /// Breaks pieces that must not be torn into lines of at most `width` cells; later lines begin `indent` cells in.
  static func wrap(_ pieces: [Line], width: Int, indent: Int = 0, gap: Int = 2) -> [Line] {
    var lines: [Line] = []
    var line = Line()
    for piece in pieces {
      if line.width > indent || (lines.isEmpty && line.width > 0) {
        if line.width + gap + piece.width <= width {
          line.pad(to: line.width + gap)
        } else {
          lines.append(line)
          line = Line()
          line.pad(to: indent)
        }
      }
      line.add(piece)
    }
    if line.width > 0 { lines.append(line) }
    return lines
  }
}

/// A piece of a line that may have to give way to others.
struct Segment {
  var line: Line
  /// The highest go first when there is little room; 0 never goes.
  var rank: Int

  init(_ line: Line, rank: Int) {
    self.line = line
    self.rank = rank
  }
}

extension CellGrid {
  /// Draws a line at the left side of a row, with an ellipsis where it is too long.
  mutating func draw(_ line: Line, in row: Rect, glyphs: GlyphSet, selected: Bool = false) {
    var x = row.x
    for (place, span) in line.spans.enumerated() {
      let room = row.maxX - x
      guard room > 0 else { return }
      var style = span.style
      style.isSelected = selected
      // A piece that fits exactly still gets the ellipsis when more would follow.
      let rest = line.spans[(place + 1)...].reduce(0) { $0 + displayWidth($1.text) }
      let width = displayWidth(span.text)
      if width + rest > room, width >= room, rest > 0 {
        put(truncated(span.text + " ", to: room, glyphs), x: x, y: row.y, style: style)
        return
      }
      put(truncated(span.text, to: room, glyphs), x: x, y: row.y, style: style)
      x += width
    }
  }

  /// Draws `left` and `right` at the two ends of a row; what does not fit gives way by its rank.
  mutating func draw(_ left: [Segment], _ right: [Segment], in row: Rect, glyphs: GlyphSet, gap: Int = 2) {
    var left = left, right = right
    func width(_ segments: [Segment]) -> Int {
      segments.reduce(0) { $0 + $1.line.width } + max(0, segments.count - 1) * gap
    }
    while width(left) + (right.isEmpty ? 0 : gap) + width(right) > row.width {
      guard let last = (left + right).map(\.rank).max(), last > 0 else { break }
      left.removeAll { $0.rank == last }
      right.removeAll { $0.rank == last }
    }
    draw(joined(left, gap), in: row, glyphs: glyphs)
    let end = joined(right, gap)
    draw(end, in: row.columns(row.width - end.width, end.width), glyphs: glyphs)
  }

  private func joined(_ segments: [Segment], _ gap: Int) -> Line {
    var line = Line()
    for segment in segments {
      if line.width > 0 { line.pad(to: line.width + gap) }
      line.add(segment.line)
    }
    return line
  }
}
