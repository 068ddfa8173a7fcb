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
