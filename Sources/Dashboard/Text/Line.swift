import Canvas

/// A line of text in which every piece has a style of its own.
struct Line {
  private(set) var spans: [Span] = []
  /// In cells.
  private(set) var width = 0

  init() {}

  init(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) { add(text, role, emphasis) }

  mutating func add(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
    guard !text.isEmpty else { return }
    spans.append(Span(text, role, emphasis))
    width += DisplayWidth.of(text)
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

  /// This line with another behind it.
  func adding(_ other: Line) -> Line {
    var line = self
    line.add(other)
    return line
  }

  /// A sentence in lines of at most `width` cells, broken between words.
  static func prose(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = [], width: Int) -> [Line] {
    wrap(text.split(separator: " ").map { Line(String($0), role, emphasis) }, width: max(8, width), gap: 1)
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

extension Line {
  /// A figure and what it counts: `12 operations`.
  static func figure(_ value: String, _ unit: String) -> Line { Line(value, .text).adding(" " + unit, .dim) }
}

/// Text broken into lines of a width, wherever that falls.
enum TextWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    var lines = [""], used = 0
    for glyph in SafeText(text).glyphs {
      if used + glyph.width > width, used > 0 {
        lines.append("")
        used = 0
      }
      lines[lines.count - 1].unicodeScalars.append(glyph.scalar)
      if let mark = glyph.mark { lines[lines.count - 1].unicodeScalars.append(mark) }
      used += glyph.width
    }
    return lines
  }
}
