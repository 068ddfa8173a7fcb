import Monitoring
import PlainText

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
    case .time(let time): times.append(microseconds: time.microseconds, to: &bytes)
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

/// Text from outside as a cell of CSV that a person can open in a spreadsheet (article Security).
///
/// What a spreadsheet would run as a formula, because it begins with `=`, `+`, `-` or `@`, also behind blanks or
/// quotes, gets an apostrophe before it, which makes it text. So does what follows a semicolon, since spreadsheets of
/// many countries part cells there whatever the quotes say. Tabs and line ends come out as a blank, other controls and
/// bidirectional controls as U+FFFD, as on the screen.
enum CSVText {
  /// Appends the cell.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    if appendPlain(text, to: &bytes) { return }
    let scalars = text.unicodeScalars.map(safe)
    let isQuoted =
      scalars.first == " " || scalars.last == " " || scalars.contains { "\",;".unicodeScalars.contains($0) }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if isFormula(scalars[...]) { bytes.append(UInt8(ascii: "'")) }
    for (at, scalar) in scalars.enumerated() {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      if scalar == "\"" { bytes.append(UInt8(ascii: "\"")) }
      if scalar == ";", isFormula(scalars[(at + 1)...]) { bytes.append(UInt8(ascii: "'")) }
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }

  /// Appends a text that needs nothing done, as nearly all texts are; does nothing with others.
  private static func appendPlain(_ text: String, to bytes: inout [UInt8]) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      guard let first = utf8.first else { return true }
      switch first {
      case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: " "): return false
      default: break
      }
      guard utf8.last != UInt8(ascii: " ") else { return false }
      for byte in utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0...0x1F, 0x7F...: return false
        default: break
        }
      }
      bytes.append(contentsOf: utf8)
      return true
    }
  }

  private static func safe(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "\t", "\n", "\r": " "
    default: scalar.isHarmful ? "\u{FFFD}" : scalar
    }
  }

  // Spreadsheets skip what cannot be seen, and some take the wide forms of the signs for the signs.
  private static func isFormula(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    for scalar in scalars {
      switch scalar {
      case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}": return true
      case "\"", "\u{FFFD}": continue
      default: if !scalar.isUnseen { return false }
      }
    }
    return false
  }
}

extension Unicode.Scalar {
  /// True for blanks of all kinds and for characters that have no shape of their own.
  fileprivate var isUnseen: Bool {
    properties.isWhitespace || properties.generalCategory == .format || properties.generalCategory == .control
  }
}
