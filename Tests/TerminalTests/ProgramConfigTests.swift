import Foundation
import TestSupport
import Testing

/// `wraptop config` as scripts meet it: what holds, where it comes from, and what is wrong.
@Suite(.waiting) struct ProgramConfigTests {
  private var world: ConfiguredProgram
  private var folder: TemporaryFolder { world.folder }

  init() throws {
    world = try ConfiguredProgram()
    try world.write(
      """
      kinds:
        mytool: {fields: {mode: {type: string, allowed: [slow, fast], default: slow, description: How fast it is}}}
      wrappers:
        bot:
          kind: routellm
          daily_budget: 3
          router_type: mf
          domain_routing_overrides: {law.example: {threshold: 0.5}}
        a.b: {monitoring_enabled: false}
        tool: {kind: mytool, mode: fast}
      """, to: "w.yaml")
    world.options = ["--wrappers", folder("w.yaml")]
  }

  @Test func wrappersAreListed() throws {
    let text = try world.output("list")
    #expect(text.contains(/bot +routellm +disabled +3 +0 +0 +\S+w\.yaml:4/), "\(text)")
    #expect(text.contains(/a\.b +external +disabled, OFF +1/), "\(text)")
    let wrappers = try #require(try world.document("list")["wrappers"] as? [[String: Any]])
    #expect(wrappers.map { $0["wrapper_name"] as? String } == ["a.b", "bot", "tool"])
    #expect(wrappers[1]["changed_fields"] as? Int == 3 && wrappers[1]["line"] as? Int == 4)
    var bare = world
    bare.options = []
    #expect(try bare.output("list").contains("--kind KIND"))
  }

  @Test func everyValueTellsItsLayerAndWhatItHides() throws {
    var world = world
    try world.write("wrappers: {bot: {daily_budget: 4}}\n", to: "w-prod.yaml")
    world.variables = ["WRAPPER_BOT_DAILY_BUDGET": "5"]
    world.options += ["--environment", "prod", "--set", "bot.monthly_budget=90"]
    let text = try world.output("show", "bot")
    #expect(text.contains(/daily_budget +\$5 +environment +\$WRAPPER_BOT_DAILY_BUDGET/), "\(text)")
    #expect(text.contains(/hides \$4 of profile, \S+w-prod\.yaml:1\n +hides \$3 of file, \S+w\.yaml:6/), "\(text)")
    #expect(text.contains(/monthly_budget +\$90 +override/), "\(text)")
    #expect(text.contains(/timeout_seconds +30 s +default\n/), "\(text)")
    let fields = try #require(try world.document("show", "bot")["fields"] as? [[String: Any]])
    let budget = try #require(fields.first { $0["field"] as? String == "daily_budget" })
    #expect(budget["value"] as? Double == 5 && budget["layer"] as? String == "environment")
    let hides = try #require(budget["hides"] as? [[String: Any]])
    #expect(hides.map { $0["layer"] as? String } == ["profile", "file"] && hides[1]["line"] as? Int == 6)
    let differences = try #require(try world.document("diff")["differences"] as? [[String: Any]])
    #expect(differences.map { $0["field"] as? String } == ["daily_budget", "monthly_budget"])
    #expect(differences[0]["files_value"] as? Double == 4 && differences[0]["value"] as? Double == 5)
    #expect(differences[1]["files_value"] is NSNull)
    #expect(try world.output("diff", "bot").contains(/daily_budget +\$4 +\$5 +environment/))
    #expect(try world.output("diff", "tool").hasPrefix("no difference"))
  }

  @Test func whatHoldsIsReadByWrappers() throws {
    let effective = try world.output("show", "bot", "--effective", "--json")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(effective.utf8)) as? [String: Any])
    let config = try #require(document["config"] as? [String: Any])
    #expect(config["daily_budget"] as? Double == 3 && config["monthly_budget"] is NSNull)
    let thresholds = config["budget_alert_thresholds"] as? [String: Double]
    #expect(thresholds == ["warning": 0.8, "critical": 0.95])
    let domains = config["domain_routing_overrides"] as? [String: [String: Any]]
    #expect(domains?["law.example"]?["threshold"] as? Double == 0.5)
    // The document is a file of one wrapper, so it can be read again.
    try folder.makeFolder("d")
    try world.write(effective, to: "d/bot.json")
    let again = try world.runPlain("config", "validate", "--strict", folder("d"))
    #expect(again.status == 0 && again.output == "0 errors, 0 warnings in 1 file, 1 wrapper\n", "\(again.output)")
    #expect(
      try world.runPlain("config", "show", "bot", "--effective", "--json", "--wrappers", folder("d")).output
        == effective)
    #expect(try world.output("show", "tool", "--effective").contains(/mode +fast\n/))
  }

  @Test func oneValueIsPrintedBare() throws {
    #expect(try world.output("get", "bot.daily_budget") == "3\n")
    #expect(try world.output("get", "bot.budget_alert_thresholds.warning") == "0.8\n")
    #expect(try world.output("get", "bot.domain_routing_overrides.law.example.threshold") == "0.5\n")
    #expect(try world.output("get", "a.b.enabled") == "false\n")
    #expect(try world.output("get", "bot.monthly_budget").isEmpty)
    try world.expectRefusal(world.run("get", "bott.daily_budget"), 64, "bott: no wrapper", "did you mean bot?")
    try world.expectRefusal(
      world.run("get", "bot.daily_bugdet"), 64, "no field daily_bugdet; did you mean daily_budget?")
    try world.expectRefusal(
      world.run("get", "bot.budget_alert_thresholds"), 64, "name one of budget_alert_thresholds.warning")
    try world.expectRefusal(world.run("get", "bot"), 64, "names a wrapper, but no field")
    try world.expectRefusal(world.run("show", "tol"), 64, "did you mean tool?")
  }

  @Test func allThatIsWrongIsToldWithItsPlace() throws {
    try world.write(
      """
      wrappers:
        bot:
          daily_budget: 0
          timeout_seconds: 301
          dayly_budget: 3
        other: {auth_type: oauth, max_retry_attempts: "3"}
      budget_timezone: Berlin
      """, to: "bad.yaml")
    let file = folder("bad.yaml")
    let run = try world.runPlain("config", "validate", file)
    #expect(run.status == 78 && run.errors.isEmpty, "\(run.errors)")
    for text in [
      "\(file):3: wrapper bot: daily_budget: has to be", "\(file):4: wrapper bot: timeout_seconds: has to be",
      "\(file):5: wrapper bot: dayly_budget: ", "did you mean daily_budget?",
      "\(file):6: wrapper other: oauth_client_id: is required", "wrapper other: max_retry_attempts: ",
      "budget_timezone: Berlin is no time zone", " errors, ", " in 1 file, 2 wrappers\n",
    ] {
      #expect(run.output.contains(text), "\(text) in \(run.output)")
    }
    let json = try world.runPlain("config", "validate", "--json", file)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(json.status == 78 && document["valid"] as? Bool == false)
    #expect(document["errors"] as? Int == findings.count { $0["severity"] as? String == "error" })
    #expect(findings.contains { $0["field"] as? String == "daily_budget" && $0["line"] as? Int == 3 })
    // A value that is left out for its error must not pass for none.
    try world.expectRefusal(
      world.runPlain("config", "get", "bot.daily_budget", "--wrappers", file), 78, "\(file):3: wrapper bot")
    try world.expectRefusal(
      world.runPlain("config", "show", "bot", "--effective", "--json", "--wrappers", file), 78, "\(file):3")
    #expect(
      try world.runPlain("config", "show", "bot", "--wrappers", file).output.contains("timeout_seconds: has to be"))
  }

  @Test func aFileIsCheckedAlone() throws {
    var world = world
    #expect(try world.runPlain("config", "validate", folder("w.yaml")).status == 0)
    // What this user's environment says has nothing to do with the file.
    world.variables = ["WRAPPER_BOT_DAILY_BUDGET": "-1"]
    #expect(try world.runPlain("config", "validate", folder("w.yaml")).status == 0)
    let all = try world.run("validate")
    #expect(
      all.status == 78 && all.output.contains("$WRAPPER_BOT_DAILY_BUDGET: wrapper bot: daily_budget"), "\(all.output)")
    try world.expectRefusal(world.run("validate", folder("w.yaml")), 64, "--wrappers")
    try world.write("wrappers: {bot: {daily_budget: 3\n", to: "torn.yaml")
    let torn = try world.runPlain("config", "validate", folder("torn.yaml"), "--json")
    #expect(torn.status == 78 && torn.output.contains(#""line":2,"#), "\(torn.output)\(torn.errors)")
    try world.expectRefusal(world.runPlain("config", "validate", folder("none.yaml")), 66, "none.yaml")
    try folder.makeFolder("d")
    try world.write(#"{"_note":"x","config":{"daily_budget":3}}"#, to: "d/one.json")
    #expect(try world.runPlain("config", "validate", folder("d")).status == 0)
    let strict = try world.runPlain("config", "validate", "--strict", folder("d"))
    #expect(strict.status == 78 && strict.output.hasPrefix("warning: "), "\(strict.output)")
    #expect(strict.output.hasSuffix("0 errors, 1 warning in 1 file, 1 wrapper\n"), "\(strict.output)")
  }

  @Test func fieldsAreDocumented() throws {
    let text = try world.output("fields")
    #expect(text.contains(/daily_budget +double +a number above 0 dollars/), "\(text)")
    #expect(text.contains("custom: kind mytool") && text.contains("How fast it is"))
    #expect(text.contains("daily_budget must not be above monthly_budget"))
    let kinds = try #require(try world.document("fields", "mytool")["kinds"] as? [[String: Any]])
    let fields = try #require(kinds.first?["fields"] as? [[String: Any]])
    #expect(kinds.count == 1 && kinds[0]["built_in"] as? Bool == false)
    #expect(fields.first { $0["field"] as? String == "mode" }?["allowed"] as? [String] == ["slow", "fast"])
    let markdown = try world.output("fields", "routellm", "--markdown")
    #expect(markdown.contains("| `domain_routing_overrides.KEY.threshold` | double |"), "\(markdown)")
    try world.expectRefusal(world.run("fields", "mytol"), 64, "did you mean mytool?")
  }
}
