import Alerting
import Foundation
import GRDB

/// The table of alerts, silences and deliveries. Each row is a JSON document, so that a new field of them makes no new version
/// of the store.
enum AlertTable {
  /// Stores changes in their order; the table is made with the first.
  static func store(_ changes: [AlertRow.Change], in database: Database) throws {
    guard !changes.isEmpty else { return }
    try database.execute(sql: Schema.alerts)
    let set = try database.cachedStatement(sql: "INSERT OR REPLACE INTO alerts (kind, key, content) VALUES (?, ?, ?)")
    let remove = try database.cachedStatement(sql: "DELETE FROM alerts WHERE kind = ? AND key = ?")
    let encoder = JSONEncoder()
    for change in changes {
      guard let row = change.row else {
        try remove.execute(arguments: [change.kind.rawValue, change.key])
        continue
      }
      try set.execute(arguments: [change.kind.rawValue, change.key, try encoder.encode(row)])
    }
  }

  /// Reads all of them, in the order of their kinds and keys.
  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [AlertRow] {
    guard try database.tableExists("alerts") else { return [] }
    let decoder = JSONDecoder()
    var rows: [AlertRow] = []
    let cursor = try Row.fetchCursor(database, sql: "SELECT kind, key, content FROM alerts ORDER BY kind, key")
    while let row = try cursor.next() {
      let content: Data? = row[2]
      if let content, let decoded = try? decoder.decode(AlertRow.self, from: content) {
        rows.append(decoded)
        continue
      }
      let kind: String? = row[0], key: String? = row[1]
      salvage.lose(.alert, nil)
      salvage.rewrite {
        try $0.execute(sql: "DELETE FROM alerts WHERE kind IS ? AND key IS ?", arguments: [kind, key])
      }
    }
    return rows
  }
}
