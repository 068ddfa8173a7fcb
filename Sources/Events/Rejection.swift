/// Why a line was not taken in (article Events, Rejections and duplicates).
package enum RejectionReason: String, Codable, Sendable, CaseIterable {
  case notJSON, invalidUTF8, notAnObject, missingField, wrongType, outOfRange, lineTooLong, unknownEvent
  case unknownOperation
}

/// One rejected line, as operators may look at it.
package struct RejectedLine: Codable, Sendable, Equatable {
  /// The name of the source, as in `SourceStatus.name`.
  package var source: String
  /// The line's number in its source, from 1; nil where the source was not read from its beginning.
  package var lineNumber: UInt64?
  /// How many bytes of the source come before the line.
  package var byteOffset: UInt64
  package var reason: RejectionReason
  /// The field at fault; nil where the reason has none.
  package var field: String?
  /// The value of that field, redacted, cut and safe to show: `"oops"`, `-5`, `a list`; nil where there is none,
  /// or it is not known.
  package var found: String?
  /// The first 512 bytes, redacted, as text; invalid UTF-8 is replaced.
  package var sample: String
  /// When the line was read.
  package var time: Timestamp

  package init(
    source: String, lineNumber: UInt64?, byteOffset: UInt64, reason: RejectionReason, field: String?,
    found: String? = nil, sample: String, time: Timestamp
  ) {
    self.source = source
    self.lineNumber = lineNumber
    self.byteOffset = byteOffset
    self.reason = reason
    self.field = field
    self.found = found
    self.sample = sample
    self.time = time
  }
}
