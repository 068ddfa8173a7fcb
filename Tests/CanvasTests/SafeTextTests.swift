import Canvas
import TestSupport
import Testing

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("\u{1B}[31mred\u{7}", "\u{FFFD}[31mred\u{FFFD}"), ("a\tb\nc\r", "a b c "),
    ("\u{9B}2J\u{7F}", "\u{FFFD}2J\u{FFFD}"), ("abc\u{202E}dcb\u{2066}\u{61C}", "abc\u{FFFD}dcb\u{FFFD}\u{FFFD}"),
    ("\u{FEFF}x\u{2028}y\u{E0061}", "\u{FFFD}x\u{FFFD}y\u{FFFD}"), ("e\u{301}", "e\u{301}"),
    ("e\u{301}\u{302}\u{303}", "e\u{301}"), ("\u{301}e", "e"),
    ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F468}\u{1F469}\u{1F467}"), ("❤\u{FE0F}!", "❤!"),
    ("a\u{200B}b\u{2060}c", "abc"), ("\u{0}\u{8}", "\u{FFFD}\u{FFFD}"),
  ])
  func replacesWhatMayNotBeDrawn(text: String, expected: String) {
    #expect(SafeText(text).string.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test func transliteratesToASCII() {
    #expect(SafeText("né日e\u{301}\u{1B}…", in: .ascii).string == "n???e??")
  }

  @Test func measuresWhatIsDrawn() {
    #expect(DisplayWidth.of("日本e\u{301}\u{1B}\u{200B}") == 6)
    #expect(DisplayWidth.of("support") == 7)
    #expect(SafeText("日本").width == 4)
  }

  /// Whatever is written, however it is cut: it stays in its place, whole, and safe.
  @Test(arguments: GlyphSet.allCases)
  func holdsForRandomText(set: GlyphSet) {
    var random = SeededRandom(seed: 42)
    let notable: [ClosedRange<UInt32>] = [
      0x00...0x20, 0x20...0x7E, 0x7F...0xA0, 0x300...0x36F, 0x61C...0x61C, 0x1100...0x11FF, 0x200B...0x200F,
      0x2028...0x202E, 0x2066...0x2069, 0x3000...0x30FF, 0xFE00...0xFE0F, 0xFEFF...0xFF60, 0x1F300...0x1F64F,
      0xE0000...0xE007F, 0x0...0x10FFFF,
    ]
    for _ in 0..<1500 {
      var text = ""
      for _ in 0..<Int.random(in: 0...24, using: &random) {
        let range = notable.randomElement(using: &random) ?? 0...0
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.unicodeScalars.append(scalar) }
      }
      var grid = CellGrid(Size(columns: 30, rows: 3), glyphs: set)
      grid.fill(grid.bounds, "#")
      let x = Int.random(in: -4...28, using: &random)
      let width = Int.random(in: 0...20, using: &random)
      let used = grid.write(
        text, x: x, y: 1, width: width,
        alignment: [.leading, .centre, .trailing].randomElement(using: &random) ?? .leading,
        truncation: [.head, .middle, .tail].randomElement(using: &random) ?? .tail)
      #expect(used <= width)
      for y in 0..<3 {
        for column in 0..<30 {
          let cell = grid[column, y]
          if y != 1 || column < x || column >= x + width {
            #expect(cell.scalar == "#", "\(text.debugDescription) at \(x), \(width) wide")
          }
          #expect(cell.isContinuation ? grid[column - 1, y].width == 2 : isSafe(cell, set))
          if cell.width == 2 { #expect(grid[column + 1, y].isContinuation) }
        }
      }
    }
  }

  private func isSafe(_ cell: Cell, _ set: GlyphSet) -> Bool {
    if set == .ascii { return (0x20...0x7E).contains(cell.scalar.value) && cell.mark == nil }
    let unsafe: [Unicode.GeneralCategory] = [
      .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark,
    ]
    // Of the format characters only those with a width are drawn: the soft hyphen, signs before Arabic numbers.
    let category = cell.scalar.properties.generalCategory
    let isShownFormat = category == .format && DisplayWidth.of(cell.scalar) == 1
    let bidi: [UInt32] = [0x61C, 0x200E, 0x200F] + Array(0x202A...0x202E) + Array(0x2066...0x2069)
    return (!unsafe.contains(category) || isShownFormat) && !bidi.contains(cell.scalar.value)
      && (cell.mark.map { DisplayWidth.of($0) == 0 } ?? true)
  }
}
