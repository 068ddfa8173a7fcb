// The fields of article Configuration, Kinds and fields.
extension FieldDescription {
  /// Fields of every kind.
  static let base: [FieldDescription] = [
    FieldDescription("enabled", .base, .flag, standard: .flag(false), summary: "Whether the wrapper is to be used"),
    FieldDescription(
      "fallback_enabled", .base, .flag, standard: .flag(true),
      summary: "Whether the wrapper may fall back to another way when its own fails"),
    FieldDescription(
      "max_retry_attempts", .base, .integer(NumberRange(0, 10)), standard: .integer(3),
      summary: "How often a failed operation is tried again"),
    FieldDescription(
      "timeout_seconds", .base, .number(NumberRange(1, 300)), standard: .number(30), unit: "s",
      summary: "How long an operation may take"),
    FieldDescription(
      "monitoring_enabled", .base, .flag, standard: .flag(true),
      summary: "Whether wraptop judges the wrapper: without, it is counted in totals, shown as OFF and never alerts"),
    FieldDescription(
      "metrics_retention_days", .base, .integer(NumberRange(1, 3650)), standard: .integer(30), unit: "days",
      summary: "How long the wrapper's figures are kept in the store"),
    FieldDescription(
      "debug_logging", .base, .flag, standard: .flag(false), summary: "Whether the wrapper logs all that it does"),
    FieldDescription(
      "feature_flag_prefix", .base, .text(.any), standard: .text(""),
      summary: "What the names of the wrapper's feature flags begin with"),
  ]

  /// Fields of every kind that tell of money.
  static let budget: [FieldDescription] = [
    FieldDescription(
      "daily_budget", .budget, .number(NumberRange(0, excludesMinimum: true)), unit: "$",
      summary: "What the wrapper may spend in a day; not set for no limit"),
    FieldDescription(
      "monthly_budget", .budget, .number(NumberRange(0, excludesMinimum: true)), unit: "$",
      summary: "What the wrapper may spend in a month, no less than in a day; not set for no limit"),
    FieldDescription(
      "budget_alert_thresholds", .budget,
      .record([
        FieldDescription(
          "warning", .budget, .number(NumberRange(0, 1, excludesMinimum: true)), standard: .number(0.8),
          summary: "The share of a budget from which on spending is a warning"),
        FieldDescription(
          "critical", .budget, .number(NumberRange(0, 1, excludesMinimum: true)), standard: .number(0.95),
          summary: "The share of a budget from which on spending is critical"),
      ]),
      summary: "From which shares of a budget on operators want to know"),
    FieldDescription(
      "cost_tracking_enabled", .budget, .flag, standard: .flag(true),
      summary: "Whether costs are tracked; without, there is no spending and no budget"),
    FieldDescription(
      "auto_disable_on_exceed", .budget, .flag, standard: .flag(false),
      summary: "Whether wraptop sets enabled=false once the daily budget is spent"),
  ]

  /// Fields of whatever calls a service.
  static let externalTool: [FieldDescription] = [
    FieldDescription("api_endpoint", .externalTool, .text(.url), summary: "Where the service is called"),
    FieldDescription(
      "api_key", .externalTool, .text(.any), isSensitive: true, variable: "EXTERNAL_API_KEY",
      summary: "The key that the service knows the wrapper by"),
    FieldDescription(
      "api_version", .externalTool, .text(.any), standard: .text("v1"),
      summary: "Which version of the service is called"),
    FieldDescription(
      "auth_type", .externalTool, .choice(["bearer", "api_key", "oauth"]), standard: .text("bearer"),
      summary: "How the wrapper proves who it is"),
    FieldDescription("oauth_client_id", .externalTool, .text(.any), summary: "The client's id; needed for oauth"),
    FieldDescription(
      "oauth_client_secret", .externalTool, .text(.any), isSensitive: true,
      summary: "The client's secret; needed for oauth"),
    FieldDescription(
      "rate_limit_requests_per_minute", .externalTool, .integer(NumberRange(1, 10000)), standard: .integer(60),
      unit: "/min", summary: "How many requests the wrapper sends in a minute at most"),
    FieldDescription(
      "rate_limit_tokens_per_minute", .externalTool, .integer(NumberRange(1)), standard: .integer(10000), unit: "/min",
      summary: "How many tokens the wrapper uses in a minute at most"),
    FieldDescription(
      "rate_limit_burst_size", .externalTool, .integer(NumberRange(1)), standard: .integer(10),
      summary: "How many requests may be sent at once"),
    FieldDescription(
      "connection_timeout_seconds", .externalTool, .number(NumberRange(1, 300)), standard: .number(10), unit: "s",
      summary: "How long making a connection may take"),
    FieldDescription(
      "read_timeout_seconds", .externalTool, .number(NumberRange(1, 300)), standard: .number(30), unit: "s",
      summary: "How long an answer may keep the wrapper waiting"),
    FieldDescription(
      "max_connections", .externalTool, .integer(NumberRange(1)), standard: .integer(100),
      summary: "How many connections may be open"),
    FieldDescription(
      "max_keepalive_connections", .externalTool, .integer(NumberRange(0)), standard: .integer(20),
      summary: "How many connections are kept while idle, no more than may be open"),
    FieldDescription(
      "retry_backoff_factor", .externalTool, .number(NumberRange(1, 10)), standard: .number(2),
      summary: "By how much each wait between two tries is longer than the one before"),
    FieldDescription(
      "retry_max_delay_seconds", .externalTool, .number(NumberRange(0, excludesMinimum: true)), standard: .number(60),
      unit: "s", summary: "The longest wait between two tries"),
    FieldDescription(
      "retry_jitter", .externalTool, .flag, standard: .flag(true), summary: "Whether waits between tries vary at random"
    ),
    FieldDescription(
      "health_check_enabled", .externalTool, .flag, standard: .flag(true),
      summary: "Whether the wrapper checks that the service is there"),
    FieldDescription(
      "health_check_interval_seconds", .externalTool, .integer(NumberRange(1)), standard: .integer(30), unit: "s",
      summary: "How long the wrapper waits between two checks"),
    FieldDescription(
      "health_check_endpoint", .externalTool, .text(.any), standard: .text("/health"),
      summary: "What the wrapper calls for a check"),
    FieldDescription(
      "health_check_timeout_seconds", .externalTool, .number(NumberRange(0, excludesMinimum: true)),
      standard: .number(5), unit: "s", summary: "How long a check may take"),
  ]

  /// Fields of a RouteLLM router.
  static let routing: [FieldDescription] = [
    FieldDescription(
      "router_type", .routing, .choice(["mf", "bert", "causal_llm", "sw_ranking", "random"]), standard: .text("mf"),
      summary: "What decides between the strong and the weak model"),
    FieldDescription(
      "threshold", .routing, .number(NumberRange(0, 1)), standard: .number(0.11593),
      summary: "From which win rate on the strong model is asked"),
    FieldDescription(
      "strong_model", .routing, .text(.any), standard: .text("gpt-4-1106-preview"),
      summary: "The model for what is hard"),
    FieldDescription(
      "weak_model", .routing, .text(.any), standard: .text("gpt-3.5-turbo"), summary: "The model for what is easy"),
    FieldDescription(
      "cost_optimization_target", .routing, .number(NumberRange(0, 1)), standard: .number(0.5),
      summary: "The share of costs that routing is to save"),
    FieldDescription(
      "domain_specific_routing", .routing, .flag, standard: .flag(true),
      summary: "Whether some domains are routed in their own way"),
    FieldDescription(
      "domain_routing_overrides", .routing,
      .table([
        FieldDescription(
          "threshold", .routing, .number(NumberRange(0, 1)), summary: "The threshold for this domain"),
        FieldDescription("strong_model", .routing, .text(.any), summary: "The strong model for this domain"),
        FieldDescription("weak_model", .routing, .text(.any), summary: "The weak model for this domain"),
        FieldDescription("enabled", .routing, .flag, summary: "Whether this domain is routed in its own way"),
      ]),
      summary: "How some domains are routed otherwise"),
  ]

  /// Fields of the POML template engine.
  static let templating: [FieldDescription] = [
    FieldDescription(
      "enable_poml", .templating, .flag, standard: .flag(true), summary: "Whether prompts are made of POML templates"),
    FieldDescription(
      "enable_hybrid_templates", .templating, .flag, standard: .flag(true),
      summary: "Whether POML and plain templates may be mixed"),
    FieldDescription(
      "migration_analysis_enabled", .templating, .flag, standard: .flag(false),
      summary: "Whether plain templates are looked through for what POML could do"),
  ]

  /// What may be said of a field of a custom kind.
  static let attributes = [
    "type", "default", "min", "max", "allowed", "required", "sensitive", "env", "description", "unit",
  ]
}

extension FieldRule {
  /// What has to hold in every kind. `daily_budget` and `monthly_budget`: article Configuration, Kinds and fields.
  static let budget: [FieldRule] = [
    .ordered("daily_budget", "monthly_budget", allowsEqual: true),
    .ordered("budget_alert_thresholds.warning", "budget_alert_thresholds.critical", allowsEqual: false),
  ]

  /// What has to hold where the fields of external tools are.
  static let externalTool: [FieldRule] = [
    .ordered("max_keepalive_connections", "max_connections", allowsEqual: true),
    .required("oauth_client_id", when: "auth_type", is: .text("oauth")),
    .required("oauth_client_secret", when: "auth_type", is: .text("oauth")),
  ]
}
