import Configuration
import Foundation

/// A line of an audit file.
package struct AuditLine: Sendable {
  /// From 1; 0 where lines are read from the end and the number is not known.
  package var number: Int
  /// Its SHA-256, without line feed, as 64 hexadecimal digits in lower case.
  package var hash: String
  /// What it says; nil if it is no record.
  package var record: AuditRecord?
  /// False for what is behind the last line feed.
  package var isEnded: Bool

  init(_ bytes: some RandomAccessCollection<UInt8>, number: Int, isEnded: Bool) {
    let bytes = Array(bytes)
    self.number = number
    self.isEnded = isEnded
    hash = Hashing.sha256(bytes)
    record = Self.record(bytes)
  }

  /// The record that a line is; nil if it is none.
  static func record(_ bytes: [UInt8]) -> AuditRecord? {
    guard let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(bytes)), record.isPlausible else {
      return nil
    }
    return record
  }
}
