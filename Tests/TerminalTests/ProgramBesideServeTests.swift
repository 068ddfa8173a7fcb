import Foundation
import TestSupport
import Testing

/// A dashboard beside `serve`: it shows the configuration of that core, changes it there, and says so where it does not know it.
@Suite(.waiting) struct ProgramBesideServeTests {
  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }

  init() throws {
    world = try StoredProgram()
    try world.folder.append(
      """
      wrappers:
        bot: {kind: routellm, daily_budget: 150, monthly_budget: 900}
        quiet: {monitoring_enabled: false}

      """, to: "w.yaml")
  }

  private func serve(_ more: [String: String] = [:]) throws -> RunningProgram {
    let program = try RunningProgram(
      ProgramOnScreen.program,
      [
        "serve", "--store", world.storePath, "--socket", world.socketPath, "--wrappers", folder("w.yaml"), "--set",
        "bot.max_retry_attempts=7",
      ], environment: ProgramOnScreen.environment(in: folder).merging(more) { $1 }, errorsPath: folder("errors.txt"))
    #expect(world.eventually { program.errors.contains("listening on") }, "\(program.errors)")
    try world.send(
      ProgramOnScreen.lines("bot", count: 3, more: #","cost_estimate":36"#) + ProgramOnScreen.lines("quiet"))
    return program
  }

  private func look(_ more: String...) throws -> ProgramOnScreen {
    try ProgramOnScreen(["--store", world.storePath] + more, columns: 120, folder: folder)
  }

  private func text(_ name: String) -> String { (try? String(contentsOfFile: folder(name), encoding: .utf8)) ?? "" }

  @Test func budgetsAndWhatIsOffAreShownAsTheCoreHasThem() throws {
    let server = try serve(["WRAPPER_BOT_TIMEOUT_SECONDS": "45"])
    let program = try look()
    program.expect("/150", of: "bot")
    program.expect("OFF")
    program.press("/bot\r")
    program.press("c")
    program.expect("kind routellm")
    // What the core's command line and environment say counts, not those of the dashboard.
    program.expect("no 7 in") { $0.screen.contains { $0.contains("max_retry_attempts") && $0.contains("override") } }
    program.expect("no 45 s in") { $0.screen.contains { $0.contains("timeout_seconds") && $0.contains("45 s") } }
    program.press("\u{1B}")
    program.expect("OPS/M")
    program.press("q")
    program.expectEnd()
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func aBudgetIsChangedInTheCoreAndTheKindStays() throws {
    let server = try serve()
    let program = try look()
    program.expect("/150", of: "bot")
    program.press("/bot\r")
    program.press("c")
    program.expect("bot > configuration")
    program.press("e")
    program.expect("> form")
    program.press("/daily_budget\r\r")
    program.expect("[150")
    program.press("\u{1B}a")
    program.press("120\r")
    program.press("\u{13}")
    program.expect("+ $120  (runtime)")
    program.press("y")
    program.expect("Written: 1 change (audit 1)")
    program.press("1")
    program.expect("/120", of: "bot")
    // The core takes it over by itself.
    #expect(world.eventually { server.errors.contains("configuration: taken over") }, "\(server.errors)")
    let runtime = text("state/wraptop/runtime.json")
    #expect(runtime.contains(#""daily_budget": 120"#) && !runtime.contains("kind"), "\(runtime)")
    program.press("q")
    program.expectEnd()
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func whatIsNotKnownIsSaidAndNothingIsBegun() throws {
    let server = try serve()
    let program = try look()
    program.expect("/150", of: "bot")
    // It is good only while that core runs.
    #expect(server.end(with: SIGTERM) == 0)
    program.expect("configuration not known here")
    program.expect("no budget is left in") { !($0.text.contains("/150")) }
    program.press("c")
    program.expect("The configuration is not known here")
    for key in ["e", "n", "H"] {
      program.press(key)
      program.expect("nothing can be changed")
    }
    #expect(!folder.has("state/wraptop/runtime.json"))
    program.press("q")
    program.expectEnd()
  }

  @Test func aStoreThatSomeoneElseWroteIsLookedAtWithoutItsConfiguration() throws {
    let server = try serve()
    #expect(server.end(with: SIGTERM) == 0)
    let program = try look("--read-only")
    program.expect("configuration not known here")
    program.press("q")
    program.expectEnd()
    let own = try look("--read-only", "--wrappers", folder("w.yaml"))
    own.expect("/150", of: "bot")
    own.expect("may not be that of the core")
    own.press("q")
    own.expectEnd()
  }
}
