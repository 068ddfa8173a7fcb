import Canvas
import Snapshots

/// A view that takes the chosen wrapper apart: keys go to the next wrapper, or scroll its lines.
protocol BreakdownPane: Pane where Own == Never {
  /// How far its lines are scrolled.
  var scroll: BreakdownScroll { get set }
  /// All lines for the chosen wrapper, on a screen of that width.
  static func lines(_ shared: SharedState, _ snapshot: Snapshot?, width: Int) -> [BreakdownLine]
  /// What is said if there are none.
  static var empty: [String] { get }
}

/// How far the lines of a wrapper are scrolled.
struct BreakdownScroll: Sendable, Equatable {
  /// The first line on the screen.
  var offset = ScrollOffset()
  /// The wrapper whose lines they are; another one is shown from its first line on.
  var wrapper: String?
}

extension BreakdownPane {
  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool {
    context.shared.listing.pin()
    return true
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement) where movement == .pageUp || movement == .pageDown:
      scroll.offset.move(movement, page: context.page)
    case .move(let movement):
      context.shared.listing.move(movement, page: 1, now: context.now)
      scroll.offset = ScrollOffset()
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    if scroll.wrapper != context.chosen?.name { scroll = BreakdownScroll(wrapper: context.chosen?.name) }
    let lines = Self.lines(context.shared, context.snapshot, width: context.body.width)
    scroll.offset.settle(page: BreakdownView.rows(context.body), count: lines.count)
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.scope.breakdown.add(Set([context.chosen?.name].compactMap(\.self)))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    BreakdownView.draw(
      Self.lines(frame.shared, frame.snapshot, width: area.width), mode.title, offset: scroll.offset.line,
      empty: Self.empty, frame, in: area, on: &grid)
  }
}
