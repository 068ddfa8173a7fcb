/// Brings rows of one kind into a format and on their way, some tens of kilobytes at a time.
package final class RowStream<Row: ExportRow> {
  private var format: any RowFormat
  private let write: ([UInt8]) throws -> Void

  private static var portion: Int { 1 << 16 }

  /// Begins an export. `write` gets the bytes, and throws if they cannot be written.
  package init(format: ExportFormat, write: @escaping ([UInt8]) throws -> Void) {
    self.format = format.rows
    self.write = write
    self.format.begin(columns: Row.columns.map(\.name))
  }

  /// Writes one row.
  package func append(_ row: Row) throws {
    format.beginRow()
    row.write(to: &format)
    format.endRow()
    if format.bytes.count >= Self.portion { try flush() }
  }

  /// Ends the export; all of it is written then.
  package func finish() throws {
    format.end()
    try flush()
  }

  private func flush() throws {
    try write(format.bytes)
    format.removeBytes()
  }
}

/// A way to put rows into bytes: one type, in a file of its own, per format. Rows are written as they come, and nothing of
/// them is remembered, so that an export can be of any size.
///
/// The calls come as `begin`, then for each row `beginRow`, `field` for each column in order and `endRow`, then `end`.
/// The bytes are UTF-8 and end with a line end.
package protocol RowFormat: Sendable {
  /// What was written and not yet taken away.
  var bytes: [UInt8] { get }
  /// Forgets what was written, since it is on its way.
  mutating func removeBytes()

  /// Begins the export. Names are plain ASCII.
  mutating func begin(columns: [String])
  /// Begins a row.
  mutating func beginRow()
  /// Writes the next field of the row, which is that of the column with that number.
  mutating func field(_ value: ExportValue, column: Int)
  /// Ends a row.
  mutating func endRow()
  /// Ends the export.
  mutating func end()
}

/// The formats that rows can be exported in.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// One JSON object a line.
  case jsonl
  /// One JSON array of objects.
  case json
  /// RFC 4180 with a header, safe to open in a spreadsheet.
  case csv

  /// A new format with nothing written.
  package var rows: any RowFormat {
    switch self {
    case .jsonl: JSONLRows()
    case .json: JSONRows()
    case .csv: CSVRows()
    }
  }
}
