/// Writes numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set but in the last.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func varint(_ value: some BinaryInteger & UnsignedInteger & FixedWidthInteger) {
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
    varint(UInt128(bitPattern: value &<< 1) ^ UInt128(bitPattern: value >> 127))
  }

  package mutating func double(_ value: Double) { fixed(value.bitPattern) }

  /// Eight bytes, the lowest first.
  package mutating func fixed(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  package mutating func text(_ text: String) { self.text(text.utf8) }

  /// The bytes of a text.
  package mutating func text(_ utf8: some Collection<UInt8>) {
    count(utf8.count)
    bytes.append(contentsOf: utf8)
  }
}
