import Monitoring

// What the columns of the list are called, and what they mean.
extension WrapperColumns.Kind {
  /// True if the rows are sorted by what stands in this column.
  func isSorted(by column: SortColumn) -> Bool {
    switch column {
    case .health: self == .state
    case .name: self == .name
    case .success: self == .success
    case .errors: self == .errors
    case .fallbacks: self == .fallbacks
    case .p95: self == .p95
    case .operations: self == .operations
    case .cost, .budget: self == .budget
    case .active: self == .active
    case .lastOperation: false
    }
  }

  /// The trend that this column's figure can have.
  var trend: Trend.Metric? {
    switch self {
    case .errors: .errorRate
    case .fallbacks: .fallbackRate
    case .p95: .p95
    case .budget: .costPerOperation
    default: nil
    }
  }

  /// Figures are aligned at the right.
  var isRightAligned: Bool {
    switch self {
    case .success, .errors, .fallbacks, .p95, .operations, .budget, .toCap, .active: true
    default: false
    }
  }

  /// What stands above it.
  func heading(width: Int) -> String {
    switch self {
    case .state: "HEALTH"
    case .gauge, .score: ""
    case .name: "WRAPPER"
    case .success: "OK%"
    case .errors: "ERR%"
    case .fallbacks: "FB%"
    case .p95: "P95"
    case .operations: "OPS/M"
    case .budget: BudgetColumnStyle.heading(width: width)
    case .toCap: "TO CAP"
    case .active: "ACT"
    case .traffic: width >= 7 ? "TRAFFIC" : "TRAF"
    case .failures: width >= 6 ? "ERRORS" : "ERR"
    case .lastError: "LAST ERROR"
    }
  }

  /// What the help says about it; nil for what belongs to the column before.
  var explanation: String? {
    switch self {
    case .state:
      "Grade and score over the last 1 h, whatever the time range, worst first; IDLE with the time since the last operation;"
        + " never seen: it is configured, but no operation has come"
    case .gauge, .score, .name: nil
    case .success: "Operations that succeeded without a fallback, in the time range"
    case .errors: "Operations that failed, timeouts and cancellations included, in the time range"
    case .fallbacks: "Operations that used a fallback, whatever came of it, in the time range"
    case .p95: "95 of 100 operations took at most so long, in the time range"
    case .operations: "Operations that ended in the last 60 s"
    case .budget:
      "What was spent since the day began in the zone of the budgets, against the budget of the day: filled up to what is"
        + " spent, shaded up to what will be at the rate of the last 60 min, with marks where warning and critical begin;"
        + " > or » behind it: it will pass the budget, !: it has. Without a budget, the dollars alone; mo: the budget of the"
        + " month, where the day has none; m behind it: that of the month is nearer its end; OFF: costs are not tracked;"
        + " ~ with estimates; >= at least so much, since prices are missing"
    case .toCap: "How long the budget lasts at the rate of the last 60 min; - if it lasts until it turns"
    case .active: "Operations under way"
    case .traffic: "Operations over the time range, newest at the right; every row has its own scale"
    case .failures: "Failed operations over the time range; full height is a tenth of the busiest point or more"
    case .lastError: "The newest error message, and how long ago that was"
    }
  }
}
