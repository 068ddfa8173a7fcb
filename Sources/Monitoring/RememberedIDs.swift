import Events

/// The ids of the last operations that completed, and of those that cost was reported for, so that what is sent again
/// counts once (SPEC 1.2, 1.3).
///
/// Taking an id in is cheap: it goes into a ring. The table that finds an id is made when one is first looked for, which
/// never happens for files of whole operations, where the position guarantees that each counts once.
package struct RememberedIDs: Sendable {
  /// What is known of an id.
  package struct Marks: OptionSet, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// An operation with it has completed.
    package static let completed = Marks(rawValue: 1)
    /// Its operation had a cost, or a cost was reported for it.
    package static let hasCost = Marks(rawValue: 2)
    fileprivate static let all: Marks = [.completed, .hasCost]
  }

  /// How many ids are remembered.
  package static let limit = 1_000_000

  // Fingerprints, oldest first from `next` on once the ring is full; the two lowest bits of the high half are the marks.
  private var ring: [OperationKey] = []
  private var next = 0
  private let limit: Int
  // Places in the ring plus one, by fingerprint; 0 is free. Linear probing, at most half full.
  private var table: [UInt32] = []

  /// Remembers nothing yet; at most `limit` ids later on.
  package init(limit: Int = Self.limit) { self.limit = limit }

  /// How many are remembered; one that was taken in twice without being looked for counts twice.
  package var count: Int { ring.count }

  /// True if an id was looked for, so that looking for more costs little.
  var isIndexed: Bool { !table.isEmpty }

  /// What is known of an id; nil if it is not remembered.
  package mutating func marks(of key: OperationKey) -> Marks? {
    if table.isEmpty { makeTable() }
    guard let entry = entry(of: key) else { return nil }
    return Marks(rawValue: ring[Int(table[entry]) - 1].high & Marks.all.rawValue)
  }

  /// Remembers an id with these marks, as the newest one; the answer is the form in which it is stored and taken in again
  /// by `restore`.
  @discardableResult
  package mutating func insert(_ key: OperationKey, _ marks: Marks) -> OperationKey {
    let kept = OperationKey(high: key.high & ~Marks.all.rawValue | marks.rawValue, low: key.low)
    restore(kept)
    return kept
  }

  /// Takes in what `insert` gave.
  package mutating func restore(_ kept: OperationKey) {
    let place: Int
    if ring.count < limit {
      if ring.count == 4096 { ring.reserveCapacity(limit) }
      place = ring.count
      ring.append(kept)
    } else {
      place = next
      next = next + 1 < limit ? next + 1 : 0
      if !table.isEmpty { forget(place) }
      ring[place] = kept
    }
    if !table.isEmpty { index(place) }
  }

  /// All of them, oldest first, in the form that `restore` takes.
  package var all: [OperationKey] { Array(ring[next...] + ring[..<next]) }

  private mutating func makeTable() {
    var size = 1024
    while size < 2 * limit { size *= 2 }
    table = Array(repeating: 0, count: size)
    for place in 0..<ring.count { index((next + place) % ring.count) }
  }

  private func home(of key: OperationKey) -> Int { Int(truncatingIfNeeded: key.low) & (table.count - 1) }

  private func isSame(_ a: OperationKey, _ b: OperationKey) -> Bool {
    a.low == b.low && a.high | Marks.all.rawValue == b.high | Marks.all.rawValue
  }

  private func entry(of key: OperationKey) -> Int? {
    var at = home(of: key)
    while table[at] != 0 {
      if isSame(ring[Int(table[at]) - 1], key) { return at }
      at = (at + 1) & (table.count - 1)
    }
    return nil
  }

  // A later place of the same id takes over from an earlier one.
  private mutating func index(_ place: Int) {
    let key = ring[place]
    var at = home(of: key)
    while table[at] != 0, !isSame(ring[Int(table[at]) - 1], key) { at = (at + 1) & (table.count - 1) }
    table[at] = UInt32(place + 1)
  }

  // Takes the entry of a place out, unless a later place has taken over, and moves up what stands behind it.
  private mutating func forget(_ place: Int) {
    guard var free = entry(of: ring[place]), Int(table[free]) == place + 1 else { return }
    table[free] = 0
    var at = (free + 1) & (table.count - 1)
    while table[at] != 0 {
      let home = home(of: ring[Int(table[at]) - 1])
      // It may move if its home does not lie between the free entry and itself.
      let distance = (at - home) & (table.count - 1)
      if distance >= (at - free) & (table.count - 1) {
        table[free] = table[at]
        table[at] = 0
        free = at
      }
      at = (at + 1) & (table.count - 1)
    }
  }
}
