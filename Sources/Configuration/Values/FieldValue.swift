import Secrets

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

/// A whole number is the same value whether it is held as an integer or as a number: JSON does not tell them apart.
extension FieldValue: Equatable {
  package static func == (a: FieldValue, b: FieldValue) -> Bool {
    switch (a, b) {
    case (.flag(let a), .flag(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
      Int64(exactly: number) == integer
    case (.text(let a), .text(let b)): a == b
    case (.reference(let a), .reference(let b)): a == b
    case (.secret, .secret), (.null, .null): true
    default: false
    }
  }
}

extension FieldValue {
  /// For screens and diffs: whole, harmless, a number in its shortest form and without its unit, an empty text as two
  /// quotes, a secret as the mask.
  package var shown: String {
    switch self {
    case .text(let text): text.isEmpty ? "\"\"" : ShownText.path(Redaction.redact(whole: text))
    default: ShownText.path(written)
    }
  }

  /// The same without a key that is part of a text, such as of the query of a URL: what may be kept and sent.
  package var redacted: FieldValue {
    guard case .text(let text) = self else { return self }
    return .text(Redaction.redact(whole: text))
  }

  /// True if the value, or a part of it, is not there but hidden.
  package var isHidden: Bool {
    switch self {
    case .secret: true
    case .text(let text): text.contains(Self.mask)
    default: false
    }
  }

  /// As it stands in a file and is typed, quotes aside; not made harmless. A secret is the mask.
  package var written: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): Self.shortest(number)
    case .text(let text): text
    case .reference(let reference): reference.description
    case .secret: Self.mask
    case .null: "null"
    }
  }

  /// The number that it is; nil for anything else.
  package var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  /// The fewest digits that read as the same number, as JSON takes them: `30`, `0.11593`, `1e-9`.
  static func shortest(_ number: Double) -> String {
    let text = number == 0 ? "0" : "\(number)"
    let parts = text.split(separator: "e", maxSplits: 1)
    guard let first = parts.first else { return text }
    let digits = first.hasSuffix(".0") ? first.dropLast(2) : first
    guard parts.count == 2, let exponent = Int(parts[1]) else { return String(digits) }
    return "\(digits)e\(exponent)"
  }
}

/// Why a text or a value is none that a field takes.
package struct ValueFault: Error, Sendable, Equatable {
  /// The rule that is broken, the value that breaks it (masked if it is a secret), and what to do; harmless to show.
  package var message: String

  package init(_ message: String) { self.message = message }

  /// What is wrong with the name of a wrapper, or with the key of a table; nil if nothing is.
  package static func ofName(_ name: String) -> ValueFault? {
    let size = name.utf8.count
    guard (1...256).contains(size) else { return ValueFault("a name has 1 to 256 bytes; this one has \(size)") }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return ValueFault("a name must not hold control characters")
    }
    return nil
  }
}
