import GRDB
import Monitoring

/// A table that has a row for each slot and wrapper, for the time of one transaction.
struct SeriesTable<Element: SeriesRow> {
  private let select: Statement
  private let replace: Statement
  private let delete: Statement

  init(_ name: String, in database: Database) throws {
    let columns = Element.columns.joined(separator: ", ")
    let places = Element.columns.map { _ in "?" }.joined(separator: ", ")
    select = try database.cachedStatement(
      sql: "SELECT slot, wrapper, \(columns) FROM \(name) WHERE slot = ? AND wrapper = ?")
    replace = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO \(name) (slot, wrapper, \(columns)) VALUES (?, ?, \(places))")
    delete = try database.cachedStatement(sql: "DELETE FROM \(name) WHERE slot = ? AND wrapper = ?")
  }

  /// Adds to what the slot holds.
  func add(_ element: Element, wrapper: Int) throws {
    var sum = element
    if var before = try read(element.slot, wrapper: wrapper) {
      before.merge(element)
      sum = before
    }
    try replace.execute(
      arguments: StatementArguments([element.slot.databaseValue, wrapper.databaseValue] + sum.values))
  }

  /// Takes a slot out; nil if there is none.
  func take(_ slot: Int32, wrapper: Int) throws -> Element? {
    guard let element = try read(slot, wrapper: wrapper) else { return nil }
    try remove(slot, wrapper: wrapper)
    return element
  }

  func remove(_ slot: Int32, wrapper: Int) throws {
    try delete.execute(arguments: [slot, wrapper])
  }

  func read(_ slot: Int32, wrapper: Int) throws -> Element? {
    try Row.fetchOne(select, arguments: [slot, wrapper]).map { try Element(slot: slot, row: $0) }
  }

  /// Every row, those of a wrapper in the order of time.
  static func forEach(_ name: String, in database: Database, _ body: (Int, Element) throws -> Void) throws {
    let columns = Element.columns.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database, sql: "SELECT slot, wrapper, \(columns) FROM \(name) ORDER BY slot, wrapper")
    while let row = try rows.next() {
      try body(try row.wide(1), try Element(slot: try row.wide(0), row: row))
    }
  }
}
