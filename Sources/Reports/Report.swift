import Monitoring
import Snapshots

/// A way to put a snapshot into bytes: one type, in a file of its own, per format.
///
/// The bytes are UTF-8 and end with a line feed. The same snapshot always gives the same bytes.
package protocol Report: Sendable {
  /// Appends the snapshot in this format.
  func write(_ snapshot: Snapshot, to output: inout [UInt8])
}

extension Report {
  /// The snapshot in this format.
  package func bytes(of snapshot: Snapshot) -> [UInt8] {
    var output: [UInt8] = []
    write(snapshot, to: &output)
    return output
  }
}

/// What `wraptop status` ends with (article Command line): 0 healthy, 1 degraded, 2 critical, 3 unknown.
///
/// Unknown means that there is no operation in the health window of any wrapper that is monitored, as is the case
/// without wrappers. What
/// goes wrong before there is a snapshot has exit statuses of its own, from 64 up.
package func exitStatus(for snapshot: Snapshot) -> Int32 {
  guard snapshot.monitor.wrappers.contains(where: { $0.isMonitored && $0.health.sums.operations > 0 }) else { return 3 }
  switch snapshot.monitor.system.status {
  case .healthy: return 0
  case .degraded: return 1
  case .critical: return 2
  case .noWrappers: return 3
  }
}
