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
    case state, gauge, score, name, success, errors, fallbacks, p95, operations, cost, active, traffic, failures,
      lastError
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

  // Under 80 columns go, in this order: sparklines, active, cost, operations, fallbacks, success.
  private static func kinds(_ width: Int) -> [Kind] {
    Kind.allCases.filter { kind in
      switch kind {
      case .state, .name, .errors: true
      // One of the two has to do on a screen of 80 columns; the score itself stands in the detail.
      case .score: width >= 90 || width < 78
      case .gauge: width >= 78
      case .p95: width >= 46
      case .fallbacks: width >= 52
      case .operations: width >= 58
      case .cost: width >= 66
      case .success: width >= 70
      case .active: width >= 74
      case .traffic, .failures: width >= 78
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
    case .cost: 7
    case .active: 3
    case .name, .traffic, .failures, .lastError: nil
    }
  }
}
