import Monitoring

/// CSV as RFC 4180 has it, with a header. Every row is one line: nothing in a cell breaks it.
///
/// Numbers, times and amounts stand as they are, so that a negative number stays a number. A text can neither run in a
/// spreadsheet nor hide anything (`CSVText`).
struct CSVRows: RowFormat {
  private(set) var bytes: [UInt8] = []
  private var times = TimestampText()

  mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  mutating func begin(columns: [String]) {
    bytes.append(contentsOf: columns.joined(separator: ",").utf8)
    endRow()
  }

  mutating func beginRow() {}

  mutating func field(_ value: ExportValue, column: Int) {
    if column > 0 { bytes.append(UInt8(ascii: ",")) }
    switch value {
    case .none: break
    case .text(let text): CSVText.append(text, to: &bytes)
    case .count(let count): bytes.append(decimal: count)
    case .number(let number): if number.isFinite { bytes.append(number: number) }
    case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .time(let time): times.append(time, to: &bytes)
    case .money(let money): bytes.append(money)
    case .metrics(let metrics): append(metrics)
    }
  }

  mutating func endRow() { bytes.append(contentsOf: "\r\n".utf8) }
  mutating func end() {}

  // The text begins with a brace, so that it is never taken for a formula; a semicolon, at which some spreadsheets part
  // cells, is written as JSON can write every character.
  private mutating func append(_ metrics: [MetricValue]) {
    var json = JSONWriter()
    json.metrics(metrics)
    bytes.append(UInt8(ascii: "\""))
    for byte in json.bytes {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: "\"\"".utf8)
      case UInt8(ascii: ";"): bytes.append(contentsOf: "\\u003b".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
