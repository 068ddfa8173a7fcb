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

  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [JournalEntry] {
    // Stores of earlier versions have none, and those that are only read are not migrated.
    guard try database.tableExists("journal") else { return [] }
    var entries: [JournalEntry] = []
    try RowStatement("SELECT sequence, content FROM journal ORDER BY sequence", in: database).rows { row in
      try salvage.read(.journal, from: "journal", key: [("sequence", row.value(0))], name: { _ in nil }) { _ in
        // No decoder counts its tables of names down from the highest number.
        let identity = UInt64.max &- UInt64(bitPattern: try row.integer(0) as Int64)
        entries += try JournalCoding.entries(from: try row.bytes(1), identity: identity)
      }
    }
    return entries
  }
}
