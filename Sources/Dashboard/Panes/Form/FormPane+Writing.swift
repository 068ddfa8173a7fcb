import Configuration
import Snapshots

// From edits to what is written: the check of the whole, the review, and what confirms it.
extension FormPane {
  /// Says what is wrong and goes there; with nothing edited, has all files read again.
  mutating func check(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard draft.isEdited else {
      shared.tell("Reading all files again…", context)
      return [.configure(.reload)]
    }
    let errors = draft.findings.filter { $0.severity == .error }
    guard let first = errors.first else {
      let count = draft.findings.count
      let warnings = count == 0 ? "" : count == 1 ? ", with 1 warning" : ", with \(count) warnings"
      shared.tell("Checked: valid\(warnings)", context)
      return []
    }
    let count = errors.count == 1 ? "1 error" : "\(errors.count) errors"
    // It stands below its field, where the cursor goes.
    guard let path = first.path, list.content.kind.description(of: path) != nil else {
      return shared.refuse("Checked: \(count); \(first.message)", context)
    }
    list.go(to: path)
    if !list.lists(path) { list.search = "" }
    return shared.refuse("Checked: \(count); nothing is written before that is corrected", context)
  }

  /// Shows the changes before they are written, if nothing is wrong with them.
  mutating func review(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard sent == nil else { return [] }
    if let editing, case let effects = take(editing, &shared, context), !effects.isEmpty { return effects }
    guard draft.isEdited else { return shared.refuse("Nothing was changed", context) }
    guard !draft.findings.contains(where: { $0.severity == .error }) else { return check(&shared, context) }
    guard !draft.changes.isEmpty else { return shared.refuse("Nothing was changed", context) }
    exposesSecrets = false
    dialogScroll = ScrollOffset()
    ask(.review(reason: LineEditor(reason)))
    return []
  }

  /// Confirms without a reason. Once a reason is typed it is a letter of that.
  mutating func sayYes(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog else { return [.beep] }
    return reason.text.isEmpty ? confirm(&shared, context) : change(.edit(.insert("y")))
  }

  /// Confirms with the reason that is typed; without one Enter confirms nothing.
  mutating func writeWithReason(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog else { return [.beep] }
    if let fault = Self.fault(ofReason: reason.text) { return shared.refuse(fault, context) }
    return confirm(&shared, context)
  }

  /// Why Enter does not confirm with that reason; nil if it does.
  static func fault(ofReason reason: String) -> String? {
    if reason.allSatisfy(\.isWhitespace) { return "y confirms without a reason; or type one, then Enter" }
    return ChangeRequest.fault(ofReason: reason).map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  // What looks like a secret in the clear takes a key of its own.
  private mutating func confirm(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    if let path = draft.exposedSecrets.first {
      return shared.refuse(
        "\(ShownText.name(path.description)) looks like a secret: Esc goes back, Ctrl-F writes it all the same",
        context)
    }
    return write(&shared, context)
  }

  /// Confirms although values look like secrets that everyone would see.
  mutating func writeExposed(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard case .review(let reason)? = dialog, !draft.exposedSecrets.isEmpty else {
      return [.beep]
    }
    if !reason.text.isEmpty, let fault = Self.fault(ofReason: reason.text) { return shared.refuse(fault, context) }
    exposesSecrets = true
    return write(&shared, context)
  }

  private mutating func write(
    _ shared: inout SharedState, _ context: PaneContext, passphrase: Secret? = nil
  ) -> [PaneEffect] {
    guard sent == nil else { return [] }
    var reason = reason
    if case .review(let line)? = dialog { reason = line.text }
    // Nothing is written while something is wrong or a secret is missing.
    guard var request = draft.request(reason: reason, secrets: secrets.byPath, exposesSecrets: exposesSecrets) else {
      closeDialog()
      return check(&shared, context)
    }
    request.passphrase = passphrase
    self.reason = reason
    wait(for: request)
    shared.tell("Writing…", context)
    return [.configure(.write(request))]
  }

  /// Sends the changes again with the passphrase, once it was typed as often as it has to be.
  mutating func takePassphrase(
    _ entry: PassphraseEntry, _ shared: inout SharedState, _ context: PaneContext
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
    return write(&shared, context, passphrase: entry.editor.secret)
  }
}
