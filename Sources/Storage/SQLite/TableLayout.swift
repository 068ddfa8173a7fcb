import Events
import GRDB
import Monitoring

/// A column of a table: its name, and how it is written from and read into a record.
struct TableColumn<Record>: Sendable {
  let name: String
  /// What of a record is lost with the column, as operators are told.
  let part: String
  /// Sets the parameter of a number.
  let bind: @Sendable (Record, RowStatement, Int) throws -> Void
  /// Reads the column of a number.
  let read: @Sendable (inout Record, Row, Int) throws -> Void

  /// A column that is read and written in a way of its own.
  init(
    _ name: String, in part: String = "", bind: @escaping @Sendable (Record, RowStatement, Int) throws -> Void,
    read: @escaping @Sendable (inout Record, Row, Int) throws -> Void = { _, _, _ in }
  ) {
    self.name = name
    self.part = part
    self.bind = bind
    self.read = read
  }

  /// An integer of any size.
  static func integer<Number: FixedWidthInteger & SendableMetatype>(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Number> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.wide($2)
    }
  }

  static func integer<Number: FixedWidthInteger & SendableMetatype>(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Number?> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) { record, statement, place in
      if let number = record[keyPath: path] {
        statement.bind(number, at: place)
      } else {
        statement.bindNothing(at: place)
      }
    } read: {
      $0[keyPath: path] = try $1.optionalWide($2)
    }
  }

  static func flag(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Bool> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind(Int64($0[keyPath: path] ? 1 : 0), at: $2)
    } read: {
      $0[keyPath: path] = try $1.flag($2)
    }
  }

  static func money(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Money> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path].nanodollars, at: $2)
    } read: {
      $0[keyPath: path] = Money(nanodollars: try $1.wide($2))
    }
  }

  static func time(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Timestamp?> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path]?.microseconds, at: $2)
    } read: {
      $0[keyPath: path] = try $1.optionalTime($2)
    }
  }

  static func time(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, Timestamp> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path].microseconds, at: $2)
    } read: {
      $0[keyPath: path] = try $1.time($2)
    }
  }

  static func bytes(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, [UInt8]> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.bytes($2)
    }
  }

  static func text(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, String> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.text($2)
    }
  }

  static func text(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, String?> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.optionalText($2)
    }
  }

  /// A text that came from outside, which is redacted once more when it is read.
  static func redacted(
    _ name: String, in part: String = "", _ path: WritableKeyPath<Record, String?> & Sendable
  ) -> TableColumn {
    TableColumn(name, in: part) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.optionalRedactedText($2)
    }
  }
}

/// The columns of a table that make up a record. What is written and what is read is by this one list.
struct TableLayout<Record>: Sendable {
  let table: String
  let columns: [TableColumn<Record>]

  /// The names, separated by commas.
  var names: String { columns.map(\.name).joined(separator: ", ") }

  /// Prepares the statement that `write` runs.
  ///
  /// - Parameter conflict: what is done about a row that is there already, in SQL.
  func insertion(orReplace replaces: Bool = false, onConflict conflict: String = "", in database: Database) throws
    -> RowStatement
  {
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    return try RowStatement(
      "INSERT \(replaces ? "OR REPLACE " : "")INTO \(table) (\(names)) VALUES (\(places)) \(conflict)", in: database)
  }

  /// Writes a record.
  func write(_ record: Record, by insertion: RowStatement) throws {
    for (place, column) in columns.enumerated() { try column.bind(record, insertion, place) }
    try insertion.run()
  }

  /// The rows of the table, whose first columns are these.
  ///
  /// - Parameters:
  ///   - more: columns behind these.
  ///   - order: the column that orders the rows, or more of SQL's ORDER BY.
  func rows(_ more: [String] = [], orderedBy order: String, in database: Database) throws -> RowCursor {
    let selection = try AddedColumn.selection(columns.map(\.name) + more, of: table, in: database)
    return try Row.fetchCursor(database, sql: "SELECT \(selection) FROM \(table) ORDER BY \(order)")
  }

  /// Reads all columns of a row.
  ///
  /// - Parameter empty: what has the values that no column gives.
  func record(of row: Row, from empty: Record) throws -> Record {
    var record = empty
    for (place, column) in columns.enumerated() { try column.read(&record, row, place) }
    return record
  }

  /// Reads what makes sense of a row; the rest of a part of it is left as it is once one of its columns makes none.
  ///
  /// - Returns: the parts that are lost.
  func salvage(_ row: Row, into record: inout Record) -> [String] {
    var lost: [String] = []
    for (place, column) in columns.enumerated() where !lost.contains(column.part) {
      do { try column.read(&record, row, place) } catch { lost.append(column.part) }
    }
    return lost
  }
}
