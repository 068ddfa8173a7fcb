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
  /// Quantiles are nil.
  public func rest(of groups: [GroupFigures], named name: String) -> GroupFigures? {
    let rest = all.without(groups, named: name)
    return rest.operations > 0 || rest.cost != .zero || rest.unpriced > 0 ? rest : nil
  }

  /// By model, most operations first, and last `(no model)` for operations that name none and for spending of no known
  /// operation: together they come to all.
  public var modelsAndRest: [GroupFigures] {
    models + (rest(of: models, named: "(no model)").map { [$0] } ?? [])
  }
}

extension NumberFigures {
  /// What the numbers of a metric come to; nil if it had none.
  init?(_ metric: MetricSums, isCustom: Bool) {
    let numbers = metric.numbers.totals
    guard numbers.count > 0 else { return nil }
    self.init(name: metric.name.text)
    self.isCustom = isCustom
    count = numbers.count
    sum = metric.numbers.total
    min = numbers.min
    max = numbers.max
    last = numbers.last
    let quantiles = metric.numbers.quantiles([0.5, 0.95, 0.99])
    (p50, p95, p99) = (quantiles[0], quantiles[1], quantiles[2])
  }
}

extension ValueFigures {
  /// The values of a metric; nil if it had none.
  init?(_ metric: MetricSums) {
    guard !metric.values.isEmpty else { return nil }
    self.init(name: metric.name.text)
    values = metric.values.heaviestFirst.map { CountedValue(value: $0.name.text, count: $0.count) }
  }
}
