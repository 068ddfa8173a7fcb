import Canvas

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
  mutating func draw(_ line: Line, in row: Rect) {
    guard !row.isEmpty else { return }
    let fits = line.width <= row.width
    let end = fits ? row.maxX : row.maxX - SafeText(glyphs.ellipsis, in: glyphs).width
    var x = row.x
    for span in line.spans {
      let width = DisplayWidth.of(span.text)
      if x + width > end {
        // Even a piece that would just fit is cut when others follow: something is missing behind it.
        let padded = span.text + String(repeating: " ", count: row.width)
        write(padded, x: x, y: row.y, width: row.maxX - x, style: span.style)
        return
      }
      write(span.text, x: x, y: row.y, style: span.style)
      x += width
    }
  }

  /// Draws `left` and `right` at the two ends of a row; what does not fit gives way by its rank.
  mutating func draw(_ left: [Segment], _ right: [Segment], in row: Rect, gap: Int = 2) {
    let (left, right) = Self.fitted(left, right, width: row.width, gap: gap)
    draw(left, in: row)
    draw(right, in: row.columns(row.width - right.width, right.width))
  }

  /// Draws a rule with `left` and `right` standing in it.
  mutating func titleRule(_ left: [Segment], _ right: [Segment], in row: Rect) {
    guard !row.isEmpty else { return }
    rule(x: row.x, y: row.y, width: row.width)
    // A blank stands on either side of what stands in the rule.
    let (left, right) = Self.fitted(left, right, width: row.width - 10, gap: 3)
    let lengths = (left: min(left.width, row.width - 6), right: right.width)
    for (line, x, width) in [(left, 3, lengths.left), (right, row.width - 3 - lengths.right, lengths.right)]
    where width > 0 {
      fill(row.columns(x - 1, width + 2))
      draw(line, in: row.columns(x, width))
    }
  }

  /// Draws a scroll bar in the last column of an area that shows some of `count` lines, from the line `top` on.
  mutating func drawScrollBar(_ area: Rect, _ count: Int, top: Int) {
    guard count > area.height, area.height > 0 else { return }
    let length = max(1, area.height * area.height / count)
    let offset = (area.height - length) * top / max(1, count - area.height)
    fill(Rect(x: area.maxX - 1, y: area.y + offset, width: 1, height: length), glyphs.scrollThumb, Style(.dim))
  }

  private static func fitted(_ left: [Segment], _ right: [Segment], width: Int, gap: Int) -> (Line, Line) {
    var left = left.filter { $0.line.width > 0 }, right = right.filter { $0.line.width > 0 }
    func taken(_ segments: [Segment]) -> Int {
      segments.reduce(0) { $0 + $1.line.width } + max(0, segments.count - 1) * gap
    }
    while taken(left) + (left.isEmpty || right.isEmpty ? 0 : gap) + taken(right) > width {
      guard let last = (left + right).map(\.rank).max(), last > 0 else { break }
      left.removeAll { $0.rank == last }
      right.removeAll { $0.rank == last }
    }
    return (joined(left, gap), joined(right, gap))
  }

  private static func joined(_ segments: [Segment], _ gap: Int) -> Line {
    var line = Line()
    for segment in segments {
      if line.width > 0 { line.pad(to: line.width + gap) }
      line.add(segment.line)
    }
    return line
  }
}
