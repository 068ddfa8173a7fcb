import Events
import Monitoring

/// Where figures outlive the process: one file, written by one process at a time.
package protocol Store: Sendable {
  /// Stores all of it or nothing; once this returns, no crash and no power cut loses it.
  func commit(_ commit: Commit) throws(StorageError)
  /// Everything that was stored, so that a core goes on from it.
  func load() throws(StorageError) -> StoredContent
  /// The breakdowns of a wrapper, by hour, for the given hours since the epoch.
  func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown]
  /// Changes with each commit of another process.
  var version: UInt64 { get throws(StorageError) }
  /// Bytes on the disk.
  var size: UInt64 { get }
}

/// What belongs together: figures, and how far the sources were read that they come from.
package struct Commit: Sendable {
  package var at: Timestamp
  package var monitor: MonitorChanges
  /// The sources that changed.
  package var sources: [StoredSource]
  /// The last rejected lines, newest first; nil if they are as before.
  package var rejected: [RejectedLine]?

  package init(
    at: Timestamp, monitor: MonitorChanges, sources: [StoredSource] = [], rejected: [RejectedLine]? = nil
  ) {
    self.at = at
    self.monitor = monitor
    self.sources = sources
    self.rejected = rejected
  }

  /// True if there is nothing to store.
  package var isEmpty: Bool { monitor.isEmpty && sources.isEmpty && rejected == nil }

  /// Adds what is to be stored after this.
  package mutating func absorb(_ newer: Commit) {
    at = newer.at
    monitor.absorb(newer.monitor)
    for source in newer.sources {
      sources.removeAll { $0.status.name == source.status.name && $0.status.kind == source.status.kind }
      sources.append(source)
    }
    rejected = newer.rejected ?? rejected
  }
}

/// What is known of a source.
package struct StoredSource: Sendable, Codable, Equatable {
  /// Its counts over all runs.
  package var status: SourceStatus
  /// How far each of its files was read, the one in use last; only for files.
  package var positions: [Position]

  package init(status: SourceStatus, positions: [Position]) {
    self.status = status
    self.positions = positions
  }
}

/// All that a store holds.
package struct StoredContent: Sendable {
  package var monitor = StoredMonitor()
  package var sources: [StoredSource] = []
  package var rejected: [RejectedLine] = []
  /// The secret under which the fingerprints of ids were made.
  package var seed: UInt64
  /// When the last commit was.
  package var lastCommit: Timestamp?

  package init(seed: UInt64) { self.seed = seed }
}
