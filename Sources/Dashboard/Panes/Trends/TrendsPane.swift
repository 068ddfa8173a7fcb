import Canvas
import Monitoring
import Snapshots

extension PaneID {
  static let trends = PaneID("trends")
}

extension KeyMode {
  static let trends = KeyMode("trends", [.view, .opens])
}

/// What has changed of late, in all wrappers.
struct TrendsPane: Pane {
  typealias Own = Never

  static let id = PaneID.trends
  static let modes = [KeyMode.trends]

  /// The cursor among the trends.
  private(set) var cursor = ListCursor<TrendRow.ID>()

  var mode: KeyMode { .trends }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(.trends, .plain), "trends",
        "What has changed of late, of all wrappers; an arrow behind a figure of the overview says that it has got worse",
        where: \.isView, .look, footer: 10)
    ]
  }

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    let rows = TrendRow.rows(context.snapshot)
    switch input {
    case .move(let movement): cursor.move(movement, page: context.page, count: rows.count) { rows[$0].id }
    case .accept:
      guard rows.indices.contains(cursor.row) else { return shared.refuse("No trend to open", context) }
      let wrapper = rows[cursor.row].wrapper.name
      if !shared.listing.select(wrapper) {
        shared.filterWrappers("", context)
        _ = shared.listing.select(wrapper)
      }
      return [.show(.detail)]
    case .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    let rows = TrendRow.rows(context.snapshot)
    cursor.locate(count: rows.count) { rows[$0].id }
  }

  func addNeeds(to request: inout SnapshotRequest, _ shared: SharedState, _ context: PaneContext) {
    request.scope.trends = .all
  }

  func wrapper(_ shared: SharedState, _ context: PaneContext) -> String? {
    let rows = TrendRow.rows(context.snapshot)
    return rows.indices.contains(cursor.row)
      ? rows[cursor.row].wrapper.name : shared.listing.selected(in: context.snapshot)?.name
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    TrendsView.draw(self, frame, in: area, on: &grid)
  }
}
