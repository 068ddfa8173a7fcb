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

  /// Whether it may hold nothing: no layer has to give a value, and there is no default.
  package var isOptional: Bool { standard == nil && !isRequired }

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
