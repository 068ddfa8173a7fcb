import Events

/// Something that would save money or keep a budget (article Cost, Recommendations).
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

  /// What kind of advice it is.
  public var kind: Kind
  /// How urgent it is.
  public var priority: Priority
  /// Whom it is about; nil for all wrappers together.
  public var wrapper: String?
  /// One sentence: what was found, and what to do.
  public var description: String
  /// What it would have saved over the last 7 days; nil if that is not known.
  public var potentialSavings: Money?
  /// The figures it rests on, each with its name, in an order that explains.
  public var details: [Detail] = []

  /// A figure with its name.
  public struct Detail: Codable, Sendable, Equatable {
    /// What it is, in lower case.
    public var name: String
    /// The figure as text, with its unit.
    public var value: String

    /// A figure with its name.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A recommendation without details.
  public init(
    _ kind: Kind, _ priority: Priority, wrapper: String?, description: String, potentialSavings: Money? = nil
  ) {
    self.kind = kind
    self.priority = priority
    self.wrapper = wrapper
    self.description = description
    self.potentialSavings = potentialSavings
  }
}
