import PlainText

/// The shape of a JSON value, for the description of the API (JSON Schema, as OpenAPI 3.1 has it).
indirect enum APISchema: Sendable {
  case any
  case flag
  case integer
  case number
  case text
  /// RFC 3339, `Z`, 6 digits.
  case time
  /// Decimal text.
  case money
  case choice([String])
  case list(APISchema)
  /// By key; a key may be missing if its shape is `optional`. Others may be added by later versions.
  case object([(String, APISchema)])
  /// The same, of what is sent: nothing else is taken.
  case strictObject([(String, APISchema)])
  /// An object with any keys.
  case map(APISchema)
  case optional(APISchema)
  case nullable(APISchema)
  case either([APISchema])
  /// A whole number in bounds.
  case count(ClosedRange<Int>)
  /// A text that a regular expression fits.
  case pattern(String)
  /// One of `APISchemas.all`, by its name.
  case named(String)

  /// Writes it as an object.
  func write(to writer: inout JSONWriter) { writer.object { write(into: &$0) } }

  private func write(into object: inout JSONWriter) {
    switch self {
    case .any: break
    case .flag: object.field("type", "boolean")
    case .integer: object.field("type", "integer")
    case .number: object.field("type", "number")
    case .text: object.field("type", "string")
    case .time:
      object.field("type", "string")
      object.field("format", "date-time")
    case .money:
      object.field("type", "string")
      object.field("pattern", #"^-?[0-9]+(\.[0-9]+)?$"#)
    case .choice(let choices):
      object.field("type", "string")
      object.arrayField("enum") { list in for choice in choices { list.value(choice) } }
    case .list(let element):
      object.field("type", "array")
      object.key("items")
      element.write(to: &object)
    case .object(let properties): Self.write(properties, isStrict: false, into: &object)
    case .strictObject(let properties): Self.write(properties, isStrict: true, into: &object)
    case .map(let value):
      object.field("type", "object")
      object.key("additionalProperties")
      value.write(to: &object)
    case .optional(let schema): schema.write(into: &object)
    case .nullable(let schema): APISchema.either([schema, .null]).write(into: &object)
    case .either(let schemas):
      object.arrayField("anyOf") { list in for schema in schemas { schema.write(to: &list) } }
    case .count(let range):
      object.field("type", "integer")
      object.field("minimum", range.lowerBound)
      object.field("maximum", range.upperBound)
    case .pattern(let pattern):
      object.field("type", "string")
      object.field("pattern", pattern)
    case .named("null"): object.field("type", "null")
    case .named(let name): object.field("$ref", "#/components/schemas/\(name)")
    }
  }

  /// Nothing.
  static let null = APISchema.named("null")

  private static func write(
    _ properties: [(String, APISchema)], isStrict: Bool, into object: inout JSONWriter
  ) {
    object.field("type", "object")
    object.objectField("properties") { list in
      for (name, schema) in properties {
        list.key(name)
        schema.write(to: &list)
      }
    }
    let required = properties.filter { if case .optional = $0.1 { false } else { true } }
    if !required.isEmpty {
      object.arrayField("required") { list in for (name, _) in required { list.value(name) } }
    }
    if isStrict { object.field("additionalProperties", false) }
  }
}
