/// The characters that a terminal and its font can be trusted with.
package enum GlyphSet: String, CaseIterable, Hashable, Sendable {
  /// Braille dots for charts, blocks for bars.
  case braille
  /// Blocks for charts and bars.
  case block
  /// Lines, full blocks and shades: what the fonts of the Linux console have in common, the kernel's own and those of Debian's
  /// console-setup. They have neither braille nor parts of blocks.
  case console
  /// Nothing but 0x20 to 0x7E; every other character comes out as `?`.
  case ascii

  /// Whether nothing but ASCII may be drawn.
  package var isASCII: Bool { self == .ascii }
  /// Whether there are parts of blocks, dots and small shapes.
  package var isFine: Bool { self == .braille || self == .block }

  /// What stands for a character that may not be drawn.
  package var replacement: Unicode.Scalar { isFine ? "\u{FFFD}" : "?" }
  /// What stands for the missing part of a text.
  package var ellipsis: String { isFine ? "…" : "..." }
  /// A horizontal rule.
  package var rule: Unicode.Scalar { isASCII ? "-" : "─" }
  /// Beside the selected row.
  package var pointer: Unicode.Scalar { isFine ? "▸" : ">" }
  /// In the title of the column that sorts, smallest first.
  package var ascending: Unicode.Scalar { isFine ? "▴" : "^" }
  /// In the title of the column that sorts, largest first.
  package var descending: Unicode.Scalar { isFine ? "▾" : "v" }
  /// At the right edge of a table, beside the part of all its rows that is in sight.
  package var scrollThumb: Unicode.Scalar { pick("▐", console: "█", ascii: "|") }
  /// At the left edge of a line that goes on to the left, and at the right edge of one that goes on to the right.
  package var cutLeft: Unicode.Scalar { isFine ? "‹" : "<" }
  package var cutRight: Unicode.Scalar { isFine ? "›" : ">" }
  /// In the box of what is on.
  package var check: Unicode.Scalar { isFine ? "✓" : "x" }
  /// For each character of a secret.
  package var dot: Unicode.Scalar { isASCII ? "*" : "•" }
  /// Between the ends of a range, and before the end that a range has alone.
  package var rangeDash: String { isFine ? "…" : "to" }
  package var atLeast: String { isASCII ? ">=" : "≥" }
  package var atMost: String { isASCII ? "<=" : "≤" }
  /// On a scale: where a value is, and where its steps end.
  package var scaleThumb: Unicode.Scalar { pick("●", console: "█", ascii: "O") }
  package var scaleStep: Unicode.Scalar { isASCII ? "+" : "┼" }
  package var scaleStart: Unicode.Scalar { isASCII ? "|" : "├" }
  package var scaleEnd: Unicode.Scalar { isASCII ? "|" : "┤" }
  /// Beside a field that is edited.
  package var edited: Unicode.Scalar { isASCII ? "*" : "•" }
  /// Something rises or falls: a trend beside a figure.
  package var rising: Unicode.Scalar { isASCII ? "^" : "↑" }
  package var falling: Unicode.Scalar { isASCII ? "v" : "↓" }

  /// On the axis of time: something begins, and is over.
  package var begin: Unicode.Scalar { isFine ? "▲" : "^" }
  package var end: Unicode.Scalar { isFine ? "▼" : "v" }

  /// The part of a gauge that is not filled.
  package var gaugeTrack: Unicode.Scalar { isASCII ? "." : "░" }
  /// A cell of a gauge that is filled to so many eighths, 1 to 8.
  package func gaugeCell(eighths: Int) -> Unicode.Scalar {
    if self == .console { return eighths < 8 ? "▒" : "█" }
    return pick(
      isASCII ? ["-", "-", "-", "=", "=", "=", "=", "#"] : ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"], eighths)
  }
  /// The part of a gauge that is not filled yet, but will be.
  package var gaugeProjection: Unicode.Scalar { isFine ? "▒" : ":" }
  /// A threshold on a gauge.
  package var gaugeMark: Unicode.Scalar { isASCII ? "|" : "│" }
  /// Behind the gauge of a budget: more is spent than there is.
  package var budgetPassed: Unicode.Scalar { "!" }
  /// Behind the gauge of a budget: more will have been spent than there is.
  package var budgetWillPass: Unicode.Scalar { isASCII ? ">" : "»" }
  /// A mark below a gauge.
  package var scaleMark: Unicode.Scalar { isFine ? "╵" : "^" }

  /// A cell that is filled from below to so many eighths, 1 to 8.
  package func column(eighths: Int) -> Unicode.Scalar {
    if self == .console, eighths >= 8 { return "█" }
    return pick(isFine ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["_", ".", ":", "-", "=", "+", "*", "#"], eighths)
  }
  /// A cell of a column that belongs to errors: told from the others without colour as well.
  package var errorColumn: Unicode.Scalar { pick("▓", console: "▒", ascii: "E") }

  /// The pieces of axes and boxes.
  package var frame: FrameGlyphs { isASCII ? .ascii : .lines }

  private func pick(_ fine: Unicode.Scalar, console: Unicode.Scalar, ascii: Unicode.Scalar) -> Unicode.Scalar {
    isFine ? fine : isASCII ? ascii : console
  }

  private func pick(_ scalars: [Unicode.Scalar], _ number: Int) -> Unicode.Scalar {
    scalars[min(max(number, 1), scalars.count) - 1]
  }
}

/// The pieces of axes and boxes.
package struct FrameGlyphs: Hashable, Sendable {
  package var horizontal: Unicode.Scalar
  package var vertical: Unicode.Scalar
  package var upperLeft: Unicode.Scalar
  package var upperRight: Unicode.Scalar
  package var lowerLeft: Unicode.Scalar
  package var lowerRight: Unicode.Scalar
  /// On a vertical axis, where a label stands to its left.
  package var verticalTick: Unicode.Scalar
  /// On a horizontal axis, where a label stands below.
  package var horizontalTick: Unicode.Scalar

  static let lines = FrameGlyphs(
    horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerLeft: "└", lowerRight: "┘",
    verticalTick: "┤", horizontalTick: "┴")
  static let ascii = FrameGlyphs(
    horizontal: "-", vertical: "|", upperLeft: "+", upperRight: "+", lowerLeft: "+", lowerRight: "+",
    verticalTick: "+", horizontalTick: "+")
}
