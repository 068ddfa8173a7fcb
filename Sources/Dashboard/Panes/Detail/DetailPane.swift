import Canvas
import Snapshots

extension PaneID {
  static let detail = PaneID("detail")
}

extension KeyMode {
  static let detail = KeyMode("wrapper", [.view, .ofWrapper, .choosesWrapper])
}

/// The chosen wrapper on the whole screen.
struct DetailPane: Pane {
  typealias Own = Never

  static let id = PaneID.detail
  static let modes = [KeyMode.detail]
  static let staysBelow = true

  /// How far the errors are scrolled.
  private(set) var errors = ScrollOffset()

  var mode: KeyMode { .detail }

  static let bindings: [Binding] = [
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "more errors", "Older errors of the wrapper", in: [.detail], .move,
      footer: 4),
    Binding(
      [.pageUp, .control("u")], .move(.pageUp), "newer errors", "Newer errors of the wrapper", in: [.detail], .move),
  ]

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement) where movement == .pageUp || movement == .pageDown:
      errors.move(movement, page: max(2, context.body.height / 3))
    case .move(let movement):
      shared.listing.move(movement, page: 1, now: context.now)
      errors = ScrollOffset()
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    errors.settle(
      page: 1, count: shared.listing.selected(in: context.snapshot)?.detail?.recentFailures.count ?? 0)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    DetailView.draw(frame, open: self, in: area, on: &grid)
  }
}
