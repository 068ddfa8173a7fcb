import GRDB
import Monitoring

/// A table that has a row for each slot and wrapper, for the time of one transaction.
struct SeriesTable<Element: SeriesRow> {
  private let select: RowStatement
  private let replace: RowStatement
  private let delete: RowStatement

  init(_ name: String, in database: Database) throws {
    let names = Element.columns
    let columns = names.joined(separator: ", ")
    let selection = try AddedColumn.selection(names, of: name, in: database)
    let places = names.map { _ in "?" }.joined(separator: ", ")
    select = try RowStatement(
      "SELECT slot, wrapper, \(selection) FROM \(name) WHERE slot = ? AND wrapper = ?", in: database)
    replace = try RowStatement(
      "INSERT OR REPLACE INTO \(name) (slot, wrapper, \(columns)) VALUES (?, ?, \(places))", in: database)
    delete = try RowStatement("DELETE FROM \(name) WHERE slot = ? AND wrapper = ?", in: database)
  }

  /// Adds to what the slot holds.
  func add(_ element: Element, wrapper: Int) throws {
    var sum = element
    if var before = try read(element.slot, wrapper: wrapper) {
      before.merge(element)
      sum = before
    }
    place(element.slot, wrapper, in: replace)
    try sum.bind(to: replace)
    try replace.run()
  }

  /// Takes a slot out; nil if there is none.
  func take(_ slot: Int32, wrapper: Int) throws -> Element? {
    guard let element = try read(slot, wrapper: wrapper) else { return nil }
    try remove(slot, wrapper: wrapper)
    return element
  }

  func remove(_ slot: Int32, wrapper: Int) throws {
    place(slot, wrapper, in: delete)
    try delete.run()
  }

  func read(_ slot: Int32, wrapper: Int) throws -> Element? {
    place(slot, wrapper, in: select)
    var found: Element?
    try select.rows { found = try Element(slot: slot, row: $0) }
    return found
  }

  private func place(_ slot: Int32, _ wrapper: Int, in statement: RowStatement) {
    statement.bind(Int64(slot), at: 0)
    statement.bind(Int64(wrapper), at: 1)
  }

  /// Every row, those of a wrapper in the order of time: the slot and the wrapper as they are there, and what reads the row.
  static func forEach(
    _ name: String, in database: Database,
    _ body: (_ slot: DatabaseValue, _ wrapper: DatabaseValue, _ read: () throws -> (wrapper: Int64, Element)) throws ->
      Void
  ) throws {
    let columns = try AddedColumn.selection(Element.columns, of: name, in: database)
    try RowStatement("SELECT slot, wrapper, \(columns) FROM \(name) ORDER BY slot, wrapper", in: database).rows { row in
      try body(row.value(0), row.value(1)) { (try row.integer(1), try Element(slot: try row.integer(0), row: row)) }
    }
  }
}
