/// Decodes UTF-8 byte by byte, across reads; what is not valid is left out.
struct UTF8Scalars: Hashable, Sendable {
  private var value: UInt32 = 0
  private var missing = 0
  /// What the next byte may be: not every continuation byte may follow every first byte.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Takes a byte; the character that it completes, if any.
  mutating func push(_ byte: UInt8) -> Unicode.Scalar? {
    if missing > 0 {
      if allowed.contains(byte) {
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        allowed = 0x80...0xBF
        return missing == 0 ? Unicode.Scalar(value) : nil
      }
      reset()
    }
    switch byte {
    case 0x00...0x7F: return Unicode.Scalar(byte)
    case 0xC2...0xDF: begin(byte & 0x1F, missing: 1)
    case 0xE0: begin(byte & 0x0F, missing: 2, allowed: 0xA0...0xBF)
    case 0xED: begin(byte & 0x0F, missing: 2, allowed: 0x80...0x9F)
    case 0xE1...0xEF: begin(byte & 0x0F, missing: 2)
    case 0xF0: begin(byte & 0x07, missing: 3, allowed: 0x90...0xBF)
    case 0xF4: begin(byte & 0x07, missing: 3, allowed: 0x80...0x8F)
    case 0xF1...0xF3: begin(byte & 0x07, missing: 3)
    default: break
    }
    return nil
  }

  /// A character is begun and not complete.
  var isPartial: Bool { missing > 0 }

  /// Leaves out a character that is not complete.
  mutating func reset() { missing = 0 }

  private mutating func begin(_ bits: UInt8, missing: Int, allowed: ClosedRange<UInt8> = 0x80...0xBF) {
    value = UInt32(bits)
    self.missing = missing
    self.allowed = allowed
  }
}
