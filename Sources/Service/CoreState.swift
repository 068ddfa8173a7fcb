import Alerting
import Events
import Monitoring
import Snapshots

/// What a `Core` keeps under its lock.
struct CoreState {
  var monitor: MonitorState
  var sources = SourceRegistry()
  /// Those who know more of a source than it has sent, by its number.
  var observed: [Int: any ObservedSource] = [:]
  var backlog = StoreBacklog()
  var counters = CoreMeter()
  /// Alerts as they are stored, and how many of their changes are.
  var alertRows = StoredAlertRows()
  // What snapshots carry beside.
  var alerts: AlertsState?
  var configuration = KnownConfiguration.none
  var storage: StorageStatus?
  /// How many commits were tried.
  var commits: UInt64 = 0
  /// A commit was taken, and nobody knows yet what becomes of it.
  var isCommitting = false
  /// Where hours are that memory no longer holds; nil without a store that is written here.
  var past: StoredBreakdowns?

  /// What the state has for a snapshot.
  mutating func snapshot(at now: Timestamp, scope: SnapshotScope, older: [Int: [Breakdown]]) -> Snapshot {
    var snapshot = Snapshot(
      monitor: monitor.snapshot(at: now, scope: scope, older: older), sources: sources.sources,
      rejected: sources.newestRejected, catchUp: sources.progress(now: now))
    for (number, count) in monitor.waiting where snapshot.sources.indices.contains(number) {
      snapshot.sources[number].ahead = count
    }
    snapshot.earliest = monitor.earliest
    snapshot.alerts = alerts ?? AlertsState()
    switch configuration {
    case .none: break
    case .known(let state): snapshot.configuration = state
    case .unknown(let reason): snapshot.configurationUnknown = reason
    }
    snapshot.storage = storage
    snapshot.storage?.uncommitted = backlog.unstored
    if let past { snapshot.storage?.readProblem = past.problem }
    return snapshot
  }

  /// What had to be left out.
  var shed: ShedCounts {
    ShedCounts(
      wrapperLimit: monitor.wrapperLimit, overflow: monitor.overflow, aheadOfClock: monitor.aheadOfClock,
      future: monitor.pendingShed)
  }
}
