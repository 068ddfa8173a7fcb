import Monitoring
import Snapshots

/// The document of `wraptop status --json` (article Command line): one object on one line, with the same keys in the
/// same order whatever there is to tell.
///
/// Durations are milliseconds, rates 0 to 1, percentages 0 to 100, times RFC 3339 in UTC, amounts of money decimal
/// text. The snapshot has to be taken with a scope of everything; `stats` is null for a wrapper without detail.
package struct StatusJSON: Report {
  /// The number of the shape. It goes up when a key goes or changes its meaning, not when one is added.
  package static let schema = 1

  package init() {}

  package func write(_ snapshot: Snapshot, to output: inout [UInt8]) {
    var writer = JSONWriter(appendingTo: output)
    output = []
    writer.object { document in
      document.field("schema", Self.schema)
      document.field("at", snapshot.at)
      document.objectField("system") { $0.system(snapshot.monitor.system) }
      document.budgetField(snapshot.monitor.budget)
      document.arrayField("wrappers") { list in
        for wrapper in snapshot.monitor.wrappers.sorted(by: Self.comesFirst) { list.wrapper(wrapper) }
      }
      document.arrayField("sources") { list in
        for source in listedSources(snapshot.sources) { list.source(source) }
      }
      document.arrayField("alerts") { _ in }
    }
    writer.endLine()
    output = writer.bytes
  }

  private static func comesFirst(_ a: WrapperSnapshot, _ b: WrapperSnapshot) -> Bool {
    a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

extension JSONWriter {
  /// article Monitoring, Health of the system.
  fileprivate mutating func system(_ system: SystemHealth) {
    field("overall_health_score", system.score)
    field("system_status", system.status.rawValue)
    field("idle", system.isIdle)
    field("active_wrappers", system.totalWrappers)
    field("total_wrappers", system.totalWrappers)
    field("healthy_wrappers", system.healthyWrappers)
    field("unhealthy_wrappers", system.unhealthyWrappers)
    field("idle_wrappers", system.idleWrappers)
    field("health_percentage", system.healthPercentage)
    field("total_operations", system.totalOperations)
    field("completed_operations", system.totalOperations)
    field("active_operations", system.activeOperations)
    field("overall_success_rate", system.successRate)
    field("error_count", system.errorCount)
    field("operations_per_minute", system.operationsPerMinute)
    field("ahead", system.ahead)
    field("last_health_check", system.lastHealthCheck)
  }
}
