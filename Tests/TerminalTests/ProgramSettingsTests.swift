import Foundation
import TestSupport
import Testing

/// Settings as the built program meets them: where they come from, what wins, and what a change does (article Settings).
@Suite(.waiting) struct ProgramSettingsTests {
  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }
  private let at = "2026-01-02T00:00:00Z"

  init() throws { world = try StoredProgram() }

  // Puts a file in the place of what was there, as editors do.
  private func write(_ text: String, to name: String = "c.yaml") throws {
    if folder.has(name + ".new") { try folder.empty(name + ".new") }
    try folder.append(text, to: name + ".new")
    try folder.rename(name + ".new", to: name)
  }

  private func events(_ wrapper: String, good: Int, bad: Int = 0) throws {
    func lines(_ status: String, _ count: Int) -> String {
      let line = #"{"wrapper_name":"\#(wrapper)","status":"\#(status)","end_time":"2026-01-01T23:59:00Z"}"# + "\n"
      return String(repeating: line, count: count)
    }
    try folder.append(lines("success", good) + lines("error", bad), to: wrapper + ".jsonl")
  }

  private func expectRefusal(
    _ run: ProgramRun, _ status: Int32, _ texts: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status && run.output.isEmpty, "\(run.errors)", sourceLocation: sourceLocation)
    for text in texts { #expect(run.errors.contains(text), "\(run.errors)", sourceLocation: sourceLocation) }
  }

  @Test func theCommandLineWins() throws {
    try events("a", good: 3)
    try events("b", good: 5)
    try write("input: {tail: [a.jsonl]}\n")
    let settings = try world.run("status", "--config", folder("c.yaml"), "--at", at)
    #expect(settings.status == 0 && settings.output.contains("a ") && !settings.output.contains("b "), "\(settings)")
    // Lists are replaced, and not added to.
    let named = try world.run("status", "--config", folder("c.yaml"), "--tail", folder("b.jsonl"), "--json", "--at", at)
    #expect(named.output.contains(#""completed_operations":5"#), "\(named.output)\(named.errors)")
    // Without the option, the file in its usual place counts.
    try folder.makeFolder("config")
    try folder.makeFolder("config/wraptop")
    try folder.append("input: {tail: [../../b.jsonl]}\n", to: "config/wraptop/config.yaml")
    let usual = try world.run("status", "--json", "--at", at)
    #expect(usual.output.contains(#""completed_operations":5"#), "\(usual.output)\(usual.errors)")
    try write("wrappers: w.yaml\nenvironment: prod\n")
    try write("wrappers: {one: {daily_budget: 1}}\n", to: "w.yaml")
    try write("wrappers: {one: {daily_budget: 2}}\n", to: "w-prod.yaml")
    try write("wrappers: {two: {daily_budget: 3}}\n", to: "other.yaml")
    try write("wrappers: {two: {}}\n", to: "other-prod.yaml")
    let config = ["config", "get", "one.daily_budget", "--config", folder("c.yaml")]
    #expect(try ProgramRun(ProgramOnScreen.program, config, environment: environment).output == "2\n")
    let other = ["config", "get", "two.daily_budget", "--config", folder("c.yaml"), "--wrappers", folder("other.yaml")]
    #expect(try ProgramRun(ProgramOnScreen.program, other, environment: environment).output == "3\n")
  }

  private var environment: [String: String] { ProgramOnScreen.environment(in: folder) }

  @Test func healthIsJudgedByTheSettings() throws {
    try events("a", good: 97, bad: 3)
    #expect(try world.run("status", "--tail", folder("a.jsonl"), "--at", at).status == 1)
    try write("health: {factors: {recent_failure: 1}}\n")
    #expect(
      try world.run("status", "--tail", folder("a.jsonl"), "--at", at, "--config", folder("c.yaml")).status == 0)
    try write("health: {factors: {recent_failure: 1}, grades: [0.5, 0.98, 0.99], system: [0.98, 0.99]}\n")
    #expect(
      try world.run("status", "--tail", folder("a.jsonl"), "--at", at, "--config", folder("c.yaml")).status == 2)
    // A window that ends before the operations leaves nothing to judge.
    try write("health: {window: 1m}\n")
    let late = try world.run(
      "status", "--tail", folder("a.jsonl"), "--at", "2026-01-02T00:10:00Z", "--config", folder("c.yaml"))
    #expect(late.status == 3, "\(late.output)")
  }

  @Test func whatIsWrongIsRefused() throws {
    try events("a", good: 1)
    let tail = folder("a.jsonl")
    expectRefusal(try world.run("status", "--tail", tail, "--config", folder("none.yaml")), 66, folder("none.yaml"))
    try write("them: light\nrules: [{name: x, metric: eror_rate, above: 0.1}]\n")
    expectRefusal(
      try world.run("status", "--tail", tail, "--config", folder("c.yaml")), 78,
      "wraptop: \(folder("c.yaml")):1: them: is not known here; did you mean theme?\n",
      "wraptop: \(folder("c.yaml")):2: rules.x.metric: ", "did you mean error_rate?")
    expectRefusal(try world.run("serve", "--config", folder("c.yaml")), 78, "c.yaml:1")
    expectRefusal(try world.run("config", "list", "--config", folder("c.yaml")), 78, "c.yaml:1")
    expectRefusal(try world.run("store", "check", "--config", folder("c.yaml")), 78, "c.yaml:1")
    let doctor = try world.run("doctor", "--config", folder("c.yaml"))
    #expect(
      doctor.status == 1 && doctor.output.contains("FAIL settings: \(folder("c.yaml")):1: them"), "\(doctor.output)")
    try write("screen: {mouse: true}\n")
    expectRefusal(
      try world.run("status", "--tail", tail, "--config", folder("c.yaml")), 78, "not part of this version")
    try write("input: {otlp: \"0.0.0.0:4318\"}\n")
    expectRefusal(try world.run("serve", "--config", folder("c.yaml")), 78, "c.yaml:1: input.otlp: other machines can")
    chmod(folder("c.yaml"), 0o666)
    expectRefusal(try world.run("status", "--tail", tail, "--config", folder("c.yaml")), 77, "chmod go-w")
  }

  @Test func doctorNamesTheFile() throws {
    let none = try world.run("doctor")
    #expect(none.output.contains("ok   settings: \(folder("config/wraptop/config.yaml")): not there"), "\(none.output)")
    try write("rules: [{name: high_error_rate, above: 0.2}]\n")
    let valid = try world.run("doctor", "--config", folder("c.yaml"))
    #expect(valid.output.contains("ok   settings: \(folder("c.yaml")): valid, with 1 rule and 0 channels"))
  }

  @Test(arguments: ["settings", "wrappers", "mapping"]) func schemasArePrinted(kind: String) throws {
    let run = try world.run("config", "schema", kind)
    let schema = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(run.status == 0 && schema?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema?["title"] as? String == "wraptop \(kind)" && schema?["properties"] is [String: Any])
  }

  @Test func aChangeTakesEffectWhileTheCoreRuns() throws {
    try write("input: {socket: in.sock}\nstore: none\nlog: {level: debug}\n")
    let program = try RunningProgram(
      ProgramOnScreen.program, ["serve", "--config", folder("c.yaml")], environment: environment,
      errorsPath: folder("errors.txt"))
    func expectLogged(_ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
      let isLogged = world.eventually { program.errors.contains(text) }
      #expect(isLogged, "\(program.errors)", sourceLocation: sourceLocation)
    }
    expectLogged("listening on \(folder("in.sock")), storing in memory only")
    try write("input: {socket: in.sock}\nstore: none\nlog: {level: debug}\nhealth: {window: 5m}\n")
    expectLogged("settings: taken over")
    try write("input: {sockt: in.sock}\n")
    expectLogged(
      "settings: \(folder("c.yaml")):1: input.sockt: is not known here; did you mean socket?; the last good ones stay")
    try write("input: {socket: in.sock}\nstore: other.db\ntheme: light\nlog: {level: debug}\n")
    expectLogged("settings: what is in the file is in force again")
    expectLogged("settings: store, theme changed, which takes effect at the next start")
    #expect(program.end(with: SIGTERM) == 0)
  }

  @Test func theScreenFollowsTheSettings() throws {
    try write("input: {socket: in.sock}\nstore: none\nscreen: {glyphs: ascii}\ntheme: mono\n")
    let screen = try ProgramOnScreen(["--config", folder("c.yaml")], folder: folder)
    #expect(screen.terminal.text.unicodeScalars.allSatisfy { $0.isASCII }, "\(screen.terminal.text)")
    try write("input: {socket: in.sock}\nstore: none\nscreen: {glyphs: asci}\n")
    #expect(
      screen.terminal.wait(within: ProgramOnScreen.patience) {
        $0.text.contains("did you mean ascii?") || $0.text.contains("settings: ")
      })
  }
}
