/// Walks over the fields of an encoded message that have a length, such as messages within it, and skips the others.
///
/// The library decodes a message as a whole, and a request of 64 MiB can hold thirty million spans of two bytes. So the lists
/// that a request consists of are walked, and the library decodes one span after the other.
struct WireFields {
  /// A field, by its number, and where its content lies.
  struct Field {
    let number: UInt64
    let content: Range<Int>
  }

  private let bytes: [UInt8]
  private var rest: Range<Int>
  /// False once the message turned out to be damaged.
  private(set) var isWellFormed = true

  init(_ bytes: [UInt8], in message: Range<Int>) {
    self.bytes = bytes
    rest = message
  }

  /// The next field; nil at the end, and where the message is damaged.
  mutating func next() -> Field? {
    while !rest.isEmpty {
      guard let tag = number(), tag >> 3 > 0 else { return fail() }
      switch tag & 7 {
      case 0: guard number() != nil else { return fail() }
      case 1: guard skip(8) != nil else { return fail() }
      case 2:
        guard let length = number(), let content = skip(length) else { return fail() }
        return Field(number: tag >> 3, content: content)
      case 5: guard skip(4) != nil else { return fail() }
      // Groups had left the encoding before there was OTLP.
      default: return fail()
      }
    }
    return nil
  }

  /// The next field of that number.
  mutating func next(_ wanted: UInt64) -> Range<Int>? {
    while let field = next() {
      if field.number == wanted { return field.content }
    }
    return nil
  }

  private mutating func fail() -> Field? {
    isWellFormed = false
    rest = rest.upperBound..<rest.upperBound
    return nil
  }

  // Seven bits a byte, the lowest first; the eighth says that another byte follows.
  private mutating func number() -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let at = rest.first else { return nil }
      rest = at + 1..<rest.upperBound
      number |= UInt64(bytes[at] & 0x7F) << shift
      if bytes[at] < 0x80 { return number }
    }
    return nil
  }

  private mutating func skip(_ count: UInt64) -> Range<Int>? {
    guard count <= rest.count else { return nil }
    let content = rest.lowerBound..<rest.lowerBound + Int(count)
    rest = content.upperBound..<rest.upperBound
    return content
  }
}
