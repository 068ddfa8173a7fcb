/// The JSON Schema (draft 2020-12) of a kind of file, by which editors complete and check it (article Settings, Schemas).
package struct JSONSchema: Sendable {
  private let members: [Member]

  typealias Member = (String, SchemaNode)

  /// That of files which are read by a shape.
  package init(title: String, summary: String, _ shape: Shape) {
    self.init(title: title, summary: summary, Self.members(of: shape))
  }

  init(title: String, summary: String, _ members: [Member]) {
    self.members =
      [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
        ("description", .text(summary)),
      ] + members
  }

  /// The document, indented, ended by a line feed.
  package var json: String { SchemaNode.object(members).node.json }

  private static func schema(of shape: Shape, summary: String? = nil) -> SchemaNode {
    .object(members(of: shape, summary: summary))
  }

  private static func schema(of key: ShapeKey) -> SchemaNode { schema(of: key.shape, summary: key.summary) }

  private static func members(of shape: Shape, summary: String? = nil) -> [Member] {
    (summary.map { [("description", .text($0))] } ?? []) + members(of: shape)
  }

  private static func members(of shape: Shape) -> [Member] {
    switch shape {
    case .flag: [("type", .text("boolean"))]
    case .number(let range): [("type", .text("number"))] + bounds(range)
    case .integer(let range): [("type", .text("integer"))] + bounds(range)
    case .text(let format, let mayRefer):
      [("type", .text("string")), ("pattern", .text(format.pattern(mayRefer: mayRefer)))]
    case .scalar: [("type", .texts(["string", "number", "boolean"]))]
    case .choice(let choices): [("enum", .list(choices.flatMap(values)))]
    case .duration: [("type", .text("string")), ("pattern", .text(DurationText.pattern))]
    case .size: [("type", .text("string")), ("pattern", .text(SizeText.pattern))]
    case .list(let shape, let count):
      [
        ("type", .text("array")), ("items", schema(of: shape)), ("minItems", .number(Double(count.lowerBound))),
        ("maxItems", .number(Double(count.upperBound))),
      ]
    case .mapping(let mapping): members(of: mapping)
    case .table(let names, let shape):
      [
        ("type", .text("object")), ("propertyNames", .object([("pattern", .text(names.pattern(mayRefer: false)))])),
        ("additionalProperties", schema(of: shape)),
      ]
    case .either(let shapes): [("anyOf", .list(shapes.map { schema(of: $0) }))]
    case .later: [("not", .object([]))]
    }
  }

  private static func members(of mapping: MappingShape) -> [Member] {
    var members: [Member] = [("type", .text("object"))]
    if let variants = mapping.variants {
      members += [
        (
          "properties",
          .object([(variants.key, schema(of: .choice(variants.variants.map(\.name)), summary: variants.summary))])
        ),
        ("required", .texts([variants.key])),
        ("allOf", .list(variants.variants.map { branch($0, of: variants.key, common: mapping.keys) })),
      ]
    } else {
      members += properties(mapping.keys)
    }
    let alternatives = mapping.alternatives.map { required($0) }
    if alternatives.isEmpty { return members }
    // None of them is that alternative which has none of the others.
    let none = SchemaNode.object([("not", .object([("anyOf", .list(alternatives))]))])
    members.append(("oneOf", .list(alternatives + (mapping.needsAlternative ? [] : [none]))))
    return members
  }

  private static func branch(
    _ variant: ShapeVariants.Variant, of key: String, common: [ShapeKey]
  ) -> SchemaNode {
    let isVariant = SchemaNode.object([(key, .object([("const", .text(variant.name))]))])
    let keys = [ShapeKey(key, .choice([variant.name]), isRequired: true, "This type")] + common + variant.keys
    return .object([
      ("if", .object([("properties", isVariant), ("required", .texts([key]))])), ("then", .object(properties(keys))),
    ])
  }

  private static func required(_ key: String) -> SchemaNode { .object([("required", .texts([key]))]) }

  static func properties(_ keys: [ShapeKey]) -> [Member] {
    let required = keys.filter(\.isRequired).map(\.name)
    return [("properties", .object(keys.map { ($0.name, schema(of: $0)) }))]
      + (required.isEmpty ? [] : [("required", .texts(required))]) + [("additionalProperties", .flag(false))]
  }

  static func bounds(_ range: NumberRange) -> [Member] {
    let minimum = range.minimum.map { (range.excludesMinimum ? "exclusiveMinimum" : "minimum", SchemaNode.number($0)) }
    let maximum = range.maximum.map { (range.excludesMaximum ? "exclusiveMaximum" : "maximum", SchemaNode.number($0)) }
    return [minimum, maximum].compactMap { $0 }
  }

  // A choice of digits stands in YAML without quotes as well.
  private static func values(of choice: String) -> [SchemaNode] {
    DurationText.number(choice).map { [.text(choice), .number(Double($0))] } ?? [.text(choice)]
  }
}

/// A part of a schema.
indirect enum SchemaNode: Sendable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case null
  case list([SchemaNode])
  case object([(String, SchemaNode)])

  static func texts(_ texts: [String]) -> SchemaNode { .list(texts.map { .text($0) }) }

  var node: ConfigurationNode {
    switch self {
    case .text(let text): Self.scalar(text, isQuoted: true)
    case .number(let number): Self.scalar(FieldValue.shortest(number), isQuoted: false)
    case .flag(let flag): Self.scalar(flag ? "true" : "false", isQuoted: false)
    case .null: Self.scalar("null", isQuoted: false)
    case .list(let parts): ConfigurationNode(.sequence(parts.map(\.node)), at: Self.nowhere)
    case .object(let members):
      ConfigurationNode(
        .mapping(members.map { .init(key: $0.0, keyPlace: Self.nowhere, value: $0.1.node) }), at: Self.nowhere)
    }
  }

  private static let nowhere = SourceLocation(file: "", line: 1)

  private static func scalar(_ text: String, isQuoted: Bool) -> ConfigurationNode {
    ConfigurationNode(.scalar(.init(text, isQuoted: isQuoted)), at: nowhere)
  }
}
