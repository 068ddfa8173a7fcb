import Events
import GRDB
import Monitoring
import Synchronization

/// A store in a SQLite database. One process writes it at a time; others may read beside it.
package final class SQLiteStore: Store {
  package let path: String
  private let retention: Retention
  private let connection: Mutex<DatabaseQueue>
  private let lock: StoreLock
  private let writer: StoredWriter?

  /// What came of opening a store.
  package struct Opening: Sendable {
    package var store: SQLiteStore
    package var content: StoredContent
    package var notices: [Notice]
  }

  /// Something about a store that its user has to know.
  package enum Notice: Sendable, Equatable, CustomStringConvertible {
    /// The store made no sense. Its files have another name now, and a new one was made; what the sources still hold has to
    /// be read again from their beginning.
    case setAside(path: String, name: String, reason: String)
    /// Some records made no sense. They were taken out, and all others kept.
    case lost(path: String, losses: [StoreLoss])
    /// It was made by an earlier version, and is being copied before it is brought up to this one: of a large one, that takes its
    /// time.
    case upgrading(path: String, version: Int, bytes: UInt64)
    /// It was made by an earlier version, and is of this one now; as it was, it is kept in `copy`.
    case upgraded(path: String, version: Int, copy: String)
    /// The same, but no copy could be made.
    case upgradedWithoutCopy(path: String, version: Int, reason: String)

    package var description: String {
      switch self {
      case .setAside(let path, let name, let reason):
        "\(path): damaged (\(reason)); kept as \(name), and rebuilt from what the sources still hold"
      case .lost(let path, let losses): "\(path): \(losses.summary)"
      case .upgrading(let path, let version, let bytes):
        "\(path): copying its \(max(1, bytes / 1_000_000)) MB before it is brought up from schema \(version) to "
          + "\(Schema.version)"
      case .upgraded(let path, let version, let copy):
        "\(path): brought up from schema \(version) to \(Schema.version); as it was, it is kept in \(copy), "
          + "which only an earlier wraptop needs"
      case .upgradedWithoutCopy(let path, let version, let reason):
        "\(path): brought up from schema \(version) to \(Schema.version), which an earlier wraptop cannot read; "
          + "no copy could be kept of it: \(reason)"
      }
    }
  }

  private init(
    path: String, retention: Retention, connection: DatabaseQueue, lock: StoreLock, writer: StoredWriter?
  ) {
    self.path = path
    self.retention = retention
    self.connection = Mutex(connection)
    self.lock = lock
    self.writer = writer
    Self.sign(connection, writer)
  }

  deinit {
    // The database goes before the lock. If the log cannot be taken into it now, the next one to open it does that.
    try? connection.withLock { $0 }.close()
  }

  /// Which process writes the store at `path`; nil if none does.
  package static func owner(of path: String) -> String? { StoreLock.owner(of: path) }

  /// Opens the store at `path` for this process alone and reads it; made if there is none, with the folders it is in. A
  /// damaged one is set aside.
  ///
  /// - Parameters:
  ///   - writer: what is said of this process to those who look at the store.
  ///   - begins: told of what takes long before it is done.
  package static func open(
    path: String, retention: Retention = Retention(), writer: StoredWriter? = nil, now: Timestamp,
    begins: (Notice) -> Void = { _ in }
  ) throws(StorageError) -> Opening {
    try StoreFile.makeFolders(for: path)
    let known = try StoreLock.take(for: path, at: now)
    let kind = try StoreFile.kind(of: path)
    // Only where there has been a store, a file of another kind can be one whose beginning was destroyed.
    if kind == .notAStore, known == nil { throw .notAStore(path: path) }
    let lock: StoreLock
    if let known { lock = known } else { lock = try StoreLock.make(for: path, at: now) }
    do throws(StorageError) {
      if kind == .notAStore { throw StorageError.damaged(path: path, reason: "it does not begin as a store does") }
      return try open(path, retention, lock, writer, kind == .nothing, now, begins)
    } catch {
      guard case .damaged(_, let reason) = error else { throw error }
      let name = try StoreFile.setAside(path, at: now)
      var opening = try open(path, retention, lock, writer, true, now, begins)
      opening.notices.append(.setAside(path: path, name: name, reason: reason))
      return opening
    }
  }

  private static func open(
    _ path: String, _ retention: Retention, _ lock: StoreLock, _ writer: StoredWriter?, _ isNew: Bool, _ now: Timestamp,
    _ begins: (Notice) -> Void
  ) throws(StorageError) -> Opening {
    let wasCutShort = StoreFile.Version(of: StoreFile.log(of: path)).map { $0.size > 0 } ?? false
    // A later version is found out by reading: opening it for writing could change it.
    if isNew { try make(path, retention, now) } else { try StoreReader(path: path).checkVersion() }
    try StoreFile.prepare(path)
    let queue = try Connection.openForWriting(path)
    do throws(StorageError) {
      let upgrade = isNew ? nil : try copyEarlier(queue, begins)
      try bringUpToDate(queue, retention, isNew: false, now)
      if wasCutShort, StoreFile.size(of: path) <= Connection.checkedBytes { try check(queue) }
      let (content, salvage) = try queue.use(for: path, Transaction.read)
      if salvage.needsRepair { try queue.use(for: path) { try salvage.repair($0, content) } }
      let store = SQLiteStore(path: path, retention: retention, connection: queue, lock: lock, writer: writer)
      var notices = upgrade.map { [$0] } ?? []
      if !content.losses.isEmpty { notices.append(.lost(path: path, losses: content.losses)) }
      return Opening(store: store, content: content, notices: notices)
    } catch {
      try? queue.close()
      throw error
    }
  }

  // Keeps a store of an earlier version as it is. Where that cannot be done, the upgrade goes on without: it is one
  // transaction, and only adds to the store.
  private static func copyEarlier(
    _ queue: DatabaseQueue, _ begins: (Notice) -> Void
  ) throws(StorageError) -> Notice? {
    let version = try queue.use(for: queue.path) { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
    guard (1..<Schema.version).contains(version) else { return nil }
    begins(.upgrading(path: queue.path, version: version, bytes: StoreFile.size(of: queue.path)))
    do throws(StorageError) {
      return .upgraded(path: queue.path, version: version, copy: try EarlierStore.keep(queue, version: version))
    } catch {
      return .upgradedWithoutCopy(path: queue.path, version: version, reason: error.description)
    }
  }

  // Says who writes the store. Where there is no room for that, who looks on is told of no configuration, and nothing else is
  // lost; what an earlier process said of itself holds of that one alone.
  private static func sign(_ queue: DatabaseQueue, _ writer: StoredWriter?) {
    guard let writer else { return }
    try? queue.use(for: queue.path) { try WriterTable.store(writer, in: $0) }
  }

  // Makes an empty store beside its place and then moves it there, so that nobody ever meets half a store. Whoever calls
  // has the lock.
  private static func make(
    _ path: String, _ retention: Retention, seed: UInt64? = nil, _ now: Timestamp
  ) throws(StorageError) {
    let unfinished = path + ".new"
    do throws(StorageError) {
      try StoreFile.remove(unfinished)
      try StoreFile.prepare(unfinished)
      let queue = try Connection.openForWriting(unfinished)
      defer { try? queue.close() }
      try bringUpToDate(queue, retention, isNew: true, seed: seed, now)
    } catch {
      try? StoreFile.remove(unfinished)
      throw error.naming(path)
    }
    try StoreFile.move(unfinished, to: path)
  }

  // Brings the tables up to this version.
  private static func bringUpToDate(
    _ queue: DatabaseQueue, _ retention: Retention, isNew: Bool, seed: UInt64? = nil, _ now: Timestamp
  ) throws(StorageError) {
    do {
      try Schema.migrator.migrate(queue)
    } catch {
      throw StorageError(error, path: queue.path)
    }
    try queue.use(for: queue.path) {
      if isNew { try Transaction.makeMeta(in: $0, retention: retention, seed: seed, now: now) }
      try Transaction.begin($0, retention: retention)
    }
  }

  private static func check(_ queue: DatabaseQueue) throws(StorageError) {
    let result = try queue.use(for: queue.path) { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    guard result == "ok" else { throw .damaged(path: queue.path, reason: result ?? "it cannot be checked") }
  }

  @discardableResult
  package func commit(_ commit: Commit) throws(StorageError) -> CommitOutcome {
    let retention = retention
    return try use { try Transaction.commit(commit, retention: retention, in: $0) }
  }

  package func load() throws(StorageError) -> StoredContent { try use(Transaction.load) }

  package func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown] {
    try use { try Transaction.breakdowns(of: wrapper, hours: hours, in: $0) }
  }

  package func lastCommit() throws(StorageError) -> Timestamp? { try use(Transaction.lastCommit) }

  package var size: UInt64 { StoreFile.size(of: path) }

  package func startAnew(because reason: String, seed: UInt64, now: Timestamp) throws(StorageError) -> String {
    let path = path
    let retention = retention
    let writer = writer
    let name: Result<String, StorageError> = connection.withLock { current in
      do throws(StorageError) {
        try? current.close()
        let name = try StoreFile.setAside(path, at: now)
        try Self.make(path, retention, seed: seed, now)
        current = try Connection.openForWriting(path)
        Self.sign(current, writer)
        return .success(name)
      } catch {
        return .failure(error)
      }
    }
    return "\(path): damaged (\(reason)); kept as \(try name.get()), and rebuilt from what is in memory"
  }

  private func use<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
    try connection.withLock { $0 }.use(for: path, body)
  }
}
