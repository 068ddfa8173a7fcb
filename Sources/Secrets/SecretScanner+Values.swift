// Values behind names.
extension SecretScanner {
  /// The value behind a separator whose name says that it is a secret; nil without one.
  ///
  /// - Parameters:
  ///   - at: where the separator begins.
  ///   - length: how long it is.
  ///   - isColon: it is a colon, which also stands behind words of sentences.
  func value(_ at: Int, length: Int, isColon: Bool) -> Range<Int>? {
    guard let name = name(before: at) else { return nil }
    var start = at + length
    if !isColon, start < bytes.count {
      // `key == value` compares; `"key" => value` says it.
      if bytes[start] == UInt8(ascii: "=") { return nil }
      if bytes[start] == UInt8(ascii: ">") { start += 1 }
    }
    start = behindBlanks(start)
    let quote = quote(at: start)
    if let quote { start += quote.length }
    if name.kind == .authorization { start = behindScheme(start) }
    let end = quote.map { self.end(of: $0, from: start) } ?? end(ofBare: start)
    guard end > start, !isNothing(start..<end) else { return nil }
    let isQuoted = quote != nil
    switch name.kind {
    case .header: return start..<end
    case .secret, .authorization: return isColon && !isQuoted && isWord(start..<end) ? nil : start..<end
    case .key, .token:
      guard isColon else { return start..<end }
      let isSaid =
        isQuoted && name.isQuoted ? name.kind == .token || !isIdentifier(start..<end) : looksRandom(start..<end)
      return isSaid ? start..<end : nil
    }
  }

  // MARK: Names

  private struct Name {
    enum Kind {
      /// Its value is a secret in any writing.
      case secret
      /// A header that holds nothing but a key.
      case header
      /// A header that may begin with a scheme.
      case authorization
      /// Words that stand for much else: behind a colon only what does not look like a word counts.
      case key, token
    }

    var kind: Kind
    /// In quotes, as JSON has it.
    var isQuoted: Bool
  }

  private func name(before separator: Int) -> Name? {
    var end = separator
    while end > 0, separator - end < 4, isBlank(bytes[end - 1]) { end -= 1 }
    var isQuoted = false
    if end > 0, isQuote(bytes[end - 1]) {
      isQuoted = true
      end -= 1
      while end > 0, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    } else if let length = encodedQuote(end - 3) ?? encodedQuote(end - 5) {
      isQuoted = true
      end -= length
    }
    guard end > 0, Self.lastBytes >> UInt64(bytes[end - 1] & 0x1F) & 1 == 1, isLetter(bytes[end - 1]) else {
      return nil
    }
    var start = end
    while start > 0, end - start <= Self.longestName, isToken(bytes[start - 1]) { start -= 1 }
    start = behindEncoding(start, end)
    while start < end, !isAlphanumeric(bytes[start]) { start += 1 }
    guard let kind = kind(start..<end) else { return nil }
    return Name(kind: kind, isQuoted: isQuoted)
  }

  private static let longestName = 40

  // What names end with: d, g, n, t, y.
  private static let lastBytes: UInt64 = 1 << 4 | 1 << 7 | 1 << 14 | 1 << 20 | 1 << 25

  // What looks like the beginning of a word may be the end of an encoded character before it.
  private func behindEncoding(_ start: Int, _ end: Int) -> Int {
    guard start > 0, start < end else { return start }
    if bytes[start - 1] == UInt8(ascii: "%"), end - start > 2, isHex(bytes[start]), isHex(bytes[start + 1]) {
      let isTwice = matches("25", start) && end - start > 4 && isHex(bytes[start + 2]) && isHex(bytes[start + 3])
      return start + (isTwice ? 4 : 2)
    }
    guard bytes[start - 1] == UInt8(ascii: "\\") else { return start }
    let isUnicode = bytes[start] == UInt8(ascii: "u") && end - start > 5
    if isUnicode, bytes[(start + 1)..<(start + 5)].allSatisfy(isHex) { return start + 5 }
    return "nrtbf".utf8.contains(bytes[start]) ? start + 1 : start
  }

  // Whole words: `primary_key` and `monkey` are no names of keys; whatever ends with `api_key` is one.
  private func kind(_ range: Range<Int>) -> Name.Kind? {
    if isName("key", range) { return .key }
    if isName("token", range) || isName("sig", range) { return .token }
    if isName("authorization", range) || isName("proxyauthorization", range) { return .authorization }
    if bytes[range].contains(0x2D), isName("apikey", range) || isName("xapikey", range) { return .header }
    if Self.suffixes.contains(where: { hasSuffix($0, range) }) { return .secret }
    return Self.names.contains { isName($0, range) } ? .secret : nil
  }

  private static let suffixes: [StaticString] = ["apikey", "secretkey", "secretaccesskey", "clientsecret", "password"]
  private static let names: [StaticString] = [
    "secret", "passwd", "pwd", "accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "bearertoken",
    "apitoken", "accesskey", "privatekey", "awssessiontoken",
  ]

  private func isName(_ name: StaticString, _ range: Range<Int>) -> Bool {
    hasSuffix(name, range, isWhole: true)
  }

  // Compared from the end, in any case, without what joins the parts of a name.
  private func hasSuffix(_ suffix: StaticString, _ range: Range<Int>, isWhole: Bool = false) -> Bool {
    var at = range.upperBound
    var left = suffix.utf8CodeUnitCount
    while left > 0 {
      guard at > range.lowerBound else { return false }
      at -= 1
      let byte = bytes[at]
      if byte == 0x5F || byte == 0x2D { continue }
      left -= 1
      guard (isLetter(byte) ? byte | 0x20 : byte) == suffix.utf8Start[left] else { return false }
    }
    return !isWhole || at == range.lowerBound
  }

  // MARK: Values

  private struct Quote {
    var length: Int
    /// The byte that closes it; 0 for one that is encoded.
    var byte: UInt8
    /// How many `\` stand before it.
    var escapes: Int
  }

  private func quote(at start: Int) -> Quote? {
    var at = start
    while at < bytes.count, bytes[at] == UInt8(ascii: "\\") { at += 1 }
    if at < bytes.count, isQuote(bytes[at]) {
      return Quote(length: at - start + 1, byte: bytes[at], escapes: at - start)
    }
    return encodedQuote(start).map { Quote(length: $0, byte: 0, escapes: 0) }
  }

  // How long the quote at a place is, as URLs write it, once or twice encoded; nil without one.
  private func encodedQuote(_ at: Int) -> Int? {
    if matches("%22", at) || matches("%27", at) { return 3 }
    return matches("%2522", at) || matches("%2527", at) ? 5 : nil
  }

  // Without a closing quote it is all that is left: a text that was cut.
  private func end(of quote: Quote, from start: Int) -> Int {
    var at = start
    var escapes = 0
    while at < bytes.count {
      if quote.byte == 0 {
        if encodedQuote(at) != nil { return at }
      } else if bytes[at] == quote.byte, escapes == quote.escapes {
        return at - escapes
      }
      escapes = bytes[at] == UInt8(ascii: "\\") ? escapes + 1 : 0
      at += 1
    }
    return at
  }

  private func end(ofBare start: Int) -> Int {
    var at = start
    while at < bytes.count, !endsBare(at) { at += 1 }
    return at
  }

  private func endsBare(_ at: Int) -> Bool {
    switch bytes[at] {
    case 0...0x20, 0x22, 0x27, 0x60, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): return true
    case UInt8(ascii: "%"):
      return matches("%26", at) || matches("%2526", at) || blank(at) != nil || encodedQuote(at) != nil
    case UInt8(ascii: "\\"):
      guard at + 1 < bytes.count else { return false }
      return "nrt\"'".utf8.contains(bytes[at + 1]) || matches("\\u0026", at) || matches("\\u003c", at)
        || matches("\\u003e", at)
    case UInt8(ascii: ","), UInt8(ascii: ";"): return isPunctuation(at) || isName(behind: at + 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "."), UInt8(ascii: ":"):
      return isPunctuation(at)
    default: return false
    }
  }

  // What closes a sentence or a list is no part of a value, unless more of the value follows.
  private func isPunctuation(_ start: Int) -> Bool {
    var at = start
    while at < bytes.count, ",;.:)]}'\"`".utf8.contains(bytes[at]) { at += 1 }
    return at == bytes.count || bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: "\\")
  }

  private func isName(behind start: Int) -> Bool {
    var at = start
    while at < bytes.count, isToken(bytes[at]) || isQuote(bytes[at]) { at += 1 }
    return at > start && at < bytes.count && (bytes[at] == UInt8(ascii: "=") || bytes[at] == UInt8(ascii: ":"))
  }

  private func behindScheme(_ start: Int) -> Int {
    for scheme in Self.schemes where matches(scheme, start) {
      let end = start + scheme.utf8CodeUnitCount
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") { return end + 1 }
      if blank(end) != nil { return behindBlanks(end) }
    }
    return start
  }

  private static let schemes: [StaticString] = ["bearer", "basic", "token", "apikey", "api-key", "key", "digest"]

  // MARK: What is no secret

  // Words that stand for no value, what is hidden already, and what stands for a value that is kept somewhere else.
  private func isNothing(_ range: Range<Int>) -> Bool {
    if bytes[range].elementsEqual(Redaction.mask) { return true }
    if Self.nothing.contains(where: { matches($0, range.lowerBound) && $0.utf8CodeUnitCount == range.count }) {
      return true
    }
    guard bytes[range.lowerBound] == UInt8(ascii: "$"), range.count > 1 else { return false }
    if matches("${env:", range.lowerBound) || matches("${credential:", range.lowerBound) {
      return bytes[range.upperBound - 1] == UInt8(ascii: "}")
        || range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "}")
    }
    return bytes[range].dropFirst().allSatisfy { $0 == 0x5F || isDigit($0) || $0 &- 0x41 < 26 }
  }

  private static let nothing: [StaticString] = ["null", "none", "nil", "true", "false", "undefined"]

  // A word of a sentence, perhaps with a capital.
  private func isWord(_ range: Range<Int>) -> Bool {
    range.count <= 12 && isLetter(bytes[range.lowerBound]) && bytes[range].dropFirst().allSatisfy { $0 &- 0x61 < 26 }
  }

  private func isIdentifier(_ range: Range<Int>) -> Bool {
    range.count <= 24 && bytes[range].allSatisfy { $0 &- 0x61 < 26 || $0 == 0x5F || $0 == 0x2E }
  }

  /// Long, and of letters and digits: no word, and no number.
  func looksRandom(_ range: Range<Int>) -> Bool {
    range.count >= 16 && bytes[range].contains(where: isDigit) && bytes[range].contains(where: isLetter)
      && !bytes[range].contains(where: { $0 <= 0x20 })
  }
}
