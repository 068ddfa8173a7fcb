import Events
import Snapshots

// How the core gets on: what comes in, what it stores, and what it needs.

extension MetricsWriter {
  /// Feed health.
  mutating func sources(_ sources: [SourceSummary]) {
    func perSource(
      _ name: String, _ kind: Kind, unit: String? = nil, _ help: String,
      _ samples: (inout Samples, SourceSummary, String) -> Void
    ) {
      family(name, kind, unit: unit, help) { list in
        var labels = MetricLabels()
        for source in sources { samples(&list, source, labels.value(for: source.name)) }
      }
    }
    perSource("wraptop_source_read_bytes", .counter, unit: "bytes", "Bytes that were read from a source.") {
      $0.add($1.bytes, ["source": $2])
    }
    perSource("wraptop_source_accepted", .counter, "Records that were taken in.") {
      $0.add($1.accepted, ["source": $2])
    }
    perSource("wraptop_source_duplicates", .counter, "Records that had been taken in before.") {
      $0.add($1.duplicates, ["source": $2])
    }
    perSource("wraptop_source_rejected", .counter, "Lines that were rejected, by reason.") { list, source, label in
      for reason in RejectionReason.allCases {
        if let count = source.rejectedByReason[reason], count > 0 {
          list.add(count, ["source": label, "reason": reason.rawValue])
        }
      }
    }
    perSource("wraptop_source_lag_bytes", .gauge, unit: "bytes", "Bytes that have yet to be read.") {
      if let lag = $1.lagBytes { $0.add(lag, ["source": $2]) }
    }
    perSource(
      "wraptop_source_last_event_timestamp_seconds", .gauge, unit: "seconds", "When the last event was, in Unix time."
    ) { if let last = $1.lastEvent { $0.add(Double(last.microseconds) / 1e6, ["source": $2]) } }
    perSource("wraptop_source_up", .gauge, "1 for a source that works, 0 for one that is in trouble.") {
      $0.add($1.problem == nil ? 1 : 0, ["source": $2])
    }
  }

  /// The store.
  mutating func storage(_ storage: StorageStatus) {
    family("wraptop_store_up", .gauge, "1 while figures are stored, 0 if they cannot be.") {
      $0.add(storage.state == .storing ? 1 : 0)
    }
    family("wraptop_store_size_bytes", .gauge, unit: "bytes", "The size of the store.") { $0.add(storage.bytes) }
    guard let last = storage.lastCommit else { return }
    family(
      "wraptop_store_last_commit_timestamp_seconds", .gauge, unit: "seconds", "When the last commit was, in Unix time."
    ) { $0.add(Double(last.microseconds) / 1e6) }
  }

  /// The core itself.
  mutating func core(_ counters: CoreCounters) {
    family("wraptop_core_events", .counter, "Events that were applied.") { $0.add(counters.events) }
    for (name, help, timing) in [
      ("wraptop_core_batch_seconds", "Applying a batch of events.", counters.applying),
      ("wraptop_core_commit_seconds", "Writing a commit to the store.", counters.committing),
      ("wraptop_core_snapshot_seconds", "Taking a snapshot.", counters.snapshots),
    ] {
      family(name, .summary, unit: "seconds", help) { $0.add((timing.count, timing.total / .seconds(1))) }
    }
    family("wraptop_core_pending_chunks", .gauge, "Chunks of events that wait to be applied.") {
      $0.add(counters.pendingChunks)
    }
    family("wraptop_core_unstored_operations", .gauge, "Operations that are not stored yet.") {
      $0.add(counters.unstoredOperations)
    }
    family("wraptop_core_waiting_for_store", .gauge, "Clients and sources that wait for the store.") {
      $0.add(counters.waitingForStore)
    }
    family("wraptop_core_uptime_seconds", .gauge, unit: "seconds", "How long the core has been running.") {
      $0.add(counters.uptime / .seconds(1))
    }
    // These have the names that every program has them under.
    if let bytes = counters.residentBytes {
      family("process_resident_memory_bytes", .gauge, unit: "bytes", "Memory in use.") { $0.add(bytes) }
    }
    if let time = counters.processorTime {
      family("process_cpu_seconds", .counter, unit: "seconds", "Time of processors.") { $0.add(time / .seconds(1)) }
    }
  }
}
