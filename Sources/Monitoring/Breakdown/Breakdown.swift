import Events

/// What the operations of one wrapper in one slot of time were made of (SPEC 2.6, 3.3, 3.4): cost by kind, tokens, savings,
/// each for the whole and by operation type, model, route and so on; and the summaries of its metrics. Breakdowns add up
/// in any order.
///
/// Slots are five minutes long where they are young and an hour later on.
package struct Breakdown: Sendable, Equatable {
  /// Which slot: whole steps since the epoch.
  package var index: Int32

  /// The length of a young slot in seconds.
  package static let fineStep: Int64 = 300
  /// The length of an old slot in seconds.
  package static let coarseStep: Int64 = 3600

  package init(index: Int32) { self.index = index }

  /// Adds what another breakdown holds; the index stays.
  package mutating func merge(_ other: Breakdown) {}

  /// The content in the form in which the store keeps it. The first byte is the version of the form.
  package var encoded: [UInt8] { [] }

  /// Reads `encoded`; nil if it was damaged or is of a later version.
  package init?(index: Int32, encoded: some Collection<UInt8>) {
    self.index = index
  }
}
