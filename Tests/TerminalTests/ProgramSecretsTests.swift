import Foundation
import TestSupport
import Testing

/// A distinctive word in every place where a secret may stand, and every command: nowhere does it come out (article
/// Security).
@Suite(.waiting) struct ProgramSecretsTests {
  private static let word = "hunter2-very-secret"
  private var world: ConfiguredProgram

  init() throws {
    world = try ConfiguredProgram()
    try world.write(ProgramOnScreen.lines("bot"), to: "e.jsonl")
    world.options = ["--wrappers", world.folder("w.yaml")]
  }

  private func expectSilence(
    _ run: ProgramRun, _ what: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let told = run.output + run.errors
    #expect(!told.contains(Self.word), "\(what): \(told)", sourceLocation: sourceLocation)
    #expect(run.status != nil, "\(what)", sourceLocation: sourceLocation)
  }

  private func expectNothingKept(sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: world.folder("state"))
    for file in files {
      guard let bytes = FileManager.default.contents(atPath: world.folder("state/\(file)")) else { continue }
      #expect(bytes.range(of: Data(Self.word.utf8)) == nil, "\(file)", sourceLocation: sourceLocation)
    }
  }

  private var commands: [[String]] {
    let input = ["--tail", world.folder("e.jsonl"), "--store", "none"] + world.options
    let own = world.options
    return [
      ["status"] + input, ["status", "--json"] + input, ["report"] + input, ["export", "costs"] + input,
      ["config", "list"] + own, ["config", "list", "--json"] + own, ["config", "show", "bot"] + own,
      ["config", "show", "bot", "--json"] + own, ["config", "show", "bot", "--effective"] + own,
      ["config", "show", "bot", "--effective", "--json"] + own, ["config", "diff"] + own,
      ["config", "diff", "--json"] + own, ["config", "validate"] + own, ["config", "validate", "--json"] + own,
      ["config", "get", "bot.api_endpoint"] + own, ["config", "get", "bot.daily_budget"] + own,
      ["config", "set", "bot.max_retry_attempts", "4"] + own, ["config", "history"], ["doctor"] + own,
    ]
  }

  private static let fields = [
    "daily_budget", "max_retry_attempts", "enabled", "auth_type", "api_endpoint", "api_version", "api_key",
    "oauth_client_id",
  ]

  /// All fields at once, of which each is seen to be looked at; in CI each alone as well.
  @Test(arguments: [fields] + modelSeeds(fields.count, brief: 0).map { [fields[$0]] }, [true, false])
  func noCommandCarriesTheValueOfAVariable(fields: [String], isReference: Bool) throws {
    var world = world
    let references = fields.map { "\($0): \"${env:DB_PASSWORD}\"" }.joined(separator: ", ")
    try world.write("wrappers: {bot: {\(isReference ? references : "")}}\n", to: "w.yaml")
    let own = isReference ? ["DB_PASSWORD"] : fields.map { "WRAPPER_BOT_\($0.uppercased())" }
    world.variables = Dictionary(uniqueKeysWithValues: own.map { ($0, Self.word) })
    for command in commands { expectSilence(try world.runPlain(arguments: command), command) }
    if world.folder.has("state") { try expectNothingKept() }
    let shown = try world.runPlain(arguments: ["config", "validate", "--json"] + world.options).output
    let faulty = ["daily_budget", "max_retry_attempts", "enabled", "auth_type", "api_endpoint"]
    for field in fields where faulty.contains(field) { #expect(shown.contains(field), "\(field): \(shown)") }
  }

  @Test func noCommandCarriesAKeyInAnEndpoint() throws {
    try world.write("wrappers: {bot: {api_endpoint: \"https://h.example/v1?api_key=\(Self.word)\"}}\n", to: "w.yaml")
    for command in commands { expectSilence(try world.runPlain(arguments: command), command) }
    let set = ["config", "set", "bot.api_endpoint", "https://h.example/v2?key=\(Self.word)", "--force"]
    let refused = try world.runPlain(arguments: set + ["--reason", "token=\(Self.word)"] + world.options)
    #expect(refused.status == 64, "\(refused.errors)")
    expectSilence(refused, set)
    let run = try world.runPlain(arguments: set + world.options)
    #expect(run.status == 0 && run.output.contains("https://h.example/v2?key=********"), "\(run.output)\(run.errors)")
    expectSilence(run, set)
    let history = try world.runPlain("config", "history", "--json")
    #expect(history.output.contains(#""new":"********""#))
    expectSilence(history, ["history"])
    // The file that the wrapper reads has the key itself; nothing else does.
    let runtime = try String(contentsOfFile: world.folder("state/wraptop/runtime.json"), encoding: .utf8)
    #expect(runtime.contains(Self.word))
    let effective = try world.runPlain(arguments: ["config", "show", "bot", "--effective", "--json"] + world.options)
    #expect(effective.output.contains(#""_hidden":["api_endpoint"]"#), "\(effective.output)")
    let again = try world.runPlain(
      arguments: ["config", "set", "bot.api_endpoint", "https://h.example"] + world.options)
    #expect(again.status == 0, "\(again.errors)")
    let back = try world.runPlain(arguments: ["config", "rollback", "3"] + world.options)
    #expect(back.status == 64 && back.errors.contains("a secret that was not kept"), "\(back.errors)")
  }

  @Test func noMessageRepeatsAnArgumentThatMayBeASecret() throws {
    try world.write("wrappers: {bot: {}}\n", to: "w.yaml")
    let word = Self.word
    let all: [[String]] = [
      ["config", "set", "run.api_key=\(word)"], ["config", "set", "bot.api_key=\(word)"],
      ["config", "set", "bot.api_key", word], ["config", "set", word], ["config", "set", "bot.daily_budget", word],
      ["config", "set", "bot.daily_budget", "5", word], ["config", "set", "bot.daily_budget", "5", word, "6"],
      ["config", "set", "bot.enabled", word], ["config", "set", "bot.auth_type", word],
      ["config", "set", "bot.api_endpoint", word], ["config", "set", "bot.\(word)", "1"],
      ["config", "set", "bot.daily_budget", "5", "--\(word)"], ["config", "set", "bot", "api_key", word],
      ["config", "get", word], ["config", "get", "bot.\(word)"], ["config", "get", "bot.api_key", word],
      ["config", "get", "x.api_key=\(word)"], ["config", "unset", "bot.\(word)"],
      ["config", "show", "bot", word], ["config", "show", "bot", "--set", "x.api_key=\(word)"],
      ["config", "show", "bot", "--set", word], ["config", "show", "bot", "--set", "bot.\(word)=1"],
      ["config", "show", "bot", "--set", "bot.api_key=\(word)"],
      ["config", "show", "bot", "--set", "bot.enabled=\(word)"],
      ["config", "show", "bot", "--set", "\(word).enabled=1"], ["config", "history", "--limit", word],
      ["config", "rollback", word], ["config", word], [word], ["status", word], ["status", "--at", word],
      ["status", "--from", word], ["status", "--max-line=\(word)"], ["top", "--color", word], ["export", word],
      ["report", "--at", word], ["replay", "--speed", word, "x"], ["credential", "set", "a/b", word],
      ["credential", "get", word], ["credential", "get", "a/b", word], ["credential", "list", word],
      ["config", "exec", "bot", word], ["config", "set", "bot.daily_budget", "5", "--kind", word],
    ]
    for arguments in all {
      let options = arguments[0] == "config" && !["history", "rollback"].contains(arguments[1]) ? world.options : []
      let run = try world.runPlain(arguments: arguments + options)
      expectSilence(run, arguments)
      // What `config show` finds wrong with an option stands among the findings.
      let isShown = arguments.starts(with: ["config", "show", "bot", "--set"])
      #expect(isShown || run.status != 0 && !run.errors.isEmpty, "\(arguments): \(run.output)")
    }
  }

  @Test func aTypingErrorIsStillNamed() throws {
    try world.write("wrappers: {bot: {}}\n", to: "w.yaml")
    let command = try world.runPlain("statsu")
    #expect(command.status == 64 && command.errors.contains("'statsu'"), "\(command.errors)")
    let field = try world.run("get", "bot.dayly_budget")
    #expect(field.status == 64 && field.errors.contains("dayly_budget; did you mean daily_budget?"), "\(field.errors)")
  }

  @Test func aServerSaysFaultsWithoutTheirValuesAndGoesOn() throws {
    try world.write("wrappers: {bot: {daily_budget: 5, timeout_seconds: \"${env:DB_PASSWORD}\"}}\n", to: "w.yaml")
    var world = world
    world.variables = ["DB_PASSWORD": Self.word]
    let environment = ProgramOnScreen.environment(in: world.folder).merging(world.variables) { $1 }
    let strict = try world.runPlain(arguments: ["serve", "--strict"] + world.options)
    #expect(
      strict.status == 78 && strict.errors.contains("timeout_seconds: refers to $DB_PASSWORD"), "\(strict.errors)")
    expectSilence(strict, ["serve"])
    let serve = try RunningProgram(
      ProgramOnScreen.program,
      ["serve", "--socket", world.folder("s"), "--store", world.folder("state/s.db")] + world.options,
      environment: environment, errorsPath: world.folder("log"))
    #expect(try StoredProgram().eventually { serve.errors.contains("listening") }, "\(serve.errors)")
    serve.end(with: SIGTERM)
    #expect(serve.errors.contains("timeout_seconds: refers to $DB_PASSWORD"), "\(serve.errors)")
    #expect(serve.errors.contains("what is valid is in force") && !serve.errors.contains(Self.word), "\(serve.errors)")
    try expectNothingKept()
  }
}
