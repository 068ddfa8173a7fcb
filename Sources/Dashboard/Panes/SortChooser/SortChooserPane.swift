import Canvas

extension PaneID {
  static let sortChooser = PaneID("sort chooser")
}

extension KeyMode {
  static let sortChooser = KeyMode("sort column", .browsing)
}

/// The columns to sort by, over the list of wrappers.
struct SortChooserPane: Pane {
  static let id = PaneID.sortChooser
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.sortChooser]

  /// The column under the cursor.
  private(set) var cursor: SortColumn

  /// What can be done in the chooser alone.
  enum Own: Sendable, Equatable {
    case pick(SortColumn)
    case reverse
  }

  init(cursor: SortColumn) { self.cursor = cursor }

  var mode: KeyMode { .sortChooser }

  static let bindings: [Binding] =
    [OverviewPane.reverse(.own(Own.reverse), in: .sortChooser)]
    + SortColumn.allCases.map { column in
      Binding(
        [.character(column.key)], .own(Own.pick(column)), column.title,
        "Sort by \(column.title), \(column.firstEnd)", in: [.sortChooser], .chooser)
    } + [
      Binding(
        [.enter], .accept, "sort", "Sort by the column under the cursor", in: [.sortChooser], .chooser, footer: 1),
      Binding(
        [.escape, .character("s")], .back, "leave as it is", "Leave the order as it is", in: [.sortChooser], .chooser,
        footer: 2),
    ]

  mutating func update(
    _ input: PaneInput<Own>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    let columns = SortColumn.allCases
    switch input {
    case .move(let movement):
      cursor = columns[movement.row(from: cursor.rawValue, page: columns.count, count: columns.count)]
    case .accept: return pick(cursor, &shared, context)
    case .own(.pick(let column)): return pick(column, &shared, context)
    case .own(.reverse): shared.reverseSort(context)
    case .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  private func pick(_ column: SortColumn, _ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    shared.sort(by: column, context)
    return [.close]
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    SortChooserView.draw(frame, cursor: cursor, in: area, on: &grid)
  }
}
