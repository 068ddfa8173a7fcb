import Monitoring
import Snapshots

// What the core is to work out: only what is looked at.
extension SharedState {
  /// Up to this many wrappers, sparklines of all are asked for, and details of all for a screen that stands still.
  static let scopeLimit = 200

  /// True if there are so few wrappers that more can be asked for than is seen.
  var isFew: Bool { listing.total <= Self.scopeLimit }

  /// What every screen needs: the chosen wrapper, and what a held picture or the mark still lacks.
  func neededSnapshot(_ surroundings: UpdateContext) -> SnapshotRequest {
    let chosen = Set([listing.selected(in: shown(surroundings.snapshot))?.name].compactMap(\.self))
    let isCompleting = [pause, mark].contains { $0.map { !$0.isComplete } ?? false }
    let wantsBreakdowns = [pause, mark].contains { $0.map { !$0.isComplete && $0.wantsBreakdowns } ?? false }
    var scope = SnapshotScope(
      detail: isFew && isCompleting ? .all : .some(chosen), sparklines: isFew ? .all : .some(chosen),
      totalQuantiles: isFew)
    scope.breakdown = isFew && wantsBreakdowns ? .all : .some([])
    scope.trends = isFew && isCompleting ? .all : .some(chosen)
    scope.timeRange = range
    scope.at = past
    return SnapshotRequest(scope: scope)
  }
}

extension SnapshotScope.Choice {
  /// Adds wrappers by their names.
  mutating func add(_ names: Set<String>) {
    if case .some(let others) = self { self = .some(others.union(names)) }
  }
}
