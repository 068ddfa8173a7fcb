/// Something in the audit trail that is not as it was written.
package struct AuditFault: Sendable, Equatable, CustomStringConvertible {
  /// The line where it shows.
  package var place: SourceLocation
  package var kind: Kind
  /// What it means.
  package var meaning: String

  package enum Kind: String, Sendable, Codable {
    /// A line that is no record.
    case noRecord = "no_record"
    /// What is behind the last line feed: it was cut off, or a crash kept it from being written.
    case unfinished
    /// Numbers are missing.
    case gap
    /// A number that was there before.
    case outOfOrder = "out_of_order"
    /// A line that does not have the hash that the next one carries.
    case edited
    /// The trail ends before the end that is known from elsewhere.
    case cut
    /// The line has another hash than is known from elsewhere.
    case otherEnd = "other_end"
  }

  package init(_ place: SourceLocation, _ kind: Kind, _ meaning: String) {
    self.place = place
    self.kind = kind
    self.meaning = meaning
  }

  /// What to do.
  package var advice: String {
    switch kind {
    case .noRecord, .gap, .outOfOrder, .edited, .otherEnd:
      "compare it with a copy or a backup, and ask who can write the file"
    case .cut: "compare it with a copy or a backup, and look for the missing records in the log"
    case .unfinished: "if wraptop or the machine crashed, one record is lost; else ask who can write the file"
    }
  }

  /// One line: where, what it means and what to do.
  package var description: String { "\(place): \(meaning); \(advice)" }
}
