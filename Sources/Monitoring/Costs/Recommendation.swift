import Events

/// Something that would save money or keep a budget (article Cost, Recommendations), as data: what is advised, and the figures
/// that it rests on.
public struct Recommendation: Codable, Sendable, Equatable {
  /// What kind of advice it is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case modelOptimization = "model_optimization"
    case efficiencyImprovement = "efficiency_improvement"
    case tokenOptimization = "token_optimization"
    case budgetOverrun = "budget_overrun"
    case failureCost = "failure_cost"
  }

  /// How urgent it is.
  public enum Priority: String, Codable, Sendable, CaseIterable, Comparable {
    case low, medium, high

    /// Orders by urgency.
    public static func < (a: Priority, b: Priority) -> Bool {
      (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
  }

  /// The figures that advice rests on: those of the last 7 days, but for budgets.
  public enum Basis: Codable, Sendable, Equatable {
    /// One of several models takes most of the cost of all operations.
    case modelOptimization(model: String, cost: Money, total: CostSum, models: Int)
    /// The mean of the efficiency scores under 1.0, in billionths, of so many operations is low. `certainty` is that of what
    /// they would have saved.
    case efficiencyImprovement(meanBillionths: Int64, operations: UInt64, certainty: CostCertainty)
    /// A request takes many tokens. Where no operation tells how many requests it made, each is one, and `requests` counts
    /// operations.
    case tokenOptimization(tokens: UInt64, requests: UInt64, countsOperations: Bool)
    /// The projection for a period passes its budget, as seen at an instant in the zone of the budgets.
    case budgetOverrun(PeriodSpending, at: Timestamp, zone: ZoneRules)
    /// Much of the cost of all operations went to those that failed.
    case failureCost(cost: Money, total: CostSum, failed: UInt64, operations: UInt64)
  }

  /// Whom it is about; nil for all wrappers together.
  public var wrapper: String?
  /// What it rests on.
  public var basis: Basis
  /// What it would have saved over the last 7 days; nil if that is not known.
  public var potentialSavings: Money?

  /// What kind of advice it is.
  public var kind: Kind {
    switch basis {
    case .modelOptimization: .modelOptimization
    case .efficiencyImprovement: .efficiencyImprovement
    case .tokenOptimization: .tokenOptimization
    case .budgetOverrun: .budgetOverrun
    case .failureCost: .failureCost
    }
  }

  /// How urgent it is.
  public var priority: Priority {
    switch basis {
    case .modelOptimization, .budgetOverrun: .high
    case .efficiencyImprovement, .failureCost: .medium
    case .tokenOptimization: .low
    }
  }

  /// Advice that rests on such figures.
  public init(_ basis: Basis, wrapper: String?, potentialSavings: Money? = nil) {
    self.wrapper = wrapper
    self.basis = basis
    self.potentialSavings = potentialSavings
  }
}

// The rules of article Cost, Recommendations. Each compares whole numbers, so that a figure that is just at a threshold
// is not past it. Costs are those of article Cost, Cost of an operation, estimated ones included.
extension Recommendation {
  /// The projection for a day or a month passes its budget; nil if it does not. `wrapper` is nil for all together.
  static func overrun(
    of wrapper: String?, _ spending: PeriodSpending, at: Timestamp, zone: ZoneRules
  ) -> Recommendation? {
    spending.isProjectedOver ? Recommendation(.budgetOverrun(spending, at: at, zone: zone), wrapper: wrapper) : nil
  }

  /// What the figures of 7 days of a wrapper call for, but for its budgets.
  static func all(of wrapper: String, _ sums: CostSums.WrapperSums) -> [Recommendation] {
    [
      modelOptimization(of: wrapper, sums), efficiencyImprovement(of: wrapper, sums),
      tokenOptimization(of: wrapper, sums), failureCost(of: wrapper, sums),
    ].compactMap { $0 }
  }

  /// More than one model, one of which takes more than 70 % of the wrapper's cost: 30 % of what it cost would be saved.
  private static func modelOptimization(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let models = sums.models.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    // What is beyond the limit of models is no single one.
    guard models.count > 1, let (model, cost) = models.first(where: { $0.key != BoundedName.other.text }),
      cost * 10 > sums.all.basic.cost * 7
    else { return nil }
    return Recommendation(
      .modelOptimization(
        model: model, cost: Money(nanodollars: cost), total: sums.all.basic.costs, models: models.count),
      wrapper: wrapper, potentialSavings: Money(nanodollars: cost * 3).divided(by: UInt64(10)))
  }

  /// The mean of the efficiency scores under 1.0 is below 0.8: what was spent without need would be saved.
  private static func efficiencyImprovement(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let figures = sums.all.figures
    let count = figures[.lowEfficiencyCount]
    guard count > 0, figures[.lowEfficiency] * 10 < count * 8_000_000_000 else { return nil }
    let wasted = Money(nanodollars: figures[.inefficiencyCost])
    return Recommendation(
      .efficiencyImprovement(
        meanBillionths: Int64(clamping: figures[.lowEfficiency] / count), operations: UInt64(clamping: count),
        certainty: sums.all.basic.costs.certainty),
      wrapper: wrapper, potentialSavings: wasted > .zero ? wasted : nil)
  }

  /// A request takes more than 1,000 tokens on average.
  private static func tokenOptimization(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let tokens = sums.all.basic.tokens
    let told = sums.all.figures[.requests]
    let requests = told > 0 ? told : Int128(sums.all.basic.operations)
    guard requests > 0, Int128(tokens) > requests * 1000 else { return nil }
    return Recommendation(
      .tokenOptimization(tokens: tokens, requests: UInt64(clamping: requests), countsOperations: told <= 0),
      wrapper: wrapper)
  }

  /// More than 10 % of the cost went to failed operations.
  private static func failureCost(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let (basic, failed) = (sums.all.basic, sums.all.figures[.failureCost])
    guard failed * 10 > basic.cost else { return nil }
    return Recommendation(
      .failureCost(
        cost: Money(nanodollars: failed), total: basic.costs, failed: basic.failed, operations: basic.operations),
      wrapper: wrapper)
  }
}

extension [Recommendation] {
  /// The most urgent first, of those the one that saves most, then by wrapper, all together first, and by kind.
  var mostUrgentFirst: [Recommendation] {
    func rank(_ kind: Recommendation.Kind) -> Int { Recommendation.Kind.allCases.firstIndex(of: kind) ?? 0 }
    return enumerated().sorted { a, b in
      let (one, other) = (a.element, b.element)
      if one.priority != other.priority { return one.priority > other.priority }
      let savings = (one.potentialSavings ?? .zero, other.potentialSavings ?? .zero)
      if savings.0 != savings.1 { return savings.0 > savings.1 }
      let names = (one.wrapper ?? "", other.wrapper ?? "")
      if names.0 != names.1 { return names.0.utf8.lexicographicallyPrecedes(names.1.utf8) }
      if one.kind != other.kind { return rank(one.kind) < rank(other.kind) }
      // The day before the month.
      return a.offset < b.offset
    }.map(\.element)
  }
}
