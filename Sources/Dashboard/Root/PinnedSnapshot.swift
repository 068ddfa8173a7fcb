import Events
import Monitoring
import Snapshots

/// A snapshot that is kept on the screen or in mind: a picture that stands still, or the mark.
///
/// The one that was on the screen explains one wrapper only; the next one, asked for with all details, takes its place
/// at once, so that the others can be looked at as well.
package struct PinnedSnapshot: Sendable, Equatable {
  /// What is held.
  package private(set) var snapshot: Snapshot
  /// True once `snapshot` carries the detail of every wrapper, with its breakdown where that is wanted, or is not going to.
  package private(set) var isComplete: Bool
  /// True if the breakdown of every wrapper is wanted as well.
  let wantsBreakdowns: Bool

  /// How long after it was taken a more complete one still passes for it, in seconds.
  private static let grace: Int64 = 3
  /// Up to this many wrappers, breakdowns of all are wanted.
  private static let breakdownLimit = 50

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    // Working them out for many wrappers, or from what only a store holds, would hold everything else up.
    wantsBreakdowns =
      snapshot.monitor.wrappers.count <= Self.breakdownLimit
      && snapshot.monitor.timeRange.seconds <= TimeRange.day.seconds
    isComplete = snapshot.carriesAllDetails && (!wantsBreakdowns || snapshot.carriesAllBreakdowns)
  }

  /// Takes `newest` instead, if that shows the same moment in full.
  mutating func complete(with newest: Snapshot?) {
    guard !isComplete, let newest else { return }
    let isSameMoment =
      newest.isPast == snapshot.isPast && newest.at >= snapshot.at
      && newest.at < snapshot.at.advanced(seconds: newest.isPast ? 1 : Self.grace)
    guard isSameMoment else {
      // What has moved on cannot complete it any more: nothing more is asked for.
      isComplete = true
      return
    }
    guard newest.carriesAllDetails, !wantsBreakdowns || newest.carriesAllBreakdowns else { return }
    let (operations, costs) = (snapshot.operations, snapshot.monitor.costs)
    snapshot = newest
    if snapshot.operations == nil { snapshot.operations = operations }
    if snapshot.monitor.costs == nil { snapshot.monitor.costs = costs }
    isComplete = true
  }
}

extension Snapshot {
  /// True if every wrapper's detail can be shown.
  var carriesAllDetails: Bool { monitor.wrappers.allSatisfy { $0.detail != nil } }
  /// True if the operations of every wrapper that has any can be taken apart.
  var carriesAllBreakdowns: Bool { monitor.wrappers.allSatisfy { !$0.seen || $0.detail?.breakdown != nil } }
}
