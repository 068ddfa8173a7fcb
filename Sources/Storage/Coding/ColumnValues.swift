import Events
import Foundation
import GRDB
import Monitoring
import Secrets

/// How values that SQLite has no type of its own for stand in a column.
enum Column {
  /// A text; as bytes if it holds a zero, at which SQLite's texts end.
  static func text(_ value: String) -> DatabaseValue {
    value.utf8.contains(0) ? Data(value.utf8).databaseValue : value.databaseValue
  }

  static func blob(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }
}

extension DatabaseValue {
  /// An integer of any size.
  func wide<Number: FixedWidthInteger>() throws(ByteReader.Damage) -> Number {
    switch storage {
    case .int64(let number):
      if let number = Number(exactly: number) { return number }
    case .string(let text):
      if let number = Number(text) { return number }
    default: break
    }
    throw ByteReader.Damage()
  }

  /// A text; nil for none.
  var optionalText: String? {
    get throws(ByteReader.Damage) {
      switch storage {
      case .null: return nil
      case .string(let text): return text
      case .blob(let bytes):
        if let text = String(validating: bytes, as: UTF8.self) { return text }
      default: break
      }
      throw ByteReader.Damage()
    }
  }

  var text: String {
    get throws(ByteReader.Damage) {
      guard let text = try optionalText else { throw ByteReader.Damage() }
      return text
    }
  }
}

extension Row {
  /// The integer of any size in a column.
  func wide<Number: FixedWidthInteger>(_ column: Int) throws(ByteReader.Damage) -> Number {
    try (self[column] as DatabaseValue).wide()
  }

  /// A text that came from outside, redacted: an older version that knew fewer shapes of keys may have written it.
  func optionalRedactedText(_ column: Int) throws(ByteReader.Damage) -> String? {
    try optionalText(column).map { Redaction.redact(whole: $0) }
  }

  /// The text in a column; nil for none.
  func optionalText(_ column: Int) throws(ByteReader.Damage) -> String? {
    try (self[column] as DatabaseValue).optionalText
  }

  func text(_ column: Int) throws(ByteReader.Damage) -> String {
    try (self[column] as DatabaseValue).text
  }

  func optionalWide<Number: FixedWidthInteger>(_ column: Int) throws(ByteReader.Damage) -> Number? {
    hasNull(atIndex: column) ? nil : try wide(column)
  }

  func flag(_ column: Int) throws(ByteReader.Damage) -> Bool {
    let number: Int = try wide(column)
    return number != 0
  }

  func optionalTime(_ column: Int) throws(ByteReader.Damage) -> Timestamp? {
    try (optionalWide(column) as Int64?).map(Timestamp.init(microseconds:))
  }

  func time(_ column: Int) throws(ByteReader.Damage) -> Timestamp { Timestamp(microseconds: try wide(column)) }

  /// The bytes in a column.
  func bytes(_ column: Int) throws(ByteReader.Damage) -> [UInt8] {
    let value: DatabaseValue = self[column]
    guard case .blob(let bytes) = value.storage else { throw ByteReader.Damage() }
    return Array(bytes)
  }
}
