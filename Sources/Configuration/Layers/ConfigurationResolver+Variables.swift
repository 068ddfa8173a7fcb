/// The layer of environment variables (article Configuration, Layers).
extension ConfigurationResolver {
  mutating func readVariables() {
    layer = .environment
    let byName = wrappersByVariable()
    for index in wrappers.indices { readNamedVariables(of: index) }
    let names = environment.keys.filter { $0.hasPrefix(VariableName.prefix) }.sorted()
    for name in names { readVariable(name, byName) }
  }

  // Wrappers by what they are called in names of variables. That two are called the same is an error, told once.
  private mutating func wrappersByVariable() -> [String: Int] {
    var byName: [String: Int] = [:]
    byName.reserveCapacity(wrappers.count)
    for (index, wrapper) in wrappers.enumerated() {
      let name = VariableName.part(wrapper.name)
      guard let first = byName[name] else {
        byName[name] = index
        continue
      }
      guard let part = wrapper.parts.first else { continue }
      layer = part.layer
      fail(
        part.place, Subject(wrapper: wrapper.name),
        "is called \(VariableName.prefix)\(name) in environment variables, and so is "
          + "\(ShownText.name(wrappers[first].name)); rename one of them")
    }
    layer = .environment
    return byName
  }

  // MARK: Variables that fields name

  private mutating func readNamedVariables(of index: Int) {
    guard let kind = wrappers[index].kind, let known = kinds.fields[kind] else { return }
    for (name, field) in known.named where !known.unclear.contains(field.path.field) {
      guard let text = environment[name] else { continue }
      read(variable: name, text, field.path, field.description, of: index, weight: 0)
    }
  }

  private mutating func read(
    variable name: String, _ text: String, _ path: FieldPath, _ description: FieldDescription, of index: Int,
    weight: Int
  ) {
    if description.isSensitive { secretVariables.insert(name) }
    variables.append(FoundVariable(name: name, wrapper: wrappers[index].name, path: path, isInForce: false))
    guard !text.isEmpty else { return noteEmpty(.variable(name)) }
    state(path, description, of: index, .variable(name), weight: weight, text: text) { () throws(ValueFault) in
      let value = try description.value(given: text, told: .withheld)
      // Any text fits, also a secret under a wrong name: only where it is kept is said.
      if case .text = value, case .text = description.type { return .reference(.environment(name)) }
      return value
    }
  }

  /// Says once that what would set something is empty, which says nothing: compose files and CI set variables without a
  /// value.
  mutating func noteEmpty(_ origin: Origin) {
    guard emptyOrigins.insert(origin).inserted else { return }
    note(.warning, origin, Subject(), "is empty, which counts as not set")
  }

  // MARK: Variables made of wrapper and field

  private mutating func readVariable(_ name: String, _ byName: [String: Int]) {
    let rest = name.dropFirst(VariableName.prefix.count)
    // The longest name that is known, and what is behind it.
    var longest: (index: Int, end: Substring)?
    for position in rest.utf8.prefix(WrapperInput.longestName + 1).indices.reversed()
    where rest.utf8[position] == UInt8(ascii: "_") {
      guard let index = byName[String(rest[..<position])] else { continue }
      let end = rest[rest.utf8.index(after: position)...]
      guard let kind = wrappers[index].kind, let known = kinds.fields[kind] else { return }
      let paths = paths(endingIn: end, of: index, known)
      guard let path = paths.first else {
        longest = longest ?? (index, end)
        continue
      }
      return read(variable: name, paths, path, of: index, known)
    }
    guard let longest else { return }
    warnUnknown(name, longest.end, of: longest.index)
  }

  private mutating func read(
    variable name: String, _ paths: [FieldPath], _ path: FieldPath, of index: Int, _ known: KnownFields
  ) {
    let subject = Subject(wrapper: wrappers[index].name)
    guard paths.count == 1 else {
      let all = paths.map { ShownText.name($0.description) }.joined(separator: ", ")
      return note(.error, .variable(name), subject, "may mean any of \(all); set it in a file, or rename one of them")
    }
    guard !known.unclear.contains(path.field), let text = environment[name],
      let description = known.description(of: path)
    else { return }
    read(variable: name, text, path, description, of: index, weight: 1)
  }

  // The values of a wrapper that a variable with this end sets; more than one if they cannot be told apart.
  private func paths(endingIn end: Substring, of index: Int, _ known: KnownFields) -> [FieldPath] {
    if let path = known.variables[String(end)] { return [path] }
    var paths: [FieldPath] = []
    for table in known.tables {
      let prefix = VariableName.part(table.field.path) + "_"
      guard end.hasPrefix(prefix) else { continue }
      for part in table.parts {
        let suffix = "_" + VariableName.part(part.name)
        guard end.hasSuffix(suffix), end.utf8.count > prefix.utf8.count + suffix.utf8.count else { continue }
        let key = end.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
        let keys = Set(
          wrappers[index].statements.keys.lazy.filter { $0.parts.count == 3 && $0.field == table.field.path.field }
            .map { $0.parts[1] })
        for known in keys.sorted() where VariableName.part(known) == key {
          paths.append(FieldPath([table.field.path.field, known, part.name]))
        }
      }
    }
    return paths
  }

  private mutating func warnUnknown(_ name: String, _ end: Substring, of index: Int) {
    guard let kind = wrappers[index].kind, let known = kinds.fields[kind], !known.isIncomplete else { return }
    let nearest = suggestion(for: String(end), among: known.variables.keys.sorted())
    note(
      .warning, .variable(name), Subject(wrapper: wrappers[index].name),
      "sets nothing: \(ShownText.name(String(end))) is no field of kind \(known.kind.name)" + nearest)
  }
}

extension WrapperInput {
  /// The most bytes of a name.
  static let longestName = 256
}

extension FieldDescription {
  /// Reads a value that was given as text, where any field may be kept in a variable.
  func value(given text: String, told: ToldValue) throws(ValueFault) -> FieldValue {
    if let reference = Reference(text) { return .reference(reference) }
    return try value(typed: text, told: told)
  }
}

/// What fields and wrappers are called in the names of environment variables (article Configuration, Layers).
package enum VariableName {
  /// What those begin with that are made of a wrapper and a field.
  package static let prefix = "WRAPPER_"

  /// The variable that sets a value of a wrapper: `WRAPPER_SUPPORT_BOT_DAILY_BUDGET`.
  package static func name(of path: FieldPath, of wrapper: String) -> String {
    "\(prefix)\(part(wrapper))_\(part(path))"
  }

  /// A name in upper case, with `_` for whatever is no letter or digit of ASCII.
  static func part(_ name: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count)
    for scalar in name.unicodeScalars {
      switch scalar {
      case "A"..."Z", "0"..."9": bytes.append(UInt8(scalar.value))
      case "a"..."z": bytes.append(UInt8(scalar.value) - 32)
      default: bytes.append(UInt8(ascii: "_"))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The parts of a path with `_` between them.
  static func part(_ path: FieldPath) -> String { path.parts.map(part).joined(separator: "_") }

  /// True for a letter or `_` with letters, digits and `_` behind it, all of ASCII.
  static func isValid(_ name: String) -> Bool {
    let isMadeOfThose = name.unicodeScalars.allSatisfy {
      switch $0 {
      case "A"..."Z", "a"..."z", "0"..."9", "_": true
      default: false
      }
    }
    return isMadeOfThose && name.unicodeScalars.first.map { !("0"..."9").contains($0) } == true
  }
}
