/// Weighs what layers say against each other.
extension ConfigurationResolver {
  /// The configuration that comes of all that was read.
  mutating func result() -> ResolvedConfiguration {
    checkOverall()
    var resolved = ResolvedConfiguration(kinds: kinds.all, overall: overall.settings, zone: zone)
    resolved.wrappers.reserveCapacity(wrappers.count)
    for index in wrappers.indices {
      let wrapper = resolve(wrappers[index])
      resolved.wrappers[wrapper.name] = wrapper
    }
    resolved.variables = variablesInOrder()
    resolved.findings = findingsInOrder()
    return resolved
  }

  private mutating func resolve(_ told: WrapperInput) -> WrapperConfiguration {
    var wrapper = WrapperConfiguration(
      name: told.name, kind: told.kind ?? Kind.external.name, kindOrigin: told.kindOrigin,
      origin: told.parts.first.map { .place($0.place) } ?? .standard)
    guard let kind = told.kind, let known = kinds.fields[kind] else { return wrapper }
    var faulty: Set<FieldPath> = known.unclear.isEmpty ? [] : Set(known.unclear.map { FieldPath($0) })
    wrapper.given.reserveCapacity(told.statements.count)
    for (path, statements) in told.statements {
      let given = weigh(statements, path, of: told.name, known, faulty: &faulty)
      if !given.isEmpty { wrapper.given[path] = given }
    }
    for finding in known.kind.findings(of: wrapper) where !isAfter(faulty, finding, known.kind) { note(finding) }
    return wrapper
  }

  // What is said of one value, the strongest first, without what is wrong. That is an error if nothing hides it.
  private mutating func weigh(
    _ statements: [LayeredValue], _ path: FieldPath, of wrapper: String, _ known: KnownFields,
    faulty: inout Set<FieldPath>
  ) -> [GivenValue] {
    let sorted =
      statements.count == 1
      ? statements
      : statements.sorted { ($0.layer.rank, $0.weight, $0.number) > ($1.layer.rank, $1.weight, $1.number) }
    var given: [GivenValue] = []
    given.reserveCapacity(sorted.count)
    for (rank, statement) in sorted.enumerated() {
      layer = statement.layer
      let subject = Subject(wrapper: wrapper, path: path.parts)
      var value = statement.value
      var fault = statement.fault
      var variable: String?
      if case .reference(let reference)? = value, let description = known.description(of: path) {
        switch resolve(reference, description) {
        case .success(let resolved, let warning):
          value = resolved
          if case .environment(let name) = reference, resolved != .reference(reference) { variable = name }
          if let warning { note(.warning, statement.origin, subject, warning, number: statement.number) }
        case .fault(let message):
          value = nil
          fault = message
        }
      }
      if let fault {
        note(rank == 0 ? .error : .warning, statement.origin, subject, fault, number: statement.number)
        faulty.insert(path)
      }
      guard let value else { continue }
      if given.isEmpty, let text = statement.text { texts[path] = text }
      given.append(GivenValue(statement.layer, statement.origin, value, variable: variable))
    }
    return given
  }

  // True for what is only wrong, or missing, because something else that it is about was left out as wrong.
  private func isAfter(_ faulty: Set<FieldPath>, _ finding: Finding, _ kind: Kind) -> Bool {
    guard !faulty.isEmpty, let path = finding.path else { return false }
    return faulty.contains(path)
      || kind.rules.contains { rule in
        let paths = rule.paths
        return paths.contains(path) && !faulty.isDisjoint(with: paths)
      }
  }

  // MARK: Order

  private func variablesInOrder() -> [FoundVariable] {
    var variables = variables
    for index in variables.indices {
      let variable = variables[index]
      guard let wrapper = indices[variable.wrapper] else { continue }
      let strongest = wrappers[wrapper].statements[variable.path]?
        .max { ($0.layer.rank, $0.weight, $0.number) < ($1.layer.rank, $1.weight, $1.number) }
      variables[index].isInForce = strongest?.origin == .variable(variable.name)
    }
    return variables.sorted { ($0.name, $0.wrapper, $0.path) < ($1.name, $1.wrapper, $1.path) }
  }

  private func findingsInOrder() -> [Finding] {
    struct Key: Comparable {
      var rank: Int
      var file: Int
      var line: Int
      var number: Int
      var offset: Int

      static func < (a: Key, b: Key) -> Bool {
        (a.rank, a.file, a.line, a.number, a.offset) < (b.rank, b.file, b.line, b.number, b.offset)
      }
    }
    let keyed = notes.enumerated().map { offset, note in
      var key = Key(
        rank: note.finding.layer?.rank ?? Layer.file.rank, file: 0, line: 0, number: note.number, offset: offset)
      if case .place(let place) = note.finding.origin {
        key.file = files[place.file] ?? 0
        key.line = place.line
      }
      return (key, note.finding)
    }
    return keyed.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension FieldRule {
  /// The values that it is about.
  var paths: [FieldPath] {
    switch self {
    case .ordered(let first, let second, _): [first, second]
    case .required(let path, let condition, _): [path, condition]
    }
  }
}
