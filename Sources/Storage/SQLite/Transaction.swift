import Events
import GRDB
import Monitoring

/// What is done within one transaction of a store.
enum Transaction {
  /// Gives a new store what it keeps for good (a seed is drawn if none is given), and lets go of what an old one has kept longer than it should from now on.
  static func begin(_ database: Database, retention: Retention, seed: UInt64? = nil, now: Timestamp) throws {
    try database.inTransaction(.immediate) {
      guard let days = try Int.fetchOne(database, sql: "SELECT days FROM meta") else {
        // The system's secure random numbers.
        let seed = seed ?? UInt64.random(in: .min ... .max)
        try database.execute(
          sql: "INSERT INTO meta (id, seed, created, days) VALUES (1, ?, ?, ?)",
          arguments: [Int64(bitPattern: seed), now.microseconds, retention.days])
        return .commit
      }
      if days > retention.days { try WrapperTables.shorten(to: retention, in: database) }
      if days != retention.days {
        try database.execute(sql: "UPDATE meta SET days = ?", arguments: [retention.days])
      }
      return .commit
    }
  }

  /// Stores a commit, lets go of what is too old or too much, and tells what went before its time.
  static func commit(_ commit: Commit, retention: Retention, in database: Database) throws -> CommitOutcome {
    var outcome = CommitOutcome()
    try database.inTransaction(.immediate) {
      let wrappers = try WrapperTables(database, retention: retention, days: commit.retentionDays)
      for (number, changes) in commit.monitor.wrappers.sorted(by: { $0.key < $1.key }) {
        try wrappers.store(changes, of: number)
      }
      try OperationTables.store(commit.monitor, in: database)
      try IDTable.append(commit.monitor.ids, in: database)
      try SourceTables.store(commit.sources, in: database)
      if let rejected = commit.rejected { try SourceTables.store(rejected, in: database) }
      if commit.shortens {
        try WrapperTables.shorten(to: retention, days: commit.retentionDays, in: database)
      }
      if let head = commit.auditHead { try store(head, in: database) }
      try database.cachedStatement(sql: "UPDATE meta SET last_commit = ?").execute(
        arguments: [commit.at.microseconds])
      outcome.shed = try SizeBound(bytes: retention.size).enforce(in: database)
      return .commit
    }
    return outcome
  }

  private static func store(_ head: StoredAuditHead, in database: Database) throws {
    try database.execute(sql: Schema.auditHead)
    try database.execute(
      sql: "INSERT OR REPLACE INTO audit_head (id, number, hash) VALUES (1, ?, ?)", arguments: [head.number, head.hash])
  }

  /// The end of the audit trail; nil if none was stored.
  static func auditHead(_ database: Database) throws -> StoredAuditHead? {
    guard try database.tableExists("audit_head"),
      let row = try Row.fetchOne(database, sql: "SELECT number, hash FROM audit_head")
    else { return nil }
    return StoredAuditHead(number: try row.wide(0), hash: try row.text(1))
  }

  /// Reads all of a store as it is at one instant.
  static func load(_ database: Database) throws -> StoredContent {
    try database.inSnapshot {
      guard let meta = try Row.fetchOne(database, sql: "SELECT seed, created, last_commit FROM meta") else {
        throw ByteReader.Damage()
      }
      var content = StoredContent(seed: UInt64(bitPattern: try meta.wide(0)))
      content.created = try meta.optionalTime(1)
      content.lastCommit = try meta.optionalTime(2)
      try WrapperTables.load(database, into: &content.monitor)
      try OperationTables.load(database, into: &content.monitor)
      content.monitor.ids = try IDTable.load(database)
      content.sources = try SourceTables.load(database)
      content.rejected = try SourceTables.loadRejected(database)
      content.auditHead = try auditHead(database)
      return content
    }
  }

  /// When the last commit was.
  static func lastCommit(_ database: Database) throws -> Timestamp? {
    try Row.fetchOne(database, sql: "SELECT last_commit FROM meta")?.optionalTime(0)
  }

  /// What is stored of a wrapper by the hour.
  static func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>, in database: Database) throws -> [Breakdown] {
    try database.inSnapshot {
      var found: [Int32: Breakdown] = [:]
      func read(_ name: String, perHour: Int64, _ toHour: (Breakdown) -> Breakdown) throws {
        let table = try SeriesTable<Breakdown>(name, in: database)
        // From slot to slot that any wrapper has: the rows of all wrappers would be too many to look through.
        let next = try database.cachedStatement(sql: "SELECT min(slot) FROM \(name) WHERE slot > ?")
        var before = Int64(hours.lowerBound) * perHour - 1
        let last = Int64(hours.upperBound) * perHour + perHour - 1
        while let slot = try Int32.fetchOne(next, arguments: [before]), slot <= last {
          before = Int64(slot)
          guard let part = try table.read(slot, wrapper: wrapper).map(toHour) else { continue }
          found[part.index, default: Breakdown(index: part.index)].merge(part)
        }
      }
      try read("coarse", perHour: 1) { $0 }
      try read("fine", perHour: Breakdown.coarseStep / Breakdown.fineStep, \.inHour)
      return found.values.sorted { $0.index < $1.index }
    }
  }
}

extension Database {
  /// Reads within one transaction, so that nothing changes in between.
  fileprivate func inSnapshot<Value>(_ body: () throws -> Value) throws -> Value {
    var value: Value?
    try inTransaction(.deferred) {
      value = try body()
      return .commit
    }
    guard let value else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
    return value
  }
}
