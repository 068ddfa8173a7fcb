import CEventDecoder

/// Turns the bytes of names that come again and again into small numbers, without making a `String` of known ones.
struct Interner {
  private(set) var table = NameTable()
  private var entries: [Entry] = []
  private var slots: [Int32]
  private var bytes: [UInt8] = []
  private let seed: UInt64
  private let makeIdentity: @Sendable () -> UInt64

  private struct Entry {
    var hash: UInt64
    var offset: Int
    var length: Int
  }

  /// More names than this start a new table: a source that invents names must not fill the memory.
  static let limit = 16384

  init(seed: UInt64, makeIdentity: @escaping @Sendable () -> UInt64) {
    self.seed = seed
    self.makeIdentity = makeIdentity
    slots = Array(repeating: -1, count: 256)
    table.identity = makeIdentity()
  }

  /// True if the next name could start a new table.
  var isFull: Bool { entries.count >= Self.limit }

  /// Starts a new table.
  mutating func clear() {
    table = NameTable()
    table.identity = makeIdentity()
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    slots = Array(repeating: -1, count: 256)
  }

  /// The number of a name; `make` turns a new one into the text that stands for it.
  @inline(__always)
  mutating func number(
    _ name: UnsafeBufferPointer<UInt8>, make: (UnsafeBufferPointer<UInt8>) -> String
  ) -> Int32 {
    number(name, hash: ced_hash(name.baseAddress, name.count, seed).low, make: make)
  }

  /// The same where the low half of the name's hash under the seed is known.
  mutating func number(
    _ name: UnsafeBufferPointer<UInt8>, hash: UInt64, make: (UnsafeBufferPointer<UInt8>) -> String
  ) -> Int32 {
    var at = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[at] >= 0 {
      let entry = entries[Int(slots[at])]
      if entry.hash == hash, entry.length == name.count, holds(name, at: entry.offset) { return slots[at] }
      at = (at + 1) & (slots.count - 1)
    }
    let number = Int32(entries.count)
    entries.append(Entry(hash: hash, offset: bytes.count, length: name.count))
    bytes.append(contentsOf: name)
    table.names.append(make(name))
    slots[at] = number
    if entries.count * 2 > slots.count { grow() }
    return number
  }

  private func holds(_ name: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    bytes.withUnsafeBufferPointer { stored in
      guard let known = stored.baseAddress, let wanted = name.baseAddress else { return name.isEmpty }
      return ced_same(known + offset, wanted, name.count)
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, entry) in entries.enumerated() {
      var at = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[at] >= 0 { at = (at + 1) & (slots.count - 1) }
      slots[at] = Int32(number)
    }
  }
}
