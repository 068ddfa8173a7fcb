import Canvas

extension KeyMode {
  /// A column to sort by is chosen.
  static let sortChooser = KeyMode("sort column", .browsing)
}

/// The columns to sort by, over the list of wrappers.
struct SortChooserPane: Pane {
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.sortChooser]

  /// The column under the cursor.
  private(set) var cursor: SortColumn

  /// What can be done in the chooser alone.
  enum Own: Sendable, Equatable {
    /// Sorts by a column.
    case pick(SortColumn)
    /// Turns the order round.
    case reverse
  }

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
        [.escape, .character("s")], .back, "leave as it is", "Cancel", in: [.sortChooser], .chooser,
        footer: 2),
    ]

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    let columns = SortColumn.allCases
    switch input {
    case .move(let movement):
      cursor = columns[movement.row(from: cursor.rawValue, page: columns.count, count: columns.count)]
    case .accept: return pick(cursor, &context)
    case .own(.pick(let column)): return pick(column, &context)
    case .own(.reverse): context.reverseSort()
    case .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  private func pick(_ column: SortColumn, _ context: inout PaneContext) -> [PaneEffect] {
    context.sort(by: column)
    return [.close]
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    SortChooserView.draw(frame, cursor: cursor, in: area, on: &grid)
  }
}

/// The columns to sort by, over the overview.
enum SortChooserView {
  static func draw(_ frame: Frame, cursor: SortColumn, in area: Rect, on grid: inout CellGrid) {
    let order = frame.shared.listing.order
    let dialog = Dialog(title: "sort by", contentSize: Size(columns: 40, rows: SortColumn.allCases.count))
    dialog.draw(in: area, on: &grid)
    let inner = dialog.content(in: area)
    let first = max(0, min(cursor.rawValue - inner.height + 1, SortColumn.allCases.count - inner.height))
    for (row, column) in SortColumn.allCases.dropFirst(first).prefix(inner.height).enumerated() {
      let isSelected = column == cursor
      let isCurrent = column == order.column
      var line = Line(isSelected ? String(grid.glyphs.pointer) : " ", .accent, .bold)
      line.add("\(column.key) ", .key, .bold)
      line.add(column.title, isCurrent ? .accent : .text, isCurrent ? .bold : [])
      line.pad(to: 23)
      line.add(isCurrent ? order.direction + ", now" : column.firstEnd, .dim)
      let place = inner.rows(row, 1)
      grid.draw(line, in: place)
      if isSelected { grid.select(place) }
    }
  }
}
