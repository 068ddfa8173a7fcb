import Events

/// What the operations of one wrapper in a time range were made of, for screens and reports.
public struct BreakdownSummary: Codable, Sendable, Equatable {
  /// When the slots begin that were summed; what is shown covers `from` to the instant of the snapshot.
  public var from: Timestamp
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
  /// By user, highest cost first.
  public var users: [GroupFigures] = []
  /// By session, highest cost first.
  public var sessions: [GroupFigures] = []
  /// Metrics that are numbers: resources and business metrics first, then custom ones by name.
  public var numbers: [NumberFigures] = []
  /// Metrics that are texts or flags, by name.
  public var values: [ValueFigures] = []

  package init(from: Timestamp, all: GroupFigures) {
    self.from = from
    self.all = all
  }
}

/// The figures of one group of operations. What no operation of the group told is nil, or zero where it is a sum.
public struct GroupFigures: Codable, Sendable, Equatable {
  /// What the group has in common: a model, a route as `method: model`; `(other)` for those beyond the limit.
  public var name: String
  public var operations: UInt64 = 0
  public var successful: UInt64 = 0
  public var failed: UInt64 = 0
  public var fallback: UInt64 = 0
  public var averageDurationMs: Double?
  public var p50Ms: Double?
  public var p95Ms: Double?
  public var cost = Money.zero
  public var apiCost = Money.zero
  public var infrastructureCost = Money.zero
  public var computeCost = Money.zero
  /// Cost of failed operations.
  public var failureCost = Money.zero
  /// Cost of operations that used a fallback.
  public var fallbackCost = Money.zero
  /// Median cost of an operation in dollars, within 2 %.
  public var medianCostUsd: Double?
  /// `cost_savings` and `cost_savings_vs_baseline`, in dollars; may be negative.
  public var savings = Money.zero
  public var savingsVsBaseline = Money.zero
  public var tokens: UInt64 = 0
  public var promptTokens: UInt64 = 0
  public var completionTokens: UInt64 = 0
  public var requests: UInt64 = 0
  public var computeHours: Double = 0
  public var meanEfficiency: Double?
  /// The mean of the efficiency scores under 1.0 (SPEC 3.4).
  public var meanEfficiencyUnderOne: Double?
  /// The sum of cost x (1 - efficiency) of the operations with an efficiency score under 1.0.
  public var inefficiencyCost = Money.zero
  /// Share of the operations that tell it whose `optimization_applied` is true.
  public var optimizationRate: Double?
  public var meanQuality: Double?
  public var meanRoutingLatencyMs: Double?
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
  public var name: String
  /// False for the resources and business metrics that have fields of their own in a record.
  public var isCustom = true
  public var count: UInt64 = 0
  public var sum: Double = 0
  public var min: Double = 0
  public var max: Double = 0
  public var last: Double = 0
  public var p50: Double?
  public var p95: Double?
  public var p99: Double?

  /// The arithmetic mean; nil for none.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  package init(name: String) { self.name = name }
}

/// A metric whose values are texts or flags.
public struct ValueFigures: Codable, Sendable, Equatable {
  public var name: String
  /// The values with their counts, most frequent first; `(other)` last, for those beyond the limit.
  public var values: [CountedValue] = []

  /// A value and how often it occurred.
  public struct CountedValue: Codable, Sendable, Equatable {
    public var value: String
    public var count: UInt64

    package init(value: String, count: UInt64) {
      self.value = value
      self.count = count
    }
  }

  package init(name: String) { self.name = name }
}
