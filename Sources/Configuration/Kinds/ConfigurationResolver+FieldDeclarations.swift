/// What is said of one field of a declared kind, by attribute.
struct FieldDeclaration {
  var attributes: [String: ConfigurationNode]
  var subject: Subject

  init(_ attributes: [String: ConfigurationNode], _ subject: Subject) {
    self.attributes = attributes
    self.subject = subject
  }

  subscript(name: String) -> ConfigurationNode? { attributes[name] }
}

/// What may be said of the fields of declared kinds, and what has to hold of it.
extension ConfigurationResolver {
  static let types = ["bool", "int", "double", "string", "choice"]

  /// Reads a declaration. If something is wrong, which is told, what comes of it says no more than the name.
  mutating func description(
    of name: String, _ field: inout FieldDeclaration, in declaration: inout KindDeclaration
  ) -> FieldDescription {
    var description = FieldDescription(name, .custom, .text(.any), summary: "")
    description.isSensitive = flag("sensitive", of: field)
    description.isRequired = flag("required", of: field)
    description.unit = shortText("unit", of: field)
    description.summary = shortText("description", of: field) ?? ""
    description.variable = variable(of: name, field, in: &declaration)
    guard let type = type(of: field) else { return description }
    description.type = type
    if description.isSensitive { checkSensitive(type, field) }
    if let node = field["default"], !description.isSensitive {
      description.standard = standard(node, description, field.subject.part("default"))
    }
    return description
  }

  // MARK: Types

  private mutating func type(of field: FieldDeclaration) -> FieldType? {
    var name = "string"
    if let node = field["type"] {
      let subject = field.subject.part("type")
      guard let said = text(node, subject) else { return nil }
      guard Self.types.contains(said) else {
        let nearest = suggestion(for: said, among: Self.types)
        let known = Self.types.joined(separator: ", ")
        fail(node.place, subject, "\(ShownText.name(said)) is no type\(nearest); known are \(known)")
        return nil
      }
      name = said
    }
    let isNumber = name == "int" || name == "double"
    let isText = name == "string" || name == "choice"
    for bound in ["min", "max"] where !isNumber {
      refuse(bound, of: field, "is only for int and double, not for \(name)")
    }
    if !isText { refuse("allowed", of: field, "is only for string and choice, not for \(name)") }
    switch name {
    case "bool": return .flag
    case "int": return range(of: field, isWhole: true).map { .integer($0) }
    case "double": return range(of: field, isWhole: false).map { .number($0) }
    default:
      guard let node = field["allowed"] else {
        if name == "choice", let node = field["type"] {
          fail(node.place, field.subject.part("type"), "choice needs `allowed`, a list of texts")
          return nil
        }
        return .text(.any)
      }
      return choices(node, field.subject.part("allowed")).map { .choice($0) }
    }
  }

  private mutating func range(of field: FieldDeclaration, isWhole: Bool) -> NumberRange? {
    let before = notes.count
    let minimum = bound("min", of: field, isWhole: isWhole)
    let maximum = bound("max", of: field, isWhole: isWhole)
    guard notes.count == before else { return nil }
    if let minimum, let maximum, minimum > maximum, let node = field["min"] {
      fail(
        node.place, field.subject.part("min"),
        "must not be above max, which is \(FieldValue.shortest(maximum)); it is \(FieldValue.shortest(minimum))")
      return nil
    }
    return NumberRange(minimum, maximum)
  }

  private mutating func bound(_ name: String, of field: FieldDeclaration, isWhole: Bool) -> Double? {
    guard let node = field[name] else { return nil }
    let anything = NumberRange()
    let description = FieldDescription(name, .custom, isWhole ? .integer(anything) : .number(anything), summary: "")
    return read(node, description, field.subject.part(name))?.number
  }

  private mutating func choices(_ node: ConfigurationNode, _ subject: Subject) -> [String]? {
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      fail(node.place, subject, "has to be a list of at least one text, not \(node.shapeInWords)")
      return nil
    }
    var choices: [String] = []
    let description = FieldDescription("", .custom, .text(.any), summary: "")
    for node in nodes {
      guard case .text(let choice)? = read(node, description, subject) else { return nil }
      guard !choices.contains(choice) else {
        fail(node.place, subject, "\(ShownText.value(choice)) stands there again; leave one out")
        return nil
      }
      choices.append(choice)
    }
    return choices
  }

  // MARK: The rest

  private mutating func checkSensitive(_ type: FieldType, _ field: FieldDeclaration) {
    let subject = field.subject.part("sensitive")
    if type != .text(.any), let node = field["sensitive"] {
      fail(node.place, subject, "only a string without `allowed` can be sensitive, not \(type.name)")
    }
    refuse("default", of: field, "must not be there: a secret has no default")
  }

  private mutating func standard(
    _ node: ConfigurationNode, _ description: FieldDescription, _ subject: Subject
  ) -> FieldValue? {
    guard let value = read(node, description, subject) else { return nil }
    guard case .reference = value else { return value }
    fail(node.place, subject, "must not be a reference; write the value itself")
    return nil
  }

  private mutating func variable(
    of name: String, _ field: FieldDeclaration, in declaration: inout KindDeclaration
  ) -> String? {
    guard let node = field["env"] else { return nil }
    let subject = field.subject.part("env")
    guard let variable = text(node, subject) else { return nil }
    if !VariableName.isValid(variable) {
      fail(
        node.place, subject,
        "\(ShownText.value(variable)) is no name of a variable: those have letters, digits and _, no digit first")
    } else if variable.hasPrefix(VariableName.prefix) {
      fail(node.place, subject, "must not begin with WRAPPER_: such variables are made of wrapper and field")
    } else if let other = declaration.named[variable] {
      fail(node.place, subject, "\(variable) is the variable of \(ShownText.name(other)) already; name another one")
    } else {
      declaration.named[variable] = name
      return variable
    }
    return nil
  }

  private mutating func refuse(_ name: String, of field: FieldDeclaration, _ message: String) {
    if let node = field[name] { fail(node.place, field.subject.part(name), message) }
  }

  private mutating func flag(_ name: String, of field: FieldDeclaration) -> Bool {
    guard let node = field[name] else { return false }
    return read(node, FieldDescription(name, .custom, .flag, summary: ""), field.subject.part(name)) == .flag(true)
  }

  private mutating func shortText(_ name: String, of field: FieldDeclaration) -> String? {
    guard let node = field[name] else { return nil }
    let value = read(node, FieldDescription(name, .custom, .text(.any), summary: ""), field.subject.part(name))
    if case .text(let text)? = value { return text }
    return nil
  }

  private mutating func read(
    _ node: ConfigurationNode, _ description: FieldDescription, _ subject: Subject
  ) -> FieldValue? {
    do throws(ValueFault) {
      return try description.value(written: node)
    } catch {
      fail(node.place, subject, error.message)
      return nil
    }
  }
}
