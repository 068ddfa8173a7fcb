/// Kinds that a file declares (article Configuration, Kinds and fields): `kinds: {NAME: {fields: {NAME: {type, default,
/// …}}}}`.
extension ConfigurationResolver {
  mutating func declareKinds(_ node: ConfigurationNode) {
    for entry in allEntries(of: node, Subject(words: ["kinds"])) {
      let subject = Subject(words: ["kind \(ShownText.name(entry.key))"])
      if let message = Self.faultOfName(entry.key) {
        fail(entry.keyPlace, subject, message)
      } else if let first = kinds.places[entry.key] {
        fail(entry.keyPlace, subject, "is declared already, in \(first); leave one of them out")
      } else if kinds.fields[entry.key] != nil {
        fail(entry.keyPlace, subject, "is there already; give yours another name")
      } else {
        declare(entry, subject)
      }
    }
  }

  private mutating func declare(_ entry: ConfigurationNode.Entry, _ subject: Subject) {
    let parts = values(of: entry.value, known: ["fields"], subject)
    var declaration = KindDeclaration()
    if let node = parts["fields"] {
      let subject = subject.part("fields")
      if case .mapping = node.content {
        // A field of which nothing is said is a text.
        for field in allEntries(of: node, subject.dropLast()) { declare(field, subject.dropLast(), in: &declaration) }
      } else {
        _ = entries(of: node, subject)
        declaration.isIncomplete = true
      }
    } else if !entry.value.isNull {
      if case .mapping(let all) = entry.value.content {
        declaration.isIncomplete = !all.isEmpty
      } else {
        declaration.isIncomplete = true
      }
    }
    var known = KnownFields(Kind(entry.key, own: declaration.fields))
    known.unclear = declaration.unclear
    known.isIncomplete = declaration.isIncomplete
    kinds.add(known, at: entry.keyPlace)
  }

  private mutating func declare(
    _ entry: ConfigurationNode.Entry, _ subject: Subject, in declaration: inout KindDeclaration
  ) {
    let subject = subject.part(entry.key)
    let variable = VariableName.part(entry.key)
    if let message = Self.faultOfName(entry.key) {
      fail(entry.keyPlace, subject, message)
    } else if Self.everyKind.fields[entry.key] != nil {
      fail(entry.keyPlace, subject, "is a field of every kind; leave it out")
    } else if entry.key == "kind" {
      fail(entry.keyPlace, subject, "is where a wrapper says its kind; give the field another name")
    } else if let other = Self.everyKind.variables[variable]?.description ?? declaration.variables[variable] {
      fail(
        entry.keyPlace, subject,
        "has the same environment variable as \(ShownText.name(other)): WRAPPER_<NAME>_\(variable); give it another name"
      )
      declaration.isIncomplete = true
    } else {
      declaration.variables[variable] = entry.key
      let before = notes.count
      var field = FieldDeclaration(values(of: entry.value, known: FieldDescription.attributes, subject), subject)
      let description = description(of: entry.key, &field, in: &declaration)
      declaration.fields.append(description)
      if notes.count > before { declaration.unclear.insert(entry.key) }
    }
  }

  private static let everyKind = KnownFields(Kind("", own: []))

  // Names stand in paths, options and variables.
  private static func faultOfName(_ name: String) -> String? {
    if let fault = ValueFault.ofName(name) { return fault.message }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isPlain else { return "a name has only letters, digits, _ and - here" }
    return name.hasPrefix("_") ? "a name must not begin with _: such keys are notes in a folder of files" : nil
  }
}

/// A declaration while it is read.
struct KindDeclaration {
  var fields: [FieldDescription] = []
  /// Names of fields by what they are called in variables.
  var variables: [String: String] = [:]
  /// Names of fields by the variables that they name themselves.
  var named: [String: String] = [:]
  /// Fields of which something is wrong.
  var unclear: Set<String> = []
  /// There may be more fields.
  var isIncomplete = false
}

extension Subject {
  fileprivate func dropLast() -> Subject {
    var subject = self
    _ = subject.words.popLast()
    return subject
  }
}
