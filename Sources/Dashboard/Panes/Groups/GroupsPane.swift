import Canvas
import Snapshots

extension PaneID {
  static let groups = PaneID("groups")
}

extension KeyMode {
  static let groups = KeyMode("templates and routes", [.view, .ofWrapper, .choosesWrapper])
}

/// What the operations of the chosen wrapper were made of.
struct GroupsPane: Pane {
  typealias Own = Never

  static let id = PaneID.groups
  static let modes = [KeyMode.groups]

  /// How far its lines are scrolled.
  private(set) var scroll = BreakdownScroll()

  var mode: KeyMode { .groups }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(.groups, .plain), "routes",
        "Templates, routes, fallbacks, operation types, models and failures by code of the wrapper", where: \.isView,
        .look, footer: 9)
    ]
  }

  mutating func enter(_ origin: PaneOrigin, _ shared: inout SharedState, _ context: PaneContext) -> Bool {
    shared.listing.pin()
    return true
  }

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    scroll.update(input, &shared, context)
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    scroll.settle(count: GroupsView.lines(shared, context.snapshot, width: context.body.width).count, shared, context)
  }

  func addNeeds(to request: inout SnapshotRequest, _ shared: SharedState, _ context: PaneContext) {
    scroll.addNeeds(to: &request, shared, context)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    GroupsView.draw(scroll.offset, frame, in: area, on: &grid)
  }
}
