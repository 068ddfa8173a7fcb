import Foundation
import Ingestion
import TestSupport
import Testing

/// The built program as an operator uses it, on a virtual terminal, fed by a real file and a real socket. These tests
/// block while they wait, so they run on the main actor.
@Suite(.waiting) struct ProgramStoryTests {
  private typealias Screen = ProgramOnScreen

  /// Three wrappers: one that fails and falls back, one healthy, one with an operation under way.
  private func startWithThreeWrappers(columns: Int = 100, rows: Int = 36) throws -> ProgramOnScreen {
    let program = try ProgramOnScreen(columns: columns, rows: rows)
    try program.folder.append(
      Screen.lines("beta", count: 7, milliseconds: 200)
        + Screen.lines("beta", count: 2, status: "error", more: #","error_message":"upstream said 502""#)
        + Screen.lines("beta", status: "fallback", milliseconds: 200), to: "events.jsonl")
    try program.send(
      Screen.lines("alpha", count: 4, more: #","cost_estimate":0.25"#)
        + #"{"event":"start","operation_id":"o1","wrapper_name":"gamma"}"# + "\n")
    program.expect("70.0 20.0 10.0", of: "beta")
    program.expect("$1.00", of: "alpha")
    program.expect("HEALTHY", of: "gamma")
    return program
  }

  @Test func whatComesByFileAndBySocketIsShownWithItsFigures() throws {
    let program = try ProgramOnScreen()
    program.expect("No wrapper yet")
    program.expect("WAITING     \(program.folder("events.jsonl"))")
    program.expect("wraptop emit --socket \(program.socketPath)")

    try program.folder.append(Screen.lines("alpha", count: 3, milliseconds: 1500), to: "events.jsonl")
    program.expect("100  0.0  0.0", of: "alpha")
    program.expect("HEALTHY", of: "alpha")
    program.expect("3 ops in all, 100 % ok")
    program.expect("events.jsonl LIVE lag 0B")

    // A line counts once it is whole.
    let line = Screen.lines("alpha", status: "error")
    try program.folder.append(String(line.prefix(20)), to: "events.jsonl")
    #expect(try program.send(Screen.lines("beta")).contains(#""accepted":1,"rejected":0,"duplicates":0"#))
    program.expect("4 ops in all, 100 % ok")
    try program.folder.append(String(line.dropFirst(20)), to: "events.jsonl")
    program.expect("75.0 25.0  0.0", of: "alpha")
    program.expect("5 ops in all, 80.0 % ok")
    program.expect("CRITICAL", of: "alpha")
    program.expect("1 CRITICAL  1 HEALTHY")

    // An operation under way, then its end. The same id counts once.
    try program.send(#"{"event":"start","operation_id":"o1","wrapper_name":"beta"}"# + "\n")
    program.expect("1 active")
    let end = #"{"event":"end","operation_id":"o1"}"# + "\n"
    try program.send(end)
    program.expect("0 active")
    #expect(try program.send(end).contains(#""accepted":0"#))
    program.expect("6 ops in all")
    program.press("q")
    program.expectEnd()
  }

  @Test func theCursorMovesAndOpensAWrapper() throws {
    let program = try startWithThreeWrappers()
    program.expect("the cursor on the worst wrapper") { _ in program.selected == "beta" }
    program.press("j")
    program.expect("the cursor on the next") { _ in program.selected == "alpha" }
    program.press("\u{1B}OB")
    program.expect("the cursor on the last") { _ in program.selected == "gamma" }
    program.press("kk")
    program.expect("the cursor on the first") { _ in program.selected == "beta" }
    program.press("\r")
    program.expect("the wrapper on the whole screen") {
      $0.text.contains("CRITICAL beta") && !$0.text.contains("wrappers 3") && $0.text.contains("upstream said 502")
    }
    program.expect("x0.6 errors 20.0% > 10%")
    program.press("\u{1B}")
    program.expect("wrappers 3")
    program.press("q")
    program.expectEnd()
  }

  @Test func theListIsFilteredAndSorted() throws {
    let program = try startWithThreeWrappers()
    func order(_ names: [String]) -> Bool {
      let found = names.map { name in program.terminal.screen.firstIndex { $0 == program.row(name) } }
      let places = found.compactMap(\.self)
      return places.count == names.count && places == places.sorted()
    }
    program.press("/")
    program.expect("enter keep")
    program.press("et")
    program.expect("one row") { _ in
      program.row("beta") != nil && program.row("alpha") == nil && program.row("gamma") == nil
    }
    program.press("\u{7F}\u{7F}err>5\r")
    program.expect("filter err>5")
    program.expect("wrappers 1 of 3")
    program.press("\u{1B}")
    program.expect("all rows") { _ in order(["beta", "alpha", "gamma"]) }

    program.press("s")
    program.expect("sort by")
    program.press("2")
    program.expect("sort name, A to Z")
    program.expect("the order of names") { _ in order(["alpha", "beta", "gamma"]) }
    program.press("r")
    program.expect("sort name, Z to A")
    program.expect("the order turned round") { _ in order(["gamma", "beta", "alpha"]) }
    program.press("q")
    program.expectEnd()
  }

  @Test func aPausedScreenStandsStill() throws {
    let program = try startWithThreeWrappers()
    program.press(" ")
    program.expect("PAUSED at")
    // For three seconds at most the picture is completed with the details of the other wrappers.
    program.expect("four seconds behind") { $0.text.contains(/([4-9]|\d\d)s behind live, Space resumes/) }
    try program.send(Screen.lines("delta", count: 2) + Screen.lines("alpha", status: "timeout"))
    // Keys still work, and each draws the screen; nothing new comes with it.
    program.press("j")
    program.expect("the cursor on the next") { _ in program.selected == "alpha" }
    #expect(!program.terminal.wait(within: .milliseconds(500)) { $0.text.contains("delta") })
    #expect(program.row("alpha")?.contains("100  0.0  0.0") == true)
    program.press(" ")
    program.expect("100  0.0  0.0", of: "delta")
    program.expect("80.0 20.0  0.0", of: "alpha")
    program.expect("no sign of the pause") { !$0.text.contains("PAUSED") && $0.text.contains("LIVE") }
    program.press("q")
    program.expectEnd()
  }

  @Test func rejectedLinesAreShownWithTheirReason() throws {
    let program = try startWithThreeWrappers()
    try program.folder.append("this is no JSON\n" + #"{"wrapper_name":7}"# + "\n", to: "events.jsonl")
    // The socket's line comes last, so that the cursor is on it.
    program.expect("rejected 2")
    let reply = try program.send(#"{"event":"end","operation_id":"never"}"# + "\n" + Screen.lines("alpha"))
    #expect(reply.contains(#""accepted":1,"rejected":1"#), "\(reply)")
    program.press("x")
    program.expect("rejected lines 3 in all")
    for text in [
      "1 not JSON", "1 with a value of the wrong type", "1 for an unknown operation",
      #"operation_id: "never" is not under"#,
      "its start has to come first", #"{"event":"end","operation_id":"never"}"#,
    ] { program.expect(text) }
    // The file's lines have numbers: the first ten were good.
    program.expect("line numbers") { terminal in
      terminal.screen.contains { $0.contains(/events\.jsonl +11 not valid JSON/) }
        && terminal.screen.contains { $0.contains(/events\.jsonl +12 wrapper_name: 7 is not a name/) }
    }
    program.press("q")
    program.expectEnd()
  }

  @Test func viewsHelpAndThemes() throws {
    let program = try startWithThreeWrappers()
    program.press("2")
    program.expect("sources 2")
    program.expect(program.folder("events.jsonl"))
    program.expect("10 records  10 accepted  0 rejected")
    program.press("3")
    program.expect("No line was rejected.")
    program.press("1")
    program.expect("wrappers 3")
    program.press("\t")
    program.expect("sources 2")
    program.press("\u{1B}[Z")
    program.expect("wrappers 3")
    program.press("?")
    program.expect("keys and columns")
    program.press("\u{1B}")
    program.expect("wrappers 3")

    let title = program.terminal[0, 0]
    #expect(title.text == "w")
    program.press("t")
    program.expect("Theme: light (2 of 4)")
    program.expect("another colour") { $0[0, 0].text == "w" && $0[0, 0].foreground != title.foreground }
    program.press("ttt")
    program.expect("the first colour again") { $0[0, 0] == title }
    program.press("q")
    program.expectEnd()
  }

  @Test func everySizeIsUsed() throws {
    let program = try startWithThreeWrappers()
    for (columns, rows) in [(80, 24), (200, 60), (40, 10), (30, 5), (1, 1), (100, 36)] {
      program.terminal.resize(columns: columns, rows: rows)
      program.expect("\(columns)x\(rows)") { terminal in
        if columns == 1 { return terminal.screen == ["t"] }
        if columns == 30 { return terminal.screen[0].hasPrefix("too small: 30x5") }
        let footer = terminal.screen[rows - 1]
        return program.row("beta") != nil && terminal.screen[0].hasSuffix("Z")
          && terminal.screen[0].utf8.count == columns
          && (columns == 40 ? footer.contains("40x10: needs 80x24") : footer.hasSuffix("q quit"))
      }
      // Events go on at any size.
      try program.send(Screen.lines("alpha"))
    }
    program.expect("20 ops in all")
    program.press("q")
    program.expectEnd()
  }

  /// As an operator has it who pipes a program's output in: keys come from the terminal all the same.
  @Test func aPipeIsReadToItsEndAndKeysStillWork() throws {
    let folder = try TemporaryFolder()
    try folder.append(Screen.lines("piped", count: 3) + "bad\n" + Screen.lines("last").dropLast(), to: "in")
    let shell = try VirtualTerminal(
      "/bin/sh", ["-c", "cat \(folder("in")) | \(Screen.program) --stdin; echo ended with $?"],
      environment: Screen.environment(in: folder), columns: 100, rows: 36)
    let program = try ProgramOnScreen(shell, in: folder)
    program.expect("100", of: "piped")
    program.expect("100", of: "last")
    program.expect("stdin ENDED rejected 1")
    program.press("x")
    program.expect("not valid JSON")
    program.press("q")
    program.expect("ended with 0")
    program.expectEnd()
  }

  /// From a shell with job control: Ctrl-Z, something else, `fg`. What was sent meanwhile is there then.
  @Test func nothingIsLostWhileItIsSuspended() throws {
    let folder = try TemporaryFolder()
    let shell = try VirtualTerminal(
      "/bin/bash", ["--norc", "--noediting", "-i"],
      environment: Screen.environment(in: folder).merging(["PS1": "prompt> "]) { $1 }, columns: 100, rows: 36)
    #expect(shell.wait(for: "prompt>", within: Screen.patience))
    shell.send("\(Screen.program) --tail \(folder("events.jsonl")) --socket \(folder("ingest.sock"))\n")
    let program = try ProgramOnScreen(shell, in: folder)
    program.press("\u{1A}")
    program.expect("the shell again") { !$0.isAlternateScreen && $0.isCursorVisible && $0.text.contains("Stopped") }
    try folder.append(Screen.lines("by-file", count: 2), to: "events.jsonl")
    var sender = try EventSender(path: program.socketPath)
    try sender.send(Array(Screen.lines("by-socket", count: 3).utf8))
    shell.send("fg\n")
    program.expect("100", of: "by-file")
    program.expect("100", of: "by-socket")
    program.expect("5 ops in all")
    program.press("q")
    program.expect("the shell again") { !$0.isAlternateScreen }
    shell.send("exit\n")
    program.expectEnd()
  }

  @Test func rotationAndTruncationLoseNothing() throws {
    let program = try ProgramOnScreen()
    try program.folder.append(Screen.lines("first", count: 5), to: "events.jsonl")
    program.expect("5 ops in all")
    try program.folder.rename("events.jsonl", to: "events.jsonl.1")
    // The old one still gets a line after the new one is there.
    try program.folder.append(Screen.lines("second", count: 2), to: "events.jsonl")
    try program.folder.append(Screen.lines("first"), to: "events.jsonl.1")
    program.expect("100", of: "second")
    program.expect("8 ops in all")
    try program.folder.empty("events.jsonl")
    try program.folder.append(Screen.lines("third", count: 3), to: "events.jsonl")
    program.expect("100", of: "third")
    program.expect("11 ops in all, 100 % ok")
    program.press("q")
    program.expectEnd()
  }
}
