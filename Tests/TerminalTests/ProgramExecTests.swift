import Foundation
import TestSupport
import Testing

/// `wraptop config exec` and `wraptop credential get`, which hand secrets to programs.
@Suite(.waiting) struct ProgramExecTests {
  private var world: ConfiguredProgram
  private static let word = "pass-horse-battery-staple-42"

  init() throws {
    world = try ConfiguredProgram()
    try world.folder.append(bytes: (0..<32).map { $0 }, to: "key")
    try world.write(
      """
      wrappers:
        bot:
          kind: routellm
          api_key: ${credential:openai/api_key}
          oauth_client_secret: ${env:CLIENT_SECRET}
          daily_budget: 5
        other: {api_key: "${env:OTHER_KEY}"}
      """, to: "w.yaml")
    world.options = ["--wrappers", world.folder("w.yaml")]
    world.variables = [
      "WRAPTOP_CREDENTIAL_KEY": world.folder("key"), "CLIENT_SECRET": "client-secret-7", "OTHER_KEY": "other-key-7",
      "WRAPPER_OTHER_API_VERSION": "v9", "KEPT": "yes",
    ]
  }

  private func store() throws {
    let set = try ProgramRun(
      ProgramOnScreen.program, ["credential", "set", "openai/api_key"],
      environment: ProgramOnScreen.environment(in: world.folder).merging(world.variables) { $1 },
      input: Self.word + "\n")
    #expect(set.status == 0, "\(set.errors)")
  }

  private func exec(_ command: String..., options: [String] = []) throws -> ProgramRun {
    try world.runPlain(
      arguments: ["config", "exec", "bot"] + world.options + options + ["--"] + command)
  }

  /// Runs a line of a shell in which `wraptop` is the program.
  private func shell(_ line: String) throws -> ProgramRun {
    try ProgramRun(
      "/bin/sh", ["-c", "wraptop() { \(ProgramOnScreen.program) \"$@\"; }; \(line)"],
      environment: ProgramOnScreen.environment(in: world.folder).merging(world.variables) { $1 })
  }

  // MARK: exec

  @Test func aCommandFindsTheConfigurationInItsEnvironment() throws {
    try store()
    let run = try exec("/usr/bin/env")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = Set(run.output.split(separator: "\n").map(String.init))
    #expect(
      lines.isSuperset(of: [
        "WRAPPER_BOT_API_KEY=\(Self.word)", "WRAPPER_BOT_OAUTH_CLIENT_SECRET=client-secret-7",
        "WRAPPER_BOT_DAILY_BUDGET=5", "WRAPPER_BOT_ENABLED=false", "WRAPPER_BOT_ROUTER_TYPE=mf", "KEPT=yes",
        #"WRAPPER_BOT_BUDGET_ALERT_THRESHOLDS={"critical":0.95,"warning":0.8}"#,
      ]), "\(run.output)")
    let foreign = lines.filter {
      $0.hasPrefix("WRAPTOP_") || $0.hasPrefix("WRAPPER_OTHER") || $0.hasPrefix("OTHER_KEY")
    }
    #expect(foreign.isEmpty && !lines.contains { $0.hasPrefix("WRAPPER_BOT_MONTHLY_BUDGET") }, "\(foreign)")
    let history = try world.runPlain("config", "history", "--json").output
    #expect(history.contains(#""action":"config_exec""#) && history.contains("ran env"), "\(history)")
    #expect(history.contains(#""action":"credential_read""#) && !history.contains(Self.word), "\(history)")
  }

  @Test func theCommandTakesThePlaceOfTheProgram() throws {
    try store()
    let run = try shell(
      "exec 7</dev/null 9>/dev/null; echo $$; exec /usr/bin/env --default-signal=PIPE \(ProgramOnScreen.program) config exec bot --wrappers "
        + "\(world.folder("w.yaml")) -- /bin/sh -c 'echo $$; ls /proc/self/fd; grep SigIgn /proc/self/status; exit 7'")
    #expect(run.status == 7 && run.errors.isEmpty, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    // The same process; `ls` has one more open, the folder that it lists.
    #expect(lines.count == 7 && lines[0] == lines[1] && Array(lines[2...5]) == ["0", "1", "2", "3"], "\(lines)")
    // Broken pipes end it, as they would without wraptop.
    let ignored = lines.last.flatMap { UInt64($0.suffix(16), radix: 16) }
    #expect(ignored.map { $0 >> UInt64(SIGPIPE - 1) & 1 } == 0, "\(lines)")
  }

  @Test func aSignalEndsTheCommandAsItsOwn() throws {
    try store()
    #expect(try exec("/bin/sh", "-c", "kill -TERM $$").status == nil)
  }

  @Test func whatKeepsACommandFromRunningIsSaid() throws {
    try world.expectRefusal(exec("/usr/bin/env"), 66, "there is no credential store")
    try store()
    try world.expectRefusal(exec("no-such-command-x"), 127, "not found")
    try world.expectRefusal(exec(world.folder("w.yaml")), 126, "cannot be run: Permission denied")
    try world.expectRefusal(world.run("exec", "bot"), 64, "there is no command")
    try world.expectRefusal(world.runPlain("config", "exec", "nobody", "--", "true"), 64, "no wrapper")
    try world.expectRefusal(exec("true", options: ["--set", "bot.daily_budget=-1"]), 78, "daily_budget")
    var unset = world
    unset.variables["CLIENT_SECRET"] = nil
    let run = try unset.runPlain(arguments: ["config", "exec", "bot"] + world.options + ["--", "true"])
    world.expectRefusal(run, 78, "oauth_client_secret", "$CLIENT_SECRET, which is not set")
  }

  // MARK: get

  @Test func aSecretGoesToAPipeAndToAFileOfOnesOwn() throws {
    try store()
    #expect(try shell("wraptop credential get openai/api_key | od -An -c | tr -d ' \\n'").output == Self.word)
    let file = world.folder("own")
    let own = try shell("umask 077; wraptop credential get openai/api_key > \(file); cat \(file)")
    #expect(own.status == 0 && own.output == Self.word, "\(own.errors)")
    let open = try shell("umask 022; wraptop credential get openai/api_key > \(world.folder("open"))")
    #expect(open.status == 77 && open.errors.contains("other users can read that file"), "\(open.errors)")
    #expect(try shell("wc -c < \(world.folder("open"))").output == "0\n")
    let device = try shell("wraptop credential get openai/api_key > /dev/null")
    #expect(device.status == 77 && device.errors.contains("neither a pipe nor a regular file"), "\(device.errors)")
    let unknown = try shell("wraptop credential get openai/api_kez | cat; wraptop credential get openai/nothing >&2")
    #expect(unknown.errors.contains("openai/api_kez: is not in the store"), "\(unknown.errors)")
    let extra = try shell("wraptop credential get openai/api_key hunter2 | cat")
    #expect(!extra.errors.contains("hunter2") && extra.output.isEmpty, "\(extra.errors)")
    let history = try world.runPlain("config", "history", "--json").output
    #expect(history.components(separatedBy: #""action":"credential_read""#).count == 3, "\(history)")
  }
}
