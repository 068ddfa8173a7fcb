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
/// and separators of lines and paragraphs come out as `\u` (article Inputs). Keys are escaped the same way.
package struct JSONWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8]
  /// A value stands before the next one at the present level, so that a comma is due.
  private var needsComma = false
  private var times = TimestampText()

  /// A writer that appends to `bytes`.
  package init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

  // MARK: Structure

  /// Writes an object; `content` writes its fields.
  package mutating func object(_ content: (inout JSONWriter) -> Void) {
    beginObject()
    content(&self)
    endObject()
  }

  /// Writes an array; `content` writes its elements.
  package mutating func array(_ content: (inout JSONWriter) -> Void) {
    beginArray()
    content(&self)
    endArray()
  }

  /// Begins an object that is written bit by bit.
  package mutating func beginObject() { begin("{") }
  package mutating func endObject() { end("}") }
  /// Begins an array that is written bit by bit.
  package mutating func beginArray() { begin("[") }
  package mutating func endArray() { end("]") }

  /// Writes a key; exactly one value has to follow.
  @usableFromInline
  package mutating func key(_ key: String) {
    separate()
    appendQuoted(key)
    append(":")
    needsComma = false
  }

  /// Writes a key that is written again and again; exactly one value has to follow.
  package mutating func key(_ key: JSONKey) {
    separate()
    bytes.append(contentsOf: key.bytes)
    needsComma = false
  }

  /// Ends the document with a line feed; another may follow.
  package mutating func endLine() {
    append("\n")
    needsComma = false
  }

  /// Puts the next element of an array on a line of its own.
  package mutating func nextLine() {
    separate()
    append("\n")
    needsComma = false
  }

  /// Forgets what was written so far, and keeps the room for more.
  package mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  private mutating func begin(_ opening: Unicode.Scalar) {
    separate()
    append(opening)
    needsComma = false
  }

  private mutating func end(_ closing: Unicode.Scalar) {
    append(closing)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(",") }
    needsComma = true
  }

  // MARK: Values

  @usableFromInline
  package mutating func null() { literal("null") }

  package mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

  @inlinable
  package mutating func value(_ value: some BinaryInteger) { literal(String(value)) }

  /// Writes the shortest decimal that reads back as the same number; null for one that is not finite.
  package mutating func value(_ value: Double) { literal(value.isFinite ? value.description : "null") }

  /// The same, but whole numbers without a fraction.
  package mutating func number(_ number: Double) {
    guard number.isFinite else { return null() }
    separate()
    bytes.append(number: number)
  }

  package mutating func value(_ value: String) {
    separate()
    appendQuoted(value)
  }

  /// Writes an instant, in microseconds since the Unix epoch, as RFC 3339 text in UTC with six fractional digits.
  package mutating func time(microseconds: Int64) {
    separate()
    append("\"")
    times.append(microseconds: microseconds, to: &bytes)
    append("\"")
  }

  /// Writes a text that `content` appends, in which every byte stands for itself.
  package mutating func plainText(_ content: (inout [UInt8]) -> Void) {
    separate()
    append("\"")
    content(&bytes)
    append("\"")
  }

  /// Writes a number of nanoseconds, not negative, as milliseconds, exactly: an integer, or a decimal without trailing
  /// zeroes.
  package mutating func milliseconds(nanoseconds: Int128) {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest > 0 else { return literal(String(whole)) }
    var fraction = String(1_000_000 + rest).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    literal("\(whole).\(fraction)")
  }

  @usableFromInline
  package mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  // MARK: Bytes

  private mutating func append(_ scalar: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }

  private mutating func appendQuoted(_ text: String) { JSONText.append(text, escaping: .harmful, to: &bytes) }
}

/// A key of objects with its quotes and its colon, ready to be written.
package struct JSONKey: Sendable {
  fileprivate let bytes: [UInt8]

  package init(_ key: String) {
    var writer = JSONWriter()
    writer.key(key)
    bytes = writer.bytes
  }
}

/// A key with its value in one call. What is nil is written as null, so that every key is always there.
extension JSONWriter {
  package mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    self.value(value)
  }

  @inlinable
  package mutating func field<Number: BinaryInteger>(_ key: String, _ value: Number?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: Double?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: String?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func objectField(_ key: String, _ content: (inout JSONWriter) -> Void) {
    self.key(key)
    object(content)
  }

  package mutating func arrayField(_ key: String, _ content: (inout JSONWriter) -> Void) {
    self.key(key)
    array(content)
  }
}
