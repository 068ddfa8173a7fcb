/// What files say of the fields of wrappers.
extension ConfigurationResolver {
  /// Reads the fields of all wrappers, once all files were looked through.
  mutating func readFields() {
    for index in wrappers.indices {
      findKind(of: index)
      guard let kind = wrappers[index].kind, let known = kinds.fields[kind] else { continue }
      for part in wrappers[index].parts {
        layer = part.layer
        for entry in part.fields where entry.key != "kind" { readField(entry, of: index, known) }
      }
    }
  }

  // MARK: Kinds

  // The strongest layer that says it wins. Without any, one may be guessed of what a folder says, else it is `external`.
  // What operators set never makes a wrapper another one: the runtime layer is only asked where no file tells of the wrapper.
  private mutating func findKind(of index: Int) {
    let subject = Subject(wrapper: wrappers[index].name).part("kind")
    let parts = wrappers[index].parts
    let files = parts.filter { $0.layer < .runtime }
    wrappers[index].kind = Kind.external.name
    var isHidden = false
    for part in (files.isEmpty ? parts : files).reversed() {
      guard let node = part.kind else { continue }
      layer = part.layer
      let name = kindName(node, subject, isHidden: isHidden)
      if !isHidden {
        wrappers[index].kind = name
        wrappers[index].kindOrigin = .place(node.place)
      }
      isHidden = true
    }
    if !isHidden { guessKind(of: index) }
    if !files.isEmpty { warnOfOtherKind(of: index, subject) }
  }

  private mutating func warnOfOtherKind(of index: Int, _ subject: Subject) {
    guard let part = wrappers[index].parts.first(where: { $0.layer == .runtime }), let node = part.kind else { return }
    layer = .runtime
    guard let name = kindName(node, subject, isHidden: true), let kind = wrappers[index].kind, name != kind else {
      return
    }
    note(
      .warning, .place(node.place), subject,
      "\(ShownText.name(name)) does not count, for the wrappers file makes it \(ShownText.name(kind)); take it out")
  }

  private mutating func kindName(_ node: ConfigurationNode, _ subject: Subject, isHidden: Bool) -> String? {
    let message: String
    if case .scalar(let scalar) = node.content {
      if kinds.fields[scalar.text] != nil { return scalar.text }
      let known = kinds.all.map(\.name)
      message =
        "\(ShownText.name(scalar.text)) is not known" + suggestion(for: scalar.text, among: known)
        + "; known are \(known.prefix(20).map(ShownText.name).joined(separator: ", "))\(known.count > 20 ? ", …" : "")"
    } else {
      message = "has to be a text, not \(node.inWords)"
    }
    note(isHidden ? .warning : .error, .place(node.place), subject, message)
    return nil
  }

  private mutating func guessKind(of index: Int) {
    let ofFolders = wrappers[index].parts.filter(\.isOfFolder)
    guard let first = ofFolders.first else { return }
    let fitting = kinds.fitting(ofFolders.flatMap { $0.fields.map(\.key).filter { $0 != "kind" } })
    let kind = fitting.only ?? Kind.external.name
    wrappers[index].kind = kind
    let who =
      switch fitting.count {
      case 0: "no kind knows all of its fields"
      case 1: "only one kind knows all of its fields"
      default: "\(fitting.count) kinds know all of its fields"
      }
    layer = first.layer
    note(
      .warning, .place(first.place), Subject(wrapper: wrappers[index].name),
      "has no kind, and \(who); it is taken for \(ShownText.name(kind)); say which kind it is to be sure")
  }

  // MARK: Values

  private mutating func readField(_ entry: ConfigurationNode.Entry, of index: Int, _ known: KnownFields) {
    guard let field = known.fields[entry.key] else { return failUnknownField(entry, of: index, known) }
    guard !known.unclear.contains(entry.key) else { return }
    switch field.description.type {
    case .record(let parts):
      readParts(entry.value, [entry.key], parts, of: index)
    case .table(let parts):
      if entry.value.isNull { return empty(FieldPath(entry.key), of: index, known, at: entry.value.place) }
      let subject = Subject(wrapper: wrappers[index].name, path: [entry.key])
      for row in allEntries(of: entry.value, subject) {
        if let fault = ValueFault.ofName(row.key) {
          fail(row.keyPlace, subject.part(row.key), fault.message)
        } else if row.value.isNull {
          empty(FieldPath([entry.key, row.key]), of: index, known, at: row.value.place)
        } else {
          readParts(row.value, [entry.key, row.key], parts, of: index)
        }
      }
    default:
      readValue(entry.value, field.path, field.description, of: index)
    }
  }

  private mutating func readParts(
    _ node: ConfigurationNode, _ path: [String], _ parts: [FieldDescription], of index: Int
  ) {
    if node.isNull {
      for part in parts { readValue(node, FieldPath(path + [part.name]), part, of: index) }
      return
    }
    let subject = Subject(wrapper: wrappers[index].name, path: path)
    for entry in allEntries(of: node, subject) {
      if let description = parts.first(where: { $0.name == entry.key }) {
        readValue(entry.value, FieldPath(path + [entry.key]), description, of: index)
      } else {
        failUnknown(entry, known: parts.map(\.name), subject)
      }
    }
  }

  private mutating func readValue(
    _ node: ConfigurationNode, _ path: FieldPath, _ description: FieldDescription, of index: Int
  ) {
    // An empty text says nothing, so that weaker layers show: upstream writes one where there is no value.
    guard node.isNull || !node.isEmpty else { return }
    state(path, description, of: index, .place(node.place), text: node.text) { () throws(ValueFault) in
      if node.isNull { return .null }
      // Any field may be kept in a variable, not only those whose values may stay there.
      if case .scalar(let scalar) = node.content, let reference = Reference(scalar.text) {
        return .reference(reference)
      }
      return try description.value(written: node)
    }
  }

  // Empties what weaker layers say below a path, which is that of a table or of one of its entries.
  private mutating func empty(_ path: FieldPath, of index: Int, _ known: KnownFields, at place: SourceLocation) {
    for path in known.kind.paths(under: path, among: wrappers[index].statements.keys) {
      guard let description = known.description(of: path) else { continue }
      state(path, description, of: index, .place(place)) { .null }
    }
  }

  /// Takes down what is said of a value, or what is wrong with it.
  mutating func state(
    _ path: FieldPath, _ description: FieldDescription, of index: Int, _ origin: Origin, weight: Int = 0,
    text: @autoclosure () -> String? = nil, _ read: () throws(ValueFault) -> FieldValue
  ) {
    var statement = LayeredValue(layer: layer, weight: weight, origin: origin, number: next())
    do throws(ValueFault) {
      let value = try read()
      statement.value = value.redacted
      if keepsTexts(of: index), statement.value != value || value == .secret { statement.text = text() }
      if description.isSensitive, case .reference(.environment(let name)) = value { secretVariables.insert(name) }
    } catch {
      statement.fault = error.message
    }
    wrappers[index].statements[path, default: []].append(statement)
  }

  private mutating func failUnknownField(_ entry: ConfigurationNode.Entry, of index: Int, _ known: KnownFields) {
    let subject = Subject(wrapper: wrappers[index].name)
    guard !known.isIncomplete else { return }
    guard let owner = kinds.owner(of: entry.key) else {
      return failUnknown(entry, known: ["kind"] + known.kind.fields.map(\.name), subject)
    }
    fail(
      entry.keyPlace, subject.part(entry.key),
      "is no field of kind \(known.kind.name), but of \(owner); say `kind: \(owner)` if it is one")
  }
}
