import Monitoring

/// The columns of the list of wrappers for a given width.
///
/// They depend on the width of the screen and of the longest name only, never on figures, so that they stand still.
struct WrapperColumns {
  struct Column: Equatable {
    var kind: Kind
    var x: Int
    var width: Int
  }

  enum Kind: CaseIterable {
    case state, gauge, score, name, success, errors, fallbacks, p95, operations, budget, toCap, active, traffic,
      failures, lastError
  }

  let columns: [Column]

  /// Lays the columns out in `width` cells, the first of which is left to the cursor's mark.
  ///
  /// With a mark, changes stand under the figures, for which one of them needs a cell more.
  init(width: Int, longestName: Int, isMarked: Bool = false) {
    var kinds = Self.kinds(width)
    func fixedWidth(_ kind: Kind) -> Int? {
      kind == .active && isMarked ? 4 : Self.fixedWidth(kind, width)
    }
    // A blank stands between two columns.
    var room = width - kinds.count - kinds.reduce(0) { $0 + (fixedWidth($1) ?? 0) }
    // The name comes first, but leaves each sparkline the least that still tells something.
    let sparklines = kinds.count { $0 == .traffic || $0 == .failures }
    let nameWidth = max(4, min(min(max(longestName, 8), 28), room - sparklines * 4))
    room -= nameWidth
    var sparkline = sparklines == 0 ? 0 : min(room / sparklines, 30)
    if kinds.contains(.lastError) {
      let narrow = width >= 150 ? 15 : 10
      if room - narrow * sparklines >= 16 {
        sparkline = narrow
      } else {
        kinds.removeAll { $0 == .lastError }
      }
    }
    var x = 1
    var columns: [Column] = []
    for kind in kinds {
      let columnWidth =
        switch kind {
        case .name: nameWidth
        case .traffic, .failures: sparkline
        case .lastError: max(0, width - x)
        default: fixedWidth(kind) ?? 0
        }
      columns.append(Column(kind: kind, x: x, width: columnWidth))
      x += columnWidth + 1
    }
    self.columns = columns
  }

  subscript(kind: Kind) -> Column? { columns.first { $0.kind == kind } }

  // Below what each needs go, in this order: what is left of a budget in time, the money beside its bar, the lines of
  // traffic and of errors, active, success, operations, fallbacks, the bar of the budget, p95, the budget.
  private static func kinds(_ width: Int) -> [Kind] {
    Kind.allCases.filter { kind in
      switch kind {
      case .state, .name, .errors: true
      // One of the two has to do on a screen of 80 columns; the score itself stands in the detail.
      case .score: width >= 90 || width < 78
      case .gauge: width >= 78
      case .p95: width >= 46
      case .budget: width >= 44
      case .fallbacks: width >= 58
      case .operations: width >= 64
      case .success: width >= 70
      case .active: width >= 74
      // At 80 columns there is room for one line; when errors began is told by no other column.
      case .failures: width >= 78
      case .traffic: width >= 86
      case .toCap: width >= 114
      case .lastError: width >= 116
      }
    }
  }

  // Nil for columns that share what is left.
  private static func fixedWidth(_ kind: Kind, _ width: Int) -> Int? {
    switch kind {
    case .state: 9
    case .gauge: width >= 110 ? 8 : 5
    case .score, .success, .errors, .fallbacks: 4
    case .p95, .operations: 5
    case .budget: BudgetColumnStyle(width).width
    case .toCap: 6
    case .active: 3
    case .name, .traffic, .failures, .lastError: nil
    }
  }
}

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

  /// Sums and charts move slowly.
  var isSlow: Bool { self == .budget || self == .traffic || self == .failures }

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
    case .gauge, .score: nil
    case .name: "Before the name: ! an alert of it fires; . all that fire are acknowledged or silenced"
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
