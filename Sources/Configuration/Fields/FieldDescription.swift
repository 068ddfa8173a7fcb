/// All that is known of a field beforehand (article Configuration, Kinds and fields), as data: forms, checks, commands
/// and documentation come from it.
package struct FieldDescription: Sendable, Equatable, Codable {
  /// As it is written in files; of a part of a field, the name of the part.
  package var name: String
  package var group: FieldGroup
  package var type: FieldType
  /// What holds if no layer says anything; nil for nothing.
  package var standard: FieldValue?
  /// Whether some layer has to give a value, whatever else holds. Conditions are `FieldRule`s of the kind.
  package var isRequired: Bool
  /// Whether its value is a secret.
  package var isSensitive: Bool
  /// The environment variable that it names itself, beside those that are made of wrapper and field.
  package var variable: String?
  /// Such as `s` or `$`; nil for none.
  package var unit: String?
  /// What it is for, in one sentence without a full stop.
  package var summary: String

  package init(
    _ name: String, _ group: FieldGroup, _ type: FieldType, standard: FieldValue? = nil, isRequired: Bool = false,
    isSensitive: Bool = false, variable: String? = nil, unit: String? = nil, summary: String
  ) {
    self.name = name
    self.group = group
    self.type = type
    self.standard = standard
    self.isRequired = isRequired
    self.isSensitive = isSensitive
    self.variable = variable
    self.unit = unit
    self.summary = summary
  }
}

/// What fields are listed under.
package enum FieldGroup: String, Sendable, Codable, CaseIterable {
  case base, budget
  case externalTool = "external_tool"
  case routing, templating
  /// Of a kind that the file declares.
  case custom
}

/// What values a field takes.
package indirect enum FieldType: Sendable, Equatable, Codable {
  case flag
  case integer(NumberRange)
  case number(NumberRange)
  case text(TextRule)
  /// One of these texts, in the order in which they are offered.
  case choice([String])
  /// Parts with fixed names, none of which has parts itself.
  case record([FieldDescription])
  /// Entries under keys of the operator's choice, each of which has the same parts.
  case table([FieldDescription])

  /// In one word, as files say it of custom kinds: `bool`, `int`, `double`, `string`, `choice`, `record`, `table`.
  package var name: String {
    switch self {
    case .flag: "bool"
    case .integer: "int"
    case .number: "double"
    case .text: "string"
    case .choice: "choice"
    case .record: "record"
    case .table: "table"
    }
  }
}

/// What a text has to be.
package enum TextRule: String, Sendable, Codable {
  case any
  /// An http or https URL with a host.
  case url
}

/// The numbers that a field takes.
package struct NumberRange: Sendable, Equatable, Codable {
  /// Nil for no bound.
  package var minimum: Double?
  package var maximum: Double?
  /// The bound itself is not taken.
  package var excludesMinimum: Bool
  package var excludesMaximum: Bool

  package init(
    _ minimum: Double? = nil, _ maximum: Double? = nil, excludesMinimum: Bool = false, excludesMaximum: Bool = false
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.excludesMinimum = excludesMinimum
    self.excludesMaximum = excludesMaximum
  }

  package func contains(_ number: Double) -> Bool {
    if let minimum, excludesMinimum ? number <= minimum : number < minimum { return false }
    if let maximum, excludesMaximum ? number >= maximum : number > maximum { return false }
    return number.isFinite
  }
}

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

/// What has to hold between fields of one wrapper (article Configuration, Kinds and fields).
package enum FieldRule: Sendable, Equatable, Codable {
  /// The first must not be above the second, nor equal to it unless that is allowed. Holds if either has no value.
  case ordered(FieldPath, FieldPath, allowsEqual: Bool)
  /// There has to be a value, if another field has the given one.
  case required(FieldPath, when: FieldPath, is: FieldValue)
}
