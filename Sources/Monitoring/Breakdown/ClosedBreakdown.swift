/// The breakdown of a slot that is over: its bytes, the same in memory as in a store, which never change. What comes late to the
/// slot is a further part of it, and whoever reads adds the parts up.
package struct ClosedBreakdown: Sendable, Equatable {
  /// Which slot: whole steps since the epoch.
  package var index: Int32
  /// As `Breakdown.encoded` gives them.
  package let bytes: [UInt8]

  package init(_ breakdown: Breakdown) {
    index = breakdown.index
    bytes = breakdown.encoded
  }

  /// Takes bytes that a store held; nil if they were damaged or are of a later version.
  package init?(index: Int32, stored bytes: [UInt8]) {
    guard Breakdown(index: index, encoded: bytes) != nil else { return nil }
    self.index = index
    self.bytes = bytes
  }

  /// What the bytes say.
  package var opened: Breakdown { Breakdown(index: index, encoded: bytes) ?? Breakdown(index: index) }
}

extension Sequence<ClosedBreakdown> {
  /// What they say, in the order of time, the parts of a slot added up.
  package var opened: [Breakdown] {
    var sums: [Int32: Breakdown] = [:]
    for part in self {
      if sums[part.index]?.merge(part.opened) == nil { sums[part.index] = part.opened }
    }
    return sums.values.sorted { $0.index < $1.index }
  }
}

/// Closed slots in the order of time, each in one part or in several.
struct ClosedBreakdowns: Sendable {
  private(set) var parts: [ClosedBreakdown] = []

  /// A slot of more parts is made one again.
  private static let mostParts = 8

  var isEmpty: Bool { parts.isEmpty }

  /// Adds a part of a slot.
  mutating func add(_ part: ClosedBreakdown) {
    var end = parts.count
    while end > 0, parts[end - 1].index > part.index { end -= 1 }
    parts.insert(part, at: end)
    let first = first(of: part.index, endingAt: end)
    if end - first >= Self.mostParts { join(first...end) }
  }

  /// Takes out the slots up to one, and calls `body` for each of their parts.
  mutating func remove(through last: Int32, _ body: (ClosedBreakdown) -> Void) {
    guard let first = parts.first, first.index <= last else { return }
    let end = parts.firstIndex { $0.index > last } ?? parts.count
    parts[..<end].forEach(body)
    parts.removeSubrange(..<end)
  }

  /// Makes the slots of a range one part each, changed by `change`, where they have several, or all of them.
  mutating func settle(_ range: ClosedRange<Int32>, all: Bool = false, _ change: (inout Breakdown) -> Void = { _ in }) {
    var end = parts.count
    while end > 0, parts[end - 1].index >= range.lowerBound {
      let first = first(of: parts[end - 1].index, endingAt: end - 1)
      if parts[first].index <= range.upperBound, all || first < end - 1 { join(first...end - 1, change) }
      end = first
    }
  }

  /// The parts of the slots of a range.
  func parts(in range: ClosedRange<Int32>) -> ArraySlice<ClosedBreakdown> {
    let first = parts.firstIndex { $0.index >= range.lowerBound } ?? parts.count
    return parts[first...].prefix { $0.index <= range.upperBound }
  }

  // The place of the first part of a slot that has one just before `end`, or `end`.
  private func first(of index: Int32, endingAt end: Int) -> Int {
    var first = end
    while first > 0, parts[first - 1].index == index { first -= 1 }
    return first
  }

  private mutating func join(_ places: ClosedRange<Int>, _ change: (inout Breakdown) -> Void = { _ in }) {
    var sum = parts[places.lowerBound].opened
    for place in places.dropFirst() { sum.merge(parts[place].opened) }
    change(&sum)
    parts.replaceSubrange(places, with: CollectionOfOne(ClosedBreakdown(sum)))
  }
}
