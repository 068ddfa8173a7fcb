import Events

/// A figure that groups of operations have beside their `Sums`. A row of `all` is enough for one: the key is read, the number is
/// counted and stored for the whole and for each group, exported as a column, and shown with everything that is known of a
/// group.
public struct Figure: Sendable {
  /// What it is measured in.
  public enum Unit: Sendable {
    /// Dollars.
    case money
    /// A count of something.
    case count
    /// Hours.
    case hours
    /// Milliseconds.
    case milliseconds
    /// A score, which most keep between 0 and 1.
    case score
    /// A share from 0 to 1.
    case share
  }

  /// What it came to.
  public enum Value: Sendable, Equatable {
    case money(Money)
    case count(UInt64)
    /// Hours, milliseconds, a score or a share.
    case number(Double)
  }

  /// The name of its column in exports.
  public let name: String
  /// What people call it.
  public let label: String
  /// What they may need to know beside that; may be empty.
  public let note: String
  /// What it is measured in.
  public let unit: Unit
  /// The key under which operations report it; nil if it follows from something else.
  let key: String?
  /// True if that is a field of the record and no custom metric.
  let isField: Bool
  /// The sum.
  let field: MetricField
  /// The number of operations that told it, if it is a mean.
  let count: MetricField?

  init(
    _ name: String, _ label: String, _ unit: Unit, _ field: MetricField, per count: MetricField? = nil,
    key: String? = nil, isField: Bool = false, note: String = ""
  ) {
    self.name = name
    self.label = label
    self.note = note
    self.unit = unit
    self.key = key
    self.isField = isField
    self.field = field
    self.count = count
  }

  /// All of them. Their order is that of the columns of exports: new ones go to the end.
  public static let all: [Figure] = [
    Figure("api_cost_usd", "api", .money, .apiCost, key: "api_cost"),
    Figure("infrastructure_cost_usd", "infrastructure", .money, .infrastructureCost, key: "infrastructure_cost"),
    Figure("compute_cost_usd", "compute", .money, .computeCost, key: "compute_cost"),
    Figure("failure_cost_usd", "on failures", .money, .failureCost),
    Figure("fallback_cost_usd", "on fallbacks", .money, .fallbackCost),
    Figure("savings_usd", "savings", .money, .savings, key: "cost_savings", note: "cost_savings"),
    Figure(
      "savings_vs_baseline_usd", "against the baseline", .money, .savingsVsBaseline, key: "cost_savings_vs_baseline",
      note: "cost_savings_vs_baseline"),
    Figure("prompt_tokens", "prompt tokens", .count, .promptTokens),
    Figure("completion_tokens", "completion tokens", .count, .completionTokens),
    Figure("requests", "requests", .count, .requests, key: "requests_made"),
    Figure("compute_hours", "compute hours", .hours, .computeTime, key: "compute_time_ms"),
    Figure("mean_efficiency", "mean efficiency", .score, .efficiency, per: .efficiencyCount),
    Figure(
      "optimization_rate", "optimised", .share, .optimized, per: .optimizationKnown,
      note: "of the operations that tell it"),
    Figure("mean_quality", "mean quality", .score, .quality, per: .qualityCount, key: "quality_score", isField: true),
    Figure(
      "inefficiency_cost_usd", "on inefficiency", .money, .inefficiencyCost, note: "cost x (1 - efficiency_score)"),
    Figure("mean_fallback_ms", "fallback time", .milliseconds, .fallbackTime, per: .fallbackTimeCount, note: "mean"),
    Figure(
      "expected_cost_usd", "expected cost", .money, .estimatedCost, key: "estimated_cost", note: "estimated_cost"),
    Figure("actual_cost_usd", "actual cost", .money, .actualCost, key: "actual_cost", note: "actual_cost"),
    Figure(
      "mean_routing_latency_ms", "routing time", .milliseconds, .routingLatency, per: .routingLatencyCount,
      key: "routing_latency_ms", note: "mean"),
    Figure(
      "mean_routing_confidence", "routing confidence", .score, .routingConfidence, per: .routingConfidenceCount,
      key: "routing_confidence", note: "mean"),
    Figure("bandwidth_bytes", "bandwidth", .count, .bandwidth, key: "bandwidth_bytes", note: "bytes"),
    Figure("validation_failures", "failed validations", .count, .validationFailures),
    Figure("validation_errors", "validation errors", .count, .validationErrors, key: "validation_errors"),
    Figure(
      "mean_time_to_first_token_ms", "first token", .milliseconds, .firstTokenTime, per: .firstTokenCount,
      key: "time_to_first_token_ms", note: "mean"),
    Figure("cache_read_tokens", "cache read tokens", .count, .cacheReadTokens, note: "part of the prompt tokens"),
    Figure("cache_write_tokens", "cache write tokens", .count, .cacheWriteTokens, note: "part of the prompt tokens"),
    Figure(
      "reasoning_tokens", "reasoning tokens", .count, .reasoningTokens, key: "reasoning_tokens",
      note: "part of the completion tokens"),
    Figure(
      "cache_hit_rate", "cache hits", .share, .cacheHits, per: .cacheHitKnown,
      note: "of the operations that tell it"),
  ]
}

/// A number that may be added to a sum: what a `Figure` says of it, without what only people read.
struct FigureRule: Sendable {
  let field: MetricField
  let count: MetricField?
  /// True for counts, of which there are only whole ones; all else is in billionths.
  let isWhole: Bool

  /// The rule for a figure that operations report.
  init(_ figure: Figure) {
    field = figure.field
    count = figure.count
    isWhole = figure.unit == .count
  }
}

extension GroupFigures {
  /// What a figure came to; a sum that no operation told is zero, a mean nil.
  public func value(of figure: Figure) -> Figure.Value? {
    switch figure.unit {
    case .money: .money(Money(nanodollars: fields[figure.field]))
    case .count: .count(UInt64(clamping: fields[figure.field]))
    case .hours: .number(Double(fields[figure.field]) / Self.billionthsOfAnHour)
    case .milliseconds, .score: figure.count.flatMap { fields.mean(figure.field, per: $0).map { .number($0) } }
    case .share: figure.count.flatMap { fields.mean(figure.field, per: $0, scale: 1).map { .number($0) } }
    }
  }
}
