import Canvas
import Events
import Snapshots

extension KeyMode {
  /// Lines that were not taken in.
  static let rejected = KeyMode("rejected lines", .view)
}

/// Rejected lines, and why.
struct RejectedPane: Pane {
  static let modes = [KeyMode.rejected]

  /// The cursor among the lines, newest first.
  private(set) var cursor = ListCursor<RejectedLine>()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("x"), digit], .open(id, .plain), "rejected", "Rejected lines, and why",
        where: \.isView, .look, footer: 11)
    ]
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      let lines = context.snapshot?.rejected ?? []
      cursor.move(movement, page: context.page, count: lines.count) { lines[$0] }
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    let lines = context.snapshot?.rejected ?? []
    cursor.locate(count: lines.count) { lines[$0] }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    RejectedView.draw(self, frame, in: area, on: &grid)
  }
}
