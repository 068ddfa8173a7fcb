import Secrets

/// What one chunk decodes to: records in the order of their lines, and what was rejected.
package struct EventBatch: Sendable {
  package var events: [Event] = []
  /// The texts that events refer to, one behind the other.
  package var texts: [UInt8] = []
  /// The metrics that events refer to, one event's behind the other's.
  package var metrics: [Metric] = []
  /// The names that events refer to.
  package var names = NameTable()
  /// Rejections of the chunk: the first `EventBatch.firstRejections`, and about the last `EventBatch.keptRejections`.
  package var rejections: [Rejection] = []
  /// How many lines were rejected, by reason; all of them, also those that are in no list.
  package var rejected: [RejectionReason: UInt64] = [:]
  /// Lines that were not blank.
  package var lines: UInt64 = 0
  /// Records: events, those that were skipped, and those that were rejected. A line of a foreign format can have several, or
  /// a part of one.
  package var records: UInt64 = 0
  /// Records that were recognised and are no operations.
  package var skipped: UInt64 = 0
  /// How many of the rejected lines are plain text, which beside foreign records is nothing wrong.
  package var plainText: UInt64 = 0
  /// Operations that succeeded with a model and tell of no tokens.
  package var withoutUsage: UInt64 = 0
  /// What `EventLinker` is to complete, in the order of the events.
  package var links: [EventLink] = []
  /// The foreign formats that were recognised.
  package var formats: Set<String> = []
  /// All lines, blank ones too: what line numbers count.
  package var physicalLines: UInt64 = 0

  package static let keptRejections = EventLimits.rejections
  /// How many of the first rejections are kept whatever comes behind them: a sender is told of those.
  package static let firstRejections = 20
  /// The most metrics of one record that are kept.
  package static let metricsOfRecord = 256

  package init() {}

  /// The bytes of a text.
  package func bytes(_ range: TextRange) -> ArraySlice<UInt8> {
    range.isNone ? [] : texts[Int(range.offset)..<Int(range.offset + range.length)]
  }

  /// The metrics of an event.
  package func metrics(of event: borrowing Event) -> ArraySlice<Metric> {
    metrics[Int(event.metrics.offset)..<Int(event.metrics.offset + event.metrics.count)]
  }

  /// A text, nil if there is none.
  package func text(_ range: TextRange) -> String? {
    range.isNone ? nil : String(decoding: bytes(range), as: UTF8.self)
  }

  /// A text as operators may see it, in quotation marks: redacted and cut; nil if there is none.
  package func quoted(_ range: TextRange) -> String? {
    guard !range.isNone else { return nil }
    return texts.withUnsafeBufferPointer { texts in
      UnsafeBufferPointer(rebasing: texts[Int(range.offset)..<Int(range.offset + range.length)]).quoted
    }
  }

  /// Skips the plain text that was rejected, since foreign records were met in its source.
  package mutating func skipPlainText() {
    guard plainText > 0 else { return }
    skipped += plainText
    let rest = rejected[.notJSON, default: 0] - min(plainText, rejected[.notJSON, default: 0])
    rejected[.notJSON] = rest > 0 ? rest : nil
    rejections.removeAll(where: \.isPlainText)
    plainText = 0
  }

  /// Puts bytes into the arena.
  package mutating func keep(_ bytes: some Collection<UInt8>) -> TextRange {
    let offset = texts.count
    texts.append(contentsOf: bytes)
    return TextRange(offset: UInt32(offset), length: UInt32(bytes.count))
  }

  /// Puts a text into the arena, redacted and then cut to `limit` bytes between two characters.
  mutating func keep(redacted bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> TextRange {
    let offset = texts.count
    Redaction.append(bytes, limit: limit, to: &texts)
    return TextRange(offset: UInt32(offset), length: UInt32(texts.count - offset))
  }
}

/// One line that was not taken in.
package struct Rejection: Sendable {
  package var reason: RejectionReason
  package var field: String?
  /// The value of that field, as in `RejectedLine.found`.
  package var found: String?
  /// Which line of the batch it was, from 0.
  package var line: UInt64
  /// How many bytes of the source come before the line.
  package var offset: UInt64
  /// The first 512 bytes, redacted.
  package var sample: String
  /// The line is plain text.
  package var isPlainText: Bool

  package init(
    reason: RejectionReason, field: String? = nil, found: String? = nil, line: UInt64, offset: UInt64, sample: String,
    isPlainText: Bool = false
  ) {
    self.isPlainText = isPlainText
    self.reason = reason
    self.field = field
    self.found = found
    self.line = line
    self.offset = offset
    self.sample = sample
  }
}

/// The names that a decoder has met, by number. Tables only grow; one that would grow too large is replaced by a new
/// one with another identity, so that whoever maps numbers to something can keep the map as long as the identity holds.
package struct NameTable: Sendable {
  package var identity: UInt64 = 0
  package var names: [String] = []

  package init() {}
}
