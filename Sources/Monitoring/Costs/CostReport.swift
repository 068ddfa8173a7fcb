import Events

/// The costs of a wrapper, or of all together, at an instant: against budgets, taken apart, and what to do about them
/// (article Cost).
public struct CostReport: Codable, Sendable, Equatable {
  /// Of which wrapper; nil for all together.
  public var wrapper: String?
  /// Today, with or without a budget.
  public var day: PeriodSpending
  /// This month, with or without a budget.
  public var month: PeriodSpending
  /// How the spending of today grew.
  public var dayCourse: SpendingCourse
  /// How the spending of this month grew.
  public var monthCourse: SpendingCourse
  /// What the costs of the wanted range were made of.
  public var analysis: CostAnalysis
  /// What would save money or keep a budget, most urgent first. They rest on the last 7 days, whatever the range.
  public var recommendations: [Recommendation] = []
  /// What the price table says of the models of the analysis, by name; without a price table, those whose tokens are
  /// unpriced.
  public var prices: [ModelPrice] = []

  /// A report without recommendations and prices.
  public init(
    wrapper: String?, day: PeriodSpending, month: PeriodSpending, dayCourse: SpendingCourse,
    monthCourse: SpendingCourse, analysis: CostAnalysis
  ) {
    self.wrapper = wrapper
    self.day = day
    self.month = month
    self.dayCourse = dayCourse
    self.monthCourse = monthCourse
    self.analysis = analysis
  }
}

/// What was spent since a period began, at steps of equal length.
public struct SpendingCourse: Codable, Sendable, Equatable {
  /// When the period began.
  public var began: Timestamp
  /// When it turns.
  public var turnsAt: Timestamp
  /// The length of a step in seconds; a month may end with part of one.
  public var step: Int64
  /// What had been spent since the period began at the end of each step that has begun, oldest first; the last one as
  /// of the instant of the report.
  public var spent: [Money]

  /// A course.
  public init(began: Timestamp, turnsAt: Timestamp, step: Int64, spent: [Money]) {
    self.began = began
    self.turnsAt = turnsAt
    self.step = step
    self.spent = spent
  }
}

/// Which costs are wanted in full.
public struct CostScope: Codable, Sendable, Hashable {
  /// Of this wrapper; nil for all together.
  public var wrapper: String?
  /// From when on costs are taken apart; nil for the time range of the snapshot.
  public var from: Timestamp?

  /// Costs of a wrapper, or of all together.
  public init(wrapper: String? = nil, from: Timestamp? = nil) {
    self.wrapper = wrapper
    self.from = from
  }
}
