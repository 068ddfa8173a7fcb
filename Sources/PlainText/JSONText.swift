/// Texts as JSON has them: the one place that escapes.
package enum JSONText {
  /// What is escaped beside what JSON asks for.
  package enum Escaping: Sendable {
    /// What could do harm in a terminal or a log (`isHarmful`), as `\u`.
    case harmful
    /// That, and all that is invisible or no character, some of which YAML does not read; a line feed and a tab have the
    /// short form.
    case invisible
  }

  /// A text in quotes, for files that people read and edit: what is invisible is escaped.
  package static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, escaping: .invisible, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a text in quotes.
  package static func append(_ text: String, escaping: Escaping, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    appendContent(of: text, escaping: escaping, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a text as it stands between quotes.
  package static func appendContent(of text: String, escaping: Escaping, to bytes: inout [UInt8]) {
    if appendPlain(text, to: &bytes) { return }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: #"\""#.utf8)
      case "\\": bytes.append(contentsOf: #"\\"#.utf8)
      case "\n" where escaping == .invisible: bytes.append(contentsOf: #"\n"#.utf8)
      case "\t" where escaping == .invisible: bytes.append(contentsOf: #"\t"#.utf8)
      case _ where scalar.isHarmful || escaping == .invisible && isInvisible(scalar):
        for unit in UTF16.encode(scalar) ?? .init() { append(escape: unit, to: &bytes) }
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Appends a text in which every byte stands for itself, as nearly all texts are; does nothing with others.
  private static func appendPlain(_ text: String, to bytes: inout [UInt8]) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      for byte in utf8 where byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
      bytes.append(contentsOf: utf8)
      return true
    }
  }

  private static func append(escape unit: UInt16, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: #"\u"#.utf8)
    for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(hexDigits[Int(unit >> shift & 15)]) }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    // Most texts are plain; the properties are looked up for the others only.
    if scalar.isASCII { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default: return scalar.value & 0xFFFE == 0xFFFE
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
