import Events
import Monitoring
import Reports
import Snapshots

extension Core {
  /// All that a report on costs tells.
  ///
  /// - Parameters:
  ///   - from: where it begins; nil for 30 days before its end.
  ///   - through: where it ends, and the instant as of which budgets and health are told.
  ///   - wrapper: the pattern that the names of wrappers have to match; nil for all.
  package func costDocument(from: Timestamp?, through: Timestamp, wrapper: String?) -> CostDocument {
    let from = from ?? through.advanced(seconds: -TimeRange.month.seconds)
    let glob = wrapper.map { NameGlob($0) }
    var scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    if through < now { scope.at = through }
    var snapshot = snapshot(SnapshotRequest(scope: scope))
    if let glob { snapshot.monitor.wrappers.removeAll { !glob.matches($0.name) } }
    return CostDocument(
      snapshot: snapshot, from: from, through: through, pattern: wrapper,
      reports: costReports(from: from, through: through, wrappers: glob))
  }
}
