import Configuration
import Monitoring
import Snapshots

@testable import Dashboard

/// Configurations of the dozen: values of every layer, errors, warnings, a kind of the operator's own.
enum Sample {
  /// The dozen with their configuration; some of them have none.
  static let configured = with(configuration)

  static func with(_ configuration: ConfigurationState?, _ scene: Scene = .dozen) -> Scene {
    scene.with { $0.configuration = configuration }
  }

  static var configuration: ConfigurationState {
    let resolved = ResolvedConfiguration(
      kinds: Kind.builtIn + [mytool],
      wrappers: Dictionary(
        uniqueKeysWithValues: [supportBot, ragSearch, summarize].map { ($0.name, $0) }),
      variables: [
        FoundVariable(
          name: "WRAPPER_RAG_SEARCH_MAX_CONNECTIONS", wrapper: "rag-search", path: "max_connections", isInForce: true),
        FoundVariable(
          name: "WRAPPER_ROUTER_DAILY_BUDGET", wrapper: "router", path: "daily_budget", isInForce: false),
        FoundVariable(
          name: "WRAPPER_ROUTER_TIMEOUT_SECONDS", wrapper: "router", path: "timeout_seconds", isInForce: true),
      ],
      findings: findings)
    return ConfigurationState(
      resolved: resolved, versions: ["router": EntryVersion("ab12")],
      files: [
        ConfigurationFileNote(layer: .file, path: wrappersFile, exists: true),
        ConfigurationFileNote(layer: .profile, path: "/etc/wraptop/wrappers-production.yaml", exists: true),
        ConfigurationFileNote(
          layer: .runtime, path: "/home/ops/.local/state/wraptop/runtime.json", exists: true),
      ], environmentName: "production", generation: 3)
  }

  /// The file no longer parses: what was read before is in force.
  static var brokenFile: ConfigurationState {
    var state = configuration
    state.rejected = [
      Finding(
        .warning, .place(SourceLocation(file: wrappersFile, line: 3)), layer: .file, wrapper: "rag-search",
        path: "debug_logging", "is set twice; the later one holds"),
      Finding(
        .error, .place(SourceLocation(file: wrappersFile, line: 12)), layer: .file, wrapper: "router",
        path: "max_retry_attempts", "has to be a whole number from 0 to 10; it is 11"),
      Finding(
        .error, .place(SourceLocation(file: wrappersFile, line: 40)), layer: .file, subject: ["kinds"],
        "mytool: type has to be one of bool, int, double, string, choice; it is \"float\""),
    ]
    return state
  }

  static let wrappersFile = "/etc/wraptop/wrappers.yaml"

  private typealias SourceLocation = Configuration.SourceLocation

  private static func file(_ line: Int, _ value: FieldValue) -> GivenValue {
    GivenValue(.file, .place(SourceLocation(file: wrappersFile, line: line)), value)
  }

  private static func runtime(_ line: Int, _ value: FieldValue) -> GivenValue {
    GivenValue(
      .runtime, .place(SourceLocation(file: "/home/ops/.local/state/wraptop/runtime.json", line: line)), value)
  }

  private static var supportBot: WrapperConfiguration {
    let reference = CredentialName("router/api_key").map { FieldValue.reference(.credential($0)) } ?? .secret
    return WrapperConfiguration(
      name: "router", kind: "routellm", kindOrigin: .place(SourceLocation(file: wrappersFile, line: 4)),
      origin: .place(SourceLocation(file: wrappersFile, line: 3)),
      given: [
        "enabled": [file(5, .flag(true))],
        "max_retry_attempts": [
          GivenValue(.override, .option("--set router.max_retry_attempts"), .integer(5)),
          runtime(4, .integer(2)), file(6, .integer(4)),
        ],
        "timeout_seconds": [
          GivenValue(.environment, .variable("WRAPPER_ROUTER_TIMEOUT_SECONDS"), .number(45)), file(7, .number(20)),
        ],
        "daily_budget": [
          runtime(5, .number(950)),
          GivenValue(.environment, .variable("WRAPPER_ROUTER_DAILY_BUDGET"), .number(30)), file(8, .number(20)),
        ],
        "monthly_budget": [file(9, .number(900))],
        "budget_alert_thresholds.warning": [file(11, .number(0.7))],
        "api_endpoint": [
          file(
            13, .text("https://gateway.internal.example.com/v2/tenants/support/chat/completions?region=eu-central-1"))
        ],
        "api_key": [file(14, reference)],
        "auth_type": [file(15, .text("oauth"))],
        "oauth_client_secret": [file(16, .secret)],
        "strong_model": [
          GivenValue(
            .profile, .place(SourceLocation(file: "/etc/wraptop/wrappers-production.yaml", line: 7)),
            .text("gpt-5-large")),
          file(18, .text("gpt-4o")),
        ],
        "threshold": [file(17, .number(0.25))],
        FieldPath(["domain_routing_overrides", "law.example", "threshold"]): [file(21, .number(0.05))],
        FieldPath(["domain_routing_overrides", "law.example", "strong_model"]): [file(22, .text("claude-opus"))],
        FieldPath(["domain_routing_overrides", "医療", "enabled"]): [file(24, .flag(false))],
      ])
  }

  private static var ragSearch: WrapperConfiguration {
    WrapperConfiguration(
      name: "rag-search", origin: .place(SourceLocation(file: wrappersFile, line: 28)),
      given: [
        "enabled": [file(29, .flag(true))],
        "api_endpoint": [file(30, .text("https://search.example.com/v1"))],
        "max_connections": [
          GivenValue(.environment, .variable("WRAPPER_RAG_SEARCH_MAX_CONNECTIONS"), .integer(10)),
          file(31, .integer(50)),
        ],
      ])
  }

  private static var summarize: WrapperConfiguration {
    WrapperConfiguration(
      name: "summarize-v2", kind: "mytool", kindOrigin: .place(SourceLocation(file: wrappersFile, line: 34)),
      origin: .place(SourceLocation(file: wrappersFile, line: 33)),
      given: ["style": [file(35, .text("brief"))], "depth": [file(36, .integer(3))]])
  }

  /// A kind that the file declares.
  private static let mytool = Kind(
    "mytool",
    own: [
      FieldDescription(
        "style", .custom, .choice(["brief", "full", "bullet points"]), standard: .text("full"),
        summary: "How summaries are written"),
      FieldDescription(
        "depth", .custom, .integer(NumberRange(1, 5)), isRequired: true, unit: "levels", summary: "How deep to go"),
      FieldDescription(
        "webhook_token", .custom, .text(.any), isRequired: true, isSensitive: true, variable: "MYTOOL_TOKEN",
        summary: "What the webhook is called with"),
    ])

  private static var findings: [Finding] {
    [
      Finding(
        .warning, .place(SourceLocation(file: wrappersFile, line: 6)), layer: .file, wrapper: "router",
        path: "max_retry_attempts", "4 is hidden by --set router.max_retry_attempts"),
      Finding(
        .error, .place(SourceLocation(file: wrappersFile, line: 15)), layer: .file, wrapper: "router",
        path: "oauth_client_id",
        "is required while auth_type is oauth (kind routellm); set it, or choose another auth_type"),
      Finding(
        .error, .place(SourceLocation(file: "/home/ops/.local/state/wraptop/runtime.json", line: 5)), layer: .runtime,
        wrapper: "router", path: "daily_budget",
        "must not be above monthly_budget, which is 900; it is 950"),
      Finding(
        .warning, .place(SourceLocation(file: wrappersFile, line: 45)), layer: .file, subject: ["budgets"],
        "monthly is below what the wrappers may spend together"),
      Finding(
        .error, .variable("WRAPPER_RAG_SEARCH_MAX_CONNECTIONS"), layer: .environment, wrapper: "rag-search",
        path: "max_keepalive_connections",
        "must not be above max_connections, which is 10; it is 20 by default"),
      Finding(
        .error, .place(SourceLocation(file: wrappersFile, line: 33)), wrapper: "summarize-v2", path: "webhook_token",
        "is required by kind mytool; set it"),
    ]
  }

  /// Ten thousand wrappers, each with a warning of its own.
  static let tenThousand: Scene = {
    let names = Scene.tenThousand.state.wrapperNames
    let configurations = names.map {
      WrapperConfiguration(name: $0, given: ["daily_budget": [file(1, .number(5))]])
    }
    let resolved = ResolvedConfiguration(
      wrappers: Dictionary(uniqueKeysWithValues: configurations.map { ($0.name, $0) }),
      findings: names.map {
        Finding(.warning, .standard, layer: .file, wrapper: $0, path: "daily_budget", "is rather low")
      })
    return with(ConfigurationState(resolved: resolved, generation: 1), .tenThousand)
  }()

  /// Names and values that would steal the screen, wide ones, and ones that are far too long.
  static var hostileConfiguration: Scene {
    let name = "router"
    let evil = "\u{1B}[2J\u{202E}evil\u{7}\nline"
    var state = configuration
    let kind = Kind(
      "k\u{1B}]0;x\u{7}\u{202E}",
      own: [
        FieldDescription(
          "f\u{1B}[31m", .custom, .text(.any), standard: .text(evil), unit: "u\u{7}", summary: "s\u{1B}[2J \(evil)"),
        FieldDescription(
          String(repeating: "長い名前", count: 12), .custom, .text(.any), summary: String(repeating: "長い説明", count: 60)),
      ])
    state.resolved.kinds.append(kind)
    state.resolved.wrappers[name] = WrapperConfiguration(
      name: name, kind: kind.name, kindOrigin: .option("--set \(evil)"),
      given: [
        FieldPath(["f\u{1B}[31m"]): [
          GivenValue(.override, .option("--set \(evil)"), .text(String(repeating: evil, count: 30)))
        ],
        FieldPath([String(repeating: "長い名前", count: 12)]): [
          GivenValue(
            .file, .place(SourceLocation(file: "/tmp/\(evil)", line: 1)), .text(String(repeating: "値", count: 200)))
        ],
      ])
    state.resolved.variables.append(
      FoundVariable(name: "W\u{1B}[2J", wrapper: name, path: FieldPath(["f\u{1B}[31m"]), isInForce: false))
    state.resolved.findings.append(
      Finding(
        .error, .place(SourceLocation(file: "/tmp/\(evil)", line: 1)), wrapper: name, path: FieldPath(["f\u{1B}[31m"]),
        "message with \(evil)"))
    state.files.append(ConfigurationFileNote(layer: .file, path: "/tmp/\(evil)", exists: false))
    state.environmentName = evil
    state.readOnlyReason = evil
    return with(state)
  }
}
