import GRDB
import Testing

@testable import Storage

/// Stores as earlier versions of the schema have them.
enum EarlierVersion {
  /// Takes out of a store what later versions have added. Ids, which those encode otherwise, are lost.
  static func bringBack(_ path: String, to version: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "DROP TABLE journal; DROP TABLE uncosted")
      if version < 3 {
        try database.execute(sql: "DELETE FROM ids")
        for column in AddedColumn.inVersion3 {
          try database.execute(sql: "ALTER TABLE \(column.table) DROP COLUMN \(column.name)")
        }
      }
      try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier > ?", arguments: ["\(version)"])
      try database.execute(sql: "PRAGMA user_version = \(version)")
    }
    try queue.close()
  }
}
