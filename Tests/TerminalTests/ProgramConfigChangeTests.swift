import Foundation
import TestSupport
import Testing

/// `wraptop config` as it changes things: what is written, recorded, refused and taken back.
@Suite(.waiting) struct ProgramConfigChangeTests {
  private var world: ConfiguredProgram
  private var folder: TemporaryFolder { world.folder }

  init() throws {
    world = try ConfiguredProgram()
    try world.write("# mine\nwrappers:\n  bot: {daily_budget: 3}\n", to: "w.yaml")
    world.options = ["--wrappers", folder("w.yaml")]
    try folder.makeFolder("state")
  }

  private func text(_ name: String) throws -> String { try String(contentsOfFile: folder(name), encoding: .utf8) }

  private func mode(_ name: String) -> mode_t {
    var about = stat()
    return stat(folder(name), &about) == 0 ? about.st_mode & 0o777 : 0
  }

  @Test func aChangeIsWrittenRecordedAndTakenBack() throws {
    let set = try world.output("set", "bot.daily_budget", "5", "--reason", "month of tests")
    #expect(set == "bot.daily_budget: not set -> 5 (change 1); hides 3 of file\n")
    #expect(try world.output("get", "bot.daily_budget") == "5\n")
    #expect(try text("w.yaml") == "# mine\nwrappers:\n  bot: {daily_budget: 3}\n")
    #expect(mode("state/wraptop/runtime.json") == 0o600 && mode("state/wraptop/audit.jsonl") == 0o600)
    #expect(try world.output("set", "bot.daily_budget", "6.5") == "bot.daily_budget: 5 -> 6.5 (change 2)\n")
    let history = try world.runPlain("config", "history", "bot.daily_budget")
    #expect(history.output.contains(/\b2  \S+ \S+  \S+ +bot\.daily_budget +5 -> 6\.5\n/), "\(history.output)")
    #expect(history.output.contains("month of tests"))
    let back = try world.output("rollback", "1", "--reason", "over")
    #expect(back == "bot.daily_budget: 6.5 -> not set (change 3); 3 of file shows again\n")
    #expect(try world.output("get", "bot.daily_budget") == "3\n")
    let json = try world.runPlain("config", "history", "bot", "--json", "--limit", "1")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let records = try #require(document["records"] as? [[String: Any]])
    #expect(records.count == 1 && records[0]["takes_back"] as? Int == 1 && records[0]["old"] as? Double == 6.5)
    #expect(records[0]["reason"] as? String == "over" && records[0]["new"] is NSNull)
    try world.expectRefusal(world.run("rollback", "9"), 64, "record 9: there is none")
    #expect(try world.runPlain("config", "history", "nobody").output == "no changes are recorded\n")
  }

  @Test func whatIsNotSetCannotBeTakenOut() throws {
    _ = try world.output("set", "bot.budget_alert_thresholds.warning", "0.5")
    _ = try world.output("set", "bot.budget_alert_thresholds.critical", "0.9")
    let unset = try world.output("unset", "bot.budget_alert_thresholds")
    #expect(
      unset.contains("warning: 0.5 -> not set (change 3)") && unset.contains("critical: 0.9 -> not set (change 4)"))
    #expect(try world.output("unset", "bot.daily_budget").contains("the runtime layer does not set it"))
    #expect(try world.output("get", "bot.budget_alert_thresholds.warning") == "0.8\n")
  }

  @Test func whatDoesNotHoldIsNotWritten() throws {
    try world.expectRefusal(world.run("set", "bot.daily_budget", "-5"), 65, "bot.daily_budget: has to be")
    try world.expectRefusal(world.run("set", "bot.daily_budget", "much"), 65, "has to be a number")
    try world.expectRefusal(world.run("set", "bot.monthly_budget", "2"), 78, "must not be below daily_budget")
    try world.expectRefusal(world.run("set", "bot.daily_budget"), 64, "there is no value")
    try world.expectRefusal(world.run("set", "bot.daily_budget", "5", "6"), 64, "names no field")
    try world.expectRefusal(world.run("set", "bot.daily_budget", "--reson=x"), 64, "--reson: is no option")
    try world.expectRefusal(world.run("set", "new.daily_budget", "5"), 64, "new: no wrapper", "--kind")
    try world.expectRefusal(world.run("set", "bot.daily_budget", "5", "--kind", "poml"), 64, "is there already")
    #expect(!folder.has("state/wraptop/runtime.json") && !folder.has("state/wraptop/audit.jsonl"))
    let new = try world.output("set", "new.one.daily_budget", "5", "--kind", "poml")
    #expect(new.contains("new.one.daily_budget: not set -> 5"), "\(new)")
    #expect(try world.output("list").contains(/new\.one +poml/))
  }

  @Test func whatAStrongerLayerHidesIsToldBefore() throws {
    var world = world
    world.options += ["--set", "bot.daily_budget=9"]
    let run = try world.run("set", "bot.daily_budget", "5")
    #expect(run.status == 0 && run.output.contains("not set -> 5"), "\(run.errors)")
    #expect(
      run.errors.contains("bot.daily_budget: --set bot.daily_budget says 9 and hides this: layer override"),
      "\(run.errors)")
    #expect(try world.output("get", "bot.daily_budget") == "9\n")
  }

  @Test func twoAtOnceBothWrite() async throws {
    let program = ProgramOnScreen.program
    let environment = ProgramOnScreen.environment(in: folder)
    let file = folder("w.yaml")
    let runs = try await withThrowingTaskGroup(of: ProgramRun.self, returning: [ProgramRun].self) { group in
      for (field, value) in [("daily_budget", "5"), ("monthly_budget", "50"), ("max_retry_attempts", "4")] {
        group.addTask {
          try ProgramRun(
            program, ["config", "set", "bot.\(field)", value, "--wrappers", file], environment: environment)
        }
      }
      var runs: [ProgramRun] = []
      for try await run in group { runs.append(run) }
      return runs
    }
    for run in runs { #expect(run.status == 0, "\(run.errors)") }
    let values = try ["daily_budget", "monthly_budget", "max_retry_attempts"].map {
      try world.output("get", "bot.\($0)")
    }
    #expect(values == ["5\n", "50\n", "4\n"])
    let verified = try world.runPlain("config", "history", "--verify")
    #expect(verified.status == 0 && verified.output.hasPrefix("3 records: as they were written"), "\(verified.output)")
  }

  // MARK: Secrets

  @Test func noCommandShowsASecret() throws {
    var world = world
    // Told by the layer that holds it.
    func secret(_ layer: String) -> String { "s3cr3t-of-\(layer)-Zq7" }
    try world.write("wrappers: {bot: {api_key: \(secret("file"))}}\n", to: "w.yaml")
    try world.write("wrappers: {bot: {api_key: \(secret("profile"))}}\n", to: "w-prod.yaml")
    try world.write(#"{"wrappers": {"bot": {"api_key": "\#(secret("runtime"))"}}}"#, to: "state/runtime.json")
    world.variables = ["WRAPPER_BOT_API_KEY": secret("environment"), "BOT_KEY": secret("reference")]
    world.options += ["--environment", "prod", "--runtime", folder("state/runtime.json")]
    var told = ""
    for arguments in [
      ["list"], ["list", "--json"], ["show", "bot"], ["show", "bot", "--json"], ["show", "bot", "--effective"],
      ["show", "bot", "--effective", "--json"], ["get", "bot.api_key"], ["diff"], ["diff", "--json"], ["validate"],
      ["validate", "--json"], ["fields", "--json"], ["set", "bot.api_key", secret("argument")],
      ["set", "bot.api_key", "x", secret("argument")], ["set", "bot.api_key", "${env:BOT_KEY}"],
      ["set", "bot.api_key", "${env:\(secret("argument"))"],
      ["get", "bot.api_key", "--set", "bot.api_key=\(secret("set"))"],
      ["rollback", "1"],
    ] {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["config"] + arguments + world.options,
        environment: ProgramOnScreen.environment(in: folder).merging(world.variables) { $1 })
      told += run.output + run.errors
    }
    told += try world.runPlain("config", "history").output + world.runPlain("config", "history", "--json").output
    told += try text("state/wraptop/audit.jsonl")
    #expect(!told.contains("s3cr3t"), "\(told.split(separator: "\n").filter { $0.contains("s3cr3t") })")
    #expect(told.contains("********") && told.contains(#""_hidden":["api_key"]"#), "\(told)")
  }

  @Test func aSecretGoesIntoTheCredentialStore() throws {
    try folder.append(bytes: Array(repeating: 7, count: 32), to: "key")
    try world.expectRefusal(world.run("set", "bot.api_key", "hunter22"), 64, "is a secret", "leave the value out")
    let set = try world.output("set", "bot.api_key", "--key-file", folder("key"), input: "hunter22\n")
    #expect(set.contains("bot.api_key: not set -> ${credential:bot/api_key} (change"), "\(set)")
    #expect(try text("state/wraptop/runtime.json").contains("${credential:bot/api_key}"))
    let again = try world.output("set", "bot.api_key", "--key-file", folder("key"), input: "hunter33\n")
    #expect(again == "bot.api_key: the secret in the credential store is replaced\n")
    for name in folder.contents where name.hasPrefix("state/wraptop/") {
      let bytes = try Data(contentsOf: URL(filePath: folder(name)))
      #expect(bytes.range(of: Data("hunter".utf8)) == nil, "\(name)")
    }
    let list = try world.runPlain("credential", "list", "--key-file", folder("key"))
    #expect(list.status == 0 && list.output.contains("bot/api_key"), "\(list.errors)")
  }

  @Test func whatLooksLikeASecretIsNotWrittenInTheClear() throws {
    let secret = "sk-proj-0123456789abcdefghij"
    let run = try world.run("set", "bot.feature_flag_prefix", secret)
    world.expectRefusal(run, 65, "looks like a secret", "api_key", "--force")
    #expect(!run.errors.contains(secret) && !folder.has("state/wraptop/runtime.json"))
    let reason = try world.run("set", "bot.daily_budget", "5", "--reason", "key \(secret)")
    world.expectRefusal(reason, 64, "--reason: the reason looks")
    #expect(!reason.errors.contains(secret) && !folder.has("state/wraptop/runtime.json"))
    let forced = try world.run("set", "bot.feature_flag_prefix", secret, "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try text("state/wraptop/runtime.json").contains(secret))
    #expect(try !text("state/wraptop/audit.jsonl").contains(secret))
  }

  @Test func aChangeThatBreaksARuleIsWhatIsBlamed() throws {
    try world.write("wrappers:\n  bot: {daily_budget: 50, monthly_budget: 100}\n", to: "w.yaml")
    _ = try world.output("set", "bot.daily_budget", "40")
    let run = try world.run("set", "bot.daily_budget", "900")
    world.expectRefusal(
      run, 78, "wraptop: wrapper bot: daily_budget: must not be above monthly_budget, which is 100 (",
      "w.yaml:2); it is 900")
    #expect(!run.errors.contains("runtime.json"))
    try world.expectRefusal(
      world.run("set", "bot.monthly_budget", "30"), 78,
      "wraptop: wrapper bot: monthly_budget: must not be below daily_budget, which is 40 (", "runtime.json:")
  }

  // MARK: The audit trail

  @Test func aTamperedTrailIsFound() throws {
    for value in ["5", "6", "7"] { _ = try world.output("set", "bot.daily_budget", value) }
    let trail = try text("state/wraptop/audit.jsonl")
    let intact = try world.runPlain("config", "history", "--verify", "--json")
    #expect(intact.status == 0 && intact.output.contains(#""intact":true,"records":3"#), "\(intact.output)")
    func expectFault(
      _ changed: String, _ line: Int, _ word: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    )
      throws
    {
      try world.write(changed, to: "state/wraptop/audit.jsonl")
      let run = try world.runPlain("config", "history", "--verify")
      let place = "\(folder("state/wraptop/audit.jsonl")):\(line): "
      #expect(run.status == 65, "\(run.output)", sourceLocation: sourceLocation)
      #expect(run.output.contains(place) && run.output.contains(word), "\(run.output)", sourceLocation: sourceLocation)
    }
    let lines = trail.split(separator: "\n").map { "\($0)\n" }
    try expectFault(trail.replacing("\"new\":6", with: "\"new\":8"), 3, "was edited")
    try expectFault(lines[0] + lines[2], 2, "missing")
    try expectFault(trail + "{}\n", 4, "no record")
    try world.write(trail, to: "state/wraptop/audit.jsonl")
    #expect(try world.runPlain("config", "history", "--verify").status == 0)
  }
}
