// What comes of the edits.
extension Draft {
  /// What is to be written, in the order of the form. A new secret is one also where the layer holds the same reference.
  package var changes: [FieldChange] {
    editedPaths.compactMap { path in
      guard kind.description(of: path) != nil else { return nil }
      let new: FieldValue?
      switch edits[path] {
      case .value(let value): new = value
      case .secret(let reference): new = .reference(reference)
      case .removed: new = nil
      case .faulty, nil: return nil
      }
      return FieldChange(wrapper: wrapper, path: path, old: held(path), new: new)
    }
  }

  /// Those of the changes under which others changed the value: the old one is theirs, the new one the operator's.
  package var conflicts: [FieldChange] { changes.filter { contested.contains($0.path) } }

  /// The wrapper as it would be. Where a text is no value, it is as before.
  package var preview: WrapperConfiguration {
    var preview = base
    for change in changes {
      var given = preview.given[change.path] ?? []
      given.removeAll { $0.layer == .runtime }
      if let new = change.new {
        given.insert(
          GivenValue(.runtime, .standard, new), at: given.firstIndex { $0.layer < .runtime } ?? given.endIndex)
      }
      preview.given[change.path] = given.isEmpty ? nil : given
    }
    return preview
  }

  /// All values as they would be, in the order of the kind.
  package var fields: [ResolvedField] { kind.fields(of: preview) }

  /// What is wrong: texts that are no values first, then what does not hold between values.
  package var findings: [Finding] {
    var findings: [Finding] = []
    if isNew, let fault = ValueFault.ofName(wrapper) {
      findings.append(Finding(.error, .standard, layer: .runtime, wrapper: wrapper, fault.message))
    }
    for path in editedPaths {
      let message: String? =
        if kind.description(of: path) == nil {
          "is no field of kind \(ShownText.name(kind.name)), which the wrapper is now; take the edit back"
        } else {
          fault(at: path)?.message
        }
      if let message {
        findings.append(Finding(.error, .standard, layer: .runtime, wrapper: wrapper, path: path, message))
      }
    }
    let changes = Set(changes.map(\.path))
    return findings + kind.findings(of: preview, changes: changes)
      + exposedSecrets.map {
        Finding.exposedSecret(at: $0, of: wrapper, kind)
      }
  }

  package func findings(at path: FieldPath) -> [Finding] { findings.filter { $0.path == path } }

  /// What is wrong with the edit at a path by itself.
  package func fault(at path: FieldPath) -> ValueFault? {
    if case .faulty(_, let fault)? = edits[path] { fault } else { nil }
  }

  /// The text at a path that is no value, as it was typed; nil if there is none.
  package func text(at path: FieldPath) -> String? {
    if case .faulty(let text, _)? = edits[path] { text } else { nil }
  }

  /// What a stronger layer says, which hides a change after it is written, too; nil if nothing does.
  package func hidden(by change: FieldChange) -> GivenValue? {
    base.given[change.path]?.first { $0.layer > .runtime }
  }

  package var isEdited: Bool { !edits.isEmpty }

  /// True if there is an edit at the path, or below it.
  package func isEdited(_ path: FieldPath) -> Bool {
    edits[path] != nil || edits.keys.contains { $0.parts.starts(with: path.parts) }
  }

  /// New values that look like secrets although everyone sees what their fields hold, in the order of the form.
  package var exposedSecrets: [FieldPath] { changes.filter { $0.exposesSecret(in: kind) }.map(\.path) }

  /// Whether anything is to be written, and nothing is wrong. Secrets still have to come with the request.
  package var canBeWritten: Bool { !changes.isEmpty && !findings.contains { $0.severity == .error } }

  /// The values whose secrets have to come with the request, in the order of the form.
  package var awaitedSecrets: [FieldPath] {
    editedPaths.filter { if case .secret? = edits[$0] { true } else { false } }
  }

  /// What is to be asked of whoever keeps the configuration; nil if it cannot be written, or an awaited secret is missing
  /// or empty. Secrets that nothing waits for are left out.
  ///
  /// - Parameter exposesSecrets: values that look like secrets are meant to be written where everyone sees them.
  package func request(
    reason: String = "", secrets: [FieldPath: Secret] = [:], exposesSecrets: Bool = false
  ) -> ChangeRequest? {
    guard canBeWritten else { return nil }
    var named: [CredentialName: Secret] = [:]
    for path in awaitedSecrets {
      guard case .secret(.credential(let name))? = edits[path], let secret = secrets[path], !secret.isEmpty else {
        return nil
      }
      named[name] = secret
    }
    return ChangeRequest(
      changes: changes, newKind: newKind, versions: [wrapper: version], reason: reason, secrets: named,
      exposesSecrets: exposesSecrets)
  }

  // In the order of the form.
  private var editedPaths: [FieldPath] { kind.inOrder(edits.keys) }
}

extension Kind {
  /// Paths in the order of the form.
  package func inOrder(_ paths: some Sequence<FieldPath>) -> [FieldPath] {
    let placed = paths.map { (path: $0, place: place(of: $0)) }
    return placed.sorted { a, b in a.place == b.place ? a.path < b.path : a.place < b.place }.map(\.path)
  }

  // Where a path stands in the form: the number of the field, the key of an entry, the number of the part.
  private func place(of path: FieldPath) -> (Int, String, Int) {
    guard let field = fields.firstIndex(where: { $0.name == path.field }) else { return (.max, "", 0) }
    guard path.parts.count > 1, let last = path.parts.last else { return (field, "", 0) }
    switch fields[field].type {
    case .record(let parts): return (field, "", parts.firstIndex { $0.name == last } ?? parts.count)
    case .table(let parts): return (field, path.parts[1], parts.firstIndex { $0.name == last } ?? parts.count)
    default: return (field, "", 0)
    }
  }
}
