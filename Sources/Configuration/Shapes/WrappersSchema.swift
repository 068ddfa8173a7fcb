/// The schema of wrappers files, from the descriptions by which their fields are read (article Configuration, Kinds and
/// fields). Fields of kinds that a file declares are not checked.
extension ConfigurationSources {
  package static let schema = JSONSchema(
    title: "wraptop wrappers", summary: "The configuration of wrappers, in a file of several",
    object([
      ("wrappers", "The configuration of each wrapper, by its name", table(wrapper)),
      ("budgets", "What all wrappers together may spend", budgets),
      ("budget_timezone", "The time zone in which days and months turn; UTC by default", text),
      ("kinds", "Kinds of wrappers of your own, by their names", table(kind)),
    ]))

  private typealias Members = [JSONSchema.Member]

  private static let text: Members = [("type", .texts(["string", "number", "boolean"]))]

  /// Known keys; what is empty counts as not given.
  private static func object(_ keys: [(name: String, summary: String, members: Members)]) -> Members {
    let properties = keys.map { key in
      (key.name, SchemaNode.object([("description", .text(key.summary))] + optional(key.members)))
    }
    return [
      ("type", .text("object")), ("properties", .object(properties)), ("additionalProperties", .flag(false)),
    ]
  }

  private static func table(_ members: Members) -> Members {
    [("type", .text("object")), ("additionalProperties", .object(optional(members)))]
  }

  private static func optional(_ members: Members) -> Members {
    [("anyOf", .list([.object(members), .object([("enum", .list([.null, .text("")]))])]))]
  }

  // MARK: Wrappers

  private static let wrapper: Members = [
    ("type", .text("object")), ("properties", .object([("kind", .object([("type", .text("string"))]))])),
    ("allOf", .list(Kind.builtIn.map(branch))),
  ]

  // A wrapper is external unless it names another kind.
  private static func branch(_ kind: Kind) -> SchemaNode {
    let isKind = SchemaNode.object([("kind", .object([("const", .text(kind.name))]))])
    let needsName: Members = kind.name == Kind.external.name ? [] : [("required", .texts(["kind"]))]
    let fields = [("kind", "The kind of the wrapper; external by default", text)] + kind.fields.map(key)
    return .object([("if", .object([("properties", isKind)] + needsName)), ("then", .object(object(fields)))])
  }

  private static func key(_ field: FieldDescription) -> (name: String, summary: String, members: Members) {
    (field.name, field.summary, members(of: field))
  }

  private static func members(of field: FieldDescription) -> Members {
    switch field.type {
    case .flag: [("type", .text("boolean"))]
    case .integer(let range): [("type", .text("integer"))] + JSONSchema.bounds(range)
    case .number(let range): [("type", .text("number"))] + JSONSchema.bounds(range)
    case .text(.any): text
    case .text(.url): [("type", .text("string")), ("pattern", .text(TextFormat.url.pattern(mayRefer: true)))]
    case .choice(let choices): [("enum", .texts(choices))]
    case .record(let parts): object(parts.map(key))
    case .table(let parts): table(object(parts.map(key)))
    }
  }

  // MARK: The rest

  // What may be said of all wrappers together is what may be said of one.
  private static let budgets = object(
    [("daily", "daily_budget"), ("monthly", "monthly_budget"), ("thresholds", "budget_alert_thresholds")]
      .compactMap { name, field in
        Kind.external.fields.first { $0.name == field }.map { (name, $0.summary, members(of: $0)) }
      })

  private static let kind = object([("fields", "The fields of the kind, by their names", table(declaration))])

  private static let declaration = object(
    FieldDescription.attributes.map { name in
      switch name {
      case "type": (name, "What it holds", [("enum", .texts(ConfigurationResolver.types))])
      case "min", "max": (name, "A bound of numbers", [("type", .text("number"))])
      case "allowed": (name, "The texts that it takes", [("type", .text("array")), ("items", .object(text))])
      case "required", "sensitive": (name, "Whether it is", [("type", .text("boolean"))])
      default: (name, "A single value", text)
      }
    })
}
