import Foundation
import TestSupport
import Testing

/// Dashboards that are attached to a core in another process: they show what it knows, change it there, and outlive it.
@Suite(.waiting) struct ProgramAttachedTests {
  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }
  private var api: String { folder("run/wraptop/api.sock") }

  init() throws {
    world = try StoredProgram()
    // Where the socket of the core goes, and its settings.
    for name in ["run", "config/wraptop"] {
      try FileManager.default.createDirectory(
        atPath: world.folder(name), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    try world.folder.append("rules: [{name: high_error_rate, for: 0s}]\n", to: "config/wraptop/config.yaml")
    try world.folder.append(
      """
      wrappers:
        bot: {kind: routellm, daily_budget: 150, monthly_budget: 900}

      """, to: "w.yaml")
  }

  private func serve() throws -> RunningProgram {
    let program = try RunningProgram(
      ProgramOnScreen.program,
      ["serve", "--store", world.storePath, "--socket", world.socketPath, "--wrappers", folder("w.yaml")],
      environment: ProgramOnScreen.environment(in: folder), errorsPath: folder("errors.txt"))
    #expect(world.eventually { program.errors.contains("listening on") }, "\(program.errors)")
    return program
  }

  private func attach(_ arguments: String...) throws -> ProgramOnScreen {
    try ProgramOnScreen(arguments, columns: 120, folder: folder)
  }

  private func end(_ programs: ProgramOnScreen...) {
    for program in programs {
      program.press("q")
      program.expectEnd()
    }
  }

  @Test func withoutInputsTheCoreThatRunsIsShown() throws {
    let server = try serve()
    try world.send(ProgramOnScreen.lines("bot", count: 3, more: #","cost_estimate":36"#))
    let program = try attach()
    program.expect("/150", of: "bot")
    // What comes later comes at once, and the socket is the core's.
    try world.send(ProgramOnScreen.lines("late", status: "error", milliseconds: 70))
    program.expect("late")
    program.press("/late\ro")
    program.expect("> operations")
    program.expect("ERROR")
    end(program)
    #expect(server.isRunning && server.end(with: SIGTERM) == 0)
  }

  @Test func whatOneOperatorDoesAllSee() throws {
    let server = try serve()
    try world.send(ProgramOnScreen.lines("bot", count: 6, status: "error", more: #","error_message":"boom""#))
    let (first, second) = (try attach("--connect", api), try attach("--connect", api))
    for program in [first, second] {
      program.press("A")
      program.expect("high_error_rate")
    }
    first.press("a")
    first.press("looking\r")
    for program in [first, second] { program.expect("looking") }
    end(first, second)
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func anEditGoesThroughTheCoreAndNobodyIsOverwritten() throws {
    let server = try serve()
    try world.send(ProgramOnScreen.lines("bot", count: 3, more: #","cost_estimate":36"#))
    let (first, second) = (try attach(), try attach())
    for (program, budget) in [(first, "120"), (second, "140")] {
      program.expect("/150", of: "bot")
      program.press("/bot\r")
      program.press("c")
      program.expect("kind routellm")
      program.press("e")
      program.expect("> form")
      program.press("/daily_budget\r\r")
      program.expect("[150")
      program.press("\u{1B}a")
      program.press("\(budget)\r")
    }
    first.press("\u{13}")
    first.expect("+ $120  (runtime)")
    first.press("y")
    first.expect("Written: 1 change")
    // The other one has not written yet, and learns of it.
    second.press("\u{13}")
    second.expect("others changed the same")
    second.expect("yours    $140")
    second.expect("theirs   $120")
    second.press("\u{14}")
    let runtime = try String(contentsOfFile: folder("state/wraptop/runtime.json"), encoding: .utf8)
    #expect(runtime.contains(#""daily_budget": 120"#), "\(runtime)")
    first.press("1")
    first.expect("/120", of: "bot")
    end(first)
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func aCoreThatEndsIsSaidAndItsReturnIsSeen() throws {
    var server = try serve()
    try world.send(ProgramOnScreen.lines("bot"))
    let program = try attach()
    program.expect("bot")
    #expect(server.end(with: SIGKILL) == nil)
    program.expect("CORE LOST")
    program.expect("core lost: nobody listens there")
    program.expect("in.sock was LIVE")
    // What was there is still to be seen.
    program.expect("bot")
    program.press("?")
    program.press("\u{1B}")
    server = try serve()
    try world.send(ProgramOnScreen.lines("after"))
    program.expect("after")
    program.expect("the core is still said to be lost in") { !$0.text.contains("CORE LOST") }
    end(program)
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func readOnlyChangesNothing() throws {
    let server = try serve()
    try world.send(ProgramOnScreen.lines("bot"))
    let program = try attach("--read-only")
    program.expect("bot")
    program.press("c")
    program.press("e")
    program.expect("--read-only")
    end(program)
    #expect(!folder.has("state/wraptop/runtime.json"))
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func nobodyAtANamedSocketIsAnError() throws {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["top", "--connect", folder("none.sock")],
      environment: ProgramOnScreen.environment(in: folder))
    #expect(run.status == 66)
    #expect(run.errors.contains("none.sock: no core listens there"))
  }
}
