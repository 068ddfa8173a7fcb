/// Hides what looks like a key in text that came from outside (article Security), before it is kept, shown or sent: the
/// one place that decides what may be said of a text.
///
/// What is hidden is hidden whole, before anything is cut, and a text that was redacted once stays as it is. Hidden are
/// tokens of known shapes, values behind names such as `api_key=`, what stands in headers such as `authorization:`,
/// passwords in URLs, and secret keys of AWS beside their id; also where a text is encoded as part of a URL or of a
/// JSON string.
package enum Redaction {
  /// What stands in the place of a key.
  package static let mask: [UInt8] = Array("********".utf8)

  /// How many bytes of a text are looked at where at most `limit` bytes are kept.
  package static let looked = 4096

  /// The text with each key replaced by the mask, cut to `limit` bytes between two characters.
  package static func redact(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> [UInt8] {
    var result: [UInt8] = []
    append(bytes, limit: limit, to: &result)
    return result
  }

  /// The same for text.
  package static func redact(_ text: String, limit: Int = 512) -> String {
    var text = text
    return text.withUTF8 { String(decoding: redact($0, limit: limit), as: UTF8.self) }
  }

  /// A text of any length, whole but for what is hidden.
  package static func redact(whole text: String) -> String { redact(text, limit: .max) }

  /// Puts the text behind other bytes, with each key replaced by the mask, cut to `limit` bytes between two characters.
  /// True if there was a key.
  @discardableResult
  package static func append(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, to result: inout [UInt8]) -> Bool {
    let begin = result.count
    var scanner = SecretScanner(bytes: limit < looked ? UnsafeBufferPointer(rebasing: bytes.prefix(looked)) : bytes)
    var copied = 0
    var at = 0
    while true {
      // What is certainly beyond the limit need not be looked at.
      let room = limit - (result.count - begin)
      at = scanner.next(at, to: room < scanner.bytes.count - copied ? copied + room + 1 : scanner.bytes.count)
      guard at < scanner.bytes.count, at - copied <= room else { break }
      guard let secret = scanner.secret(at: at) else {
        at += 1
        continue
      }
      if scanner.hasNewKeyID {
        // A secret key may have stood before the id: once more from the beginning.
        scanner.hasNewKeyID = false
        result.removeLast(result.count - begin)
        (copied, at) = (0, 0)
        continue
      }
      result.append(contentsOf: UnsafeBufferPointer(rebasing: scanner.bytes[copied..<secret.lowerBound]))
      result.append(contentsOf: mask)
      at = secret.upperBound
      copied = at
    }
    // Of the rest, what may be within the limit and the character after it.
    let room = max(0, limit - (result.count - begin))
    let end = room < scanner.bytes.count - copied ? copied + room + 1 : scanner.bytes.count
    result.append(contentsOf: UnsafeBufferPointer(rebasing: scanner.bytes[copied..<end]))
    if end == looked, bytes.count >= looked, limit < looked { dropLastWord(&result, downTo: begin) }
    cut(&result, to: begin.addingReportingOverflow(limit).overflow ? .max : begin + limit)
    return copied > 0
  }

  // The end of what is looked at may have cut a key, of which too little is left to be known.
  private static func dropLastWord(_ bytes: inout [UInt8], downTo begin: Int) {
    while bytes.count > begin, let last = bytes.last, last > 0x20 { bytes.removeLast() }
  }

  private static func cut(_ bytes: inout [UInt8], to limit: Int) {
    guard bytes.count > limit else { return }
    var end = limit
    while end > 0, end > limit - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeLast(bytes.count - end)
  }
}

// What looks like a secret where none belongs: the same rules as those by which keys are hidden.
extension Redaction {
  /// Whether a text holds what looks like a key.
  package static func holdsKey(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var redacted: [UInt8] = []
      return append(bytes, limit: bytes.count, to: &redacted)
    }
  }

  /// Whether a name, such as that of a field, is one that secrets go by: `api_token`, `DB-Password`, but not `primary_key` or
  /// `max_tokens`. Words are told apart by what is no letter or digit, whatever their case.
  package static func namesSecret(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard let last = words.last else { return false }
    if words.contains(where: { secretWords.contains($0) }) { return true }
    if last == "token" { return true }
    guard last == "key" else { return false }
    return words.count == 1 || keyWords.contains(words[words.count - 2])
  }

  private static let secretWords: Set<Substring> = [
    "password", "passwd", "passphrase", "secret", "credential", "credentials", "authorization", "apikey",
  ]
  /// What stands before `key` in the names of keys that are secret.
  private static let keyWords: Set<Substring> = [
    "api", "access", "auth", "private", "signing", "encryption", "account", "subscription", "license",
  ]
}
