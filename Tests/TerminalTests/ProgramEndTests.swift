import Foundation
import Ingestion
import TestSupport
import Testing

/// The ways in which the built program ends or never begins, and what it leaves behind.
@Suite(.waiting) struct ProgramEndTests {
  private typealias Screen = ProgramOnScreen

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func aSignalEndsItWell(signal: Int32) throws {
    let program = try ProgramOnScreen()
    try program.send(Screen.lines("alpha"))
    program.expect("HEALTHY", of: "alpha")
    #expect(program.terminal.isAlternateScreen && program.folder.has("ingest.sock"))
    program.terminal.signal(signal)
    program.expectEnd(0, "signal \(signal)")
  }

  @Test func theKeyForCtrlCQuitsWhenPressedTwice() throws {
    let program = try ProgramOnScreen()
    program.press("\u{3}")
    program.expect("Press Ctrl-C again to quit")
    program.press("\u{3}")
    program.expectEnd()
  }

  @Test func theKeyForCtrlCIsForgottenByItself() throws {
    let program = try ProgramOnScreen()
    program.press("\u{3}")
    program.expect("Press Ctrl-C again to quit")
    program.expect("the message stays in") { !$0.text.contains("Press Ctrl-C again") }
    program.press("\u{3}")
    program.expect("Press Ctrl-C again to quit")
    program.press("q")
    program.expectEnd()
  }

  // What the font of the Linux console has: neither braille nor parts of blocks.
  @Test func theLinuxConsoleGetsWhatItsFontHas() throws {
    let program = try ProgramOnScreen(nil, ["TERM": "linux"])
    try program.send(Screen.lines("alpha", count: 20) + Screen.lines("beta", status: "error"))
    program.expect("HEALTHY", of: "alpha")
    program.press("\r")
    program.expect("health")
    let shown = String(decoding: program.terminal.output, as: UTF8.self).unicodeScalars.filter { $0.value > 0x7E }
    #expect(shown.contains("█") && shown.contains("─"))
    #expect(Set(shown).isSubset(of: Set("·»•↑→↓≤≥─│┌┐└┘├┤┴┼█░▒▲".unicodeScalars)), "\(Set(shown))")
    program.press("q")
    program.expectEnd()
  }

  @Test func theWindowClosingEndsIt() throws {
    let program = try ProgramOnScreen()
    program.terminal.hangUp()
    #expect(program.terminal.waitForExit(within: Screen.patience) == .status(0))
    #expect(!program.folder.has("ingest.sock"))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT], ["enable=no", "enable=yes"])
  func aCrashRestoresTheTerminal(signal: Int32, backtracer: String) throws {
    let program = try ProgramOnScreen(nil, ["SWIFT_BACKTRACE": backtracer])
    program.terminal.signal(signal)
    #expect(program.terminal.waitForExit(within: Screen.patience) == .signal(signal))
    expectRestored(program.terminal, "signal \(signal), \(backtracer)")
  }

  @Test func theSocketOfAKilledProgramIsTakenOver() throws {
    let killed = try ProgramOnScreen()
    try killed.send(Screen.lines("alpha"))
    killed.terminal.signal(SIGKILL)
    #expect(killed.terminal.waitForExit(within: Screen.patience) == .signal(SIGKILL))
    #expect(killed.folder.has("ingest.sock"))
    let program = try ProgramOnScreen(folder: killed.folder)
    try program.send(Screen.lines("beta"))
    program.expect("100", of: "beta")
    program.press("q")
    program.expectEnd()
  }

  @Test func aSocketThatIsInUseIsLeftAlone() throws {
    let first = try ProgramOnScreen()
    let second = try run(["--socket", first.socketPath], in: first.folder)
    #expect(second.waitForExit(within: Screen.patience) == .status(73))
    #expect(second.text.contains("wraptop: \(first.socketPath): process \(first.terminal.process) listens there;"))
    #expect(!isScreenTaken(second))
    try first.send(Screen.lines("alpha"))
    first.expect("100", of: "alpha")
    first.press("q")
    first.expectEnd()
  }

  @Test(arguments: [0o777, 0o720, 0o702]) func aFolderThatOthersCanWriteIsRefused(mode: Int) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("shared", mode: mode_t(mode))
    let terminal = try run(["--socket", folder("shared/ingest.sock")], in: folder)
    #expect(terminal.waitForExit(within: Screen.patience) == .status(77))
    let said = terminal.screen.joined()
    #expect(said.contains("wraptop: \(folder("shared")): the socket's folder is not safe"), "\(terminal.text)")
    #expect(said.contains("others may write to it; chmod 700 \(folder("shared"))"), "\(terminal.text)")
    #expect(!isScreenTaken(terminal))
    #expect(!folder.has("shared/ingest.sock"))
  }

  @Test func withoutAUsableTerminalItSaysWhatToDo() throws {
    let folder = try TemporaryFolder()
    let piped = try ProgramRun(
      Screen.program, ["--socket", folder("ingest.sock")], environment: Screen.environment(in: folder))
    #expect(piped.status == 64)
    #expect(
      piped.errors == "wraptop: terminal: standard output is not a terminal; run it in one, or use `wraptop status` "
        + "for one snapshot as text\n")
    #expect(piped.output.isEmpty)
    #expect(!folder.has("ingest.sock"))

    let dumb = try VirtualTerminal(
      Screen.program, ["--socket", folder("ingest.sock")],
      environment: Screen.environment(in: folder).merging(["TERM": "dumb"]) { $1 })
    #expect(dumb.waitForExit(within: Screen.patience) == .status(64))
    #expect(dumb.screen.joined().contains("TERM=dumb cannot move the cursor; set TERM"))
    #expect(!folder.has("ingest.sock"))
  }

  @Test func anUnknownTerminalIsTakenForXtermAndSaysSo() throws {
    let program = try ProgramOnScreen(nil, ["TERM": "xterm-unheard-of"])
    program.expect("! No terminfo entry for TERM=xterm-unheard-of: taking the terminal for xterm-256color.")
    program.press("q")
    program.expectEnd()
  }

  @Test func withoutUTF8OnlyASCIIIsShown() throws {
    let program = try ProgramOnScreen(nil, ["LC_ALL": "C"])
    program.expect("! No UTF-8 in the locale: only ASCII is shown.")
    try program.send(Screen.lines("naïve-東京", status: "error", more: #","error_message":"zu spät – é""#))
    program.expect("na?ve-????")
    program.press("?")
    program.expect("keys and columns")
    program.press("q")
    program.expectEnd()
    #expect(program.terminal.output.allSatisfy { $0 < 0x80 })
  }

  @Test func withoutColourNoneIsSent() throws {
    let program = try ProgramOnScreen(nil, ["NO_COLOR": "1"])
    try program.send(Screen.lines("alpha", status: "error"))
    program.expect("CRITICAL", of: "alpha")
    let cells = (0..<36).flatMap { y in (0..<100).map { program.terminal[$0, y] } }
    #expect(cells.allSatisfy { $0.foreground == .own && $0.background == .own })
    program.press("q")
    program.expectEnd()
  }

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> VirtualTerminal {
    try VirtualTerminal(
      Screen.program, arguments, environment: Screen.environment(in: folder), columns: 100, rows: 24)
  }

  private func isScreenTaken(_ terminal: VirtualTerminal) -> Bool {
    String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?1049h")
  }
}
