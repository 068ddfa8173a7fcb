/// What keeps a text from being the URL of a service: http or https, a host, no user.
///
/// It is read by hand, as everything that knows URLs would bring the outside with it. Hosts are taken as they are written,
/// in any script.
enum URLFault {
  case noScheme
  case noHost
  case badHost
  case badPort
  /// A user, or a user and a password, before the host.
  case credentials
  /// A blank, or something that cannot be seen.
  case blank

  /// The first fault of a text; nil for a URL.
  static func first(in text: String) -> URLFault? {
    let isSolid = text.unicodeScalars.allSatisfy {
      let category = $0.properties.generalCategory
      return !$0.properties.isWhitespace && category != .control && category != .format
    }
    let lower = text.lowercased()
    guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else {
      return .noScheme
    }
    let rest = text.unicodeScalars.dropFirst(scheme.unicodeScalars.count)
    let authority = rest.prefix { !["/", "?", "#", "\\"].contains($0) }
    guard !authority.contains("@") else { return .credentials }
    guard isSolid else { return .blank }
    return ofAuthority(Array(authority))
  }

  private static func ofAuthority(_ authority: [Unicode.Scalar]) -> URLFault? {
    guard let first = authority.first else { return .noHost }
    var host = authority[...]
    var port: ArraySlice<Unicode.Scalar>?
    if first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return .badHost }
      host = authority[1..<end]
      let behind = authority[(end + 1)...]
      guard behind.isEmpty || behind.first == ":" else { return .badHost }
      if !behind.isEmpty { port = behind.dropFirst() }
      guard isIPv6(text(host)) else { return .badHost }
    } else {
      if let colon = authority.firstIndex(of: ":") {
        host = authority[..<colon]
        port = authority[(colon + 1)...]
      }
      guard !host.isEmpty else { return .noHost }
      guard isName(text(host)) else { return .badHost }
    }
    guard let port else { return nil }
    let isNumber = (1...5).contains(port.count) && port.allSatisfy { ("0"..."9").contains($0) }
    guard isNumber, let number = Int(text(port)), (1...65535).contains(number) else { return .badPort }
    return nil
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  // Labels between dots, of which only the last may be missing; an address of numbers if the last one is a number.
  private static func isName(_ host: String) -> Bool {
    guard !host.unicodeScalars.contains(where: { "<>\"{}|\\^`[]%@:'(),;!*&=+$~".unicodeScalars.contains($0) }) else {
      return false
    }
    var labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if labels.last?.isEmpty == true { labels.removeLast() }
    guard !labels.isEmpty, labels.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }) else {
      return false
    }
    guard let last = labels.last, last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return true }
    return isIPv4(labels)
  }

  private static func isIPv4(_ parts: [Substring]) -> Bool {
    parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
          && (part == "0" || !part.hasPrefix("0")) && Int(part).map { $0 <= 255 } == true
      }
  }

  private static func isIPv6(_ host: String) -> Bool {
    // `::` stands for one group of zeros or more, and at most once.
    var gaps = 0
    var rest = host[...]
    while let found = rest.firstIndex(of: ":") {
      let next = rest.index(after: found)
      if next < rest.endIndex, rest[next] == ":" { gaps += 1 }
      rest = rest[next...]
    }
    guard gaps <= 1 else { return false }
    guard !host.hasPrefix(":") || host.hasPrefix("::") else { return false }
    guard !host.hasSuffix(":") || host.hasSuffix("::") else { return false }
    var groups = host.split(separator: ":")
    var count = 0
    if let last = groups.last, last.contains(".") {
      guard isIPv4(last.split(separator: ".", omittingEmptySubsequences: false)) else { return false }
      groups.removeLast()
      count += 2
    }
    guard
      groups.allSatisfy({ group in
        (1...4).contains(group.utf8.count) && group.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
      })
    else { return false }
    count += groups.count
    return gaps == 1 ? count <= 7 : count == 8
  }
}
