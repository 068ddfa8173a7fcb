/// Hides what looks like a key in text that came from outside (SPEC 6), before it is kept, shown or sent.
package enum Redaction {
  /// What stands in the place of a key.
  package static let mask: [UInt8] = Array("********".utf8)

  /// How much of a text is looked at: whoever keeps less cuts after this.
  package static let looked = 4096

  /// The text with each key replaced by the mask, cut to `limit` bytes between two characters.
  package static func redact(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> [UInt8] {
    var result: [UInt8] = []
    append(bytes, limit: limit, to: &result)
    return result
  }

  /// Puts the text behind other bytes, with each key replaced by the mask, cut to `limit` bytes between two characters.
  /// True if there was a key.
  @discardableResult
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, to result: inout [UInt8]) -> Bool {
    let bytes = UnsafeBufferPointer(rebasing: bytes.prefix(looked))
    let begin = result.count
    var copied = 0
    var at = 0
    while at <= bytes.count - shortestKey, result.count - begin + at - copied <= limit {
      if beginsKey(bytes[at]), let key = key(in: bytes, at: at) {
        result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<(at + key.kept)]))
        result.append(contentsOf: mask)
        at += key.length
        copied = at
      } else {
        at += 1
      }
    }
    // Of the rest, what may be within the limit and the character after it.
    let end = min(bytes.count, copied + max(0, limit + 1 - (result.count - begin)))
    result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<end]))
    cut(&result, to: begin + limit)
    return copied > 0
  }

  /// The same for text.
  package static func redact(_ text: String, limit: Int = 512) -> String {
    var text = text
    return text.withUTF8 { String(decoding: redact($0, limit: limit), as: UTF8.self) }
  }

  private static func cut(_ bytes: inout [UInt8], to limit: Int) {
    guard bytes.count > limit else { return }
    var end = limit
    while end > 0, end > limit - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeLast(bytes.count - end)
  }

  // True for the first bytes of keys: A B b e s x, as bits of the quarter of ASCII where they all are.
  @inline(__always)
  private static func beginsKey(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x40 && firstBytes >> UInt64(byte & 0x3F) & 1 == 1
  }
  private static let firstBytes: UInt64 = 1 << 0x01 | 1 << 0x02 | 1 << 0x22 | 1 << 0x25 | 1 << 0x33 | 1 << 0x38

  // No key is shorter than the shortest of the shapes below, `sk-` and eight more.
  private static let shortestKey = 11

  // Each shape, told by its first two bytes: how it begins, which bytes go on, and how many of those there have to be.
  private static func key(in bytes: UnsafeBufferPointer<UInt8>, at: Int) -> (kept: Int, length: Int)? {
    guard at + 1 < bytes.count else { return nil }
    let pair = UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
    switch pair {
    case 0x736B, 0x4265, 0x6265, 0x414B, 0x4153, 0x786F, 0x7861, 0x6579: break
    default: return nil
    }
    if at > 0, isWord(bytes[at - 1]) { return nil }
    func shape(_ start: StaticString, keep: Int = 0, atLeast: Int, _ goesOn: (UInt8) -> Bool) -> (Int, Int)? {
      let length = start.utf8CodeUnitCount
      guard at + length <= bytes.count else { return nil }
      for i in 0..<length where bytes[at + i] != start.utf8Start[i] { return nil }
      var end = at + length
      while end < bytes.count, goesOn(bytes[end]) { end += 1 }
      return end - at - length >= atLeast ? (keep, end - at) : nil
    }
    switch pair {
    case 0x736B: return shape("sk-", atLeast: 8, isToken)
    case 0x4265: return shape("Bearer ", keep: 7, atLeast: 8, isCredential)
    case 0x6265: return shape("bearer ", keep: 7, atLeast: 8, isCredential)
    case 0x414B: return shape("AKIA", atLeast: 12, isUpper)
    case 0x4153: return shape("ASIA", atLeast: 12, isUpper)
    case 0x786F: return shape("xox", atLeast: 10, isToken)
    case 0x7861: return shape("xapp-", atLeast: 8, isToken)
    default: return shape("eyJ", atLeast: 16, isCredential)
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }
  private static func isToken(_ byte: UInt8) -> Bool { isWord(byte) || byte == 0x2D }
  private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x41 < 26 }
  private static func isCredential(_ byte: UInt8) -> Bool {
    isToken(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2F || byte == 0x3D || byte == 0x7E
  }
}
