/// Finds secrets in bytes, one place after the other. The byte at a place says whether a secret may begin there, or stand
/// behind it, so that most bytes cost a look at a bit.
struct SecretScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  /// An id of an AWS key was found for the first time.
  var hasNewKeyID = false
  // An id of an AWS key was found, so that what may be its secret key is hidden too.
  private(set) var hidesSecretKeys = false

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next place from `start` on where a secret may begin; `end` if there is none before.
  @inline(__always)
  func next(_ start: Int, to end: Int) -> Int {
    var at = start
    while at < end, !mayBegin(at) { at += 1 }
    return at
  }

  /// True if a secret may begin at a place, or the name of one end there: told by one byte, of letters by two.
  @inline(__always)
  func mayBegin(_ at: Int) -> Bool {
    let byte = bytes[at]
    guard byte < 0x80 else { return false }
    let bits = byte & 0x40 == 0 ? Self.signs : Self.letters
    guard bits >> UInt64(byte & 0x3F) & 1 == 1 else { return hidesSecretKeys }
    guard byte & 0x40 != 0, byte != UInt8(ascii: "\\") else { return true }
    return at + 1 < bytes.count && goesOn(byte, bytes[at + 1]) || hidesSecretKeys
  }

  // `%`, `:` and `=`; `A`, `B`, `\`, `b`, `e`, `g`, `h`, `p`, `r`, `s` and `x`. Written out, so that they are constants.
  private static let signs: UInt64 = 1 << 0x25 | 1 << 0x3A | 1 << 0x3D
  private static let letters: UInt64 =
    1 << 0x01 | 1 << 0x02 | 1 << 0x1C | 1 << 0x22 | 1 << 0x25 | 1 << 0x27 | 1 << 0x28 | 1 << 0x30 | 1 << 0x32
    | 1 << 0x33 | 1 << 0x38

  // The first two bytes of tokens and schemes.
  @inline(__always)
  private func goesOn(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "s"): second == UInt8(ascii: "k")
    case UInt8(ascii: "e"): second == UInt8(ascii: "y")
    case UInt8(ascii: "r"): second == UInt8(ascii: "8")
    case UInt8(ascii: "h"): second == UInt8(ascii: "f")
    case UInt8(ascii: "p"): second == UInt8(ascii: "p")
    case UInt8(ascii: "x"): second == UInt8(ascii: "o") || second == UInt8(ascii: "a")
    case UInt8(ascii: "A"):
      second == UInt8(ascii: "K") || second == UInt8(ascii: "S") || second == UInt8(ascii: "I")
    case UInt8(ascii: "g"):
      second == UInt8(ascii: "s") || second == UInt8(ascii: "h") || second == UInt8(ascii: "i")
        || second == UInt8(ascii: "l")
    default: second | 0x20 == UInt8(ascii: "e") || second | 0x20 == UInt8(ascii: "a")
    }
  }

  /// The bytes of the secret that begins at a place, or that the name before it belongs to; nil without one.
  mutating func secret(at: Int) -> Range<Int>? {
    if hidesSecretKeys, let key = secretKey(at: at) { return key }
    switch bytes[at] {
    case UInt8(ascii: ":"): return userInfo(behind: at + 1) ?? value(at, length: 1, isColon: true)
    case UInt8(ascii: "="): return value(at, length: 1, isColon: false)
    case UInt8(ascii: "%"), UInt8(ascii: "\\"): return encodedSeparator(at)
    default:
      guard let token = token(at: at) else { return nil }
      if token.isKeyID, !hidesSecretKeys { (hidesSecretKeys, hasNewKeyID) = (true, true) }
      return token.secret
    }
  }

  // Of a URL within a URL, once or twice encoded, and of JSON that escapes what browsers act upon.
  private func encodedSeparator(_ at: Int) -> Range<Int>? {
    for (text, isColon) in Self.separators where matches(text, at) {
      let length = text.utf8CodeUnitCount
      return isColon
        ? userInfo(behind: at + length) ?? value(at, length: length, isColon: true)
        : value(at, length: length, isColon: false)
    }
    return nil
  }

  private static let separators: [(StaticString, isColon: Bool)] = [
    ("%3d", false), ("%3a", true), ("%253d", false), ("%253a", true), ("\\u003d", false), ("\\u003a", true),
  ]

  // 40 letters, digits, `/` and `+`, by themselves, and no digest in hexadecimal.
  private func secretKey(at start: Int) -> Range<Int>? {
    guard isSecretKeyByte(bytes[start]), start == 0 || !isSecretKeyByte(bytes[start - 1]) || isBoundary(start) else {
      return nil
    }
    var at = start
    var count = 0
    var isHexadecimal = true
    while at < bytes.count {
      if let length = encodedBase64(at) {
        at += length
        isHexadecimal = false
      } else if isSecretKeyByte(bytes[at]) {
        if !isHex(bytes[at]) { isHexadecimal = false }
        at += 1
      } else {
        break
      }
      count += 1
    }
    return count == 40 && !isHexadecimal ? start..<at : nil
  }

  private func isSecretKeyByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
  }
}

// What bytes are.
extension SecretScanner {
  @inline(__always)
  func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  @inline(__always)
  func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  @inline(__always)
  func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
  /// Of tokens with parts: letters, digits, `_` and `-`.
  func isToken(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D }
  /// Of what `Bearer` takes (RFC 6750), and of base64.
  func isCredential(_ byte: UInt8) -> Bool {
    isToken(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2F || byte == 0x3D || byte == 0x7E
  }
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }

  /// True if a text, in lower case, stands at a place, in any case.
  func matches(_ text: StaticString, _ at: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard at >= 0, at + length <= bytes.count else { return false }
    for i in 0..<length {
      let byte = bytes[at + i]
      guard (isLetter(byte) ? byte | 0x20 : byte) == text.utf8Start[i] else { return false }
    }
    return true
  }

  /// True if a word may begin at a place: what is before it is no letter or digit, or the end of an encoded character.
  func isBoundary(_ at: Int) -> Bool {
    guard at > 0, isAlphanumeric(bytes[at - 1]) else { return true }
    if at >= 3, isHex(bytes[at - 2]), isHex(bytes[at - 1]) {
      if bytes[at - 3] == UInt8(ascii: "%") || matches("%25", at - 5) { return true }
    }
    if at >= 2, bytes[at - 2] == UInt8(ascii: "\\"), "nrtbf".utf8.contains(bytes[at - 1]) { return true }
    return at >= 6 && matches("\\u", at - 6) && bytes[(at - 4)..<at].allSatisfy(isHex)
  }

  /// How long the encoded `+`, `/` or `=` at a place is, as URLs and JSON write it; nil without one.
  func encodedBase64(_ at: Int) -> Int? {
    switch bytes[at] {
    case UInt8(ascii: "%"):
      if matches("%2b", at) || matches("%2f", at) || matches("%3d", at) { return 3 }
      return matches("%252b", at) || matches("%252f", at) || matches("%253d", at) ? 5 : nil
    case UInt8(ascii: "\\"):
      if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "/") { return 2 }
      return matches("\\u002b", at) || matches("\\u002f", at) || matches("\\u003d", at) ? 6 : nil
    default: return nil
    }
  }

  /// How long a blank at a place is, as it is or as URLs write it; nil without one.
  func blank(_ at: Int) -> Int? {
    guard at < bytes.count else { return nil }
    if isBlank(bytes[at]) { return 1 }
    guard bytes[at] == UInt8(ascii: "%") else { return nil }
    return matches("%20", at) ? 3 : matches("%2520", at) ? 5 : nil
  }

  /// The place behind all blanks.
  func behindBlanks(_ at: Int) -> Int {
    var at = at
    while let length = blank(at) { at += length }
    return at
  }
}

// Tokens that are known by how they begin.
extension SecretScanner {
  struct Token {
    var secret: Range<Int>
    /// It is the id of an AWS key, beside which its secret key may stand.
    var isKeyID = false
  }

  /// The token that begins at a place; nil without one.
  func token(at: Int) -> Token? {
    guard at + 1 < bytes.count else { return nil }
    // Most words end here.
    switch UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]) {
    case 0x736B: return token(at, "sk-", atLeast: 8, isToken)
    case 0x414B: return keyID(at, "akia")
    case 0x4153: return keyID(at, "asia")
    case 0x4149: return token(at, "AIza", atLeast: 20, isToken)
    case 0x786F: return token(at, "xox", atLeast: 10, isToken)
    case 0x7861: return token(at, "xapp-", atLeast: 8, isToken) ?? token(at, "xai-", atLeast: 10, isAlphanumeric)
    case 0x6579: return token(at, "eyJ", atLeast: 16, isCredential)
    case 0x6773: return token(at, "gsk_", atLeast: 10, isAlphanumeric)
    case 0x6768: return gitHub(at)
    case 0x6769: return token(at, "github_pat_", atLeast: 10, isToken)
    case 0x676C: return token(at, "glpat-", atLeast: 10, isToken)
    case 0x6866: return token(at, "hf_", atLeast: 16, isAlphanumeric)
    case 0x7070: return token(at, "pplx-", atLeast: 10, isAlphanumeric)
    case 0x7238: return token(at, "r8_", atLeast: 10, isAlphanumeric)
    case 0x4265, 0x6265, 0x4245: return scheme(at, "bearer") { _ in true }
    case 0x4261, 0x6261, 0x4241: return scheme(at, "basic", hasShape: isBase64)
    default: return nil
    }
  }

  // How it begins, which bytes go on, and how many of those there have to be.
  private func token(_ at: Int, _ start: StaticString, atLeast: Int, _ goesOn: (UInt8) -> Bool) -> Token? {
    let length = start.utf8CodeUnitCount
    guard at + length <= bytes.count else { return nil }
    for i in 0..<length where bytes[at + i] != start.utf8Start[i] { return nil }
    guard isBoundary(at) else { return nil }
    let end = self.end(at + length, goesOn)
    return end - at - length >= atLeast ? Token(secret: at..<end) : nil
  }

  private func end(_ start: Int, _ goesOn: (UInt8) -> Bool) -> Int {
    let takesBase64 = goesOn(UInt8(ascii: "/"))
    var end = start
    while end < bytes.count {
      if goesOn(bytes[end]) {
        end += 1
      } else if takesBase64, let length = encodedBase64(end) {
        end += length
      } else {
        break
      }
    }
    return end
  }

  private func keyID(_ at: Int, _ start: StaticString) -> Token? {
    guard matches(start, at), isBoundary(at) else { return nil }
    let end = self.end(at) { isDigit($0) || ($0 &- 0x41 < 26) }
    return end - at >= 16 ? Token(secret: at..<end, isKeyID: true) : nil
  }

  // `ghp_` and its kin.
  private func gitHub(_ at: Int) -> Token? {
    guard at + 3 < bytes.count, "pousr".utf8.contains(bytes[at + 2]), bytes[at + 3] == UInt8(ascii: "_"), isBoundary(at)
    else { return nil }
    let end = self.end(at + 4, isAlphanumeric)
    return end - at >= 14 ? Token(secret: at..<end) : nil
  }

  // A scheme of authentication with what it takes behind it.
  private func scheme(_ at: Int, _ name: StaticString, hasShape: (Range<Int>) -> Bool) -> Token? {
    guard matches(name, at), isBoundary(at) else { return nil }
    var start = at + name.utf8CodeUnitCount
    if start < bytes.count, bytes[start] == UInt8(ascii: "+") {
      start += 1
    } else {
      guard blank(start) != nil else { return nil }
      start = behindBlanks(start)
    }
    let end = self.end(start, isCredential)
    guard end - start >= 8, !isWordOfAuthentication(start..<end), hasShape(start..<end) else { return nil }
    return Token(secret: start..<end)
  }

  // No word: a digit or a sign in it, or letters of both cases that are no name.
  private func isBase64(_ range: Range<Int>) -> Bool {
    let rest = bytes[range].dropFirst()
    let isPlain = rest.allSatisfy { isLetter($0) || $0 == 0x2D || $0 == 0x2E }
    let isLower = rest.allSatisfy { $0 & 0x20 != 0 }
    let isUpper = bytes[range].allSatisfy { $0 & 0x20 == 0 || !isLetter($0) }
    return !(isPlain && (isLower || isUpper))
  }

  private func isWordOfAuthentication(_ range: Range<Int>) -> Bool {
    Self.words.contains { matches($0, range.lowerBound) && $0.utf8CodeUnitCount >= range.count - 1 }
  }

  private static let words: [StaticString] = [
    "authentication", "authorization", "credential", "credentials", "challenge", "required", "security",
  ]
}
