import Foundation
import TestSupport
import Testing

/// A program on the terminal, from its start to each of its ends, in a virtual terminal of its own. These tests block
/// while they wait, so they run on the main actor: the threads that tasks share stay free for other tests.
@Suite(.waiting) struct LifeTests {
  private static let probe = BuiltProgram.path("terminal-probe")

  private static func environment(_ more: [String: String] = [:]) -> [String: String] {
    [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nowhere",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    .merging(more) { $1 }
  }

  private func start(_ more: [String: String] = [:], _ arguments: [String] = [], errors: Int32? = nil) throws
    -> VirtualTerminal
  {
    let terminal = try VirtualTerminal(Self.probe, arguments, environment: Self.environment(more), errors: errors)
    try #require(terminal.wait(for: "probe "), "\(terminal.text)")
    return terminal
  }

  @Test(arguments: ["xterm-256color", "xterm", "linux", "tmux-256color", "vt100", "xterm-ghostty"])
  func leavesTheTerminalAsItWas(term: String) throws {
    let terminal = try start(["TERM": term])
    #expect(terminal.isAlternateScreen == (term != "vt100" && term != "linux"))
    #expect(terminal.modes != terminal.initialModes)
    terminal.send("i")
    #expect(terminal.wait(for: "key i"))
    terminal.send("q")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.text.contains("ended by key"))
    expectRestored(terminal, "\(term)")
  }

  @Test(arguments: [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT"), (SIGHUP, "hangup")])
  func aSignalThatAsksToEndEndsItWell(signal: Int32, name: String) throws {
    let terminal = try start()
    terminal.signal(signal)
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.text.contains("ended by \(name)"))
    expectRestored(terminal, "\(name)")
  }

  @Test(arguments: [
    SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
  ])
  func aSignalThatKillsStillRestores(signal: Int32) throws {
    // The backtracer has handlers of its own for some, which would keep the terminal and the process.
    for backtracer in ["enable=no", "enable=yes"] {
      let terminal = try start(["SWIFT_BACKTRACE": backtracer])
      terminal.signal(signal)
      #expect(terminal.waitForExit() == .signal(signal), "\(backtracer)")
      expectRestored(terminal, "signal \(signal), \(backtracer)")
    }
  }

  @Test(arguments: [
    ("t", [SIGILL, SIGTRAP], "Index out of range"), ("T", [SIGILL, SIGTRAP], "Index out of range"),
    ("a", [SIGABRT], ""), ("o", [SIGSEGV, SIGBUS], ""),
  ])
  func aCrashRestoresAndTellsItsReason(key: String, signals: [Int32], reason: String) throws {
    let terminal = try start()
    terminal.send(key)
    let exit = terminal.waitForExit(within: .seconds(60))
    #expect(signals.contains { exit == .signal($0) }, "\(key): \(String(describing: exit))")
    let written = String(decoding: terminal.output, as: UTF8.self)
    let afterwards = written.split(separator: "\u{1B}[?1049l").last ?? ""
    #expect(reason.isEmpty || afterwards.contains(reason), "\(terminal.text)")
    expectRestored(terminal, "crash by \(key)")
  }

  @Test func anExitWithoutCloseRestores() throws {
    let terminal = try start()
    terminal.send("e")
    #expect(terminal.waitForExit() == .status(3))
    expectRestored(terminal, "exit")
  }

  @Test func standardErrorStaysOffTheScreenAndShowsAfterwards() throws {
    let terminal = try start()
    terminal.send("sb")
    #expect(terminal.wait { $0.bells == 1 && $0.text.contains("key b") })
    #expect(!terminal.text.contains("said on standard error"))
    terminal.send("q")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.text.contains("said on standard error"))
  }

  @Test func theTerminalGoingAwayEndsIt() throws {
    let terminal = try start()
    terminal.hangUp()
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func keysPastesWakeUpsAndSizesArrive() throws {
    let terminal = try start()
    terminal.send("\u{1B}")
    #expect(terminal.wait(for: "key esc"))
    terminal.send("\u{3}\u{13}\u{11}\u{1A}x\u{1B}[A\u{1B}[200~two\rlines\u{1B}[201~é\u{1B}[?62c")
    // Ctrl-Z has nobody to continue the program here, so it goes on.
    for name in ["key ctrl-c", "key ctrl-s", "key ctrl-q", "key ctrl-z", "key up", "paste two|lines", "key é"] {
      #expect(terminal.wait(for: name), "\(name)\n\(terminal.text)")
    }
    terminal.send("w")
    #expect(terminal.wait { $0.screen.contains("wake") })
    terminal.resize(columns: 132, rows: 40)
    #expect(terminal.wait(for: "probe 132x40 xterm-256color 256 é漢"))
    #expect(terminal.screen.contains("resize 132x40"))
  }

  @Test func withoutUTF8OnlyASCIIIsSent() throws {
    let terminal = try start(["LC_ALL": "C"])
    #expect(terminal.wait(for: "No UTF-8 in the locale"))
    #expect(terminal.screen[0] == "probe 80x24 xterm-256color 256 ??")
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
  }

  @Test func withoutATerminalItSaysSo() throws {
    let shell = try VirtualTerminal("/bin/sh", ["-c", "\(Self.probe) | cat"], environment: Self.environment())
    #expect(shell.waitForExit() == .status(0))
    let said = shell.screen.joined()
    #expect(said.contains("terminal-probe: standard output is not a terminal; run it in one"), "\(shell.text)")
    #expect(shell.modes == shell.initialModes)
  }

  /// As an operator has it: a shell with job control, Ctrl-Z, something else, `fg`.
  @Test(arguments: ["key", "signal", "stop"]) func suspendsAndComesBack(by way: String) throws {
    let shell = try VirtualTerminal(
      "/bin/bash", ["--norc", "--noediting", "-i"], environment: Self.environment(["PS1": "prompt> "]))
    #expect(shell.wait(for: "prompt>"))
    shell.send("\(Self.probe)\n")
    #expect(shell.wait { $0.isAlternateScreen && $0.text.contains("probe 80x24") })
    switch way {
    case "key": shell.send("\u{1A}")
    case "signal": kill(try child(of: shell.process), SIGTSTP)
    default: kill(try child(of: shell.process), SIGSTOP)
    }
    #expect(shell.wait(for: "Stopped"), "\(shell.text)")
    if way != "stop" {
      #expect(shell.wait { !$0.isAlternateScreen && $0.isCursorVisible && !$0.isSet(privateMode: 2004) })
      shell.send("echo still $((1+1))\n")
      #expect(shell.wait(for: "still 2"), "\(shell.text)")
    }
    shell.resize(columns: 100, rows: 30)
    shell.send("fg\n")
    #expect(shell.wait { $0.isAlternateScreen && $0.text.contains("probe 100x30") }, "\(shell.text)")
    #expect(shell.wait(for: "resize 100x30"))
    #expect(!shell.isCursorVisible && shell.isSet(privateMode: 2004))
    shell.send("q")
    #expect(shell.wait { !$0.isAlternateScreen && $0.text.contains("ended by key") }, "\(shell.text)")
    shell.send("stty -a; exit\n")
    #expect(shell.waitForExit() == .status(0))
    #expect(shell.text.contains(" icanon ") && shell.text.contains(" echo "), "\(shell.text)")
  }

  @Test func nothingRunsWhileNothingHappens() throws {
    let terminal = try start()
    terminal.send("x")
    #expect(terminal.wait(for: "key x"))
    // The wake-ups of all its threads: none in a second, in one of several on a machine that does other things too.
    var isQuiet = false
    for _ in 0..<20 where !isQuiet {
      let before = try wakeUps(of: terminal.process)
      #expect(!terminal.wait(within: .seconds(1)) { $0.exit != nil })
      isQuiet = try wakeUps(of: terminal.process) == before
    }
    #expect(isQuiet)
  }

  private func wakeUps(of process: Int32) throws -> Int {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
    return try threads.map { thread in
      let status = try String(contentsOfFile: "/proc/\(process)/task/\(thread)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
      return try #require(line?.split(separator: "\t").last.flatMap { Int($0) })
    }.reduce(0, +)
  }

  private func child(of process: Int32) throws -> Int32 {
    let children = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    return try #require(children.split(separator: " ").first.flatMap { Int32($0) })
  }
}
