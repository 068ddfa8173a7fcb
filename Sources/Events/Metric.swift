/// One value that a record carries beside the figures of its own: an entry of `custom_metrics`, a resource, a business
/// metric, or context such as the user (article Events, Operation records; Monitoring, Metrics). The key is a name of
/// the batch's table, texts lie in its arena.
package struct Metric: Sendable {
  /// Where in the record it stood; keys of different origins are different metrics.
  package enum Origin: UInt8, Sendable, Codable {
    case record, custom, result
    /// In an object within `custom_metrics`: its key is made of the names on the way there, joined by dots.
    case joined

    /// True for what stood in `custom_metrics`.
    package var isCustom: Bool { self == .custom || self == .joined }
  }

  /// What kind of value it is.
  package enum Kind: UInt8, Sendable { case number, flag, text }

  /// The key's place in the batch's name table.
  package var key: Int32
  package var origin: Origin
  package var kind: Kind
  // A number has no text and a text no number, so both lie in the same two words: there are many metrics.
  private var first: UInt64 = 0
  private var second: UInt64 = 0

  /// The most bytes of a text that are kept.
  package static let longestText = 128

  /// A number; `billionths` is the number times 10^9, rounded once, saturating.
  @inline(__always)
  package init(key: Int32, origin: Origin, number: Double, billionths: Int64) {
    self.key = key
    self.origin = origin
    kind = .number
    first = number.bitPattern
    second = UInt64(bitPattern: billionths)
  }

  /// A flag.
  package init(key: Int32, origin: Origin, flag: Bool) {
    self.key = key
    self.origin = origin
    kind = .flag
    first = (flag ? 1.0 : 0.0).bitPattern
  }

  /// A text, redacted, at most `Metric.longestText` bytes, and its hash under the decoder's seed.
  @inline(__always)
  package init(key: Int32, origin: Origin, text: TextRange, hash: UInt64) {
    self.key = key
    self.origin = origin
    kind = .text
    first = UInt64(text.offset) << 32 | UInt64(text.length)
    second = hash
  }

  /// The value of a number; 1 or 0 for a flag, 0 for a text.
  package var number: Double { kind == .text ? 0 : Double(bitPattern: first) }
  /// A number times 10^9, rounded once, saturating: for amounts of money, which are summed as integers (article Cost,
  /// Cost of an operation).
  package var billionths: Int64 { kind == .number ? Int64(bitPattern: second) : 0 }
  /// The value of a text.
  package var text: TextRange {
    kind == .text
      ? TextRange(offset: UInt32(truncatingIfNeeded: first >> 32), length: UInt32(truncatingIfNeeded: first)) : .none
  }
  /// A hash of a text under the decoder's seed, by which values are counted without making a `String` of each.
  package var hash: UInt64 { kind == .text ? second : 0 }
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

/// The metrics of one record while they are found: room for as many as are kept of one, so that each is only written.
struct FoundMetrics: ~Copyable {
  private let metrics = UnsafeMutableBufferPointer<Metric>.allocate(capacity: EventBatch.metricsOfRecord)
  private(set) var count = 0

  // Metrics are plain values, so there is nothing to deinitialize.
  deinit { metrics.deallocate() }

  mutating func removeAll() { count = 0 }

  /// Adds one; there must be room.
  @inline(__always)
  mutating func append(_ metric: Metric) {
    metrics.initializeElement(at: count, to: metric)
    count += 1
  }

  func contains(key: Int32, origin: Metric.Origin) -> Bool {
    metrics[..<count].contains { $0.key == key && $0.origin == origin }
  }

  /// Puts them behind others.
  @inline(__always)
  func move(to others: inout [Metric]) {
    others.append(contentsOf: UnsafeBufferPointer(rebasing: metrics[..<count]))
  }
}
