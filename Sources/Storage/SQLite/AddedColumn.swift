import GRDB

/// A column that a later version of the schema added to a table. Stores that are only read are not migrated, so that what
/// reads such a column has to do without it: `selection` puts in its place what a migration would have filled in.
struct AddedColumn: Sendable {
  let table: String
  let name: String
  /// The column's type and constraints, as `ALTER TABLE … ADD COLUMN` takes them.
  let declaration: String
  /// The SQL literal that stands for it in rows of earlier versions; the default of the declaration.
  let absent: String

  /// A column that is NULL in rows of earlier versions, which means that they do not know.
  static func unknown(_ name: String, _ type: String, of table: String) -> AddedColumn {
    AddedColumn(table: table, name: name, declaration: type, absent: "NULL")
  }

  /// An integer that is `value` in rows of earlier versions.
  static func integer(_ name: String, of table: String, orElse value: Int) -> AddedColumn {
    AddedColumn(table: table, name: name, declaration: "INTEGER NOT NULL DEFAULT \(value)", absent: "\(value)")
  }

  /// The columns that version 3 added.
  static let inVersion3: [AddedColumn] =
    [
      // The end of the wrapper's first operation ever.
      .unknown("first_end", "INTEGER", of: "wrappers"),
      // How a row's keys are encoded: 0 for fingerprints of ids alone (KeyCoding).
      .integer("form", of: "ids", orElse: 0),
      // Which times of the operation its events gave: 1 for its start, 2 for its first outcome.
      .integer("times", of: "active", orElse: 0),
      // The metrics that its events gave so far.
      .unknown("metrics", "BLOB", of: "active"),
      // What they told of its cost and of what it used, see `ActiveOperation.Usage`.
      .integer("usage", of: "active", orElse: 0),
      // The number of the source that the operation came from.
      .integer("source", of: "pending", orElse: -1),
      // Where its cost comes from: 3 if that is not known, see `CostOrigin`.
      .integer("cost_origin", of: "pending", orElse: 3),
      // How many values of custom_metrics were left out.
      .integer("metrics_left_out", of: "wrappers", orElse: 0),
      // The value of the field at fault, redacted and cut.
      .unknown("found", "TEXT", of: "rejected"),
    ] + ["tens", "minutes", "hours", "spending"].flatMap(certainty)

  // How exact the costs of a slot are: how much is estimated, how many operations are unpriced, and of how many parts of the
  // slot that is not known. A slot of an earlier version is one such part.
  private static func certainty(of table: String) -> [AddedColumn] {
    [
      .integer("estimated", of: table, orElse: 0), .integer("unpriced", of: table, orElse: 0),
      .integer("unknown", of: table, orElse: 1),
    ]
  }

  func add(to database: Database) throws {
    try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(name) \(declaration)")
  }

  /// What to select in order to read these columns of a table, separated by commas, whatever version the store has.
  static func selection(_ columns: [String], of table: String, in database: Database) throws -> String {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version < 3 else { return columns.joined(separator: ", ") }
    let absent = Dictionary(
      uniqueKeysWithValues: inVersion3.filter { $0.table == table }.map { ($0.name, $0.absent) })
    return columns.map { name in absent[name].map { "\($0) AS \(name)" } ?? name }.joined(separator: ", ")
  }
}
