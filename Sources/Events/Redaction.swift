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
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, to result: inout [UInt8]) {
    let bytes = UnsafeBufferPointer(rebasing: bytes.prefix(looked))
    let begin = result.count
    var copied = 0
    var at = 0
    while at < bytes.count, result.count - begin + at - copied <= limit {
      if let key = key(in: bytes, at: at) {
        result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<(at + key.kept)]))
        result.append(contentsOf: mask)
        at += key.length
        copied = at
      } else {
        at += 1
      }
    }
    result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<at]))
    cut(&result, to: begin + limit)
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

  // Each shape: how it begins, which bytes go on, and how many of those there have to be.
  private static func key(in bytes: UnsafeBufferPointer<UInt8>, at: Int) -> (kept: Int, length: Int)? {
    let first = bytes[at]
    guard first == 0x73 || first == 0x42 || first == 0x62 || first == 0x41 || first == 0x78 || first == 0x65 else {
      return nil
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
    switch first {
    case 0x73: return shape("sk-", atLeast: 8, isToken)
    case 0x42: return shape("Bearer ", keep: 7, atLeast: 8, isCredential)
    case 0x62: return shape("bearer ", keep: 7, atLeast: 8, isCredential)
    case 0x41: return shape("AKIA", atLeast: 12, isUpper) ?? shape("ASIA", atLeast: 12, isUpper)
    case 0x78: return shape("xox", atLeast: 10, isToken) ?? shape("xapp-", atLeast: 8, isToken)
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
