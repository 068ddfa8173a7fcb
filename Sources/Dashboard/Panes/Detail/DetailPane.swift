import Canvas
import Snapshots

extension KeyMode {
  /// One wrapper in full.
  static let detail = KeyMode("wrapper", [.view, .ofWrapper, .choosesWrapper])
}

/// The chosen wrapper on the whole screen.
struct DetailPane: Pane {
  static let modes = [KeyMode.detail]
  static let staysBelow = true

  /// How far the errors are scrolled.
  private(set) var errors = ScrollOffset()

  static let bindings: [Binding] = [
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "more errors", "Older errors of the wrapper", in: [.detail], .move,
      footer: 4),
    Binding(
      [.pageUp, .control("u")], .move(.pageUp), "newer errors", "Newer errors of the wrapper", in: [.detail], .move),
  ]

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement) where movement == .pageUp || movement == .pageDown:
      errors.move(movement, page: max(2, context.body.height / 3))
    case .move(let movement):
      context.shared.listing.move(movement, page: 1, now: context.now)
      errors = ScrollOffset()
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    errors.settle(
      page: 1, count: context.chosen?.detail?.recentFailures.count ?? 0)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    DetailView.draw(frame, open: self, in: area, on: &grid)
  }
}
