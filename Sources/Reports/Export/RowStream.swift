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
