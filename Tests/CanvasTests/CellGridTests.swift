import Canvas
import TestSupport
import Testing

@Suite struct CellGridTests {
  private func grid(_ columns: Int, _ rows: Int = 1, _ glyphs: GlyphSet = .braille) -> CellGrid {
    CellGrid(Size(columns: columns, rows: rows), glyphs: glyphs)
  }

  @Test func packsWhatACellHolds() {
    #expect(MemoryLayout<Cell>.stride == 8)
    for role in Role.allCases {
      for emphasis in 0..<8 as Range<UInt8> {
        for selected in [false, true] {
          let style = Style(role, Emphasis(rawValue: emphasis), selected: selected)
          let cell = Cell("\u{1F600}", mark: "\u{301}", style: style)
          #expect(cell.scalar == "\u{1F600}" && cell.mark == "\u{301}" && cell.style == style)
        }
      }
    }
  }

  @Test func alignsAndCuts() {
    func line(_ text: String, _ width: Int, _ alignment: Alignment = .leading, _ cut: Truncation = .tail) -> String {
      var grid = grid(12)
      grid.write(text, x: 0, y: 0, width: width, alignment: alignment, truncation: cut)
      return String(grid.plainText.dropLast())
    }
    #expect(line("abc", 9, .trailing) == "      abc")
    #expect(line("abc", 9, .centre) == "   abc")
    #expect(line("support-bot", 8) == "support…")
    #expect(line("support-bot", 8, .leading, .middle) == "supp…bot")
    #expect(line("support-bot", 8, .trailing, .head) == "…ort-bot")
    #expect(line("日本語日本語", 8) == "日本語…")
    #expect(line("日本語", 4, .trailing) == " 日…")
    #expect(line("support-bot", 8, .trailing, .clip) == "support-")
    var ascii = grid(12, 1, .ascii)
    ascii.write("support-bot", x: 4, y: 0, width: 10)
    #expect(ascii.plainText == "    support.\n")
    #expect(line("ab", 1) == "a")
    #expect(line("ab", 0) == "")
  }

  @Test func returnsTheColumnsThatItFills() {
    var grid = grid(10)
    #expect(grid.write("abc", x: 0, y: 0) == 3)
    #expect(grid.write("日本", x: 0, y: 0) == 4)
    #expect(grid.write("abcdefgh", x: 7, y: 0) == 3)
    #expect(grid.write("abc", x: 0, y: 1) == 0)
    #expect(grid.write([Span("ab"), Span("日", .accent), Span("more")], x: 3, y: 0, width: 5) == 5)
    #expect(grid.plainText == "日 ab日…b…\n")
    #expect(grid.styleText == "tt ttaattt\n")
  }

  @Test func neverLeavesHalfACharacter() {
    var grid = grid(6)
    grid.write("日本語", x: 0, y: 0)
    grid[1, 0] = Cell("x")
    #expect(grid.plainText == " x本語\n")
    grid[2, 0] = Cell("y")
    #expect(grid.plainText == " xy 語\n")
    grid.fill(Rect(x: 5, y: 0, width: 1, height: 1), "z")
    #expect(grid.plainText == " xy  z\n")
    grid[5, 0] = Cell("日")
    #expect(grid.plainText == " xy\n")
    grid[4, 0] = Cell("日")
    #expect(grid[5, 0].isContinuation)
    grid[4, 0] = Cell(Cell.continuation)
    #expect(!grid[5, 0].isContinuation)
  }

  @Test(arguments: GlyphSet.allCases)
  func staysWholeUnderRandomWrites(set: GlyphSet) {
    var random = SeededRandom(seed: 5)
    var grid = grid(14, 1, set)
    let texts = ["ab", "日本語", "é", "日a本", "a\u{301}b", "", "support-bot"]
    for step in 0..<4000 {
      let x = Int.random(in: -3...15, using: &random)
      let width = Int.random(in: 0...8, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: grid[x, 0] = Cell("日")
      case 1: grid[x, 0] = Cell("x")
      case 2: grid.fill(Rect(x: x, y: 0, width: width, height: 1), "-")
      default: grid.write(texts.randomElement(using: &random) ?? "", x: x, y: 0, width: width)
      }
      var previous = Cell.blank
      var halves = 0
      for cell in grid.cells {
        if cell.isContinuation != (previous.width == 2) { halves += 1 }
        previous = cell
      }
      #expect(halves == 0 && previous.width != 2, "step \(step): \(grid.plainText)")
    }
  }

  @Test func clipsAtItsEdges() {
    var grid = grid(5, 2)
    grid.write("日本語", x: -1, y: 0)
    #expect(grid.plainText == " 本語\n\n")
    grid.write("abc", x: -2, y: 1)
    grid.write("xyz", x: 80, y: 1, width: 10)
    grid.write("日", x: 4, y: 1)
    grid.write("abc", x: 0, y: -1)
    grid[-1, 0] = Cell("q")
    grid.fill(Rect(x: 3, y: 1, width: 90, height: 90), "#")
    #expect(grid.plainText == " 本語\nc  ##\n")
  }

  @Test func keepsUnsafeCharactersOutOfCells() {
    for scalar in ["\u{1B}", "\u{9B}", "\u{202E}", "\u{2028}", "\u{FEFF}", "\u{E0041}", "\u{378}"] as [Unicode.Scalar] {
      #expect(Cell(scalar).scalar == "\u{FFFD}")
    }
    #expect(Cell("a", mark: "\u{1B}").mark == nil)
    #expect(Cell("a", mark: "b").mark == nil)
    var grid = grid(4, 1, .ascii)
    grid[0, 0] = Cell("é")
    grid.fill(Rect(x: 1, y: 0, width: 1, height: 1), "█")
    grid.write("日", x: 2, y: 0)
    #expect(grid.plainText == "????\n")
  }

  @Test func selectsWithoutTouchingTheText() {
    var grid = grid(4)
    grid.write("ab", x: 0, y: 0, style: Style(.healthy, .bold))
    grid.select(grid.bounds)
    #expect(grid[0, 0].style == Style(.healthy, .bold, selected: true))
    #expect(grid[3, 0].style.isSelected)
    #expect(grid.styleText == "HH>>\n")
  }
}
