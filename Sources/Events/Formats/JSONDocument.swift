import CEventDecoder

/// A parser for whole JSON lines, and the line that it parsed last. Nothing is copied out of a line: values point into
/// it, and hold until the next one is parsed.
struct JSONDocument: ~Copyable {
  private let document: OpaquePointer

  /// Makes one; nil if there is no memory.
  init?() {
    guard let document = ced_document_create() else { return nil }
    self.document = document
  }

  deinit { ced_document_destroy(document) }

  /// The object that a line is; 64 bytes behind it must be readable.
  ///
  /// - Throws: `notJSON`, `invalidUTF8`, or `notAnObject`.
  mutating func parse(_ line: UnsafeBufferPointer<UInt8>) throws(Fault) -> JSONValue {
    var tape = ced_tape()
    switch ced_document_parse(document, line.baseAddress, line.count, &tape) {
    case CED_OK: break
    case CED_INVALID_UTF8: throw Fault(reason: .invalidUTF8)
    case CED_NOT_AN_OBJECT: throw Fault(reason: .notAnObject)
    default: throw Fault(reason: .notJSON)
    }
    guard let words = tape.words, let strings = tape.strings else { throw Fault(reason: .notJSON) }
    return JSONValue(words: words, strings: strings, at: 1)
  }
}

/// One value of a parsed line: a place on simdjson's tape. It holds as long as the line (`JSONDocument`).
struct JSONValue {
  fileprivate let words: UnsafePointer<UInt64>
  fileprivate let strings: UnsafePointer<UInt8>
  fileprivate let at: Int

  private var tag: UInt8 { UInt8(truncatingIfNeeded: words[at] >> 56) }
  private var payload: Int { Int(truncatingIfNeeded: words[at] & 0x00FF_FFFF_FFFF_FFFF) }

  /// The index behind this value.
  private var end: Int {
    switch tag {
    case UInt8(ascii: "{"), UInt8(ascii: "["): payload & 0xFFFF_FFFF
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): at + 2
    default: at + 1
    }
  }

  private func value(at place: Int) -> JSONValue { JSONValue(words: words, strings: strings, at: place) }

  var isNull: Bool { tag == UInt8(ascii: "n") }
  var isObject: Bool { tag == UInt8(ascii: "{") }
  var isArray: Bool { tag == UInt8(ascii: "[") }
  var isString: Bool { tag == UInt8(ascii: "\"") }

  /// The bytes of a string, unescaped; nil for anything else.
  var bytes: UnsafeBufferPointer<UInt8>? {
    guard isString else { return nil }
    let start = strings + payload
    let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: start + 4, count: Int(length))
  }

  /// A string that is not empty, as a `String`.
  var text: String? {
    guard let bytes, !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// True if it is that string.
  func holds(_ text: StaticString) -> Bool {
    guard let bytes, bytes.count == text.utf8CodeUnitCount else { return false }
    return bytes.holds(text)
  }

  /// A boolean; nil for anything else.
  var flag: Bool? {
    switch tag {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// A number; nil for anything else.
  var number: Double? {
    switch tag {
    case UInt8(ascii: "d"): Double(bitPattern: words[at + 1])
    case UInt8(ascii: "l"): Double(Int64(bitPattern: words[at + 1]))
    case UInt8(ascii: "u"): Double(words[at + 1])
    default: nil
    }
  }

  /// A whole number, also one that is written with a fraction of zero; nil for anything else.
  var integer: Int64? {
    switch tag {
    case UInt8(ascii: "l"): Int64(bitPattern: words[at + 1])
    case UInt8(ascii: "u"): Int64(exactly: words[at + 1])
    case UInt8(ascii: "d"): Int64(exactly: Double(bitPattern: words[at + 1]))
    default: nil
    }
  }

  /// The first member of that name; nil if this is no object, there is none, or it is null.
  subscript(_ key: StaticString) -> JSONValue? {
    guard isObject else { return nil }
    let last = end - 1
    let count = key.utf8CodeUnitCount
    var place = at + 1
    while place < last {
      let value = value(at: place + 1)
      if let name = self.value(at: place).bytes, name.count == count, name.holds(key) {
        return value.isNull ? nil : value
      }
      place = value.end
    }
    return nil
  }

  /// The first member of a name that is known only at run time; the rules are those of the other subscript.
  subscript(name wanted: [UInt8]) -> JSONValue? {
    guard isObject else { return nil }
    let last = end - 1
    var place = at + 1
    while place < last {
      let value = value(at: place + 1)
      if let name = self.value(at: place).bytes, name.elementsEqual(wanted) { return value.isNull ? nil : value }
      place = value.end
    }
    return nil
  }

  /// The first of these members that is there and not null.
  func first(_ keys: StaticString...) -> JSONValue? {
    for key in keys {
      if let value = self[key] { return value }
    }
    return nil
  }

  /// Calls `body` with each member of an object, in its order, those that are null included.
  func forEachMember(_ body: (UnsafeBufferPointer<UInt8>, JSONValue) -> Void) {
    guard isObject else { return }
    let last = end - 1
    var place = at + 1
    while place < last {
      let value = value(at: place + 1)
      if let name = self.value(at: place).bytes { body(name, value) }
      place = value.end
    }
  }

  /// Calls `body` with each element of a list, in its order; nothing for anything else.
  func forEachElement(_ body: (JSONValue) -> Void) {
    guard isArray else { return }
    let last = end - 1
    var place = at + 1
    while place < last {
      let value = value(at: place)
      body(value)
      place = value.end
    }
  }

  /// True if it is the record of a logger, which tells of no operation.
  var isLogRecord: Bool {
    self["message"]?.isString == true && self["level"]?.isString == true && self["timestamp"]?.isString == true
      && self["event"] == nil
  }

  /// Appends the value as JSON.
  func write(to text: inout [UInt8]) {
    switch tag {
    case UInt8(ascii: "{"):
      text.append(UInt8(ascii: "{"))
      var isFirst = true
      forEachMember { name, value in
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.write(name, to: &text)
        text.append(UInt8(ascii: ":"))
        value.write(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    case UInt8(ascii: "["):
      text.append(UInt8(ascii: "["))
      var isFirst = true
      forEachElement { value in
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        value.write(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case UInt8(ascii: "\""): if let bytes { Self.write(bytes, to: &text) }
    case UInt8(ascii: "l"): text += String(Int64(bitPattern: words[at + 1])).utf8
    case UInt8(ascii: "u"): text += String(words[at + 1]).utf8
    case UInt8(ascii: "d"): text += Double(bitPattern: words[at + 1]).description.utf8
    case UInt8(ascii: "t"): text += "true".utf8
    case UInt8(ascii: "f"): text += "false".utf8
    default: text += "null".utf8
    }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        text += "\\u00".utf8
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  /// The first element of a list.
  var firstElement: JSONValue? { isArray && at + 1 < end - 1 ? value(at: at + 1) : nil }
}
