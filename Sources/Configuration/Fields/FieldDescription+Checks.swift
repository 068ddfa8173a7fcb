// Whether a value is one that a field takes.
extension FieldDescription {
  /// The most bytes of a text.
  package static let textLimit = 4096

  /// Whether its value may be kept somewhere else: wraptop itself reads no number and no flag from there.
  package var takesReferences: Bool {
    if case .text = type { true } else { isSensitive }
  }

  /// What is wrong with a value; nil if it is one that the field takes. A secret is taken masked, or as a reference.
  package func fault(of value: FieldValue) -> ValueFault? {
    switch value {
    case .secret:
      return isSensitive ? nil : ValueFault("is no secret; give the value itself")
    case .reference(let reference):
      return fault(of: reference)
    case .null:
      return isRequired ? ValueFault("is required, so it cannot be empty; give a value") : nil
    default:
      guard !isSensitive else {
        return ValueFault("is a secret, which is kept in the credential store; here is only a reference to it")
      }
      return fault(ofPlain: value, told: .shown(value.toldInMessages))
    }
  }

  /// What is wrong with a reference in place of a value.
  func fault(of reference: Reference) -> ValueFault? {
    guard takesReferences else {
      return ValueFault(
        "has to be \(allowedInWords) itself: a reference stands only for a text or a secret; "
          + "for a value of an environment variable use WRAPPER_<NAME>_<FIELD>")
    }
    if case .credential = reference, !isSensitive {
      return ValueFault(
        "must not refer to a credential, for it is shown as it is; write the value, or refer to a variable")
    }
    return nil
  }

  /// The same value in the form that the field reads it in: a number as an integer or not.
  func settled(_ value: FieldValue) -> FieldValue {
    switch (type, value) {
    case (.number, .integer(let integer)): .number(Double(integer))
    case (.integer, .number(let number)): Int64(exactly: number).map { .integer($0) } ?? value
    default: value
    }
  }

  /// What is wrong with a value that is there in full; `told` is what may be said of it.
  func fault(ofPlain value: FieldValue, told: ToldValue) -> ValueFault? {
    switch (type, value) {
    case (.flag, .flag): return nil
    case (.integer(let range), .integer(let integer)):
      return range.contains(Double(integer)) ? nil : ValueFault("has to be \(allowedInWords)\(told.stated)")
    case (.integer(let range), .number(let number)):
      guard let integer = Int64(exactly: number) else { return ValueFault("has to be a whole number\(told.negated)") }
      return range.contains(Double(integer)) ? nil : ValueFault("has to be \(allowedInWords)\(told.stated)")
    case (.number(let range), .integer), (.number(let range), .number):
      guard let number = value.number, range.contains(number) else {
        return ValueFault("has to be \(allowedInWords)\(told.stated)")
      }
      // The bounds keep what is worked out of budgets exact: a nano-dollar is the least that counts.
      guard group != .budget || unit != "$" || (1e-9...1e18).contains(number) else {
        return ValueFault("has to be from 0.000000001 to 1e18 dollars\(told.stated)")
      }
      return nil
    case (.text(let rule), .text(let text)): return fault(ofText: text, rule, told: told)
    case (.choice(let choices), .text(let text)):
      guard !choices.contains(text) else { return nil }
      let suggestion = isSensitive ? "" : ShownText.name(Suggestion.text(for: text, among: choices))
      return ValueFault("has to be \(allowedInWords)\(told.negated)\(suggestion)")
    case (.record, _), (.table, _): return ValueFault("has parts of its own; set one of them")
    default: return ValueFault("has to be \(allowedInWords)\(told.negated)")
    }
  }

  private func fault(ofText text: String, _ rule: TextRule, told: ToldValue) -> ValueFault? {
    guard text.utf8.count <= Self.textLimit else {
      return ValueFault("has to be a text of at most 4096 bytes; this one is longer")
    }
    guard !text.contains(FieldValue.mask) else {
      return ValueFault(
        "must not hold \(FieldValue.mask), which only stands for what is not shown; give the value itself, or a reference"
      )
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return ValueFault("must not hold control characters or line breaks")
    }
    guard !isSensitive || !text.isEmpty else {
      return ValueFault("must not be empty; leave it out, or take it away, for no secret")
    }
    guard rule == .url, let fault = URLFault.first(in: text) else { return nil }
    // Before an @ there may be a password, however broken the rest is.
    let it = text.unicodeScalars.contains("@") ? "" : told.stated
    switch fault {
    case .noScheme: return ValueFault("has to begin with http:// or https://" + it)
    case .noHost: return ValueFault("has to be \(allowedInWords), and there is no host" + it)
    case .badHost: return ValueFault("has to be \(allowedInWords), and what stands in its place is none" + it)
    case .badPort: return ValueFault("has to have a port from 1 to 65535, or none" + it)
    case .blank: return ValueFault("must not hold blanks or what cannot be seen" + it)
    case .credentials:
      return ValueFault("must not hold a user or password: that is for api_key; take out what is before the @")
    }
  }
}

extension FieldValue {
  /// What a message says that it is: a text in quotes, cut if it is long.
  var toldInMessages: String {
    if case .text(let text) = self { ShownText.value(text) } else { ShownText.name(written) }
  }
}
