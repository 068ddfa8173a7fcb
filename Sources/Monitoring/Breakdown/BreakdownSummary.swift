import Events

/// What the operations of one wrapper in a time range were made of, for screens and reports.
public struct BreakdownSummary: Codable, Sendable, Equatable {
  /// When the first slot begins that was summed up. Slots are of five minutes or an hour, so that this is before the
  /// time range begins that was asked for.
  public var from: Timestamp
  /// When the last slot ends that was summed up; of the one that has only begun, the present.
  public var until: Timestamp
  /// All operations.
  public var all: GroupFigures
  /// By operation type, most operations first.
  public var operationTypes: [GroupFigures] = []
  /// By model, most operations first.
  public var models: [GroupFigures] = []
  /// By template, most renders first.
  public var templates: [GroupFigures] = []
  /// By routing method and selected model, most requests first.
  public var routes: [GroupFigures] = []
  /// By what was fallen back from, to, and why, most operations first.
  public var fallbacks: [GroupFigures] = []
  /// Failed operations by error code, most operations first; `(no code)`, `timeout` and `cancelled` for those without
  /// one.
  public var errorCodes: [GroupFigures] = []
  /// By user, highest cost first: of each UTC day the 100 costliest, of those the 100 costliest, then `(other)`.
  public var users: [GroupFigures] = []
  /// By session, likewise.
  public var sessions: [GroupFigures] = []
  /// Metrics that are numbers: resources and business metrics first, then custom ones by name.
  public var numbers: [NumberFigures] = []
  /// Metrics that are texts or flags, by name.
  public var values: [ValueFigures] = []

  /// What failed operations cost, as exact as their groups are.
  public var failureCosts: CostSum { costs(all.failureCost, of: errorCodes) }
  /// What operations with a fallback cost, likewise.
  public var fallbackCosts: CostSum { costs(all.fallbackCost, of: fallbacks) }

  private func costs(_ amount: Money, of groups: [GroupFigures]) -> CostSum {
    var sum = groups.reduce(CostSum.zero) { $0 + $1.costs }
    sum.amount = amount
    return sum
  }

  package init(from: Timestamp, until: Timestamp, all: GroupFigures) {
    self.from = from
    self.until = until
    self.all = all
  }
}

/// The figures of one group of operations. What no operation of the group told is nil, or zero where it is a sum.
public struct GroupFigures: Codable, Sendable, Equatable {
  /// What the group has in common: a model; a route as `method: model`; a template as `name (format)`; a fallback as
  /// `from -> to: reason`, with `?` for what was not told; `(other)` for those beyond the limit.
  public var name: String
  /// Completed operations.
  public var operations: UInt64 = 0
  /// Those that succeeded without a fallback.
  public var successful: UInt64 = 0
  /// Those that failed.
  public var failed: UInt64 = 0
  /// Those that used a fallback, whatever came of it.
  public var fallback: UInt64 = 0
  /// Mean duration in milliseconds of those that have one.
  public var averageDurationMs: Double?
  /// Median duration in milliseconds, within 1.1 %; nil for users and sessions.
  public var p50Ms: Double?
  /// 95th percentile of the duration in milliseconds, within 1.1 %; nil for users and sessions.
  public var p95Ms: Double?
  /// What the operations cost (article Cost, Cost of an operation); of all operations together, with what `cost` events
  /// told of no operation.
  public var costs = CostSum.zero
  /// The amount of `costs`.
  public var cost: Money { costs.amount }
  /// How much of `cost` was estimated. For users and sessions the parts of that and the tokens below are not told.
  public var estimated: Money { costs.estimated }
  /// The part of `estimated` for input that no cache held.
  public var estimatedInput = Money.zero
  /// The part of `estimated` for input that was read from a cache.
  public var estimatedCacheRead = Money.zero
  /// The part of `estimated` for input that was written into a cache.
  public var estimatedCacheWrite = Money.zero
  /// The part of `estimated` for output.
  public var estimatedOutput = Money.zero
  /// The part of `estimated` for requests.
  public var estimatedRequests = Money.zero
  /// Operations whose tokens have no known price, so that `cost` is a lower bound.
  public var unpriced: UInt64 { costs.unpriced }
  /// The tokens of those.
  public var unpricedTokens: UInt64 = 0
  /// The sum of `api_cost`; for users and sessions this and all that follows but tokens is not told.
  public var apiCost = Money.zero
  /// The sum of `infrastructure_cost`.
  public var infrastructureCost = Money.zero
  /// The sum of `compute_cost`.
  public var computeCost = Money.zero
  /// Cost of failed operations.
  public var failureCost = Money.zero
  /// Cost of operations that used a fallback.
  public var fallbackCost = Money.zero
  /// Median cost in dollars of those operations that have one, within 2 %.
  public var medianCostUsd: Double?
  /// The sum of `cost_savings`; may be negative.
  public var savings = Money.zero
  /// The sum of `cost_savings_vs_baseline`; may be negative.
  public var savingsVsBaseline = Money.zero
  /// The sum of `estimated_cost`.
  public var estimatedCost = Money.zero
  /// The sum of `actual_cost`.
  public var actualCost = Money.zero
  /// The sum of `tokens_used`, or of prompt and completion tokens where an operation tells only those.
  public var tokens: UInt64 = 0
  /// The sum of `prompt_tokens`.
  public var promptTokens: UInt64 = 0
  /// The sum of `completion_tokens`.
  public var completionTokens: UInt64 = 0
  /// The sum of `requests_made`.
  public var requests: UInt64 = 0
  /// The sum of `compute_time_ms`, in hours.
  public var computeHours: Double = 0
  /// The sum of `bandwidth_bytes`.
  public var bandwidthBytes: UInt64 = 0
  /// The mean of `efficiency_score`.
  public var meanEfficiency: Double?
  /// The mean of the efficiency scores under 1.0 (article Cost, Recommendations).
  public var meanEfficiencyUnderOne: Double?
  /// The sum of cost x (1 - efficiency) of the operations with an efficiency score under 1.0.
  public var inefficiencyCost = Money.zero
  /// Share of the operations that tell it whose `optimization_applied` is true, 0 to 1.
  public var optimizationRate: Double?
  /// The mean of `quality_score`, 0 to 1.
  public var meanQuality: Double?
  /// The mean of `routing_latency_ms`.
  public var meanRoutingLatencyMs: Double?
  /// The mean of `routing_confidence`.
  public var meanRoutingConfidence: Double?
  /// Operations whose `validation_passed` is false.
  public var validationFailures: UInt64 = 0
  /// The sum of `validation_errors`.
  public var validationErrors: UInt64 = 0
  /// The mean of `fallback_duration_ms` of operations that used a fallback.
  public var meanFallbackMs: Double?

  package init(name: String) { self.name = name }
}

/// A metric that is a number, summed up.
public struct NumberFigures: Codable, Sendable, Equatable {
  /// The key.
  public var name: String
  /// False for the resources and business metrics that have fields of their own in a record.
  public var isCustom = true
  /// How many operations told it.
  public var count: UInt64 = 0
  /// The sum, exact to 10^-15 before it is made a `Double`.
  public var sum: Double = 0
  /// The smallest.
  public var min: Double = 0
  /// The largest.
  public var max: Double = 0
  /// The one of the operation that ended last.
  public var last: Double = 0
  /// The median by nearest rank, within 1.1 %; nil for none.
  public var p50: Double?
  /// The 95th percentile, likewise.
  public var p95: Double?
  /// The 99th percentile, likewise.
  public var p99: Double?

  /// The arithmetic mean; nil for none.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  package init(name: String) { self.name = name }
}

/// A metric whose values are texts or flags.
public struct ValueFigures: Codable, Sendable, Equatable {
  /// The key.
  public var name: String
  /// The values with their counts, most frequent first; `(other)` last, for those beyond the limit.
  public var values: [CountedValue] = []

  /// A value and how often it occurred.
  public struct CountedValue: Codable, Sendable, Equatable {
    /// The text, redacted; `true` or `false` for a flag.
    public var value: String
    /// How many operations had it.
    public var count: UInt64
  }

  package init(name: String) { self.name = name }
}

extension BreakdownSummary {
  /// What is left of all operations without those of some groups, so that groups and rest add up to all: of `models`, the
  /// operations that name no model; of `operationTypes`, spending of no known operation. Nil if nothing is left.
  ///
  /// Only sums are told: what is a mean or a quantile is nil.
  public func rest(of groups: [GroupFigures], named name: String) -> GroupFigures? {
    var rest = all
    for group in groups { rest.take(away: group) }
    guard rest.operations > 0 || rest.cost != .zero || rest.unpriced > 0 else { return nil }
    rest.name = name
    rest.clearMeans()
    return rest
  }

  /// By model, most operations first, and last `(no model)` for operations that name none and for spending of no known
  /// operation: together they come to all.
  public var modelsAndRest: [GroupFigures] {
    models + (rest(of: models, named: "(no model)").map { [$0] } ?? [])
  }
}

extension GroupFigures {
  fileprivate mutating func take(away other: GroupFigures) {
    costs.takeOut(other.costs)
    for count in Self.counts { self[keyPath: count] -= min(self[keyPath: count], other[keyPath: count]) }
    for amount in Self.amounts { self[keyPath: amount] = self[keyPath: amount].without(other[keyPath: amount]) }
    computeHours = max(0, computeHours - other.computeHours)
  }

  fileprivate mutating func clearMeans() {
    for mean in Self.means { self[keyPath: mean] = nil }
  }

  private static var counts: [WritableKeyPath<GroupFigures, UInt64>] {
    [
      \.operations, \.successful, \.failed, \.fallback, \.tokens, \.promptTokens, \.completionTokens, \.requests,
      \.bandwidthBytes, \.validationFailures, \.validationErrors, \.unpricedTokens,
    ]
  }

  private static var amounts: [WritableKeyPath<GroupFigures, Money>] {
    [
      \.estimatedInput, \.estimatedCacheRead, \.estimatedCacheWrite, \.estimatedOutput, \.estimatedRequests,
      \.apiCost, \.infrastructureCost, \.computeCost, \.failureCost, \.fallbackCost, \.savings, \.savingsVsBaseline,
      \.estimatedCost, \.actualCost, \.inefficiencyCost,
    ]
  }

  private static var means: [WritableKeyPath<GroupFigures, Double?>] {
    [
      \.averageDurationMs, \.p50Ms, \.p95Ms, \.medianCostUsd, \.meanEfficiency, \.meanEfficiencyUnderOne,
      \.optimizationRate, \.meanQuality, \.meanRoutingLatencyMs, \.meanRoutingConfidence, \.meanFallbackMs,
    ]
  }
}
