import Configuration
import PlainText

// From edits to what is written: the check of the whole, the review, and what confirms it.
extension FormPane {
  /// Says what is wrong and goes there; with nothing edited, has all files read again.
  mutating func check(_ context: inout PaneContext) -> [PaneEffect] {
    guard draft.isEdited else {
      context.tell("Reading all files again…")
      return [.configure(.reload)]
    }
    let errors = draft.findings.filter { $0.severity == .error }
    guard let first = errors.first else {
      let count = draft.findings.count
      let warnings = count == 0 ? "" : count == 1 ? ", with 1 warning" : ", with \(count) warnings"
      context.tell("Checked: valid\(warnings)")
      return []
    }
    let count = NumberFormat.counted(errors.count, "error")
    // It stands below its field, where the cursor goes.
    guard let path = first.path, list.content.kind.description(of: path) != nil else {
      return context.refuse("Checked: \(count); \(first.message)")
    }
    list.go(to: path)
    if !list.lists(path) { list.search = "" }
    return context.refuse("Checked: \(count); nothing is written before that is corrected")
  }

  /// Shows the changes before they are written, if nothing is wrong with them.
  mutating func review(_ context: inout PaneContext) -> [PaneEffect] {
    guard sent == nil else { return [] }
    if let editing, case let effects = take(editing, &context), !effects.isEmpty { return effects }
    guard draft.isEdited else { return context.refuse("Nothing was changed") }
    guard !draft.findings.contains(where: { $0.severity == .error }) else { return check(&context) }
    guard !draft.changes.isEmpty else { return context.refuse("Nothing was changed") }
    exposesSecrets = false
    return [.cover(ReviewPane(form: self))]
  }

  /// Writes what was reviewed, unless values look like secrets that everyone would see, which takes a key of its own.
  mutating func write(
    _ reason: String, _ exposesSecrets: Bool, passphrase: Secret? = nil, _ context: inout PaneContext
  ) -> [PaneEffect] {
    guard sent == nil else { return [] }
    if !exposesSecrets, let path = draft.exposedSecrets.first {
      return context.refuse(
        "\(ShownText.name(path.description)) looks like a secret: Esc goes back, Ctrl-F writes it all the same")
    }
    self.exposesSecrets = exposesSecrets
    // Nothing is written while something is wrong or a secret is missing.
    guard var request = draft.request(reason: reason, secrets: secrets.byPath, exposesSecrets: exposesSecrets) else {
      return [.cover(nil)] + check(&context)
    }
    request.passphrase = passphrase
    self.reason = reason
    activity = .writing(request)
    context.tell("Writing…")
    return [.configure(.write(request))]
  }
}

// What the keeper of the configuration answers to a form, and what others do to it meanwhile.
extension FormPane {
  mutating func answer(
    _ reply: ConfigurationReply, _ context: inout PaneContext
  ) -> [PaneEffect]? {
    if case .reloaded = reply {
      context.tell("All files were read and checked again")
      return []
    }
    guard let sent else { return nil }
    switch reply {
    case .history, .reloaded: return nil
    case .written(let records):
      let count = sent.changes.count
      context.tell("Written: \(NumberFormat.counted(count, "change"))\(reply.numbers(records))")
      return [.close]
    case .conflict:
      // Both sides can be shown once the new file is read.
      return askAboutConflict() + [.configure(.reload)]
    case .needsPassphrase(let isNew, let isWrong):
      let fault = isWrong ? "That does not open the credential store: type it anew" : nil
      activity = .browsing
      return [.cover(PassphrasePane(form: self, isNew: isNew, fault: fault))]
    case .refused(let findings):
      activity = .browsing
      let first = findings.first { $0.severity == .error } ?? findings.first
      if let path = first?.path, first?.wrapper == list.wrapper { list.go(to: path) }
      return [.cover(nil)] + context.refuse("Not written: \(first?.description ?? "it would not be valid")")
    case .failed(let reason):
      activity = .browsing
      return [.cover(nil)] + context.refuse("Not written: \(ShownText.path(reason))")
    }
  }

  /// Takes over what others wrote while a form is open.
  mutating func follow(_ context: inout PaneContext) -> [PaneEffect] {
    guard sent == nil, let configuration = context.configuration else { return [] }
    let there = configuration.resolved.wrappers[draft.wrapper]
    let isSame = there.map { $0 == draft.base } ?? draft.isNew
    guard configuration.version(of: draft.wrapper) != draft.version || !isSame else { return [] }
    let old = draft, isAsked = context.above == ConflictPane.id
    draft = old.rebased(onto: configuration)
    if var editing {
      editing.before = editing.before.rebased(onto: configuration)
      activity = .editing(editing)
    }
    if draft.conflicts.isEmpty {
      if draft.isEdited, !isSame || isAsked {
        context.tell("The configuration was changed by others; your edits are kept on top of that")
      }
      return isAsked ? [.cover(nil)] : []
    }
    guard draft.conflicts != old.conflicts else { return [] }
    for path in draft.conflicts.map(\.path) where began[path] == nil { began[path] = old.base.given[path] ?? [] }
    return askAboutConflict()
  }

  // Both sides are shown over the fields, and no value is edited meanwhile.
  private mutating func askAboutConflict() -> [PaneEffect] {
    activity = .browsing
    return [.cover(ConflictPane(form: self))]
  }

  /// Goes on to write the own side of a conflict, after a review.
  mutating func keepMine(_ context: inout PaneContext) -> [PaneEffect] {
    guard !draft.conflicts.isEmpty else {
      context.tell("The new file is not read yet: wait a moment")
      return [.configure(.reload)]
    }
    return [.cover(nil)] + review(&context)
  }

  /// Drops the own side of a conflict.
  mutating func takeTheirs(_ context: inout PaneContext) -> [PaneEffect] {
    guard !draft.conflicts.isEmpty else {
      context.tell("The new file is not read yet: wait a moment")
      return [.configure(.reload)]
    }
    for change in draft.conflicts { draft.revert(change.path) }
    context.tell("Theirs is taken")
    return [draft.isEdited ? .cover(nil) : .close]
  }
}

extension ConfigurationReply {
  /// The numbers of records in the audit file, for the end of a message.
  func numbers(_ records: [Int]) -> String {
    records.isEmpty ? "" : " (audit \(records.map(String.init).joined(separator: ", ")))"
  }
}
