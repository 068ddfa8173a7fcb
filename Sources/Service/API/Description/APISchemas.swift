import Alerting
import Configuration
import Events
import Monitoring
import Reports

/// The documents of the API: what their keys hold.
enum APISchemas {
  /// By name.
  static let all: [(name: String, schema: APISchema)] = [
    ("Problem", .object([("type", .text), ("status", .integer), ("detail", .text)])),
    (
      "Snapshot",
      .object(
        head + [
          ("system", .object(system)), ("budget", .nullable(.named("Budget"))), ("wrappers", .list(.named("Wrapper"))),
          ("sources", .list(.named("Source"))), ("alerts", .list(.named("Alert"))),
        ])
    ),
    ("Wrappers", .object(head + [("wrappers", .list(.named("Wrapper")))])),
    ("OneWrapper", .object(head + [("wrapper", .named("Wrapper"))])),
    ("Wrapper", .object(wrapper)),
    ("Budget", .object([("daily", .nullable(.object(period))), ("monthly", .nullable(.object(period)))])),
    ("Sources", .object(head + [("sources", .list(.named("Source")))])),
    ("Source", .object(source)),
    ("Rejects", .object(head + [("rejects", .list(.object(reject)))])),
    ("Trends", .object(head + [("trends", .list(.object(trend)))])),
    ("Health", .object([("status", .text)])),
    ("Operation", .row(OperationRecord.columns.map(\.name))), ("SeriesPoint", .row(SeriesRow.columns.map(\.name))),
    (
      "Costs",
      .either([
        .row(CostRow.columns.map(\.name)), .row(CostGroupRow.columns.map(\.name)), .named("Recommendation"),
      ])
    ),
    ("Recommendation", .row(Recommendation.columns.map(\.name))),
    ("Events", .any), ("Request", .any),
    (
      "Stored",
      .object([
        ("accepted", .integer), ("rejected", .integer), ("duplicates", .integer), ("durable", .flag),
        (
          "rejections",
          .optional(
            .list(
              .object([
                ("line", .integer), ("reason", .text), ("field", .nullable(.text)), ("message", .text),
              ])))
        ),
      ])
    ),
    (
      "Alerts",
      .object([
        ("schema", .integer), ("alerts", .list(.named("Alert"))), ("silences", .list(.object(silence))),
        ("channels", .list(.object(channel))), ("undeliverable", .list(.map(.any))), ("not_kept", .integer),
      ])
    ),
    ("Alert", .object(alert)),
    ("Acknowledgement", .strictObject([("note", .optional(.nullable(.text)))])),
    (
      "Silence",
      .strictObject([
        ("rule", .optional(.nullable(.text))), ("wrapper", .optional(.nullable(.text))),
        ("seconds", .count(1...2_592_000)), ("reason", .optional(.nullable(.text))),
      ])
    ),
    (
      "ConfiguredWrappers",
      .object([
        ("schema", .integer), ("environment", .nullable(.text)), ("files", .list(.map(.any))),
        ("wrappers", .list(.map(.any))), ("errors", .integer), ("warnings", .integer),
      ])
    ),
    (
      "ConfiguredWrapper",
      .object([
        ("schema", .integer), ("wrapper_name", .text), ("kind", .text), ("fields", .list(.object(field))),
        ("errors", .integer), ("warnings", .integer), ("findings", .list(.map(.any))),
      ])
    ),
    (
      "Change",
      .strictObject([
        ("values", .optional(.nullable(.map(.either([.flag, .number, .text, .null]))))),
        ("none", .optional(.nullable(.list(.text)))), ("secrets", .optional(.nullable(.map(.text)))),
        ("passphrase", .optional(.nullable(.text))), ("kind", .optional(.nullable(.text))),
        ("reason", .optional(.nullable(.text))), ("exposes_secrets", .optional(.nullable(.flag))),
      ])
    ),
    ("Written", .object([("records", .list(.integer))])),
    ("Rollback", .strictObject([("record", .integer), ("reason", .optional(.nullable(.text)))])),
    ("History", .object([("schema", .integer), ("records", .list(.map(.any)))])),
    ("Done", .object([])), ("OpenAPI", .map(.any)),
  ]

  private static let head: [(String, APISchema)] = [("schema", .integer), ("at", .time)]

  private static let system: [(String, APISchema)] =
    [("overall_health_score", .nullable(.number)), ("system_status", .text), ("idle", .flag)]
    + [
      "active_wrappers", "total_wrappers", "healthy_wrappers", "unhealthy_wrappers", "idle_wrappers",
      "total_operations",
      "completed_operations", "active_operations", "error_count", "ahead",
    ].map { ($0, .integer) }
    + ["health_percentage", "overall_success_rate", "operations_per_minute"].map { ($0, .nullable(.number)) }

  private static let wrapper: [(String, APISchema)] = [
    ("wrapper_name", .text), ("seen", .flag), ("idle_since", .nullable(.time)), ("operations_per_minute", .number),
    ("oldest_active_ms", .nullable(.number)),
    (
      "health",
      .object(
        [
          ("health_score", .nullable(.number)), ("status", .text), ("status_message", .text),
          ("is_healthy", .nullable(.flag)),
        ] + counts + rates + [
          ("recent_errors", .list(.text)), ("last_error", .nullable(.text)), ("last_error_time", .nullable(.time)),
          ("last_activity", .nullable(.time)), ("factors", .list(.object([("name", .text), ("value", .number)]))),
        ])
    ),
    (
      "stats",
      .nullable(
        .object([("wrapper_name", .text)] + counts + rates + quantiles + [("last_operation", .nullable(.time))]))
    ),
    (
      "totals",
      .object(
        ["total", "successful", "failed", "fallback", "timeouts", "cancelled", "abandoned", "active", "unpriced"]
          .map { ($0, .integer) } + quantiles + [("cost_usd", .money), ("estimated_usd", .nullable(.money))])
    ),
    ("budget", .nullable(.named("Budget"))), ("metrics_left_out", .integer),
    ("range", .optional(.object([("seconds", .integer)] + counts + rates + quantiles + [("cost_usd", .money)]))),
  ]

  private static let counts: [(String, APISchema)] =
    ["total_operations", "successful_operations", "failed_operations", "fallback_operations"].map { ($0, .integer) }
  private static let rates: [(String, APISchema)] =
    ["success_rate", "error_rate", "fallback_rate", "average_duration_ms"].map { ($0, .nullable(.number)) }
  private static let quantiles: [(String, APISchema)] = ["p50_ms", "p95_ms", "p99_ms"].map { ($0, .nullable(.number)) }

  private static let period: [(String, APISchema)] = [
    ("budget_usd", .nullable(.money)), ("spent_usd", .money), ("remaining_usd", .nullable(.money)),
    ("percentage", .nullable(.number)), ("status", .nullable(.text)), ("projected_usd", .nullable(.money)),
    ("exhausted_at", .nullable(.time)), ("turns_at", .nullable(.time)), ("complete", .flag),
  ]

  private static let source: [(String, APISchema)] =
    [("name", .text), ("kind", .nullable(.text)), ("format", .nullable(.text))]
    + ["bytes", "lines", "records", "accepted", "skipped", "duplicates", "rejected"].map { ($0, .integer) }
    + [
      ("rejected_by_reason", .map(.integer)), ("last_event", .nullable(.time)), ("lag_bytes", .nullable(.integer)),
      ("stored_bytes", .nullable(.integer)), ("state", .text), ("problem", .nullable(.text)),
    ]

  private static let reject: [(String, APISchema)] = [
    ("source", .text), ("line", .nullable(.integer)), ("offset_bytes", .integer),
    ("reason", .choice(RejectionReason.allCases.map(\.rawValue))), ("field", .nullable(.text)),
    ("found", .nullable(.text)), ("sample", .text), ("time", .time),
  ]

  private static let trend: [(String, APISchema)] = [
    ("wrapper_name", .text), ("metric", .choice(Trend.Metric.allCases.map(\.rawValue))), ("recent", .number),
    ("baseline", .number), ("change", .nullable(.number)), ("deviations", .nullable(.number)),
    ("recent_operations", .integer), ("baseline_operations", .integer), ("is_regression", .flag),
  ]

  private static let alert: [(String, APISchema)] = [
    ("id", .text), ("rule", .text), ("wrapper_name", .nullable(.text)),
    ("severity", .choice(AlertSeverity.allCases.map(\.rawValue))), ("state", .text), ("message", .text),
    ("since", .time), ("acknowledged_by", .nullable(.text)), ("silenced_until", .nullable(.time)),
  ]

  private static let silence: [(String, APISchema)] = [
    ("id", .text), ("rule", .nullable(.text)), ("wrapper", .nullable(.text)), ("created_at", .time), ("until", .time),
    ("by", .nullable(.text)), ("reason", .nullable(.text)),
  ]

  private static let channel: [(String, APISchema)] = [
    ("channel", .text), ("type", .text), ("waiting", .integer), ("undeliverable", .integer),
    ("last_delivered", .nullable(.time)), ("problem", .nullable(.text)),
  ]

  private static let field: [(String, APISchema)] = [
    ("field", .text), ("group", .text), ("type", .text), ("value", .any), ("unit", .nullable(.text)),
    ("layer", .nullable(.choice(Layer.allCases.map(\.rawValue)))), ("sensitive", .flag), ("hides", .list(.map(.any))),
  ]
}

extension APISchema {
  /// A row of an export, which has all its columns.
  static func row(_ columns: [String]) -> APISchema {
    .object(
      columns.map { name in
        let schema: APISchema =
          name.hasSuffix("_usd")
          ? .nullable(.either([.money, .number])) : name.hasSuffix("_time") ? .nullable(.time) : .any
        return (name, schema)
      })
  }
}
