/// Reads what `ByteWriter` wrote, from any bytes: whatever they hold, it throws or reads, and makes no room for more than
/// could be there.
package struct ByteReader {
  /// The bytes are not what was written.
  package struct Damage: Error {
    package init() {}
  }

  /// The version of the form that is read, where what is read depends on it.
  var version: UInt8 = 0
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  package var isAtEnd: Bool { at == bytes.endIndex }

  package mutating func byte() throws(Damage) -> UInt8 {
    guard at < bytes.endIndex else { throw Damage() }
    defer { at += 1 }
    return bytes[at]
  }

  package mutating func varint() throws(Damage) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      let bits = UInt64(next & 0x7F)
      guard shift < 64, (bits << shift) >> shift == bits else { throw Damage() }
      value |= bits << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// A number that a narrower type holds.
  package mutating func varint<Value: FixedWidthInteger>(_ type: Value.Type) throws(Damage) -> Value {
    guard let value = Value(exactly: try varint()) else { throw Damage() }
    return value
  }

  /// A number of things of which there are at most `limit`, each at least a byte long.
  package mutating func count(limit: Int) throws(Damage) -> Int {
    let value = try varint()
    guard value <= UInt64(limit), value <= UInt64(bytes.endIndex - at) else { throw Damage() }
    return Int(value)
  }

  package mutating func signed() throws(Damage) -> Int128 {
    var value: UInt128 = 0
    var shift: UInt128 = 0
    while true {
      let next = try byte()
      let bits = UInt128(next & 0x7F)
      guard shift < 128, (bits << shift) >> shift == bits else { throw Damage() }
      value |= bits << shift
      if next < 0x80 { break }
      shift += 7
    }
    return Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
  }

  /// A signed number of 64 bits.
  package mutating func signed64() throws(Damage) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A finite number.
  package mutating func double() throws(Damage) -> Double {
    let value = Double(bitPattern: try fixed())
    guard value.isFinite else { throw Damage() }
    return value
  }

  package mutating func fixed() throws(Damage) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(try byte()) << shift }
    return value
  }

  package mutating func text(limit: Int) throws(Damage) -> String {
    let length = try count(limit: limit)
    guard let text = String(validating: bytes[at..<at + length], as: UTF8.self) else { throw Damage() }
    at += length
    return text
  }
}
