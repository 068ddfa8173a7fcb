import Configuration
import PlainText
import Snapshots

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
    dialogScroll = ScrollOffset()
    ask(.review(reason: LineEditor(reason)))
    return []
  }

  /// Confirms without a reason. Once a reason is typed it is a letter of that.
  mutating func sayYes(_ context: inout PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog else { return [.beep] }
    return reason.text.isEmpty ? confirm(&context) : change(.edit(.insert("y")))
  }

  /// Confirms with the reason that is typed; without one Enter confirms nothing.
  mutating func writeWithReason(_ context: inout PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog else { return [.beep] }
    if let fault = Self.fault(ofReason: reason.text) { return context.refuse(fault) }
    return confirm(&context)
  }

  /// Why Enter does not confirm with that reason; nil if it does.
  static func fault(ofReason reason: String) -> String? {
    if reason.allSatisfy(\.isWhitespace) { return "y confirms without a reason; or type one, then Enter" }
    return ChangeRequest.fault(ofReason: reason).map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  // What looks like a secret in the clear takes a key of its own.
  private mutating func confirm(_ context: inout PaneContext) -> [PaneEffect] {
    if let path = draft.exposedSecrets.first {
      return context.refuse(
        "\(ShownText.name(path.description)) looks like a secret: Esc goes back, Ctrl-F writes it all the same")
    }
    return write(&context)
  }

  /// Confirms although values look like secrets that everyone would see.
  mutating func writeExposed(_ context: inout PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog, !draft.exposedSecrets.isEmpty else {
      return [.beep]
    }
    if !reason.text.isEmpty, let fault = Self.fault(ofReason: reason.text) { return context.refuse(fault) }
    exposesSecrets = true
    return write(&context)
  }

  private mutating func write(
    _ context: inout PaneContext, passphrase: Secret? = nil
  ) -> [PaneEffect] {
    guard sent == nil else { return [] }
    var reason = reason
    if case .review(let line)? = dialog { reason = line.text }
    // Nothing is written while something is wrong or a secret is missing.
    guard var request = draft.request(reason: reason, secrets: secrets.byPath, exposesSecrets: exposesSecrets) else {
      closeDialog()
      return check(&context)
    }
    request.passphrase = passphrase
    self.reason = reason
    wait(for: request)
    context.tell("Writing…")
    return [.configure(.write(request))]
  }

  /// Sends the changes again with the passphrase, once it was typed as often as it has to be.
  mutating func takePassphrase(
    _ entry: PassphraseEntry, _ context: inout PaneContext
  ) -> [PaneEffect] {
    guard entry.editor.isEdited else { return [.beep] }
    var entry = entry
    if entry.isNew, entry.first == nil {
      entry.first = entry.editor
      entry.editor = SecretEditor()
      ask(.passphrase(entry))
      return []
    }
    if entry.isNew, !entry.isRepeated {
      ask(.passphrase(PassphraseEntry(isNew: true, fault: "They were not the same: type it anew")))
      return [.beep]
    }
    return write(&context, passphrase: entry.editor.secret)
  }
}

// What the keeper of the configuration answers to a form, and what others do to it meanwhile.
extension FormPane {
  mutating func answer(
    _ reply: ConfigurationReply, _ context: inout PaneContext
  ) -> [PaneEffect]? {
    if case .reloaded = reply {
      if dialog == .conflict, draft.conflicts.isEmpty {
        // If others did change a value, the snapshot that tells so brings the question back.
        closeDialog()
        context.tell("All files were read again, and nothing is in the way: Ctrl-S goes on")
      } else if dialog == nil {
        context.tell("All files were read and checked again")
      }
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
      askAboutConflict()
      // Both sides can be shown once the new file is read.
      return [.configure(.reload)]
    case .needsPassphrase(let isNew, let isWrong):
      let fault = isWrong ? "That does not open the credential store: type it anew" : nil
      ask(.passphrase(PassphraseEntry(isNew: isNew, fault: fault)))
      return []
    case .refused(let findings):
      closeDialog()
      let first = findings.first { $0.severity == .error } ?? findings.first
      if let path = first?.path, first?.wrapper == list.wrapper { list.go(to: path) }
      return context.refuse("Not written: \(first?.description ?? "it would not be valid")")
    case .failed(let reason):
      closeDialog()
      return context.refuse("Not written: \(ShownText.path(reason))")
    }
  }

  /// Takes over what others wrote while a form is open.
  mutating func follow(_ context: inout PaneContext) {
    guard sent == nil, let configuration = context.configuration else { return }
    let there = configuration.resolved.wrappers[draft.wrapper]
    let isSame = there.map { $0 == draft.base } ?? draft.isNew
    guard configuration.runtimeVersion != draft.version || !isSame else { return }
    let old = draft, isAsked = dialog == .conflict
    draft = old.rebased(onto: configuration)
    rebase(onto: configuration)
    if draft.conflicts.isEmpty {
      if isAsked { closeDialog() }
      guard draft.isEdited, !isSame || isAsked else { return }
      context.tell("The configuration was changed by others; your edits are kept on top of that")
    } else if draft.conflicts != old.conflicts {
      for path in draft.conflicts.map(\.path) where began[path] == nil { began[path] = old.base.given[path] ?? [] }
      askAboutConflict()
    }
  }

  // Both sides are shown over the fields, and no value is edited meanwhile.
  private mutating func askAboutConflict() {
    edit(nil)
    dialogScroll = ScrollOffset()
    ask(.conflict)
  }

  /// Goes on to write the own side of a conflict, after a review.
  mutating func keepMine(_ context: inout PaneContext) -> [PaneEffect] {
    guard dialog == .conflict else { return [.beep] }
    guard !draft.conflicts.isEmpty else {
      context.tell("The new file is not read yet: wait a moment")
      return [.configure(.reload)]
    }
    closeDialog()
    return review(&context)
  }

  /// Drops the own side of a conflict.
  mutating func takeTheirs(_ context: inout PaneContext) -> [PaneEffect] {
    guard dialog == .conflict else { return [.beep] }
    guard !draft.conflicts.isEmpty else {
      context.tell("The new file is not read yet: wait a moment")
      return [.configure(.reload)]
    }
    for change in draft.conflicts { draft.revert(change.path) }
    closeDialog()
    context.tell("Theirs is taken")
    return draft.isEdited ? [] : [.close]
  }
}

extension ConfigurationReply {
  /// The numbers of records in the audit file, for the end of a message.
  func numbers(_ records: [Int]) -> String {
    records.isEmpty ? "" : " (audit \(records.map(String.init).joined(separator: ", ")))"
  }
}
