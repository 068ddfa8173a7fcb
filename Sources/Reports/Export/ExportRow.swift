import Events
import Monitoring

/// Something that is exported as a row: every row of its kind has the same columns in the same order.
package protocol ExportRow {
  /// The columns, in their order.
  static var columns: [Column<Self>] { get }
  /// Writes the fields of the row in the order of the columns. Every kind of rows has its own function for that, which does
  /// nothing but `writeFields`: what is generic to the end costs ten times as much.
  func write(to format: inout any RowFormat)
}

extension ExportRow {
  @inline(__always)
  func writeFields(to format: inout any RowFormat) {
    let columns = Self.columns
    for number in columns.indices { format.field(columns[number].value(self), column: number) }
  }
}

/// One column of a kind of rows: the one place where its name and what stands in it are said.
package struct Column<Row>: Sendable {
  /// The key in JSON, the head of the column in CSV: plain ASCII.
  package let name: String
  let value: @Sendable (Row) -> ExportValue

  init(_ name: String, _ value: @escaping @Sendable (Row) -> ExportValue) {
    self.name = name
    self.value = value
  }
}

/// What stands in one field of a row.
package enum ExportValue: Sendable {
  /// Nothing: null in JSON, an empty cell in CSV.
  case none
  /// Text that may have come from outside.
  case text(String)
  case count(UInt64)
  /// A number that is not finite is written as nothing.
  case number(Double)
  case flag(Bool)
  case time(Timestamp)
  /// Dollars, as decimal text.
  case money(Money)
  /// An object: an object in JSON, JSON text in one cell of CSV.
  case metrics([MetricValue])

  static func text(_ value: String?) -> ExportValue { value.map { .text($0) } ?? .none }
  static func count(_ value: UInt64?) -> ExportValue { value.map { .count($0) } ?? .none }
  static func number(_ value: Double?) -> ExportValue { value.map { .number($0) } ?? .none }
  static func time(_ value: Timestamp?) -> ExportValue { value.map { .time($0) } ?? .none }
  static func figure(_ value: Figure.Value?) -> ExportValue {
    switch value {
    case .money(let money): .money(money)
    case .count(let count): .count(count)
    case .number(let number): .number(number)
    case nil: .none
    }
  }

  static func money(_ value: Money?) -> ExportValue { value.map { .money($0) } ?? .none }
}
