import Canvas
import Snapshots

extension KeyMode {
  /// Sources and the store.
  static let sources = KeyMode("sources", .view)
}

/// Where events come from, and the store.
struct SourcesPane: Pane {
  static let modes = [KeyMode.sources]

  /// The first source on the screen.
  private(set) var scroll = ScrollOffset()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "sources", "Sources and the store: state, lag, counts",
        where: \.isView, .look, footer: 12)
    ]
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: context.page)
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    scroll.settle(page: 1, count: context.snapshot?.sources.count ?? 0)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    SourcesView.draw(self, frame, in: area, on: &grid)
  }
}
