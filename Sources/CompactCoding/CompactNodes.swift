/// Values as they were written, one after the other, each with where the next one begins. Checked in one pass, so that who
/// reads them need not.
struct CompactNodes {
  struct Node {
    var content: Content
    /// The place of the first node behind this one and what it holds.
    var end: Int32
    /// The number of its key in the table of its object; -1 if it has none. Names that are in no table come after those
    /// that are.
    var key: Int32 = -1
  }

  enum Content {
    case null
    case flag(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case wide(Int128)
    case double(Double)
    case text(start: Int32, count: Int32)
    case list(count: Int32)
    case object(table: Int32, count: Int32)
  }

  private(set) var nodes: [Node] = []
  /// Names of keys that no table has; their keys count on from `KeyTables.limit`.
  private(set) var extraNames: [String] = []
  let bytes: [UInt8]
  private var offset = 0

  private static let depthLimit = 64

  /// Reads a value, and all that it holds.
  ///
  /// - Throws: if the bytes are not what an encoder writes.
  init(_ bytes: [UInt8], tables: [[String]]) throws(CompactDecodingError) {
    self.bytes = bytes
    guard bytes.count < Int32.max else { throw .malformed }
    nodes.reserveCapacity(bytes.count / 3)
    try read(key: -1, tables, depth: 0)
    guard offset == bytes.count else { throw .malformed }
  }

  private mutating func read(key: Int32, _ tables: [[String]], depth: Int) throws(CompactDecodingError) {
    guard depth < Self.depthLimit, offset < bytes.count else { throw .malformed }
    let place = nodes.count
    let tag = bytes[offset]
    offset += 1
    var content = Content.null
    if tag >= CompactTag.small {
      content = .integer(Int64(tag - CompactTag.small))
      return nodes.append(Node(content: content, end: Int32(place + 1), key: key))
    }
    switch tag {
    case CompactTag.null: break
    case CompactTag.no: content = .flag(false)
    case CompactTag.yes: content = .flag(true)
    case CompactTag.integer:
      let number = try readNumber()
      content = .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
    case CompactTag.unsigned: content = .unsigned(try readNumber())
    case CompactTag.double: content = .double(Double(bitPattern: try readFixed()))
    case CompactTag.wide:
      let low: UInt64 = try readFixed()
      let high: UInt64 = try readFixed()
      content = .wide(Int128(truncatingIfNeeded: UInt128(high) << 64 | UInt128(low)))
    case CompactTag.text:
      let range = try readText()
      content = .text(start: Int32(range.lowerBound), count: Int32(range.count))
    case CompactTag.list:
      nodes.append(Node(content: content, end: 0, key: key))
      var count: Int32 = 0
      while try peek() != CompactTag.end {
        try read(key: -1, tables, depth: depth + 1)
        count += 1
      }
      offset += 1
      nodes[place].content = .list(count: count)
    case CompactTag.counts:
      let count = try readNumber()
      guard count <= UInt64(bytes.count - offset) else { throw .malformed }
      nodes.append(Node(content: .list(count: Int32(count)), end: 0, key: key))
      for _ in 0..<count {
        let number = try readNumber()
        nodes.append(Node(content: .unsigned(number), end: Int32(nodes.count + 1)))
      }
      nodes[place].end = Int32(nodes.count)
      return
    case CompactTag.object:
      nodes.append(Node(content: content, end: 0, key: key))
      let table = try readNumber()
      guard table < KeyTables.tableLimit else { throw .malformed }
      let known = Int(table) < tables.count ? tables[Int(table)].count : 0
      var count: Int32 = 0
      while let key = try readKey(known) {
        try read(key: key, tables, depth: depth + 1)
        count += 1
      }
      nodes[place].content = .object(table: Int32(table), count: count)
    default: throw .malformed
    }
    if place == nodes.count { nodes.append(Node(content: content, end: 0, key: key)) }
    nodes[place].end = Int32(nodes.count)
  }

  private mutating func readKey(_ known: Int) throws(CompactDecodingError) -> Int32? {
    switch try readNumber() {
    case KeyReference.end: return nil
    case KeyReference.name:
      let range = try readText()
      extraNames.append(String(decoding: bytes[range], as: UTF8.self))
      return Int32(KeyTables.limit + extraNames.count - 1)
    case let reference:
      let number = reference - KeyReference.first
      guard number < UInt64(known) else { throw .malformed }
      return Int32(number)
    }
  }

  private func peek() throws(CompactDecodingError) -> UInt8 {
    guard offset < bytes.count else { throw .malformed }
    return bytes[offset]
  }

  private mutating func readNumber() throws(CompactDecodingError) -> UInt64 {
    try Self.number(in: bytes, at: &offset)
  }

  private mutating func readFixed() throws(CompactDecodingError) -> UInt64 {
    guard bytes.count - offset >= 8 else { throw .malformed }
    var pattern: UInt64 = 0
    for place in 0..<8 { pattern |= UInt64(bytes[offset + place]) << UInt64(8 * place) }
    offset += 8
    return pattern
  }

  private mutating func readText() throws(CompactDecodingError) -> Range<Int> {
    try Self.text(in: bytes, at: &offset)
  }

  static func number(in bytes: [UInt8], at offset: inout Int) throws(CompactDecodingError) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    throw .malformed
  }

  static func text(in bytes: [UInt8], at offset: inout Int) throws(CompactDecodingError) -> Range<Int> {
    let count = try number(in: bytes, at: &offset)
    guard count <= UInt64(bytes.count - offset) else { throw .malformed }
    defer { offset += Int(count) }
    return offset..<offset + Int(count)
  }
}

/// Why bytes cannot be read.
package enum CompactDecodingError: Error, Equatable {
  /// They are not what a `CompactEncoder` writes.
  case malformed
}
