import Events
import GRDB
import Monitoring

/// What an operator does with a store between two runs, or beside the process that writes it.
package enum StoreMaintenance {
  /// What a store holds, and what is wrong with it.
  package struct Report: Sendable, Equatable {
    /// The version of its form.
    package var schema: Int
    /// Bytes on the disk.
    package var size: UInt64
    /// The wrappers that it knew at the last checkpoint, and all their operations that were ever counted.
    package var wrappers: Int
    package var operations: UInt64
    /// The events in its journal.
    package var journaled: Int
    package var lastCommit: Timestamp?
    /// What SQLite finds wrong with the file, at most ten lines.
    package var faults: [String]
    /// Records that make no sense.
    package var losses: [StoreLoss]

    /// True if all of it can be read.
    package var isSound: Bool { faults.isEmpty && losses.isEmpty }
  }

  /// Reads all of a store, also beside the process that writes it, and changes nothing.
  package static func check(_ path: String) throws(StorageError) -> Report {
    let reader = StoreReader(path: path)
    return try reader.read { database in
      let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
      let content = try Transaction.load(database)
      return Report(
        schema: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0, size: reader.size,
        wrappers: content.monitor.wrappers.count,
        operations: content.monitor.wrappers.reduce(0) { $0 &+ $1.record.totals.total },
        journaled: content.journal.reduce(0) { $0 + $1.batch.events.count }, lastCommit: content.lastCommit,
        faults: lines == ["ok"] ? [] : lines,
        losses: content.losses)
    }
  }

  /// Copies a store as of its last commit, also beside the process that writes it. The copy is for the user alone.
  ///
  /// - Throws: `.exists` if there is something at `copy`, `.full` if there is no room for it.
  package static func backUp(_ path: String, to copy: String) throws(StorageError) {
    guard !StoreFile.exists(copy) else { throw .exists(path: copy) }
    let reader = StoreReader(path: path)
    try StoreFile.copy(to: copy) { (unfinished) throws(StorageError) in
      try reader.read { try $0.execute(sql: "VACUUM INTO ?", arguments: [unfinished]) }
    }
  }

  /// Writes a store anew in as few bytes as it needs. No other process may write it meanwhile.
  ///
  /// - Returns: its bytes before and after.
  package static func compact(_ path: String, now: Timestamp) throws(StorageError) -> (before: UInt64, after: UInt64) {
    switch try StoreFile.kind(of: path) {
    case .nothing: throw .missing(path: path)
    case .notAStore: throw .notAStore(path: path)
    case .store: break
    }
    let lock = try StoreLock.make(for: path, at: now)
    defer { withExtendedLifetime(lock) {} }
    try StoreReader(path: path).checkVersion()
    let before = StoreFile.size(of: path)
    let queue = try Connection.openForWriting(path)
    defer { try? queue.close() }
    try queue.use(for: path) { try $0.execute(sql: "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)") }
    return (before, StoreFile.size(of: path))
  }
}
