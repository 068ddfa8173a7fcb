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

  /// CompactFigure are aligned at the right.
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
    case .state: "Grade and score over the last 1 h, worst first; IDLE with the time since the last operation"
    case .gauge, .score, .name: nil
    case .success: "Operations that succeeded without a fallback, last 1 h"
    case .errors: "Operations that failed, timeouts and cancellations included, last 1 h"
    case .fallbacks: "Operations that used a fallback, whatever came of it, last 1 h"
    case .p95: "95 of 100 operations took at most so long, last 1 h"
    case .operations: "Operations that ended in the last 60 s"
    case .cost: "Dollars spent since 00:00Z"
    case .active: "Operations under way"
    case .traffic: "Operations over the last 1 h, newest at the right; every row has its own scale"
    case .failures: "Failed operations over the last 1 h; full height is a tenth of the busiest minute or more"
    case .lastError: "The newest error message of the last 1 h"
    }
  }
}
