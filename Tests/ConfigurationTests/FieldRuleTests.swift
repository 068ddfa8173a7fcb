import Configuration
import Testing

/// A field of article Configuration, Kinds and fields with texts that it takes and texts that it does not, both ends of
/// its range among them.
struct FieldCase: CustomTestStringConvertible {
  var kind: String
  var path: FieldPath
  var standard: FieldValue?
  var taken: [String]
  var refused: [String]

  init(_ kind: String, _ path: FieldPath, _ standard: FieldValue?, _ taken: [String], not refused: [String]) {
    self.kind = kind
    self.path = path
    self.standard = standard
    self.taken = taken
    self.refused = refused
  }

  var testDescription: String { "\(kind) \(path)" }

  static func flag(_ kind: String, _ path: FieldPath, _ standard: Bool?) -> FieldCase {
    FieldCase(kind, path, standard.map { .flag($0) }, ["true", "false"], not: ["maybe", "2", "", "truth"])
  }

  static func text(_ kind: String, _ path: FieldPath, _ standard: String?) -> FieldCase {
    FieldCase(
      kind, path, standard.map { .text($0) }, ["", "v1", "ä ö", "${other}", String(repeating: "a", count: 4096)],
      not: ["a\nb", "a\u{1B}[2J", "a\u{9B}b", String(repeating: "a", count: 4097), "${env:}", "${env:9}", "********"])
  }

  static let seconds = (taken: ["1", "300", "1.5", "2e1", "+5"], refused: ["0.99", "300.01", "0", "-1", "x", "nan"])
  static let share = (taken: ["0", "1", "0.11593", ".5"], refused: ["-0.01", "1.01", "inf", "1,0"])
  static let count = (taken: ["1", "9223372036854775807"], refused: ["0", "-1", "1.0", "9223372036854775808", "1e3"])

  static let all: [FieldCase] = [
    .flag("external", "enabled", false), .flag("external", "fallback_enabled", true),
    FieldCase(
      "external", "max_retry_attempts", .integer(3), ["0", "10", "007", "+3"],
      not: ["-1", "11", "3.0", "3.5", "three", ""]),
    FieldCase("external", "timeout_seconds", .number(30), seconds.taken, not: seconds.refused),
    .flag("external", "monitoring_enabled", true),
    FieldCase("external", "metrics_retention_days", .integer(30), ["1", "3650"], not: ["0", "3651", "30.0"]),
    .flag("external", "debug_logging", false), .text("external", "feature_flag_prefix", ""),

    FieldCase(
      "external", "daily_budget", nil, ["0.000000001", "1e18", "0.5", "12"], not: ["0", "-5", "1e-10", "1.1e18", "$5"]),
    FieldCase(
      "external", "monthly_budget", nil, ["0.000000001", "1e18"], not: ["0", "-5", "1e-10", "1.1e18", "inf", "0x10"]),
    FieldCase(
      "external", "budget_alert_thresholds.warning", .number(0.8), ["0.01", "1"], not: ["0", "1.01", "-0.5", "80%"]),
    FieldCase("external", "budget_alert_thresholds.critical", .number(0.95), ["0.01", "1"], not: ["0", "1.01"]),
    .flag("external", "cost_tracking_enabled", true), .flag("external", "auto_disable_on_exceed", false),

    FieldCase(
      "external", "api_endpoint", nil, ["http://a", "HTTPS://a.example:443/x?y=z#w", "${env:URL}"],
      not: ["", "a.example", "ftp://a", "http://", "http://u:p@a", "http://a b", "http://a:0", "http://a:65536"]),
    FieldCase("external", "api_key", nil, ["sk-1", "${env:KEY}", "${credential:a/b}"], not: ["", "${env:1}", "a\tb"]),
    .text("external", "api_version", "v1"),
    FieldCase("external", "auth_type", .text("bearer"), ["bearer", "api_key", "oauth"], not: ["", "Bearer", "basic"]),
    .text("external", "oauth_client_id", nil),
    FieldCase("external", "oauth_client_secret", nil, ["s", "${env:KEY}"], not: ["", "${credential:a}"]),
    FieldCase(
      "external", "rate_limit_requests_per_minute", .integer(60), ["1", "10000"], not: ["0", "10001", "6.5"]),
    FieldCase("external", "rate_limit_tokens_per_minute", .integer(10000), count.taken, not: count.refused),
    FieldCase("external", "rate_limit_burst_size", .integer(10), count.taken, not: count.refused),
    FieldCase("external", "connection_timeout_seconds", .number(10), seconds.taken, not: seconds.refused),
    FieldCase("external", "read_timeout_seconds", .number(30), seconds.taken, not: seconds.refused),
    FieldCase("external", "max_connections", .integer(100), count.taken, not: count.refused),
    FieldCase("external", "max_keepalive_connections", .integer(20), ["0", "100"], not: ["-1", "0.5"]),
    FieldCase("external", "retry_backoff_factor", .number(2), ["1", "10"], not: ["0.9", "10.1"]),
    FieldCase("external", "retry_max_delay_seconds", .number(60), ["0.1", "1e9"], not: ["0", "-0", "-1"]),
    .flag("external", "retry_jitter", true), .flag("external", "health_check_enabled", true),
    FieldCase("external", "health_check_interval_seconds", .integer(30), count.taken, not: count.refused),
    .text("external", "health_check_endpoint", "/health"),
    FieldCase("external", "health_check_timeout_seconds", .number(5), ["0.1", "1e9"], not: ["0", "-1"]),

    FieldCase(
      "routellm", "router_type", .text("mf"), ["mf", "bert", "causal_llm", "sw_ranking", "random"],
      not: ["", "MF", "matrix"]),
    FieldCase("routellm", "threshold", .number(0.11593), share.taken, not: share.refused),
    .text("routellm", "strong_model", "gpt-4-1106-preview"), .text("routellm", "weak_model", "gpt-3.5-turbo"),
    FieldCase("routellm", "cost_optimization_target", .number(0.5), share.taken, not: share.refused),
    .flag("routellm", "domain_specific_routing", true),
    FieldCase("routellm", "domain_routing_overrides.law.threshold", nil, share.taken, not: share.refused),
    .text("routellm", "domain_routing_overrides.law.strong_model", nil),
    .text("routellm", "domain_routing_overrides.law.weak_model", nil),
    .flag("routellm", "domain_routing_overrides.law.enabled", nil),

    .flag("poml", "enable_poml", true), .flag("poml", "enable_hybrid_templates", true),
    .flag("poml", "migration_analysis_enabled", false),
  ]
}

@Suite struct FieldRuleTests {
  private func description(_ field: FieldCase) throws -> FieldDescription {
    try #require(Kind.builtIn.first { $0.name == field.kind }?.description(of: field.path))
  }

  @Test func everyFieldHasACase() {
    for kind in Kind.builtIn {
      for field in kind.fields {
        #expect(FieldCase.all.contains { $0.path.field == field.name }, "\(kind.name) \(field.name)")
      }
    }
  }

  @Test(arguments: FieldCase.all) func aFieldHoldsToItsRule(field: FieldCase) throws {
    let description = try description(field)
    #expect(description.standard == field.standard)
    for text in field.taken {
      let value = try description.value(typed: text)
      #expect(description.fault(of: value) == nil, "\(text)")
      #expect((value == .secret) == (description.isSensitive && !text.hasPrefix("${")))
    }
    for text in field.refused {
      let fault = #expect(throws: ValueFault.self, "\(text)") { try description.value(typed: text) }
      #expect(fault?.message.unicodeScalars.contains { $0.properties.generalCategory == .control } == false)
    }
  }

  @Test(arguments: FieldCase.all) func filesAreHeldToTheSame(field: FieldCase) throws {
    let description = try description(field)
    func node(_ text: String) -> ConfigurationNode {
      let isQuoted =
        switch description.type {
        case .text, .choice: true
        default: false
        }
      return ConfigurationNode(
        .scalar(.init(text, isQuoted: isQuoted)), at: Configuration.SourceLocation(file: "w.yaml", line: 1))
    }
    for text in field.taken { _ = try description.value(written: node(text)) }
    for text in field.refused {
      #expect(throws: ValueFault.self, "\(text)") { try description.value(written: node(text)) }
    }
  }

  // MARK: Between fields

  private func findings(_ kind: String, _ given: [FieldPath: FieldValue]) -> [String] {
    let wrapper = WrapperConfiguration(
      name: "a", kind: kind,
      given: given.mapValues { [GivenValue(.file, .place(Configuration.SourceLocation(file: "w.yaml", line: 7)), $0)] })
    return ResolvedConfiguration().findings(of: wrapper).map(\.description)
  }

  @Test func aDayMayNotCostMoreThanAMonth() {
    #expect(findings("external", ["daily_budget": .number(5), "monthly_budget": .number(5)]) == [])
    #expect(findings("poml", ["daily_budget": .number(1e18)]) == [])
    #expect(
      findings("poml", ["daily_budget": .number(5.5), "monthly_budget": .integer(5)])
        == ["w.yaml:7: wrapper a: daily_budget: must not be above monthly_budget, which is 5; it is 5.5"])
  }

  @Test func aWarningComesBeforeWhatIsCritical() {
    let warning: FieldPath = "budget_alert_thresholds.warning"
    let critical: FieldPath = "budget_alert_thresholds.critical"
    #expect(findings("external", [warning: .number(0.94)]) == [])
    #expect(findings("external", [critical: .number(0.81)]) == [])
    #expect(
      findings("external", [warning: .number(0.95)]) == [
        "w.yaml:7: wrapper a: budget_alert_thresholds.warning: has to be below budget_alert_thresholds.critical, "
          + "which is 0.95 by default; it is 0.95"
      ])
    #expect(
      findings("external", [critical: .number(0.5)]) == [
        "w.yaml:7: wrapper a: budget_alert_thresholds.warning: has to be below budget_alert_thresholds.critical, "
          + "which is 0.5; it is 0.8 by default"
      ])
  }

  @Test func noMoreConnectionsAreKeptThanMayBeOpen() {
    #expect(findings("routellm", ["max_connections": .integer(20)]) == [])
    #expect(
      findings("routellm", ["max_connections": .integer(19)]) == [
        "w.yaml:7: wrapper a: max_keepalive_connections: must not be above max_connections, which is 19; "
          + "it is 20 by default"
      ])
  }

  @Test func anExternalWrapperInUseIsCalledSomewhere() {
    let found = findings("external", ["enabled": .flag(true)])
    #expect(
      found == [
        "w.yaml:7: wrapper a: api_endpoint: is required while enabled is true (kind external); set it, "
          + "or set enabled to false"
      ])
    #expect(findings("external", ["enabled": .flag(true), "api_endpoint": .text("http://a")]) == [])
    #expect(findings("external", ["enabled": .flag(true), "api_endpoint": .reference(.environment("A"))]) == [])
    #expect(findings("routellm", ["enabled": .flag(true)]) == [] && findings("poml", ["enabled": .flag(true)]) == [])
    #expect(findings("external", ["enabled": .flag(false)]) == [] && findings("external", [:]) == [])
  }

  @Test func oauthNeedsAClient() {
    let oauth: [FieldPath: FieldValue] = ["auth_type": .text("oauth")]
    #expect(
      findings("poml", oauth) == [
        "w.yaml:7: wrapper a: oauth_client_id: is required while auth_type is oauth (kind poml); set it, "
          + "or choose another auth_type",
        "w.yaml:7: wrapper a: oauth_client_secret: is required while auth_type is oauth (kind poml); set it, "
          + "or choose another auth_type",
      ])
    let both: [FieldPath: FieldValue] = ["oauth_client_id": .text("me"), "oauth_client_secret": .secret]
    var given = oauth.merging(both) { a, _ in a }
    #expect(findings("poml", given) == [] && findings("poml", ["auth_type": .text("bearer")]) == [])
    given["oauth_client_id"] = .text("")
    #expect(findings("poml", given).count == 1)
  }

  @Test func aKindMayRequireAField() {
    let tool = Kind(
      "tool", own: [FieldDescription("depth", .custom, .integer(NumberRange(1)), isRequired: true, summary: "")])
    let configuration = ResolvedConfiguration(kinds: Kind.builtIn + [tool])
    var wrapper = WrapperConfiguration(
      name: "a", kind: "tool", origin: .place(Configuration.SourceLocation(file: "w.yaml", line: 3)))
    #expect(
      configuration.findings(of: wrapper).map(\.description)
        == ["w.yaml:3: wrapper a: depth: is required by kind tool; set it"])
    wrapper.given["depth"] = [GivenValue(.runtime, .standard, .integer(1))]
    #expect(configuration.findings(of: wrapper) == [])
  }
}
