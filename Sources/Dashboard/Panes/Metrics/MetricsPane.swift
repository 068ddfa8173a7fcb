import Canvas
import Snapshots

extension PaneID {
  static let metrics = PaneID("metrics")
}

extension KeyMode {
  static let metrics = KeyMode("metrics", [.view, .ofWrapper, .choosesWrapper])
}

/// The metrics of the chosen wrapper.
struct MetricsPane: Pane {
  typealias Own = Never

  static let id = PaneID.metrics
  static let modes = [KeyMode.metrics]

  /// How far its lines are scrolled.
  private(set) var scroll = BreakdownScroll()

  var mode: KeyMode { .metrics }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(.metrics, .plain), "metrics",
        "Metrics of the wrapper: resources, quality, custom metrics", where: \.isView,
        .look, footer: 8)
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
    scroll.settle(count: MetricsView.lines(shared, context.snapshot).count, shared, context)
  }

  func addNeeds(to request: inout SnapshotRequest, _ shared: SharedState, _ context: PaneContext) {
    scroll.addNeeds(to: &request, shared, context)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    MetricsView.draw(scroll.offset, frame, in: area, on: &grid)
  }
}
