import Canvas
import Monitoring
import Snapshots

// What the core is to work out: only what is looked at.
extension DashboardState {
  /// Up to this many wrappers, sparklines of all are asked for, and details of all for a screen that stands still.
  static let scopeLimit = 200

  /// What the screen needs; nil while nothing is known of the wrappers.
  func snapshotRequest(_ surroundings: UpdateContext) -> SnapshotRequest? {
    // An instant before the first wrapper has to be left again.
    guard listing.total > 0 || past != nil || surroundings.snapshot?.isPast == true || view == .operations else {
      return nil
    }
    let snapshot = shown(surroundings.snapshot)
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: snapshot)
    var chosen = Set<String>()
    if let wrapper = listing.selected(in: snapshot) { chosen.insert(wrapper.name) }
    let isFew = listing.total <= Self.scopeLimit
    let isList = view == .overview && !isDetailOpen
    let visible = isList ? listing.visibleNames(page: layout.tableRows) : []

    var scope = SnapshotScope(
      // The lines of the list show an hour without them; other ranges are in the series of a detail.
      detail: isFew && isCompleting ? .all : .some(range == .hour ? chosen : visible.union(chosen)),
      sparklines: isFew ? .all : .some(listing.visibleNames(page: layout.tableRows).union(chosen)),
      totalQuantiles: isFew)
    let held = [pause, mark].contains { $0.map { !$0.isComplete && $0.wantsBreakdowns } ?? false }
    scope.breakdown = isFew && held ? .all : .some(view.isOfWrapper ? chosen : [])
    scope.trends = view == .trends || isFew && isCompleting ? .all : .some(visible.union(chosen))
    if view == .costs { scope.costs = CostScope(wrapper: costs.wrapper) }
    scope.timeRange = range
    scope.at = past
    return SnapshotRequest(scope: scope, operations: view == .operations ? operations.choice : nil)
  }

  /// True while a held picture or the mark waits for the details of all wrappers.
  private var isCompleting: Bool { [pause, mark].contains { $0.map { !$0.isComplete } ?? false } }
}
