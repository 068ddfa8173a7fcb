/// What is known of a field that a wrapper's configuration may have (SPEC 4.2).
package struct Field: Sendable, Equatable {
  /// As it is written in files.
  package var name: String
  /// Its value is a secret: it is never shown.
  package var isSensitive: Bool

  package init(_ name: String, isSensitive: Bool = false) {
    self.name = name
    self.isSensitive = isSensitive
  }
}

extension Field: ExpressibleByStringLiteral {
  package init(stringLiteral name: String) { self.init(name) }
}

extension Field {
  /// Fields of every kind.
  static let base: [Field] = [
    "enabled", "fallback_enabled", "max_retry_attempts", "timeout_seconds", "monitoring_enabled",
    "metrics_retention_days", "debug_logging", "feature_flag_prefix",
  ]

  /// Fields of every kind that tell of money.
  static let budget: [Field] = [
    "daily_budget", "monthly_budget", "budget_alert_thresholds", "cost_tracking_enabled", "auto_disable_on_exceed",
  ]

  /// Fields of whatever calls a service.
  static let externalTool: [Field] = [
    "api_endpoint", Field("api_key", isSensitive: true), "api_version", "auth_type", "oauth_client_id",
    Field("oauth_client_secret", isSensitive: true), "rate_limit_requests_per_minute",
    "rate_limit_tokens_per_minute", "rate_limit_burst_size", "connection_timeout_seconds", "read_timeout_seconds",
    "max_connections", "max_keepalive_connections", "retry_backoff_factor", "retry_max_delay_seconds", "retry_jitter",
    "health_check_enabled", "health_check_interval_seconds", "health_check_endpoint", "health_check_timeout_seconds",
  ]

  /// Fields of a RouteLLM router.
  static let routing: [Field] = [
    "router_type", "threshold", "strong_model", "weak_model", "cost_optimization_target", "domain_specific_routing",
    "domain_routing_overrides",
  ]

  /// Fields of the POML template engine.
  static let templating: [Field] = ["enable_poml", "enable_hybrid_templates", "migration_analysis_enabled"]

  /// What may be said of a field of a custom kind.
  static let attributes = [
    "type", "default", "min", "max", "allowed", "required", "sensitive", "env", "description", "unit",
  ]
}
