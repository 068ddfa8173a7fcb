/// Writes values one after another as bytes, small numbers in few of them (LEB128, the way of protocol buffers).
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func number(_ value: UInt64) { append(value) }

  package mutating func number(_ value: UInt32) { append(value) }

  package mutating func count(_ value: Int) { append(UInt64(value)) }

  /// Small in either direction.
  package mutating func signed(_ value: Int64) { number(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

  package mutating func wide(_ value: Int128) { append(UInt128(bitPattern: (value << 1) ^ (value >> 127))) }

  /// Always eight bytes, the lowest first.
  package mutating func fixed(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  package mutating func real(_ value: Double) { fixed(value.bitPattern) }

  package mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  private mutating func append(_ value: some UnsignedInteger & FixedWidthInteger) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Bytes that `ByteWriter` cannot have written.
package struct MalformedBytes: Error {
  package init() {}
}

/// Reads back what `ByteWriter` wrote, whatever the bytes are.
package struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private var at = 0

  package init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

  package var isAtEnd: Bool { at == bytes.count }

  package mutating func byte() throws(MalformedBytes) -> UInt8 {
    guard at < bytes.count else { throw MalformedBytes() }
    defer { at += 1 }
    return bytes[at]
  }

  package mutating func number() throws(MalformedBytes) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || (shift == 63 && next <= 1) else { throw MalformedBytes() }
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  package mutating func signed() throws(MalformedBytes) -> Int64 {
    let value = try number()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  package mutating func wide() throws(MalformedBytes) -> Int128 {
    var value: UInt128 = 0
    var shift: UInt128 = 0
    while true {
      let next = try byte()
      guard shift < 126 || (shift == 126 && next <= 3) else { throw MalformedBytes() }
      value |= UInt128(next & 0x7f) << shift
      if next < 0x80 { return Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1) }
      shift += 7
    }
  }

  package mutating func fixed() throws(MalformedBytes) -> UInt64 {
    guard bytes.count - at >= 8 else { throw MalformedBytes() }
    var value: UInt64 = 0
    for place in 0..<8 { value |= UInt64(bytes[at + place]) << UInt64(8 * place) }
    at += 8
    return value
  }

  package mutating func number32() throws(MalformedBytes) -> UInt32 {
    guard let value = UInt32(exactly: try number()) else { throw MalformedBytes() }
    return value
  }

  /// A finite number.
  package mutating func real() throws(MalformedBytes) -> Double {
    let value = Double(bitPattern: try fixed())
    guard value.isFinite else { throw MalformedBytes() }
    return value
  }

  /// A text of at most so many bytes.
  package mutating func text(limit: Int = .max) throws(MalformedBytes) -> String {
    let length = try count(limit: limit)
    let end = at + length
    defer { at = end }
    guard let text = String(validating: bytes[at..<end], as: UTF8.self) else { throw MalformedBytes() }
    return text
  }

  /// How many elements follow, each of at least a byte, at most `limit`.
  package mutating func count(limit: Int) throws(MalformedBytes) -> Int {
    let count = try count(ofAtLeast: 1)
    guard count <= limit else { throw MalformedBytes() }
    return count
  }

  /// How many elements follow, each of at least that many bytes: never more than there is room for.
  package mutating func count(ofAtLeast size: Int) throws(MalformedBytes) -> Int {
    let count = try number()
    guard count <= UInt64((bytes.count - at) / max(1, size)) else { throw MalformedBytes() }
    return Int(count)
  }
}
