import GRDB
import Monitoring

/// What was applied after the last checkpoint, in order, many batches in a row (`JournalCoding`).
enum JournalTable {
  static func append(_ entries: [JournalEntry], in database: Database) throws {
    guard !entries.isEmpty else { return }
    let insert = try RowStatement("INSERT INTO journal (content) VALUES (?)", in: database)
    for row in JournalCoding.rows(of: entries) {
      insert.bind(row, at: 0)
      try insert.run()
    }
  }

  /// Empties the journal: a checkpoint has taken its place.
  static func clear(_ database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM journal").execute()
  }

  /// The number of the last row that there ever was; 0 before there is one.
  static func end(_ database: Database) throws -> Int64 {
    // Stores of earlier versions have none, and those that are only read are not migrated.
    guard try database.tableExists("journal") else { return 0 }
    return try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'journal'") ?? 0
  }

  /// True if all rows after one are still there: no checkpoint has taken in any of them.
  static func hasAll(after end: Int64, _ database: Database) throws -> Bool {
    let newest = try self.end(database)
    guard newest > end else { return newest == end && newest > 0 }
    return try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM journal WHERE sequence > \(end)") == end + 1
  }

  /// The entries of the rows after one.
  static func load(
    after end: Int64 = 0, _ database: Database, _ salvage: inout Salvage
  ) throws -> [JournalEntry] {
    guard try database.tableExists("journal") else { return [] }
    var entries: [JournalEntry] = []
    let select = "SELECT sequence, content FROM journal WHERE sequence > \(end) ORDER BY sequence"
    try RowStatement(select, in: database).rows { row in
      try salvage.read(.journal, from: "journal", key: [("sequence", row.value(0))], name: { _ in nil }) { _ in
        // No decoder counts its tables of names down from the highest number.
        let identity = UInt64.max &- UInt64(bitPattern: try row.integer(0) as Int64)
        entries += try JournalCoding.entries(from: try row.bytes(1), identity: identity)
      }
    }
    return entries
  }
}
