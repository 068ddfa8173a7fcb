import Events
import Foundation
import GRDB
import Monitoring

/// What is done within one transaction of a store.
enum Transaction {
  /// Gives a store what it keeps for good; a seed is drawn if none is given.
  static func makeMeta(in database: Database, retention: Retention, seed: UInt64? = nil, now: Timestamp) throws {
    // The system's secure random numbers.
    let seed = seed ?? UInt64.random(in: .min ... .max)
    try database.execute(
      sql: "INSERT INTO meta (id, seed, created, days) VALUES (1, ?, ?, ?)",
      arguments: [Int64(bitPattern: seed), now.microseconds, retention.days])
  }

  /// Lets go of what a store has kept longer than it should from now on.
  static func begin(_ database: Database, retention: Retention) throws {
    try database.inTransaction(.immediate) {
      // What is missing or makes no sense is found when all is read.
      guard let meta = try Row.fetchOne(database, sql: "SELECT days FROM meta"), let days: Int = try? meta.wide(0)
      else { return .commit }
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
      if let changes = commit.checkpoint { try store(changes, of: commit, retention, in: database) }
      try JournalTable.append(commit.journal, in: database)
      try SourceTables.store(commit.sources, in: database)
      if let rejected = commit.rejected { try SourceTables.store(rejected, in: database) }
      if commit.shortens {
        try WrapperTables.shorten(to: retention, days: commit.retentionDays, in: database)
      }
      if let head = commit.auditHead { try store(head, in: database) }
      if let linker = commit.linker { try store(linker: linker, in: database) }
      try AlertTable.store(commit.alerts, in: database)
      try database.cachedStatement(sql: "UPDATE meta SET last_commit = ?").execute(
        arguments: [commit.at.microseconds])
      outcome.shed = try SizeBound(bytes: retention.size).enforce(in: database)
      return .commit
    }
    return outcome
  }

  private static func store(
    _ checkpoint: MonitorChanges, of commit: Commit, _ retention: Retention, in database: Database
  ) throws {
    let wrappers = try WrapperTables(database, retention: retention, days: commit.retentionDays, now: commit.at)
    let known = try Int.fetchOne(database, sql: "SELECT max(number) FROM wrappers").map { $0 + 1 } ?? 0
    for (number, changes) in checkpoint.closingGaps(known: known).sorted(by: { $0.key < $1.key }) {
      try wrappers.store(changes, of: number)
    }
    try OperationTables.store(checkpoint, in: database)
    try IDTable.append(checkpoint.ids, in: database)
    try JournalTable.clear(database)
  }

  private static func store(_ head: StoredAuditHead, in database: Database) throws {
    try database.execute(sql: Schema.auditHead)
    try database.execute(
      sql: "INSERT OR REPLACE INTO audit_head (id, number, hash) VALUES (1, ?, ?)", arguments: [head.number, head.hash])
  }

  private static func store(linker: [UInt8], in database: Database) throws {
    try database.execute(sql: Schema.linker)
    try database.execute(
      sql: "INSERT OR REPLACE INTO linker (id, content) VALUES (1, ?)", arguments: [Data(linker)])
  }

  // Nothing where it cannot be read: then later records are not completed by earlier ones.
  private static func linker(_ database: Database) throws -> [UInt8] {
    guard try database.tableExists("linker") else { return [] }
    return try Data.fetchOne(database, sql: "SELECT content FROM linker").map { Array($0) } ?? []
  }

  /// The end of the audit trail; nil if none was stored.
  static func auditHead(_ database: Database) throws -> StoredAuditHead? {
    guard try database.tableExists("audit_head"),
      let row = try Row.fetchOne(database, sql: "SELECT number, hash FROM audit_head")
    else { return nil }
    return StoredAuditHead(number: try row.wide(0), hash: try row.text(1))
  }

  /// Reads all of a store that can be read, as it is at one instant; what it takes to bring the store to that is beside it.
  static func read(_ database: Database) throws -> (content: StoredContent, salvage: Salvage) {
    try database.inSnapshot {
      var salvage = Salvage()
      var content = try meta(database, &salvage)
      try WrapperTables.load(database, into: &content.monitor, &salvage)
      try OperationTables.load(database, into: &content.monitor, &salvage)
      content.monitor.ids = try IDTable.load(database, &salvage)
      content.journal = try JournalTable.load(database, &salvage)
      content.journalEnd = try JournalTable.end(database)
      content.sources = try SourceTables.load(database, &salvage)
      content.rejected = try SourceTables.loadRejected(database, &salvage)
      do {
        content.auditHead = try auditHead(database)
      } catch is ByteReader.Damage {
        salvage.lose(.auditHead, nil)
        salvage.rewrite { try $0.execute(sql: "DELETE FROM audit_head") }
      }
      content.linker = try linker(database)
      content.alerts = try AlertTable.load(database, &salvage)
      content.losses = salvage.losses
      return (content, salvage)
    }
  }

  /// What came after a row of the journal; nil if a checkpoint has taken in some of it.
  static func news(after end: Int64, _ database: Database) throws -> StoredNews? {
    try database.inSnapshot {
      guard try JournalTable.hasAll(after: end, database) else { return nil }
      var salvage = Salvage()
      var news = StoredNews(journalEnd: try JournalTable.end(database))
      news.journal = try JournalTable.load(after: end, database, &salvage)
      news.sources = try SourceTables.load(database, &salvage)
      news.rejected = try SourceTables.loadRejected(database, &salvage)
      news.alerts = try AlertTable.load(database, &salvage)
      news.lastCommit = try lastCommit(database)
      news.losses = salvage.losses
      return news
    }
  }

  /// The same for who only looks.
  static func load(_ database: Database) throws -> StoredContent { try read(database).content }

  // Without the seed, ids that are remembered match nothing any more.
  private static func meta(_ database: Database, _ salvage: inout Salvage) throws -> StoredContent {
    let row = try Row.fetchOne(database, sql: "SELECT seed, created, last_commit, days FROM meta")
    guard let row, let seed: Int64 = try? row.wide(0), (try? row.wide(3) as Int) != nil else {
      salvage.lose(.seed, nil)
      let seed = UInt64.random(in: .min ... .max)
      salvage.rewrite {
        try $0.execute(sql: "DELETE FROM meta")
        try makeMeta(in: $0, retention: Retention(), seed: seed, now: Timestamp(seconds: 0))
      }
      return StoredContent(seed: seed)
    }
    var content = StoredContent(seed: UInt64(bitPattern: seed))
    content.created = try? row.optionalTime(1)
    content.lastCommit = try? row.optionalTime(2)
    return content
  }

  /// When the last commit was.
  static func lastCommit(_ database: Database) throws -> Timestamp? {
    let row = try Row.fetchOne(database, sql: "SELECT last_commit FROM meta")
    return try? row?.optionalTime(0)
  }

  /// What is stored of a wrapper by the hour.
  static func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>, in database: Database) throws -> [Breakdown] {
    try database.inSnapshot {
      var found: [Int32: Breakdown] = [:]
      func read(_ name: String, perHour: Int64, _ toHour: (ClosedBreakdown) -> ClosedBreakdown) throws {
        let table = try SeriesTable<ClosedBreakdown>(name, in: database)
        // From slot to slot that any wrapper has: the rows of all wrappers would be too many to look through.
        let next = try database.cachedStatement(sql: "SELECT min(slot) FROM \(name) WHERE slot > ?")
        var before = Int64(hours.lowerBound) * perHour - 1
        let last = Int64(hours.upperBound) * perHour + perHour - 1
        while let slot = try Int32.fetchOne(next, arguments: [before]), slot <= last {
          before = Int64(slot)
          guard let part = try table.read(slot, wrapper: wrapper).map(toHour) else { continue }
          found[part.index, default: Breakdown(index: part.index)].merge(part.opened)
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
