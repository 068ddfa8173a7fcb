// Who a URL signs in as: `scheme://user:password@host`.
extension SecretScanner {
  /// The password in the URL whose scheme's colon is just before `start`, or a long token in the place of the user; nil
  /// without one.
  func userInfo(behind start: Int) -> Range<Int>? {
    guard let slash = slash(start), let second = self.slash(start + slash) else { return nil }
    let begin = start + slash + second
    guard let end = self.end(ofUserInfo: begin) else { return nil }
    var at = begin
    while at < end {
      if let length = colon(at) {
        let password = (at + length)..<end
        return password.isEmpty || bytes[password].elementsEqual(Redaction.mask) ? nil : password
      }
      at += 1
    }
    return looksRandom(begin..<end) && end - begin >= 20 ? begin..<end : nil
  }

  // Where the `@` before the host stands; nil without one.
  private func end(ofUserInfo begin: Int) -> Int? {
    var at = begin
    var found: Int?
    var firstColon: Int?
    while at < bytes.count, !endsURL(bytes[at]) {
      if isAt(at) {
        found = at
      } else if firstColon == nil, colon(at) != nil {
        firstColon = at
      } else if endsAuthority(at) {
        // A password may hold a slash; a port does not.
        guard found == nil, let firstColon, !isPort(firstColon, at) else { break }
      }
      at += 1
    }
    return found
  }

  private func isPort(_ colon: Int, _ end: Int) -> Bool {
    let start = colon + (self.colon(colon) ?? 1)
    return start <= end && bytes[start..<end].allSatisfy(isDigit)
  }

  private func endsURL(_ byte: UInt8) -> Bool {
    byte <= 0x20 || isQuote(byte) || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
  }

  private func endsAuthority(_ at: Int) -> Bool {
    switch bytes[at] {
    case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): true
    case UInt8(ascii: "%"): matches("%2f", at) || matches("%3f", at) || matches("%252f", at)
    default: false
    }
  }

  private func isAt(_ at: Int) -> Bool {
    bytes[at] == UInt8(ascii: "@")
      || bytes[at] == UInt8(ascii: "%") && (matches("%40", at) || matches("%2540", at))
  }

  private func colon(_ at: Int) -> Int? {
    if bytes[at] == UInt8(ascii: ":") { return 1 }
    guard bytes[at] == UInt8(ascii: "%") else { return nil }
    return matches("%3a", at) ? 3 : matches("%253a", at) ? 5 : nil
  }

  private func slash(_ at: Int) -> Int? {
    guard at < bytes.count else { return nil }
    if bytes[at] == UInt8(ascii: "/") { return 1 }
    if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "/") { return 2 }
    return matches("%2f", at) ? 3 : matches("%252f", at) ? 5 : nil
  }
}
