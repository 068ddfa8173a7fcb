import GRDB
import GRDBSQLite
import Monitoring

/// A statement that is run for each of many rows of a commit. Values go to SQLite as they are: the arrays that GRDB makes
/// of arguments and rows took most of the time of a large commit.
struct RowStatement {
  // Keeps the pointer valid.
  private let statement: Statement
  private var pointer: SQLiteStatement { statement.sqliteStatement }

  init(_ sql: String, in database: Database) throws { statement = try database.cachedStatement(sql: sql) }

  // Where a value was put that SQLite has to copy, since it does not outlive the call.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// Sets a parameter, counted from 0.
  func bind(_ value: Int64, at place: Int) { sqlite3_bind_int64(pointer, Int32(place + 1), value) }

  func bind(_ value: Int64?, at place: Int) {
    if let value { bind(value, at: place) } else { bindNothing(at: place) }
  }

  func bindNothing(at place: Int) { sqlite3_bind_null(pointer, Int32(place + 1)) }

  func bind(_ value: some BinaryInteger, at place: Int) {
    if let small = Int64(exactly: value) {
      bind(small, at: place)
    } else {
      sqlite3_bind_text(pointer, Int32(place + 1), String(value), -1, Self.copied)
    }
  }

  /// A text, or its bytes if it holds a zero (`Column.text`).
  func bind(_ text: String, at place: Int) {
    if text.utf8.contains(0) {
      bind(Array(text.utf8), at: place)
    } else {
      sqlite3_bind_text(pointer, Int32(place + 1), text, -1, Self.copied)
    }
  }

  func bind(_ text: String?, at place: Int) {
    if let text { bind(text, at: place) } else { bindNothing(at: place) }
  }

  func bind(_ bytes: [UInt8], at place: Int) {
    _ = bytes.withUnsafeBytes {
      // Without an address, SQLite takes no bytes for NULL.
      $0.isEmpty
        ? sqlite3_bind_zeroblob(pointer, Int32(place + 1), 0)
        : sqlite3_bind_blob(pointer, Int32(place + 1), $0.baseAddress, Int32($0.count), Self.copied)
    }
  }

  /// Runs the statement, which gives no rows.
  func run() throws { try rows { _ in } }

  /// Runs the statement and reads each of its rows.
  func rows(_ read: (RowStatement) throws -> Void) throws {
    defer { sqlite3_reset(pointer) }
    while true {
      let code = sqlite3_step(pointer)
      switch code {
      case SQLITE_ROW: try read(self)
      case SQLITE_DONE: return
      default:
        throw DatabaseError(
          resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer))))
      }
    }
  }

  /// The integer in a column of the row that is being read.
  func integer<Number: FixedWidthInteger>(_ column: Int) throws(ByteReader.Damage) -> Number {
    switch sqlite3_column_type(pointer, Int32(column)) {
    case SQLITE_INTEGER:
      if let number = Number(exactly: sqlite3_column_int64(pointer, Int32(column))) { return number }
    case SQLITE_TEXT:
      if let text = sqlite3_column_text(pointer, Int32(column)), let number = Number(String(cString: text)) {
        return number
      }
    default: break
    }
    throw ByteReader.Damage()
  }

  /// Whatever is in a column of the row that is being read.
  func value(_ column: Int) -> DatabaseValue { DatabaseValue(sqliteStatement: pointer, index: CInt(column)) }

  func optionalInteger<Number: FixedWidthInteger>(_ column: Int) throws(ByteReader.Damage) -> Number? {
    sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL ? nil : try integer(column)
  }

  /// The bytes in a column of the row that is being read.
  func bytes(_ column: Int) throws(ByteReader.Damage) -> [UInt8] {
    guard sqlite3_column_type(pointer, Int32(column)) == SQLITE_BLOB else { throw ByteReader.Damage() }
    let bytes = sqlite3_column_blob(pointer, Int32(column))
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(pointer, Int32(column)))))
  }
}
