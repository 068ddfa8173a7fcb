import Canvas
import Monitoring
import Snapshots

// What the core is to work out: only what is looked at.
extension DashboardState {
  /// Up to this many wrappers, sparklines of all are asked for, and details of all for a screen that stands still.
  static let scopeLimit = 200

  /// The scope that the screen needs; nil while nothing is known of the wrappers.
  func wantedScope(_ surroundings: Surroundings) -> SnapshotScope? {
    guard listing.total > 0 else { return nil }
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    var detail = Set<String>()
    if let chosen = listing.selected(in: shown(surroundings.snapshot)) { detail.insert(chosen.name) }
    let isFew = listing.total <= Self.scopeLimit
    let needsAll = isFew && pause.map { !$0.isComplete } ?? false
    return SnapshotScope(
      detail: needsAll ? .all : .some(detail),
      sparklines: isFew ? .all : .some(listing.visibleNames(page: layout.tableRows).union(detail)),
      totalQuantiles: isFew)
  }
}

extension Snapshot {
  /// True if every wrapper's detail can be shown.
  var carriesAllDetails: Bool { monitor.wrappers.allSatisfy { $0.detail != nil } }
}
