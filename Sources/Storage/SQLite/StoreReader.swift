import Events
import GRDB
import Monitoring

/// A look at a store, also beside the process that writes it and where nothing can be written. It makes no file, changes
/// none, and holds nothing open between calls.
package struct StoreReader: ReadableStore {
  package let path: String

  package init(path: String) { self.path = path }

  package func load() throws(StorageError) -> StoredContent { try read(Transaction.load) }

  package func news(after journalEnd: Int64) throws(StorageError) -> StoredNews? {
    try read { try Transaction.news(after: journalEnd, $0) }
  }

  package func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown] {
    try read { try Transaction.breakdowns(of: wrapper, hours: hours, in: $0) }
  }

  package func lastCommit() throws(StorageError) -> Timestamp? { try read(Transaction.lastCommit) }

  /// The end of the audit trail as the store has it; nil if it has none.
  package func auditHead() throws(StorageError) -> StoredAuditHead? { try read(Transaction.auditHead) }

  /// Who writes the store, or wrote it last; nil if that was not said.
  package func writer() throws(StorageError) -> StoredWriter? { try read(WriterTable.load) }

  package var size: UInt64 { StoreFile.size(of: path) }

  /// Which process writes it; nil if none does.
  package var owner: String? { StoreLock.owner(of: path) }

  /// Throws what speaks against opening the store in this version. For who has its lock.
  func checkVersion() throws(StorageError) { try attempt(Files(path).readingWithoutWriter) { _ in }.get() }

  /// Reads the database as it is after some commit.
  func read<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
    // A writer that begins or ends meanwhile changes how the files have to be read.
    for _ in 0..<10 {
      let before = Files(path)
      guard before.database != nil else { throw .missing(path: path) }
      let result = attempt(before.reading, body)
      if before == Files(path) || (before.reading == .besideWriter && (try? result.get()) != nil) {
        return try result.get()
      }
    }
    throw .unusable(path: path, reason: "it changes while it is read", isPermission: false)
  }

  private func attempt<Value>(
    _ reading: Connection.Reading, _ body: (Database) throws -> Value
  ) -> Result<Value, StorageError> {
    do throws(StorageError) {
      let queue = try Connection.openForReading(path, reading)
      defer { try? queue.close() }
      return .success(
        try queue.use(for: path) { database in
          try check(database)
          return try body(database)
        })
    } catch {
      return .failure(error)
    }
  }

  private func check(_ database: Database) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
      throw StorageError.notAStore(path: path)
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version > Schema.version else { return }
    throw StorageError.newerSchema(path: path, version: version, copy: EarlierStore.newest(of: path))
  }

  /// The files as they lie.
  private struct Files: Equatable {
    let database: StoreFile.Version?
    let log: StoreFile.Version?
    let hasWriter: Bool

    init(_ path: String) {
      database = StoreFile.Version(of: path)
      log = StoreFile.Version(of: StoreFile.log(of: path))
      hasWriter = StoreLock.isTaken(for: path) && StoreFile.exists(StoreFile.index(of: path))
    }

    var reading: Connection.Reading { hasWriter ? .besideWriter : readingWithoutWriter }
    var readingWithoutWriter: Connection.Reading { (log?.size ?? 0) > 0 ? .withLog : .alone }
  }
}
