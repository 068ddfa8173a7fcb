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
