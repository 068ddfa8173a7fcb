/// Writes numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set but in the last.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  // Not generic, since what is generic is not specialized for other modules.
  package mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func count(_ value: Int) { varint(UInt64(value)) }

  /// Small magnitudes take few bytes, whatever their sign.
  package mutating func signed(_ value: Int128) {
    var rest = UInt128(bitPattern: value &<< 1) ^ UInt128(bitPattern: value >> 127)
    while rest > UInt128(UInt64.max) {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    varint(UInt64(truncatingIfNeeded: rest))
  }

  /// The same for 64 bits.
  package mutating func signed(_ value: Int64) {
    varint(UInt64(bitPattern: value &<< 1) ^ UInt64(bitPattern: value >> 63))
  }

  package mutating func double(_ value: Double) { fixed(value.bitPattern) }

  /// Eight bytes, the lowest first.
  package mutating func fixed(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func text(_ text: String) {
    count(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// The bytes of a text.
  package mutating func text(_ utf8: ArraySlice<UInt8>) {
    count(utf8.count)
    bytes.append(contentsOf: utf8)
  }
}
