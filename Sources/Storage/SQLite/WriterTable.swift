import GRDB
import SystemFiles

/// Who writes the store. Programs that do not know of it leave it alone, so that it makes no new version of the schema.
enum WriterTable {
  private static let definition = """
    CREATE TABLE IF NOT EXISTS writer (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      process INTEGER NOT NULL,
      user INTEGER NOT NULL,
      start NOT NULL,             -- ticks since the machine was started, in decimal
      boot TEXT NOT NULL,
      configuration TEXT NOT NULL
    )
    """

  static func store(_ writer: StoredWriter, in database: Database) throws {
    try database.inTransaction(.immediate) {
      try database.execute(sql: definition)
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO writer (id, process, user, start, boot, configuration) VALUES (1, ?, ?, ?, ?, ?)
          """,
        arguments: [
          writer.process.number, writer.process.user, String(writer.process.start), writer.process.boot,
          writer.configuration,
        ])
      return .commit
    }
  }

  /// Nil if nobody said so, or if what was said makes no sense.
  static func load(_ database: Database) throws -> StoredWriter? {
    guard try database.tableExists("writer"),
      let row = try Row.fetchOne(database, sql: "SELECT process, user, start, boot, configuration FROM writer"),
      let process = Int32.fromDatabaseValue(row["process"]), let user = UInt32.fromDatabaseValue(row["user"]),
      let start = String.fromDatabaseValue(row["start"]).flatMap({ UInt64($0) }),
      let boot = String.fromDatabaseValue(row["boot"]),
      let configuration = String.fromDatabaseValue(row["configuration"])
    else { return nil }
    return StoredWriter(
      process: ProcessIdentity(number: process, user: user, start: start, boot: boot), configuration: configuration)
  }
}
