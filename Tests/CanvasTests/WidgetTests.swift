import Canvas
import Testing

@Suite struct WidgetTests {
  @Test func drawsADialog() {
    let dialog = Dialog(
      title: "Quit wraptop?", lines: [[Span("The core "), Span("stops", .critical), Span(" as well.")], []],
      hints: KeyHints([.init("y", "quit"), .init("esc", "stay")]))
    expectScreens("dialog", columns: 40, rows: 9) { area, grid in
      grid.fill(area, "x", Style(.dim))
      dialog.draw(in: area, on: &grid)
    }
    expectScreens("dialog-cut", columns: 14, rows: 5, sets: [.block]) { area, grid in
      dialog.draw(in: area, on: &grid)
    }
  }

  @Test func showsAsManyHintsAsThereIsRoomFor() {
    let hints = KeyHints(
      [.init("j/k", "move"), .init("enter", "open"), .init("/", "filter"), .init("s", "sort")],
      pinned: .init("?", "help"))
    #expect(hints.width == 46)
    expectScreens("key-hints", columns: 46, rows: 5, sets: [.braille]) { area, grid in
      for (row, width) in [46, 45, 30, 10, 3].enumerated() {
        hints.draw(in: Rect(x: 0, y: row, width: width, height: 1), on: &grid)
      }
    }
  }

  @Test func showsTheTextAroundTheCursor() {
    expectScreens("text-field", columns: 16, rows: 10) { area, grid in
      func field(_ row: Int, _ text: String, _ cursor: Int?) {
        TextField(prompt: "/", text: text, cursor: cursor, placeholder: "filter").draw(in: area.row(row), on: &grid)
      }
      field(0, "", 0)
      field(1, "", nil)
      field(2, "support", 7)
      field(3, "support-bot in eu-west", 0)
      field(4, "support-bot in eu-west", 12)
      field(5, "support-bot in eu-west", 22)
      field(6, "\u{1B}[2Jé日本", 5)
      field(7, "日本語日本語日本語", 3)
      field(8, "日本語日本語日本語", 9)
      field(9, "x", 99)
    }
  }

  @Test func drawsRules() {
    expectScreens("rules", columns: 40, rows: 5) { _, grid in
      grid.rule(x: 0, y: 0, width: 40)
      grid.rule(x: 0, y: 1, width: 40, title: [Span("alerts", .title)])
      grid.rule(x: 0, y: 2, width: 40, title: [Span("wrappers", .title)], note: [Span("12-31 of 240", .dim)])
      grid.rule(x: 0, y: 3, width: 20, title: [Span("wrappers with a long name", .title)], note: [Span("1 of 2")])
      grid.rule(x: 36, y: 4, width: 20, title: [Span("over the edge", .title)])
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func tellsGradesApartWithoutColour(set: GlyphSet) {
    #expect(Set(Grade.allCases.map { $0.glyph(in: set) }).count == Grade.allCases.count)
    #expect(Set(Grade.allCases.map(\.role)).count == Grade.allCases.count)
    #expect(Grade.allCases.map(\.word.count).max() == Grade.wordWidth)
  }
}
