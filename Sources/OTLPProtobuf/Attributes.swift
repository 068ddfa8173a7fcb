import Events
import SwiftProtobuf

// The messages of attributes.proto, by hand. Each is read into what is kept of it at once; they are never written.

/// A list of attributes, of which those are kept that are read anywhere.
struct ProtoAttributeList: ReadOnlyMessage, Hashable {
  static let protoMessageName = "AttributeList"
  var unknownFields = UnknownStorage()
  var attributes = TelemetryAttributes()

  /// Reads one attribute and adds it. The value of one that is not listed is skipped where it lies.
  mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
    var name = ""
    var key: TelemetryKey?
    var value: ProtoAttributeValue?
    while let field = try decoder.nextFieldNumber() {
      switch field {
      case 1:
        try decoder.decodeSingularStringField(value: &name)
        key = name.withUTF8 { TelemetryKey(name: $0) }
      // A value may come before its key, though no sender is known that writes it so.
      case 2 where key != nil || name.isEmpty: try decoder.decodeSingularMessageField(value: &value)
      default: break
      }
    }
    if let key, let value = value?.value { attributes.add(key, value) }
  }

  static func == (a: Self, b: Self) -> Bool { a.attributes == b.attributes }

  func hash(into hasher: inout Hasher) {}
}

/// The value of an attribute.
struct ProtoAttributeValue: ReadOnlyMessage, Hashable {
  static let protoMessageName = "AttributeValue"
  var unknownFields = UnknownStorage()
  var value: TelemetryValue?

  mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
    while let field = try decoder.nextFieldNumber() {
      switch field {
      case 1:
        var text = ""
        try decoder.decodeSingularStringField(value: &text)
        value = text.withUTF8 { TelemetryValue(text: $0) }
      case 2:
        var flag = false
        try decoder.decodeSingularBoolField(value: &flag)
        value = .flag(flag)
      case 3:
        var number: Int64 = 0
        try decoder.decodeSingularInt64Field(value: &number)
        value = .integer(number)
      case 4:
        var number = 0.0
        try decoder.decodeSingularDoubleField(value: &number)
        value = .double(number)
      default: break
      }
    }
  }

  func hash(into hasher: inout Hasher) {}
}

/// The events of a span, of which the last exception is kept.
struct ProtoExceptionEvent: ReadOnlyMessage, Hashable {
  static let protoMessageName = "ExceptionEvent"
  var unknownFields = UnknownStorage()
  var exception = TelemetryAttributes()

  mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
    var list: ProtoAttributeList?
    while let field = try decoder.nextFieldNumber() {
      if field == 3 { try decoder.decodeSingularMessageField(value: &list) }
    }
    guard let found = list?.attributes, found[.exceptionType] != nil || found[.exceptionMessage] != nil else { return }
    exception = found
  }

  func hash(into hasher: inout Hasher) {}
}

/// The body of a log record, which may name an event.
struct ProtoEventBody: ReadOnlyMessage, Hashable {
  static let protoMessageName = "EventBody"
  var unknownFields = UnknownStorage()
  /// Empty for a text that names none.
  var name = ""

  // The library knows no way to look at a text before it is one, so that any body is one for a moment.
  mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
    while let field = try decoder.nextFieldNumber() {
      guard field == 1 else { continue }
      var text = ""
      try decoder.decodeSingularStringField(value: &text)
      var record = TelemetryLogRecord(resource: TelemetryResource())
      text.withUTF8 { record.setName(body: $0) }
      name = record.eventName
    }
  }
}

/// A message that is read into something else, and never written.
protocol ReadOnlyMessage: Message, _MessageImplementationBase {}

extension ReadOnlyMessage {
  func traverse<V: Visitor>(visitor: inout V) throws {}
}
