import Foundation
import TestSupport
import Testing

/// The configuration of a running wrapper, changed by the keys of an operator.
@Suite(.waiting) struct ProgramFormTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.append(
      """
      wrappers:
        bot: {kind: routellm, daily_budget: 10, api_key: sk-0123456789abcdef-secret}

      """, to: "w.yaml")
  }

  /// The dashboard with a wrapper that has spent 5 dollars.
  private func start(_ more: String...) throws -> ProgramOnScreen {
    let program = try ProgramOnScreen(
      ["--store", "none", "--socket", folder("ingest.sock"), "--wrappers", folder("w.yaml")] + more, columns: 120,
      folder: folder)
    try program.send(ProgramOnScreen.lines("bot", more: #","cost_estimate":5"#))
    program.expect("/10", of: "bot")
    return program
  }

  /// Goes to a field of the wrapper's configuration through its search.
  private func open(_ field: String, in program: ProgramOnScreen) {
    program.press("c")
    program.expect("bot > configuration")
    program.press("/\(field)\r")
    program.expect("with \(field)")
  }

  /// Opens the form, and begins to edit the field under the cursor.
  private func edit(_ text: String, in program: ProgramOnScreen) {
    program.press("e")
    program.expect("> form")
    program.press("\r")
    program.expect(text)
  }

  /// Presses Esc, and waits until a screen with the text is there: keys that follow at once would make it an Alt.
  private func goBack(to text: String, in program: ProgramOnScreen) {
    program.press("\u{1B}")
    program.expect(text)
  }

  /// Leaves a value that is being edited, the search, and the form.
  private func leaveForm(in program: ProgramOnScreen) {
    goBack(to: "enter edit", in: program)
    program.press("\u{1B}")
    program.expect("the search still in") { !$0.text.contains("form   with") }
    goBack(to: "H history", in: program)
  }

  private func text(_ name: String) -> String { (try? String(contentsOfFile: folder(name), encoding: .utf8)) ?? "" }

  @Test func aBudgetIsChangedAndTakenBack() throws {
    let program = try start()
    open("daily_budget", in: program)
    edit("[10", in: program)
    program.press("\u{1B}a")
    program.press("5")
    program.expect("changes (1)")
    program.press("\u{13}")
    program.expect("+ $5")
    // Enter alone confirms nothing.
    program.press("\r")
    program.expect("y confirms without a reason")
    program.press("less traffic\r")
    program.expect("Written: 1 change (audit 1)")
    #expect(text("state/wraptop/runtime.json").contains(#""daily_budget": 5"#))
    #expect(text("w.yaml").contains("daily_budget: 10"))
    program.press("1")
    program.expect("/5", of: "bot")

    program.press("c")
    program.expect("bot > configuration")
    program.press("H")
    program.expect("less traffic")
    program.press("b")
    program.expect("+ $10  (file, shows again)")
    program.press("\r")
    program.expect("y confirms without a reason")
    program.press("too few\r")
    program.expect("Change 1 is taken back (audit 2)")
    goBack(to: "VALUE", in: program)
    program.press("1")
    program.expect("/10", of: "bot")
    let trail = text("state/wraptop/audit.jsonl")
    #expect(trail.contains("less traffic") && trail.contains("too few"), "\(trail)")
    program.press("q")
    program.expectEnd()
  }

  @Test func whatIsWrongIsNotWritten() throws {
    let program = try start()
    open("threshold", in: program)
    edit("[0.11593", in: program)
    program.press("\u{1B}a")
    program.press("7")
    program.expect("from 0 to 1; it is")
    program.press("\u{13}")
    program.expect("1 error")
    leaveForm(in: program)
    program.press("1")
    program.expect("/10", of: "bot")
    #expect(!folder.has("state/wraptop/runtime.json"))
    program.press("q")
    program.expectEnd()
  }

  @Test func aFileThatIsChangedOutsideIsTakenOver() throws {
    let program = try start()
    try "wrappers:\n  bot: {kind: routellm, daily_budget: 20}\n".write(
      toFile: folder("w.yaml"), atomically: true, encoding: .utf8)
    program.expect("/20", of: "bot")
    try "wrappers: [".write(toFile: folder("w.yaml"), atomically: true, encoding: .utf8)
    program.expect("w.yaml")
    program.expect("/20", of: "bot")
    program.press("q")
    program.expectEnd()
  }

  @Test func noSecretIsOnTheScreen() throws {
    let program = try start("--set", "bot.max_retry_attempts=4")
    open("api_key", in: program)
    program.expect("********")
    edit("takes a secret", in: program)
    program.press("typed-secret-4711")
    program.expect("[••••••••••••")
    #expect(!program.terminal.text.contains("typed-secret") && !program.terminal.text.contains("0123456789abcdef"))
    leaveForm(in: program)
    program.press("q")
    program.expectEnd()
  }
}
