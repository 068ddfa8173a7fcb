import PlainText

/// Texts in headers, of requests and of mails: one line, whatever came in.
enum HeaderText {
  // RFC 2047 allows an encoded word 75 characters; `=?utf-8?B?` and `?=` take twelve of them.
  private static let bytesOfWord = 45

  /// A text without line breaks and other controls.
  static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { line.append(scalar.isHarmful ? " " : scalar) }
    return String(String(line).trimming { $0 == " " })
  }

  /// The words of a line as RFC 2047 has them where they are not ASCII, joined by `separator`.
  static func encoded(_ text: String, separator: String = " ") -> String {
    let line = line(text)
    // What looks like an encoded word has to be encoded, or it would be decoded.
    guard !line.utf8.allSatisfy({ $0 < 0x7F }) || line.contains("=?") else { return line }
    var words: [String] = []
    var rest = line
    while !rest.isEmpty {
      let part = rest.cut(toBytes: bytesOfWord)
      rest = String(rest.unicodeScalars.dropFirst(part.unicodeScalars.count))
      words.append("=?utf-8?B?\(Base64.text(Array(part.utf8)))?=")
    }
    return words.joined(separator: separator)
  }

  /// True for what can be the name of a header.
  static func isName(_ text: String) -> Bool {
    let marks = "!#$%&'*+-.^_`|~".utf8
    return !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || marks.contains(byte)
      }
  }
}

/// Bytes as text of 64 characters (RFC 4648).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for index in 0..<4 {
        text.append(index <= group.count ? digits[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
