import Configuration
import Testing

@Suite struct OverrideTests {
  private func set(_ texts: String...) -> ResolvedConfiguration {
    resolved(
      file: [
        "wrappers": [
          "bot": ["api_endpoint": "http://a"], "bot.v2": .map([]),
          "router": ["kind": "routellm", "domain_routing_overrides": ["law": ["enabled": "true"]]],
        ]
      ], set: texts)
  }

  @Test(
    arguments: [
      ("bot.daily_budget=5", "bot", ["daily_budget"], .number(5)),
      ("bot.v2.enabled=no", "bot.v2", ["enabled"], .flag(false)),
      ("bot.budget_alert_thresholds.warning=.5", "bot", ["budget_alert_thresholds", "warning"], .number(0.5)),
      ("bot.api_endpoint=https://x/?a=b.c=d", "bot", ["api_endpoint"], .text("https://x/?a=b.c=d")),
      ("bot.api_key=${env:KEY}", "bot", ["api_key"], .reference(.environment("KEY"))),
      (
        "router.domain_routing_overrides.a.b.threshold=1", "router", ["domain_routing_overrides", "a.b", "threshold"],
        .number(1)
      ),
    ] as [(String, String, [String], FieldValue)])
  func anOptionSetsAValue(text: String, wrapper: String, path: [String], value: FieldValue) throws {
    let read = set(text)
    let path = FieldPath(path)
    let given = try #require(read.wrappers[wrapper]?.given[path]?.first)
    #expect(given == GivenValue(.override, .option("--set \(wrapper).\(path)"), value))
    #expect(read.isValid)
  }

  @Test func laterOnesWin() {
    let read = set("bot.daily_budget=5", "bot.daily_budget=6", "bot.enabled=maybe", "bot.enabled=yes")
    #expect(read.value("bot", "daily_budget") == .number(6) && read.value("bot", "enabled") == .flag(true))
    #expect(read.errors == [] && read.warnings.count == 1)
  }

  @Test(
    arguments: [
      ("nonsense-sk-1", "--set: has to be NAME.FIELD=VALUE, such as bot.daily_budget=5"),
      ("sk-1.x", "--set: has to be NAME.FIELD=VALUE, such as bot.daily_budget=5"),
      (
        "bott.enabled=sk-1",
        "--set: bott is no wrapper of any file; add it to the wrappers file first; did you mean bot?"
      ),
      (
        "bot.dayly_budget=sk-1",
        "--set bot: wrapper bot: dayly_budget is no field of kind external; did you mean daily_budget?"
      ),
      (
        "bot.strong_model=sk-1",
        "--set bot: wrapper bot: strong_model is no field of kind external, but of routellm"
      ), ("bot.kind=poml", "--set bot.kind: wrapper bot: kind: is said in a file; it cannot be set here"),
      (
        "bot.budget_alert_thresholds=1",
        "--set bot.budget_alert_thresholds: wrapper bot: budget_alert_thresholds: has parts of its own, such as "
          + "budget_alert_thresholds.warning; set one of them"
      ),
      (
        "bot.timeout_seconds=0",
        "--set bot.timeout_seconds: wrapper bot: timeout_seconds: has to be a number from 1 to 300 s; it is 0"
      ),
      (
        "bot.v2.api_key=sk-1",
        "--set bot.v2.api_key: wrapper bot.v2: api_key: is a secret, and everyone on this machine sees arguments; "
          + "give a reference, such as ${credential:bot.v2/api_key}"
      ),
    ]) func whatCannotBeSetIsAnError(text: String, message: String)
  {
    let read = set(text)
    #expect(read.findings.map(\.description) == [message])
    #expect(read.findings.first?.layer == .override && !read.isValid)
  }
}
