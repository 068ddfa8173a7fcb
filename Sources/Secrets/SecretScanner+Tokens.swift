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
