import Monitoring

// What the columns of the list are called, and what they mean.
extension WrapperColumns.Kind {
  /// The column of the chooser that sorts by this one.
  var sortColumn: SortColumn? {
    switch self {
    case .state, .gauge, .score: .health
    case .name: .name
    case .success: .success
    case .errors: .errors
    case .fallbacks: .fallbacks
    case .p95: .p95
    case .operations: .operations
    case .cost: .cost
    case .active: .active
    case .traffic, .failures: nil
    case .lastError: nil
    }
  }

  /// The trend that this column's figure can have.
  var trend: Trend.Metric? {
    switch self {
    case .errors: .errorRate
    case .fallbacks: .fallbackRate
    case .p95: .p95
    case .cost: .costPerOperation
    default: nil
    }
  }

  /// Figures are aligned at the right.
  var isRightAligned: Bool {
    switch self {
    case .success, .errors, .fallbacks, .p95, .operations, .cost, .active: true
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
    case .cost: "$ TODAY"
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
      "Grade and score over the last 1 h, whatever the time range, worst first; IDLE with the time since the last operation"
    case .gauge, .score, .name: nil
    case .success: "Operations that succeeded without a fallback, in the time range"
    case .errors: "Operations that failed, timeouts and cancellations included, in the time range"
    case .fallbacks: "Operations that used a fallback, whatever came of it, in the time range"
    case .p95: "95 of 100 operations took at most so long, in the time range"
    case .operations: "Operations that ended in the last 60 s"
    case .cost: "Dollars spent since 00:00Z"
    case .active: "Operations under way"
    case .traffic: "Operations over the time range, newest at the right; every row has its own scale"
    case .failures: "Failed operations over the time range; full height is a tenth of the busiest point or more"
    case .lastError: "The newest error message of the last 1 h"
    }
  }
}
