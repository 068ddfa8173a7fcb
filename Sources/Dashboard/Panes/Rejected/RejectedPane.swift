import Canvas
import Events
import Snapshots

extension PaneID {
  static let rejected = PaneID("rejected")
}

extension KeyMode {
  static let rejected = KeyMode("rejected lines", .view)
}

/// The lines that were not taken in, and why.
struct RejectedPane: Pane {
  typealias Own = Never

  static let id = PaneID.rejected
  static let modes = [KeyMode.rejected]

  /// The cursor among the lines, newest first.
  private(set) var cursor = ListCursor<RejectedLine>()

  var mode: KeyMode { .rejected }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("x"), digit], .open(.rejected, .plain), "rejected", "The lines that were not taken in, and why",
        where: \.isView, .look, footer: 11)
    ]
  }

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      let lines = context.snapshot?.rejected ?? []
      cursor.move(movement, page: context.page, count: lines.count) { lines[$0] }
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    let lines = context.snapshot?.rejected ?? []
    cursor.locate(count: lines.count) { lines[$0] }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    RejectedView.draw(self, frame, in: area, on: &grid)
  }
}
