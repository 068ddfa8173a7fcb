/// Writes a message in the encoding of protobuf, field by field, for tests of what reads it.
///
/// ```swift
/// let status = ProtobufMessage().text(2, "failed").number(3, 2)
/// let span = ProtobufMessage().message(15, status)
/// ```
package struct ProtobufMessage {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A number of the kind that takes as few bytes as it can.
  package func number(_ field: UInt64, _ number: some BinaryInteger) -> Self {
    adding(Self.varint(field << 3) + Self.varint(UInt64(truncatingIfNeeded: number)))
  }

  /// A number of eight bytes.
  package func fixed(_ field: UInt64, _ number: UInt64) -> Self {
    adding(Self.varint(field << 3 | 1) + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }

  package func double(_ field: UInt64, _ number: Double) -> Self { fixed(field, number.bitPattern) }

  package func bytes(_ field: UInt64, _ content: [UInt8]) -> Self {
    adding(Self.varint(field << 3 | 2) + Self.varint(UInt64(content.count)) + content)
  }

  package func text(_ field: UInt64, _ text: String) -> Self { bytes(field, Array(text.utf8)) }

  package func message(_ field: UInt64, _ message: ProtobufMessage) -> Self { bytes(field, message.bytes) }

  /// These bytes as they are.
  package func adding(_ more: [UInt8]) -> Self {
    var message = self
    message.bytes += more
    return message
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes) = (number, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}

// What OTLP sends.
extension ProtobufMessage {
  /// The value of an attribute.
  package enum Value {
    case text(String)
    case flag(Bool)
    case integer(Int64)
    case double(Double)
  }

  /// Adds attributes, in the order of their keys.
  package func attributes(_ field: UInt64, _ attributes: [String: Value]) -> Self {
    attributes.sorted { $0.key < $1.key }.reduce(self) { message, attribute in
      let value =
        switch attribute.value {
        case .text(let text): ProtobufMessage().text(1, text)
        case .flag(let flag): ProtobufMessage().number(2, flag ? 1 : 0)
        case .integer(let number): ProtobufMessage().number(3, number)
        case .double(let number): ProtobufMessage().double(4, number)
        }
      return message.message(field, ProtobufMessage().text(1, attribute.key).message(2, value))
    }
  }

  /// A request of one resource and one scope, with its records.
  package static func request(of records: [ProtobufMessage], service: String? = nil) -> ProtobufMessage {
    let scope = records.reduce(ProtobufMessage()) { $0.message(2, $1) }
    let attributes = service.map { ["service.name": Value.text($0)] } ?? [:]
    let resource = ProtobufMessage().attributes(1, attributes)
    return ProtobufMessage().message(1, ProtobufMessage().message(1, resource).message(2, scope))
  }
}
