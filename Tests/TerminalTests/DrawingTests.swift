import Canvas
import Foundation
import Terminal
import TestSupport
import Testing

/// The real terminal on a pseudo-terminal in this process. There can be one at a time, and the environment is the
/// process's: hence serialized.
@MainActor @Suite(.serialized) struct DrawingTests {
  init() throws {
    setenv("LC_ALL", "C.UTF-8", 1)
    setenv(
      "TERMINFO_DIRS", try TerminfoFolder.shared.get().path + ":/etc/terminfo:/lib/terminfo:/usr/share/terminfo", 1)
  }

  /// Those whose entries cannot turn off the wrapping at the right margin.
  private static let withoutCorner: Set = ["tmux-256color", "screen-256color", "xterm-mono"]

  private static let theme = Theme(
    name: "test",
    appearances: [
      .text: Appearance(), .accent: Appearance(foreground: .palette(2), emphasis: .bold),
      .healthy: Appearance(foreground: .rgb(0, 175, 95)), .notice: Appearance(foreground: .palette(11)),
      .critical: Appearance(foreground: .palette(15), background: .palette(1)),
    ],
    selection: Appearance(background: .palette(4)))

  private func open(
    _ term: String?, _ columns: Int = 60, _ rows: Int = 12, color: ColorDepth? = nil, noColor: Bool = false
  ) throws -> (CursesTerminal, VirtualTerminal) {
    let display = try VirtualTerminal(columns: columns, rows: rows)
    let options = TerminalOptions(term: term, color: color, isColorForbidden: noColor)
    return (try CursesTerminal(options, theme: Self.theme, descriptor: display.openDevice()), display)
  }

  /// Draws and lets the display take all of it.
  private func show(
    _ grid: CellGrid, _ terminal: CursesTerminal, _ display: VirtualTerminal, cursor: CellPosition? = nil
  ) {
    terminal.draw(grid, cursor: cursor)
    display.settle()
    while terminal.wait(timeout: .zero) != [.timeout] || display.settle() { display.settle() }
    display.settle()
  }

  private func grid(_ texts: [(String, Style)], _ columns: Int = 60, _ rows: Int = 12) -> CellGrid {
    var grid = CellGrid(Size(columns: columns, rows: rows))
    for (row, (text, style)) in texts.enumerated() { grid.put(text, row: row, style) }
    return grid
  }

  @Test func showsTextColoursAndEmphasis() throws {
    let (terminal, display) = try open("xterm-256color")
    let styles: [(String, Style)] = [
      ("plain é 漢字 end", Style()), ("accent", Style(.accent)), ("healthy", Style(.healthy)),
      ("critical", Style(.critical)),
      ("selected", Style(.text, .underline, selected: true)), ("reverse", Style(.text, .reverse)),
    ]
    show(grid(styles), terminal, display)
    #expect(display.screen.prefix(6) == ["plain é 漢字 end", "accent", "healthy", "critical", "selected", "reverse"])
    #expect(display[8, 0].width == 2 && display[9, 0].text.isEmpty)
    #expect(display[0, 0].foreground == .own && display[0, 0].background == .own)
    #expect(display[0, 1].foreground == .palette(2) && display[0, 1].isBold)
    #expect(display[0, 2].foreground == .palette(35))
    #expect(display[0, 3].foreground == .palette(15) && display[0, 3].background == .palette(1))
    #expect(display[0, 4].background == .palette(4) && display[0, 4].isUnderlined)
    #expect(display[0, 5].isReverse)
    #expect(display.isAlternateScreen && !display.isCursorVisible && display.isSet(privateMode: 2004))
    terminal.close()
    display.settle()
    #expect(!display.isAlternateScreen && display.isCursorVisible && !display.isSet(privateMode: 2004))
    #expect(display.modes == display.initialModes)
    #expect(display.screen == Array(repeating: "", count: 12))
  }

  @Test(
    arguments: [
      ("xterm-256color", nil, ColorDepth.palette256, VirtualCell.Color.palette(35)),
      ("test-direct", nil, .direct, .rgb(0, 175, 95)), ("xterm", nil, .palette16, .palette(2)),
      ("xterm-256color", .palette16, .palette16, .palette(2)), ("xterm-256color", .mono, .mono, .own),
      ("vt100", nil, .mono, .own), ("xterm", .palette256, .palette16, .palette(2)),
      ("xterm-ghostty", nil, .palette256, .palette(35)),
      (nil, nil, .palette256, .palette(35)),
    ] as [(String?, ColorDepth?, ColorDepth, VirtualCell.Color)])
  func showsTheColoursThatTheTerminalHas(
    term: String?, asked: ColorDepth?, depth: ColorDepth, color: VirtualCell.Color
  ) throws {
    let (terminal, display) = try open(term, color: asked)
    defer { terminal.close() }
    show(
      grid([("healthy", Style(.healthy)), ("selected", Style(selected: true)), ("bright", Style(.notice))]), terminal,
      display)
    #expect(terminal.capabilities.colorDepth == depth)
    #expect(display.screen.prefix(2) == ["healthy", "selected"])
    #expect(display[0, 0].foreground == color)
    #expect(display[0, 1].isReverse == (depth == .mono))
    if term == "xterm" { #expect(display[0, 2].foreground == .palette(3) && display[0, 2].isBold) }
    let isExpected = term == "xterm-ghostty" || term == nil || asked == .palette256
    #expect(terminal.capabilities.notices.isEmpty != isExpected)
    // The palette is the user's.
    #expect(!String(decoding: display.output, as: UTF8.self).contains("\u{1B}]"))
  }

  @Test func withoutColourNoneIsSent() throws {
    let (terminal, display) = try open("xterm-256color", color: .direct, noColor: true)
    show(grid([("critical", Style(.critical)), ("accent", Style(.accent))]), terminal, display)
    terminal.theme = Theme(
      name: "other", appearances: [.critical: Appearance(emphasis: .reverse)], selection: Appearance())
    show(grid([("critical", Style(.critical))]), terminal, display)
    terminal.close()
    display.settle()
    #expect(terminal.capabilities.colorDepth == .mono)
    #expect(display[0, 0].foreground == .own)
    let codes = String(decoding: display.output, as: UTF8.self).matches(of: /\u{1B}\[([0-9;]*)m/).flatMap {
      $0.1.split(separator: ";").compactMap { Int($0) }
    }
    #expect(codes.allSatisfy { $0 < 30 }, "\(codes)")
  }

  @Test func sendsOnlyWhatDiffers() throws {
    let (terminal, display) = try open("xterm-256color", 160, 48)
    defer { terminal.close() }
    var full = CellGrid(Size(columns: 160, rows: 48))
    for row in 0..<48 { full.put(String(repeating: "row \(row) ", count: 16), row: row, Style(.accent)) }
    show(full, terminal, display)
    #expect(display.output.count > 160 * 20)
    let before = display.output.count
    show(full, terminal, display)
    #expect(display.output.count == before)
    full.put("R", row: 20, Style(.accent))
    show(full, terminal, display)
    #expect(display[0, 20].text == "R")
    #expect(display.output.count - before <= 32)
  }

  private func line(_ first: String, _ style: Style, _ rest: String) -> CellGrid {
    var grid = CellGrid(Size(columns: 60, rows: 12))
    grid.write([Span(first, style), Span(rest)], x: 0, y: 0)
    return grid
  }

  @Test func onlyTheFirstFrameChoosesACharacterSet() throws {
    let (terminal, display) = try open("xterm-256color")
    defer { terminal.close() }
    show(line("one", Style(.accent, .bold), " two"), terminal, display)
    let entered = display.output.count
    show(line("six", Style(.critical), " ten"), terminal, display)
    let frame = String(decoding: display.output.dropFirst(entered), as: UTF8.self)
    #expect(!frame.isEmpty && !frame.contains("\u{1B}("), "\(frame.debugDescription)")
    #expect(display[0, 0].text == "s" && display[6, 0].text == "n")
  }

  @Test func plainTextBehindAColourTakesOneSequence() throws {
    let (terminal, display) = try open("xterm-256color")
    defer { terminal.close() }
    show(line("one", Style(.notice), " two"), terminal, display)
    let entered = display.output.count
    show(line("six", Style(.notice), " ten"), terminal, display)
    let frame = String(decoding: display.output.dropFirst(entered), as: UTF8.self)
    #expect(frame.contains("six\u{1B}[39m ten"), "\(frame.debugDescription)")
  }

  @Test func aThemeChangesWithTheNextFrame() throws {
    let (terminal, display) = try open("xterm-256color")
    defer { terminal.close() }
    let grid = grid([("accent", Style(.accent))])
    show(grid, terminal, display)
    terminal.theme = Theme(
      name: "other", appearances: [.accent: Appearance(foreground: .palette(5))], selection: Appearance())
    show(grid, terminal, display)
    #expect(display[0, 0].foreground == .palette(5) && !display[0, 0].isBold)
  }

  @Test func theCursorShowsOnlyInATextInput() throws {
    let (terminal, display) = try open("xterm-256color")
    defer { terminal.close() }
    let grid = grid([("name: x", Style())])
    show(grid, terminal, display, cursor: CellPosition(x: 7, y: 0))
    #expect(display.isCursorVisible && display.cursor == (7, 0))
    show(grid, terminal, display)
    #expect(!display.isCursorVisible)
    show(grid, terminal, display, cursor: CellPosition(x: 60, y: 0))
    #expect(!display.isCursorVisible)
  }

  @Test func whatMayNotBeDrawnNeverReachesTheTerminal() throws {
    let (terminal, display) = try open("xterm-256color", 20, 4)
    defer { terminal.close() }
    var grid = CellGrid(Size(columns: 20, rows: 4))
    for (column, cell) in [
      Cell("\u{1B}"), Cell("\u{9B}"), Cell("\u{301}"), Cell("漢"), Cell("x"), Cell(Cell.continuation),
      Cell("e", mark: "\u{301}"),
      Cell("e", mark: "x"), Cell("y"), Cell(Cell.continuation), Cell(Cell.continuation), Cell("."),
    ].enumerated() { grid[column, 0] = cell }
    grid[19, 1] = Cell("漢")
    show(grid, terminal, display)
    // The grid itself keeps out what is unsafe, and halves of wide characters.
    #expect(display.screen[0] == "\u{FFFD}\u{FFFD}\u{FFFD} x e\u{301}ey  .")
    #expect(display.screen[1] == "")
  }

  @Test func followsTheSizeOfTheTerminal() throws {
    let (terminal, display) = try open("xterm-256color", 40, 10)
    defer { terminal.close() }
    show(grid([("small", Style())], 40, 10), terminal, display)
    display.resize(columns: 100, rows: 30)
    // To the process: this thread may not be one that takes signals.
    kill(getpid(), SIGWINCH)
    #expect(terminal.wait(timeout: .seconds(5)) == [.resize(Size(columns: 100, rows: 30))])
    #expect(terminal.size == Size(columns: 100, rows: 30))
    var large = CellGrid(terminal.size)
    large.put("large", row: 29, Style())
    show(large, terminal, display)
    #expect(display.screen[29] == "large" && display.screen[0].isEmpty)
    // A grid of another size than the terminal's shows as far as it goes.
    show(grid([("0123456789", Style()), ("b", Style())], 8, 2), terminal, display)
    #expect(display.screen[0] == "01234567" && display.screen[29].isEmpty)
  }

  @Test func aSlowTerminalGetsTheNewestFrameAndNeverBlocks() throws {
    let (terminal, display) = try open("xterm-256color", 200, 60)
    defer { terminal.close() }
    // Nobody reads: the pseudo-terminal takes some kilobytes and no more.
    for number in 0..<200 {
      var grid = CellGrid(Size(columns: 200, rows: 60))
      for row in 0..<60 { grid.put(String(repeating: "\(number % 10)", count: 200), row: row, Style()) }
      grid.put("frame \(number) ", row: 0, Style(.accent))
      terminal.draw(grid)
    }
    #expect(terminal.wait(timeout: .zero) == [.timeout])
    let isNewest = display.wait { display in
      _ = terminal.wait(timeout: .zero)
      return display.screen[0].hasPrefix("frame 199 ") && display[199, 59].text == "9"
    }
    #expect(isNewest, "\(display.text)")
  }

  @Test func synchronizedOutputIsUsedWhereTheEntryHasIt() throws {
    let (terminal, display) = try open("test-sync", 100, 30)
    var grid = CellGrid(Size(columns: 100, rows: 30))
    for row in 0..<30 { grid.put(String(repeating: "ab", count: 50), row: row, Style()) }
    show(grid, terminal, display)
    terminal.close()
    display.settle()
    let text = String(decoding: display.output, as: UTF8.self)
    #expect(text.contains("\u{1B}[?2026h") && !display.isSet(privateMode: 2026))
  }

  // A window that closes while the program stores its last must not cut that short; the other signals may.
  @Test func onceTheScreenIsClosedAHangUpIsIgnored() throws {
    let (terminal, _) = try open("xterm-256color")
    terminal.close()
    #expect(action(for: SIGHUP) == unsafeBitCast(SIG_IGN, to: Int.self))
    #expect(action(for: SIGTERM) == 0 && action(for: SIGINT) == 0)
    signal(SIGHUP, SIG_DFL)
  }

  private func action(for signal: Int32) -> Int {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  }

  @Test func aTerminalIsExaminedWithoutBeingTaken() throws {
    let unknown = try CursesTerminal.examine(TerminalOptions(term: "xterm-kitty", color: .palette16))
    #expect(unknown.term == "xterm-256color" && unknown.colorDepth == .palette16 && unknown.isUnicode)
    #expect(unknown.notices.count == 1)
    #expect(action(for: SIGTERM) == 0)
  }

  @Test func onlyOneScreenIsOpenAtATime() throws {
    let (terminal, display) = try open("xterm-256color")
    #expect(throws: TerminalError.alreadyOpen) { _ = try open("xterm-256color") }
    #expect(throws: TerminalError.alreadyOpen) { _ = try CursesTerminal.examine(TerminalOptions(term: "vt100")) }
    terminal.close()
    terminal.close()
    #expect(terminal.capabilities.term == "xterm-256color" && display.modes == display.initialModes)
    #expect(throws: TerminalError.cannotMoveCursor(term: "dumb")) { _ = try open("dumb") }
    let (second, _) = try open("vt100")
    second.close()
  }

  @Test(arguments: [
    "xterm-256color", "xterm", "test-direct", "test-sync", "vt100", "screen-256color", "tmux-256color", "linux",
    "xterm-mono",
  ])
  func anySequenceOfFramesShowsTheLastOne(term: String) throws {
    var seeds = SystemRandomNumberGenerator()
    let seed = seeds.next()
    var random = SeededRandom(seed: seed)
    let (terminal, display) = try open(term, 50, 9)
    defer { terminal.close() }
    var grid = CellGrid(Size(columns: 50, rows: 9))
    for frame in 0..<150 {
      grid.change(&random)
      show(grid, terminal, display)
      for y in 0..<9 {
        for x in 0..<50 {
          let shown = display[x, y]
          let wanted = grid[x, y]
          var text = wanted.scalar == Cell.continuation ? "" : String(Character(wanted.scalar))
          // Some terminals cannot take a wide character in the last corner of the screen.
          if y == 8, x >= 47, Self.withoutCorner.contains(term), grid.isWide(x, y), "? ".contains(shown.text) {
            continue
          }
          if let mark = wanted.mark { text.unicodeScalars.append(mark) }
          let isSame = shown.text.unicodeScalars.elementsEqual(text.unicodeScalars)
          try #require(
            isSame, "seed \(seed), frame \(frame), \(x),\(y): '\(shown.text)' for '\(text)'\n\(display.text)")
          guard terminal.capabilities.colorDepth != .mono, !text.isEmpty else { continue }
          let background: VirtualCell.Color = wanted.style.isSelected ? .palette(4) : .own
          try #require(shown.background == background, "seed \(seed), frame \(frame), \(x),\(y)")
          if wanted.style.role == .accent && text != " " {
            try #require(shown.foreground == .palette(2) && shown.isBold, "seed \(seed), frame \(frame), \(x),\(y)")
          }
        }
      }
    }
  }
}

extension CellGrid {
  /// Writes a text from the left of a row; wide characters take two cells.
  mutating func put(_ text: String, row: Int, _ style: Style) {
    var column = 0
    for scalar in text.unicodeScalars {
      self[column, row] = Cell(scalar, style: style)
      column += 1
      guard scalar.properties.isIdeographic else { continue }
      self[column, row] = Cell(Cell.continuation, style: style)
      column += 1
    }
  }

  /// Whether a cell is half of a wide character.
  fileprivate func isWide(_ x: Int, _ y: Int) -> Bool {
    self[x, y].scalar == Cell.continuation || self[x + 1, y].scalar == Cell.continuation
  }

  /// Does one of the things that views do: fills a stretch, blanks one, moves rows.
  fileprivate mutating func change(_ random: inout SeededRandom) {
    let styles = [Style(), Style(.accent), Style(.accent, selected: true), Style(selected: true)]
    let style = styles[Int.random(in: styles.indices, using: &random)]
    let row = Int.random(in: 0..<size.rows, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      // Rows move up: what ncurses may answer by scrolling.
      for y in 0..<size.rows { for x in 0..<size.columns { self[x, y] = self[x, y + 1] } }
    case 1: for x in 0..<size.columns { self[x, row] = Cell(" ", style: style) }
    case 2: self = CellGrid(size)
    default:
      let alphabet: [Unicode.Scalar] = ["a", "-", "é", "漢", "e", " ", "█", "⣿"]
      let scalar = alphabet[Int.random(in: alphabet.indices, using: &random)]
      var column = Int.random(in: 0..<size.columns, using: &random)
      let end = min(size.columns, column + Int.random(in: 1...size.columns, using: &random))
      if self[column, row].scalar == Cell.continuation { self[column - 1, row] = Cell(" ", style: style) }
      while column < end {
        // libvterm loses a mark in the last column.
        let mayMark = scalar == "e" && column + 1 < size.columns
        if scalar == "漢" {
          guard column + 1 < end else { break }
          self[column, row] = Cell(scalar, style: style)
          self[column + 1, row] = Cell(Cell.continuation, style: style)
          column += 2
        } else {
          self[column, row] = Cell(scalar, mark: mayMark ? "\u{301}" : nil, style: style)
          column += 1
        }
      }
      if self[column, row].scalar == Cell.continuation { self[column, row] = Cell(" ", style: style) }
    }
  }
}
