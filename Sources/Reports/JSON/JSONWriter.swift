import Events

/// Writes one JSON document, compact, into bytes: commas and escapes are its business, the order of keys the caller's.
///
///     var writer = JSONWriter()
///     writer.object {
///       $0.field("flushed", "a")
///       $0.field("accepted", 3)
///     }
///     writer.bytes  // {"flushed":"a","accepted":3}
///
/// Text keeps every character but those that could do harm in a terminal or a log: C0, DEL, C1, bidirectional controls
/// and separators of lines and paragraphs come out as `\u` (SPEC 8). Keys are escaped the same way.
package struct JSONWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8]
  /// A value stands before the next one at the present level, so that a comma is due.
  private var needsComma = false

  /// A writer that appends to `bytes`.
  package init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

  // MARK: Structure

  /// Writes an object; `content` writes its fields.
  package mutating func object(_ content: (inout JSONWriter) -> Void) { enclose("{", "}", content) }

  /// Writes an array; `content` writes its elements.
  package mutating func array(_ content: (inout JSONWriter) -> Void) { enclose("[", "]", content) }

  /// Writes a key; exactly one value has to follow.
  package mutating func key(_ key: String) {
    separate()
    appendQuoted(key)
    append(":")
    needsComma = false
  }

  /// Ends the document with a line feed; another may follow.
  package mutating func endLine() {
    append("\n")
    needsComma = false
  }

  private mutating func enclose(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ content: (inout JSONWriter) -> Void
  ) {
    separate()
    append(opening)
    needsComma = false
    content(&self)
    append(closing)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(",") }
    needsComma = true
  }

  // MARK: Values

  package mutating func null() { literal("null") }

  package mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

  package mutating func value(_ value: some BinaryInteger) { literal(String(value)) }

  /// Writes the shortest decimal that reads back as the same number; null for one that is not finite.
  package mutating func value(_ value: Double) { literal(value.isFinite ? value.description : "null") }

  package mutating func value(_ value: String) {
    separate()
    appendQuoted(value)
  }

  /// Writes RFC 3339 text in UTC with six fractional digits.
  package mutating func value(_ value: Timestamp) { self.value(value.description) }

  /// Writes the exact amount in dollars as decimal text.
  package mutating func value(_ value: Money) { self.value(value.description) }

  /// Writes a number of nanoseconds, not negative, as milliseconds, exactly: an integer, or a decimal without trailing
  /// zeroes.
  package mutating func milliseconds(nanoseconds: Int128) {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest > 0 else { return literal(String(whole)) }
    var fraction = String(1_000_000 + rest).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    literal("\(whole).\(fraction)")
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  // MARK: Bytes

  private mutating func append(_ scalar: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }

  private mutating func appendQuoted(_ text: String) {
    append("\"")
    defer { append("\"") }
    if appendPlain(text) { return }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        append("\\")
        append(scalar)
      case _ where Self.isHarmful(scalar):
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt32] { bytes.append(Self.hexDigits[Int(scalar.value >> shift & 15)]) }
      default:
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Appends a text in which every byte stands for itself, as nearly all texts are; does nothing with others.
  private mutating func appendPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      for byte in utf8 where byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
      bytes.append(contentsOf: utf8)
      return true
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)

  /// C0, DEL, C1, separators of lines and paragraphs, bidirectional marks, embeddings, overrides and isolates; all of
  /// them lie below U+10000.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
