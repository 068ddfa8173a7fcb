/// The layer of `--set NAME.FIELD=VALUE` (article Configuration, Layers). What is said there is seen by everyone on the
/// machine, so that a secret is taken only as a reference.
extension ConfigurationResolver {
  mutating func read(overrides: [String]) {
    layer = .override
    for text in overrides { read(override: text) }
  }

  private mutating func read(override text: String) {
    // What has no such form may be anything, a secret too.
    guard text.contains(".") && text.contains("=") else {
      return note(.error, .option("--set"), Subject(), "has to be NAME.FIELD=VALUE, such as bot.daily_budget=5")
    }
    // The longest name that is known, and what is behind it.
    var longest: (index: Int, rest: Substring)?
    for position in text.utf8.prefix(WrapperInput.longestName + 1).indices.reversed()
    where text.utf8[position] == UInt8(ascii: ".") {
      guard let index = indices[String(text[..<position])] else { continue }
      let rest = text[text.utf8.index(after: position)...]
      guard let kind = wrappers[index].kind, let known = kinds.fields[kind] else { return }
      guard let equals = rest.firstIndex(of: "="), let path = known.kind.path(String(rest[..<equals])) else {
        longest = longest ?? (index, rest)
        continue
      }
      return read(String(rest[rest.index(after: equals)...]), path, of: index, known)
    }
    if let longest {
      failUnknownField(longest.rest.prefix { $0 != "=" }, of: longest.index)
    } else {
      failUnknownWrapper(text.prefix { $0 != "=" })
    }
  }

  private mutating func read(_ text: String, _ path: FieldPath, of index: Int, _ known: KnownFields) {
    guard !known.unclear.contains(path.field), let description = known.description(of: path) else { return }
    let name = wrappers[index].name
    guard !text.isEmpty else { return noteEmpty(.option("--set \(name).\(path)")) }
    let reference = "${credential:\(name)/\(path)}"
    state(path, description, of: index, .option("--set \(name).\(path)"), text: text) { () throws(ValueFault) in
      let value = try description.value(given: text, told: .argument(text))
      guard value != .secret else {
        throw ValueFault(
          "is a secret, and everyone on this machine sees arguments; give a reference, such as "
            + ShownText.name(reference))
      }
      return value
    }
  }

  private mutating func failUnknownField(_ field: Substring, of index: Int) {
    guard let kind = wrappers[index].kind, let known = kinds.fields[kind], !known.isIncomplete else { return }
    let name = wrappers[index].name
    let fields = known.kind.leaves.map(\.path.description)
    if field == "kind" || known.fields[String(field)] != nil {
      let origin = Origin.option("--set \(name).\(field)")
      let subject = Subject(wrapper: name).part(String(field))
      guard let whole = known.fields[String(field)] else {
        return note(.error, origin, subject, "is said in a file; it cannot be set here")
      }
      return note(.error, origin, subject, "has parts of its own, such as \(whole.examplePart); set one of them")
    }
    // What is no field may be a secret that went astray.
    let owner = kinds.owner(of: String(field))
    let told =
      owner == nil ? ShownText.argument(String(field), near: fields, otherwise: "what is named there") : String(field)
    let nearest = owner.map { ", but of \($0)" } ?? suggestion(for: String(field), among: fields)
    note(
      .error, .option("--set \(name)"), Subject(wrapper: name),
      "\(told) is no field of kind \(known.kind.name)" + nearest)
  }

  private mutating func failUnknownWrapper(_ text: Substring) {
    let end = text.lastIndex(of: ".") ?? text.endIndex
    let known = wrappers.map(\.name)
    let name = ShownText.argument(String(text[..<end]), near: known, otherwise: "what is named there")
    let nearest = suggestion(for: String(text[..<end]), among: known)
    note(
      .error, .option("--set"), Subject(),
      "\(name) is no wrapper of any file; add it to the wrappers file first" + nearest)
  }
}

extension KnownFields.Field {
  fileprivate var examplePart: String {
    switch description.type {
    case .record(let parts): parts.first.map { "\(path).\($0.name)" } ?? "\(path)"
    case .table(let parts): parts.first.map { "\(path).KEY.\($0.name)" } ?? "\(path)"
    default: "\(path)"
    }
  }
}

/// What references stand for, as far as that may be known (article Configuration, Secrets).
extension ConfigurationResolver {
  enum Resolution {
    /// The value that holds, which is nil for none; and what ought to be known of it.
    case success(FieldValue?, warning: String?)
    /// What is wrong.
    case fault(String)
  }

  /// Follows a reference. One of a secret stays what it is; of anything else the value is put in its place.
  func resolve(_ reference: Reference, _ description: FieldDescription) -> Resolution {
    switch reference {
    case .credential(let name):
      guard description.isSensitive else {
        return .fault(
          "must not refer to a credential, for it is shown as it is; write the value, or refer to a variable")
      }
      guard let credentials, !credentials.contains(name) else {
        return .success(.reference(reference), warning: nil)
      }
      let shown = ShownText.name(name.description)
      return .success(
        .reference(reference),
        warning: "\(shown) is not in the credential store; set it with `wraptop credential set \(shown)`")
    case .environment(let name): return resolve(variable: name, description)
    }
  }

  private func resolve(variable name: String, _ description: FieldDescription) -> Resolution {
    let shown = ShownText.name(name)
    let reference = FieldValue.reference(.environment(name))
    guard let text = environment[name] else {
      return .success(
        description.isSensitive ? reference : nil,
        warning: "$\(shown), to which it refers, is not set; set it before wraptop is started")
    }
    guard !text.isEmpty else {
      return .success(nil, warning: "$\(shown), to which it refers, is empty, which counts as not set")
    }
    if description.isSensitive { return .success(reference, warning: nil) }
    guard !secretVariables.contains(name) else {
      return .fault("must not refer to $\(shown), which holds a secret: this value is shown as it is; refer to another")
    }
    do throws(ValueFault) {
      let value = try description.value(typed: text, told: .withheld)
      if case .reference = value {
        return .fault("refers to $\(shown), which holds a reference itself; write that one here")
      }
      // Any text fits, also a secret under a wrong name: only where it is kept is said.
      if case .text = description.type { return .success(reference, warning: nil) }
      return .success(value, warning: nil)
    } catch {
      return .fault("refers to $\(shown), whose value does not fit: \(error.message)")
    }
  }
}
