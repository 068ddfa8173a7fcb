import Secrets

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
