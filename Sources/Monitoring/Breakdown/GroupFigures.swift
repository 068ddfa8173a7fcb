import Events

/// The figures of one group of operations. What no operation of the group told is nil, or zero where it is a sum.
public struct GroupFigures: Codable, Sendable, Equatable {
  /// What the group has in common: a model; a route as `method: model`; a template as `name (format)`; a fallback as
  /// `from -> to: reason`, with `(unknown)` for what was not told; `(other)` for those beyond the limit.
  public var name: String
  /// The group's operations, and what they cost (article Cost, Cost of an operation); of all operations together, with what
  /// `cost` events told of no operation.
  public package(set) var sums = Sums()
  /// Median duration in milliseconds, within 1.1 %; nil for users and sessions.
  public package(set) var p50Ms: Double?
  /// 95th percentile of the duration in milliseconds, within 1.1 %; nil for users and sessions.
  public package(set) var p95Ms: Double?
  /// Median cost in dollars of those operations that have one, within 2 %.
  public package(set) var medianCostUsd: Double?
  /// All other sums; nothing for users and sessions.
  package var fields = FieldSums()

  package init(name: String) { self.name = name }

  static let billionthsOfAnHour = 1e9 * 3_600_000

  /// Completed operations.
  public var operations: UInt64 { sums.operations }
  /// Those that succeeded without a fallback.
  public var successful: UInt64 { sums.successful }
  /// Those that failed.
  public var failed: UInt64 { sums.failed }
  /// Those that used a fallback, whatever came of it.
  public var fallback: UInt64 { sums.fallback }
  /// Mean duration in milliseconds of those that have one.
  public var averageDurationMs: Double? { sums.averageDurationMs }
  /// What the operations cost.
  public var costs: CostSum { sums.costs }
  /// The amount of `costs`.
  public var cost: Money { costs.amount }
  /// The sum of `tokens_used`, or of prompt and completion tokens where an operation tells only those.
  public var tokens: UInt64 { sums.tokens }
  /// How much of `cost` was estimated. For users and sessions the parts of that and the tokens below are not told.
  public var estimated: Money { costs.estimated }
  /// Operations whose tokens have no known price, so that `cost` is a lower bound.
  public var unpriced: UInt64 { costs.unpriced }
  /// The tokens of those.
  public var unpricedTokens: UInt64 { count(.unpricedTokens) }
  /// The part of `estimated` for input that no cache held.
  public var estimatedInput: Money { money(.estimatedInput) }
  /// The part of `estimated` for input that was read from a cache.
  public var estimatedCacheRead: Money { money(.estimatedCacheRead) }
  /// The part of `estimated` for input that was written into a cache.
  public var estimatedCacheWrite: Money { money(.estimatedCacheWrite) }
  /// The part of `estimated` for output.
  public var estimatedOutput: Money { money(.estimatedOutput) }
  /// The part of `estimated` for requests.
  public var estimatedRequests: Money { money(.estimatedRequests) }
  /// The sum of `api_cost`.
  public var apiCost: Money { money(.apiCost) }
  /// The sum of `infrastructure_cost`.
  public var infrastructureCost: Money { money(.infrastructureCost) }
  /// The sum of `compute_cost`.
  public var computeCost: Money { money(.computeCost) }
  /// Cost of failed operations.
  public var failureCost: Money { money(.failureCost) }
  /// Cost of operations that used a fallback.
  public var fallbackCost: Money { money(.fallbackCost) }
  /// The sum of `cost_savings`; may be negative.
  public var savings: Money { money(.savings) }
  /// The sum of `cost_savings_vs_baseline`; may be negative.
  public var savingsVsBaseline: Money { money(.savingsVsBaseline) }
  /// The sum of `estimated_cost`: what a router expected.
  public var expectedCost: Money { money(.estimatedCost) }
  /// The sum of `actual_cost`: what it then came to.
  public var actualCost: Money { money(.actualCost) }
  /// The sum of cost x (1 - efficiency) of the operations with an efficiency score under 1.0.
  public var inefficiencyCost: Money { money(.inefficiencyCost) }
  /// The sum of `prompt_tokens`.
  public var promptTokens: UInt64 { count(.promptTokens) }
  /// The sum of `completion_tokens`.
  public var completionTokens: UInt64 { count(.completionTokens) }
  /// The sum of `requests_made`.
  public var requests: UInt64 { count(.requests) }
  /// The sum of `bandwidth_bytes`.
  public var bandwidthBytes: UInt64 { count(.bandwidth) }
  /// Operations whose `validation_passed` is false.
  public var validationFailures: UInt64 { count(.validationFailures) }
  /// The sum of `validation_errors`.
  public var validationErrors: UInt64 { count(.validationErrors) }
  /// The sum of `compute_time_ms`, in hours.
  public var computeHours: Double { Double(fields[.computeTime]) / Self.billionthsOfAnHour }
  /// The mean of `efficiency_score`.
  public var meanEfficiency: Double? { fields.mean(.efficiency, per: .efficiencyCount) }
  /// The mean of the efficiency scores under 1.0 (article Cost, Recommendations).
  public var meanEfficiencyUnderOne: Double? { fields.mean(.lowEfficiency, per: .lowEfficiencyCount) }
  /// Share of the operations that tell it whose `optimization_applied` is true, 0 to 1.
  public var optimizationRate: Double? { fields.mean(.optimized, per: .optimizationKnown, scale: 1) }
  /// The mean of `quality_score`, 0 to 1.
  public var meanQuality: Double? { fields.mean(.quality, per: .qualityCount) }
  /// The mean of `routing_latency_ms`.
  public var meanRoutingLatencyMs: Double? { fields.mean(.routingLatency, per: .routingLatencyCount) }
  /// The mean of `routing_confidence`.
  public var meanRoutingConfidence: Double? { fields.mean(.routingConfidence, per: .routingConfidenceCount) }
  /// The mean of `fallback_duration_ms` of operations that used a fallback.
  public var meanFallbackMs: Double? { fields.mean(.fallbackTime, per: .fallbackTimeCount) }

  private func money(_ field: MetricField) -> Money { Money(nanodollars: fields[field]) }
  private func count(_ field: MetricField) -> UInt64 { UInt64(clamping: fields[field]) }
}

extension GroupFigures {
  /// What the sums of a group come to.
  init(name: String, _ group: OperationSums) {
    self.init(name: name)
    sums = group.basic
    fields = group.figures
    var durations = ExponentialHistogram()
    group.durations.add(to: &durations)
    p50Ms = durations.quantile(0.5)
    p95Ms = durations.quantile(0.95)
    // A histogram of nano-dollars, which it takes for nanoseconds and tells in millions of them.
    var spread = ExponentialHistogram()
    group.costs.add(to: &spread)
    medianCostUsd = spread.median.map { $0 / 1e3 }
  }

  /// Several groups as one; it has no quantiles, since those do not add up.
  package init(name: String, sumOf groups: some Collection<GroupFigures>) {
    self.init(name: name)
    for group in groups {
      sums.add(group.sums)
      fields.merge(group.fields)
    }
  }

  /// What is left without the operations of other groups, none of which may be in two; quantiles are nil.
  func without(_ groups: [GroupFigures], named name: String) -> GroupFigures {
    var rest = GroupFigures(name: name, sumOf: [self])
    for group in groups {
      rest.sums.takeOut(group.sums)
      rest.fields.takeOut(group.fields)
    }
    return rest
  }
}
