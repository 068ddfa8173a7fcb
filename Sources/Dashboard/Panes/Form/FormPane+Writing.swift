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
