/// A hash table that finds places in an array by what stands there. Linear probing, at most half full; the caller knows the
/// array and gives hashes and comparisons.
struct PlaceTable: Sendable {
  // Places plus one; 0 is free.
  private var entries: [UInt32] = []

  init() {}

  /// True until `makeRoom`.
  var isEmpty: Bool { entries.isEmpty }

  /// Makes room for as many places as an array of that many elements has.
  mutating func makeRoom(for count: Int) {
    var size = 1024
    while size < 2 * count { size *= 2 }
    entries = Array(repeating: 0, count: size)
  }

  private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (entries.count - 1) }

  /// The place with that hash that is wanted; nil if there is none.
  @inline(__always)
  func find(_ hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
    guard !entries.isEmpty else { return nil }
    var at = home(hash)
    while entries[at] != 0 {
      if isWanted(Int(entries[at]) - 1) { return Int(entries[at]) - 1 }
      at = (at + 1) & (entries.count - 1)
    }
    return nil
  }

  /// Puts a place in, instead of the one with that hash that it replaces, which is the answer.
  @inline(__always)
  mutating func put(_ place: Int, _ hash: UInt64, replacing isReplaced: (Int) -> Bool) -> Int? {
    var at = home(hash)
    while entries[at] != 0, !isReplaced(Int(entries[at]) - 1) { at = (at + 1) & (entries.count - 1) }
    defer { entries[at] = UInt32(place + 1) }
    return entries[at] == 0 ? nil : Int(entries[at]) - 1
  }

  /// Takes a place out if it is there, and moves up what stands behind it. `hashOf` gives the hash of any place that is in.
  mutating func remove(_ place: Int, _ hash: UInt64, hashOf: (Int) -> UInt64) {
    guard !entries.isEmpty else { return }
    var free = home(hash)
    while entries[free] != UInt32(place + 1) {
      if entries[free] == 0 { return }
      free = (free + 1) & (entries.count - 1)
    }
    entries[free] = 0
    var at = (free + 1) & (entries.count - 1)
    while entries[at] != 0 {
      // It may move if its home does not lie between the free entry and itself.
      let distance = (at - home(hashOf(Int(entries[at]) - 1))) & (entries.count - 1)
      if distance >= (at - free) & (entries.count - 1) {
        entries[free] = entries[at]
        entries[at] = 0
        free = at
      }
      at = (at + 1) & (entries.count - 1)
    }
  }
}
