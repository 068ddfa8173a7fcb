/// What an operator is about to change in the runtime layer of one wrapper: the state of a form, and all that may be
/// written of it (article Configuration, Changes).
///
/// Every edit is checked as it is made, and all of them together. A text that is no value stays as it was typed, with
/// its fault, and keeps the whole from being written. The text of a secret never gets here.
package struct Draft: Sendable, Equatable {
  package let wrapper: String
  /// What the wrapper is, or is going to be.
  package let kind: Kind
  /// The kind that is to be written with the changes; nil for a wrapper that is there, and if none was asked for.
  package let newKind: String?
  /// True if no layer tells of the wrapper yet.
  package let isNew: Bool
  /// The wrapper as it was when the operator began, or last took over what others had changed.
  package let base: WrapperConfiguration
  /// The wrapper's entry in the runtime file as it was then.
  package let version: EntryVersion
  private(set) var edits: [FieldPath: Edit] = [:]
  private var done: [Step] = []
  private var undone: [Step] = []
  // The value that is being typed: what is typed there next belongs to the same step.
  private var typing: FieldPath?
  // What others changed under edits.
  private(set) var contested: Set<FieldPath> = []

  /// What is to become of one value of the layer.
  enum Edit: Sendable, Equatable {
    case value(FieldValue)
    /// A text that is no value; empty for a field whose value is a secret.
    case faulty(String, ValueFault)
    case removed
    /// A secret that will come with the request; its reference.
    case secret(Reference)
  }

  private struct Step: Sendable, Equatable {
    struct Part: Sendable, Equatable {
      var path: FieldPath
      var before: Edit?
      var after: Edit?
    }
    var parts: [Part]
  }

  /// How many steps can be undone.
  package static let stepLimit = 1000

  /// Begins without an edit.
  ///
  /// - Parameter newKind: what the wrapper is to be, if it is not there yet; external by default, and if it is not
  /// known.
  package init(of wrapper: String, in state: ConfigurationState, newKind: String? = nil) {
    self.wrapper = wrapper
    version = state.version(of: wrapper)
    if let base = state.resolved.wrappers[wrapper] {
      self.base = base
      kind = state.resolved.kind(of: base)
      self.newKind = nil
      isNew = false
    } else {
      kind = newKind.flatMap { state.resolved.kind(named: $0) } ?? .external
      base = WrapperConfiguration(name: wrapper, kind: kind.name)
      self.newKind = newKind == nil ? nil : kind.name
      isNew = true
    }
  }

  // MARK: Edits

  // Paths that lead to no value of the kind are left alone by all of these.

  /// Says what the layer is to hold. What it holds already is no edit.
  package mutating func set(_ path: FieldPath, to value: FieldValue) {
    typing = nil
    guard let description = kind.description(of: path) else { return }
    change([(path, edit(description.settled(value), at: path, description, text: value.written))])
  }

  /// Takes what was typed. What is typed at one path without anything else between is one step for `undo`.
  package mutating func type(_ text: String, at path: FieldPath) {
    guard let description = kind.description(of: path) else { return }
    let edit: Edit?
    do {
      edit =
        text.isEmpty
        ? self.edit(.text(""), at: path, description, text: text)
        : self.edit(try description.value(typed: text), at: path, description, text: text)
    } catch {
      edit = .faulty(description.isSensitive ? "" : text, error)
    }
    change([(path, edit)], joinsLast: typing == path)
    typing = path
  }

  /// Ends what is typed: what comes next is a step of its own.
  package mutating func endTyping() { typing = nil }

  /// Takes out what the layer holds, so that weaker layers show again. For a field with parts, a table or one entry of
  /// it, all that is below.
  package mutating func remove(_ path: FieldPath) {
    typing = nil
    let known = Set(base.given.keys).union(edits.keys)
    change(kind.paths(under: path, among: known).map { ($0, held($0) == nil ? nil : .removed) })
  }

  /// Says that a new secret will come with the request: it goes into the credential store, and the layer holds the
  /// reference to it.
  package mutating func setSecret(at path: FieldPath) {
    typing = nil
    guard let description = kind.description(of: path), description.isSensitive else { return }
    guard let name = CredentialName(wrapper: wrapper, path: path) else {
      let fault = ValueFault("has too long a name for the credential store; give a reference, such as ${env:NAME}")
      change([(path, .faulty("", fault))])
      return
    }
    change([(path, .secret(.credential(name)))])
  }

  /// Drops the edits at a path, or below it.
  package mutating func revert(_ path: FieldPath) {
    typing = nil
    change(edits.keys.filter { $0.parts.starts(with: path.parts) }.sorted().map { ($0, nil) })
  }

  /// Takes back the last step.
  ///
  /// - Returns: where it was; nil if there is none.
  @discardableResult
  package mutating func undo() -> FieldPath? { step(from: \.done, to: \.undone, \.before) }

  /// Makes the last step that was taken back once more.
  ///
  /// - Returns: where it was; nil if there is none.
  @discardableResult
  package mutating func redo() -> FieldPath? { step(from: \.undone, to: \.done, \.after) }

  private mutating func step(
    from: WritableKeyPath<Draft, [Step]>, to: WritableKeyPath<Draft, [Step]>, _ edit: KeyPath<Step.Part, Edit?>
  ) -> FieldPath? {
    typing = nil
    guard let step = self[keyPath: from].popLast() else { return nil }
    for part in step.parts { edits[part.path] = settled(part[keyPath: edit], at: part.path) }
    self[keyPath: to].append(step)
    return step.parts.first?.path
  }

  /// The same edits on what is there now: what others changed under them is among the `conflicts`.
  package func rebased(onto state: ConfigurationState) -> Draft {
    var draft = Draft(
      of: wrapper, in: state, newKind: newKind ?? (isNew || base.kind == Kind.external.name ? nil : base.kind))
    draft.contested = contested.union(edits.keys.filter { draft.held($0) != held($0) })
    for (path, edit) in edits { draft.edits[path] = draft.settled(edit, at: path) }
    draft.done = done
    draft.undone = undone
    return draft
  }

  // MARK: Steps

  /// What the runtime layer holds at a path, edits aside; nil for nothing.
  func held(_ path: FieldPath) -> FieldValue? { base.given[path]?.first { $0.layer == .runtime }?.value }

  private func edit(_ value: FieldValue, at path: FieldPath, _ description: FieldDescription, text: String) -> Edit? {
    if value == held(path) { return nil }
    // An empty text says nothing, and so does a layer that holds none.
    if value == .text("") { return held(path) == nil ? nil : .removed }
    if value == .secret {
      return .faulty("", ValueFault("is a secret: enter it as such, or give a reference, such as ${env:NAME}"))
    }
    if let fault = description.fault(of: value) { return .faulty(description.isSensitive ? "" : text, fault) }
    return .value(value)
  }

  // Without what says nothing new, as others may have written the same meanwhile.
  private func settled(_ edit: Edit?, at path: FieldPath) -> Edit? {
    switch edit {
    case .value(let value): value == held(path) ? nil : edit
    case .removed: held(path) == nil ? nil : edit
    case .faulty, .secret, nil: edit
    }
  }

  private mutating func change(_ changes: [(path: FieldPath, edit: Edit?)], joinsLast: Bool = false) {
    let parts = changes.compactMap { path, edit in
      edits[path] == edit ? nil : Step.Part(path: path, before: edits[path], after: edit)
    }
    guard !parts.isEmpty else { return }
    for part in parts {
      edits[part.path] = part.after
      if part.after == nil { contested.remove(part.path) }
    }
    undone = []
    if joinsLast, let last = done.last, last.parts.map(\.path) == parts.map(\.path) {
      let joined = zip(last.parts, parts).map { Step.Part(path: $0.path, before: $0.before, after: $1.after) }
      done.removeLast()
      if joined.contains(where: { $0.before != $0.after }) { done.append(Step(parts: joined)) }
    } else {
      done.append(Step(parts: parts))
      if done.count > Self.stepLimit { done.removeFirst() }
    }
  }
}
