// From texts to values (article Configuration, Validation). A secret's text is looked at and dropped here.
extension FieldDescription {
  /// Reads what was typed, or an environment variable: numbers and flags come from text. Flags are also `1`, `on` and
  /// `yes`, `0`, `off` and `no`, in any case.
  ///
  /// - Returns: `.secret` for the plain text of a secret.
  package func value(typed text: String) throws(ValueFault) -> FieldValue {
    try value(typed: text, told: .shown(ShownText.value(text)))
  }

  /// What is wrong with an argument that is to be its value; nil if nothing is. An argument that is no number is not
  /// repeated.
  package func fault(ofArgument text: String) -> ValueFault? {
    do {
      _ = try value(typed: text, told: .argument(text))
      return nil
    } catch {
      return error
    }
  }

  func value(typed text: String, told: ToldValue) throws(ValueFault) -> FieldValue {
    let told = isSensitive ? ToldValue.masked : told
    switch type {
    case .text, .choice, .record, .table:
      return try value(of: ConfigurationNode.Scalar(text, isQuoted: true), told: told)
    case .flag, .integer, .number:
      let word = text.drop { $0 == " " }
      let trimmed = String(word.reversed().drop { $0 == " " }.reversed())
      let plain = if case .flag = type { Self.flagWords[trimmed.lowercased()] ?? trimmed } else { trimmed }
      return try value(of: ConfigurationNode.Scalar(plain, isQuoted: false), told: told)
    }
  }

  private static let flagWords = [
    "true": "true", "1": "true", "on": "true", "yes": "true", "false": "false", "0": "false", "off": "false",
    "no": "false",
  ]

  /// Reads what a file says. What is in quotes is a text and never a number or a flag.
  ///
  /// - Parameter node: not null, which is the same as absence; for a field with parts, one of its parts.
  /// - Returns: `.secret` for the plain text of a secret.
  package func value(written node: ConfigurationNode) throws(ValueFault) -> FieldValue {
    guard case .scalar(let scalar) = node.content, !scalar.isNull else {
      throw ValueFault("has to be \(allowedInWords), not \(node.inWords)")
    }
    do {
      return try value(of: scalar, told: isSensitive ? .masked : .shown(node.inWords))
    } catch {
      let bare = ConfigurationNode.Scalar(scalar.text, isQuoted: false)
      let isFineBare = scalar.isQuoted && (try? value(of: bare, told: .withheld)) != nil
      throw isFineBare ? ValueFault(error.message + "; write it without quotes") : error
    }
  }

  private func value(of scalar: ConfigurationNode.Scalar, told: ToldValue) throws(ValueFault) -> FieldValue {
    if let reference = try reference(scalar.text, told: told) { return .reference(reference) }
    guard scalar.text != FieldValue.mask else {
      throw ValueFault("\(FieldValue.mask) only stands for what is not shown; give the value itself, or a reference")
    }
    let value: FieldValue
    switch type {
    case .flag:
      guard let flag = scalar.flag else { throw ValueFault("has to be true or false\(told.negated)") }
      value = .flag(flag)
    case .integer(let range):
      guard let number = scalar.number else { throw ValueFault("has to be a whole number\(told.negated)") }
      guard let integer = Int64(scalar.text) else {
        let isWhole = scalar.text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
        guard isWhole, range.contains(number) else { throw ValueFault("has to be \(allowedInWords)\(told.negated)") }
        throw ValueFault("has to be from \(Int64.min) to \(Int64.max)\(told.stated)")
      }
      value = .integer(integer)
    case .number:
      guard let number = scalar.number else { throw ValueFault("has to be a number\(told.negated)") }
      value = .number(number == 0 ? 0 : number)
    case .text, .choice:
      value = .text(scalar.text)
    case .record, .table:
      throw ValueFault("has parts of its own; set one of them")
    }
    if let fault = fault(ofPlain: value, told: told) { throw fault }
    return isSensitive ? .secret : value
  }

  // The reference that a text is; nil if it is no attempt at one.
  private func reference(_ text: String, told: ToldValue) throws(ValueFault) -> Reference? {
    guard text.hasPrefix("${env:") || text.hasPrefix("${credential:") else { return nil }
    guard let reference = Reference(text) else {
      throw ValueFault(
        "has to be a whole reference, ${env:NAME} or ${credential:SERVICE/KEY}"
          + (isSensitive ? "" : told.stated))
    }
    if let fault = fault(of: reference) { throw fault }
    return reference
  }
}
