import Configuration
import Testing

@Suite struct FieldPathTests {
  private let kind = Kind.builtIn.first { $0.name == "routellm" } ?? .external

  @Test(arguments: [
    ("daily_budget", ["daily_budget"]), ("budget_alert_thresholds.warning", ["budget_alert_thresholds", "warning"]),
    ("domain_routing_overrides.law.threshold", ["domain_routing_overrides", "law", "threshold"]),
    ("domain_routing_overrides.law.example.strong_model", ["domain_routing_overrides", "law.example", "strong_model"]),
    ("domain_routing_overrides.enabled.enabled", ["domain_routing_overrides", "enabled", "enabled"]),
    ("domain_routing_overrides...threshold", ["domain_routing_overrides", ".", "threshold"]),
  ]) func aPathIsRead(text: String, parts: [String]) throws {
    let path = try #require(kind.path(text))
    #expect(path.parts == parts && path.description == text && kind.description(of: path)?.name == parts.last)
  }

  @Test(arguments: [
    "", "daily", "daily_budget.x", "daily_budget.", "budget_alert_thresholds", "budget_alert_thresholds.",
    "budget_alert_thresholds.worst", "domain_routing_overrides", "domain_routing_overrides.law",
    "domain_routing_overrides..threshold", "domain_routing_overrides.threshold",
    "domain_routing_overrides.a\nb.threshold", "enable_poml",
  ]) func whatLeadsNowhereIsNoPath(text: String) {
    #expect(kind.path(text) == nil)
  }

  @Test func everyLeafIsFoundByItsPath() {
    #expect(kind.leaves.count == kind.fields.count)
    for leaf in kind.leaves {
      #expect(kind.path(leaf.path.description) == leaf.path && kind.description(of: leaf.path) == leaf.description)
    }
    #expect(kind.description(of: FieldPath([])) == nil)
  }

  @Test func valuesAreInTheOrderOfTheKind() throws {
    func given(_ layer: Layer, _ value: FieldValue) -> GivenValue { GivenValue(layer, .standard, value) }
    let wrapper = WrapperConfiguration(
      name: "a", kind: "routellm",
      given: [
        FieldPath(["domain_routing_overrides", "med", "threshold"]): [given(.file, .number(0.5))],
        FieldPath(["domain_routing_overrides", "law", "enabled"]): [given(.file, .flag(false))],
        "timeout_seconds": [given(.runtime, .number(5)), given(.file, .number(6))],
      ])
    let configuration = ResolvedConfiguration()
    let fields = configuration.fields(of: wrapper)
    #expect(fields.count == kind.leaves.count + 8)
    #expect(fields.prefix(4).map(\.path) == ["enabled", "fallback_enabled", "max_retry_attempts", "timeout_seconds"])
    let entries = fields.suffix(8)
    #expect(entries.map(\.path.parts[1]) == ["law", "law", "law", "law", "med", "med", "med", "med"])
    #expect(entries.prefix(4).map(\.description.name) == ["threshold", "strong_model", "weak_model", "enabled"])
    let timeout = try #require(configuration.field("timeout_seconds", of: wrapper))
    #expect(timeout.value == .number(5) && timeout.layer == .runtime)
    #expect(timeout.hidden.map(\.layer) == [.file, .standard] && timeout.hidden.last?.value == .number(30))
    #expect(configuration.value("max_retry_attempts", of: wrapper) == .integer(3))
    #expect(configuration.value("daily_budget", of: wrapper) == nil)
    #expect(configuration.field("enable_poml", of: wrapper) == nil)
  }

  @Test func whatIsActedOnIsRead() {
    func given(_ value: FieldValue) -> [GivenValue] { [GivenValue(.file, .standard, value)] }
    let configuration = ResolvedConfiguration(wrappers: [
      "a": WrapperConfiguration(
        name: "a",
        given: [
          "daily_budget": given(.integer(5)), "monthly_budget": given(.number(50.5)),
          "budget_alert_thresholds.warning": given(.number(0.5)), "cost_tracking_enabled": given(.flag(false)),
          "auto_disable_on_exceed": given(.flag(true)), "monitoring_enabled": given(.flag(false)),
          "metrics_retention_days": given(.integer(7)), "enabled": given(.flag(true)),
        ])
    ])
    let read = configuration.monitoring(of: "a")
    #expect(read.budget.daily == 5 && read.budget.monthly == 50.5)
    #expect(read.budget.warning == 0.5 && read.budget.critical == 0.95)
    #expect(!read.tracksCosts && read.disablesOnExceed && !read.isMonitored && read.isEnabled)
    #expect(read.retentionDays == 7)
    #expect(configuration.monitoring(of: "unheard of") == MonitoringSettings())
  }

  @Test func whatIsActedOnHasTheDefaultsOfItsFields() {
    let standard = MonitoringSettings()
    let configuration = ResolvedConfiguration()
    let nothing = WrapperConfiguration(name: "a")
    #expect(configuration.value(.isEnabled, of: nothing) == .flag(standard.isEnabled))
    #expect(configuration.value(.tracksCosts, of: nothing) == .flag(standard.tracksCosts))
    #expect(configuration.value(.disablesOnExceed, of: nothing) == .flag(standard.disablesOnExceed))
    #expect(configuration.value(.isMonitored, of: nothing) == .flag(standard.isMonitored))
    #expect(configuration.value(.retentionDays, of: nothing) == .integer(Int64(standard.retentionDays)))
    #expect(configuration.value(.warning, of: nothing) == .number(standard.budget.warning))
    #expect(configuration.value(.critical, of: nothing) == .number(standard.budget.critical))
    #expect(configuration.value(.dailyBudget, of: nothing) == nil)
    #expect(configuration.value(.monthlyBudget, of: nothing) == nil)
  }

  @Test func everySecretHasANameOfItsOwn() {
    func name(_ wrapper: String, _ path: FieldPath) -> String? {
      CredentialName(wrapper: wrapper, path: path)?.description
    }
    #expect(name("support-bot", "api_key") == "support-bot/api_key")
    #expect(name("a/b", "api_key") == "a%2Fb/api_key" && name("a%2Fb", "api_key") == "a%252Fb/api_key")
    #expect(name("a{b}", "api_key") == "a%7Bb%7D/api_key" && name("a\u{202E}", "k") == "a%E2%80%AE/k")
    #expect(name("ä b", "api_key") == "ä b/api_key")
    #expect(name(String(repeating: "/", count: 256), "api_key") == nil)
  }
}
