/// The value of one field, as far as it may be known: a secret is here without its text.
///
/// The text of a secret is dropped where files and variables are read, so nothing that shows, encodes, compares or
/// sends a `FieldValue` can give it away.
package enum FieldValue: Sendable {
  case flag(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  /// What stands for a value that is kept somewhere else.
  case reference(Reference)
  /// A value that must not be known.
  case secret
  /// Nothing, said on purpose (`null`): it empties a field and hides what weaker layers say. The default holds, if
  /// there is one.
  case null

  /// What is shown in place of a secret (article Configuration, Secrets).
  package static let mask = "********"
}

/// In JSON a value is itself: a flag, a number, a text or null. A reference is its text, a secret the mask.
extension FieldValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int64.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      let text = try container.decode(String.self)
      self = text == Self.mask ? .secret : Reference(text).map { .reference($0) } ?? .text(text)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let flag): try container.encode(flag)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .reference(let reference): try container.encode(reference.description)
    case .secret: try container.encode(Self.mask)
    case .null: try container.encodeNil()
    }
  }
}
