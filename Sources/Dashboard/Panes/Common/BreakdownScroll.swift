import Snapshots

/// What the views that take the chosen wrapper apart do alike: keys go to the next wrapper or scroll its lines.
struct BreakdownScroll: Sendable, Equatable {
  /// How far the lines are scrolled.
  private(set) var offset = ScrollOffset()
  /// The wrapper whose lines they are; another one is shown from its first line on.
  private var wrapper: String?

  /// Handles a key.
  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement) where movement == .pageUp || movement == .pageDown:
      offset.move(movement, page: context.page)
    case .move(let movement):
      shared.listing.move(movement, page: 1, now: context.now)
      offset = ScrollOffset()
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  /// Keeps the lines on the screen; `count` is how many there are.
  mutating func settle(count: Int, _ shared: SharedState, _ context: PaneContext) {
    let wrapper = shared.listing.selected(in: context.snapshot)?.name
    if wrapper != self.wrapper { offset = ScrollOffset() }
    self.wrapper = wrapper
    offset.settle(page: BreakdownView.rows(context.body), count: count)
  }

  /// Adds the breakdown of the chosen wrapper to what is asked of the core.
  func addNeeds(to request: inout SnapshotRequest, _ shared: SharedState, _ context: PaneContext) {
    request.scope.breakdown.add(Set([shared.listing.selected(in: context.snapshot)?.name].compactMap(\.self)))
  }
}
