import Events
import Monitoring
import Snapshots

/// What a query selects of a snapshot.
struct SnapshotSelection: Hashable, Sendable {
  var request: SnapshotRequest
  /// The time whose figures each wrapper has beside the others; nil for none.
  var range: TimeRange?
  /// Only wrappers whose names match this pattern; nil for all.
  var pattern: String?

  init(_ request: SnapshotRequest) { self.request = request }

  /// - Parameters:
  ///   - detail: whose detail is wanted; nil for what the query says.
  ///   - now: what instants in the query are relative to.
  init(_ query: APIQuery, range: TimeRange?, detail: SnapshotScope.Choice? = nil, now: Timestamp) {
    let isDetailed = query.text("detail") != "false"
    var scope = SnapshotScope(detail: detail ?? (isDetailed ? .all : .some([])), sparklines: .some([]))
    scope.at = query.time("at", at: now)
    if let range { (scope.timeRange, scope.quantiles) = (range, detail ?? .all) }
    request = SnapshotRequest(scope: scope)
    self.range = range
    pattern = query.text("wrapper")
  }

  /// A snapshot without what was not selected.
  func narrow(_ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    if snapshot.isPast { snapshot.alerts.items = snapshot.alerts.active(at: snapshot.at) }
    guard let pattern else { return snapshot }
    let glob = NameGlob(pattern)
    snapshot.monitor.wrappers.removeAll { !glob.matches($0.name) }
    snapshot.alerts.items.removeAll { $0.alert.subject.wrapper.map { !glob.matches($0) } ?? false }
    return snapshot
  }
}

extension APIQuery {
  /// The time range that is asked for; nil for none.
  var range: TimeRange? { text("range").flatMap { text in TimeRange.allCases.first { $0.text == text } } }
}
