/// One value that a record carries beside the figures of its own: an entry of `custom_metrics`, a resource, a business
/// metric, or context such as the user (SPEC 1.1, 2.6). The key is a name of the batch's table, texts lie in its arena.
package struct Metric: Sendable {
  /// Where in the record it stood; keys of different origins are different metrics.
  package enum Origin: UInt8, Sendable, Codable { case record, custom, result }

  /// What kind of value it is. Arrays and objects are no metrics.
  package enum Kind: UInt8, Sendable { case number, flag, text }

  /// The key's place in the batch's name table.
  package var key: Int32
  package var origin: Origin
  package var kind: Kind
  /// The value of a number; 1 or 0 for a flag.
  package var number: Double = 0
  /// A number times 10^9, rounded once, saturating: for amounts of money, which are summed as integers (SPEC 3.1).
  package var billionths: Int64 = 0
  /// The value of a text, redacted, at most `Metric.longestText` bytes.
  package var text = TextRange.none
  /// A hash of the text under the decoder's seed, by which values are counted without making a `String` of each.
  package var hash: UInt64 = 0

  /// The most bytes of a text that are kept.
  package static let longestText = 128

  package init(key: Int32, origin: Origin, kind: Kind) {
    self.key = key
    self.origin = origin
    self.kind = kind
  }
}

/// A run of metrics of a batch.
package struct MetricRange: Sendable, Equatable {
  package var offset: UInt32
  package var count: UInt32

  package init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  package static let none = MetricRange(offset: 0, count: 0)
}
