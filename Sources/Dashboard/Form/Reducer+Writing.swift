import Configuration
import Snapshots

// From edits to what is written: the check of the whole, the review, and what confirms it.
extension DashboardState {
  /// Says what is wrong and goes there; with nothing edited, has all files read again.
  mutating func check(_ surroundings: UpdateContext) -> [Effect] {
    guard let form = inspector.form, form.draft.isEdited else {
      tell("Reading all files again…", surroundings)
      return [.configure(.reload)]
    }
    let errors = form.draft.findings.filter { $0.severity == .error }
    guard let first = errors.first else {
      let count = form.draft.findings.count
      let warnings = count == 0 ? "" : count == 1 ? ", with 1 warning" : ", with \(count) warnings"
      tell("Checked: valid\(warnings)", surroundings)
      return []
    }
    let count = errors.count == 1 ? "1 error" : "\(errors.count) errors"
    // It stands below its field, where the cursor goes.
    guard let path = first.path, inspector.content.kind.description(of: path) != nil else {
      return refuse("Checked: \(count); \(first.message)", surroundings)
    }
    goToField(path)
    if !inspector.content.rows.contains(where: { $0.field?.path == path }) { inspector.search = "" }
    return refuse("Checked: \(count); nothing is written before that is corrected", surroundings)
  }

  /// Shows the changes before they are written, if nothing is wrong with them.
  mutating func review(_ surroundings: UpdateContext) -> [Effect] {
    guard let form = inspector.form, form.sent == nil else { return [] }
    if let editing = form.editing, case let effects = take(editing, surroundings), !effects.isEmpty { return effects }
    guard let draft = inspector.form?.draft, draft.isEdited else {
      tell("Nothing was changed", surroundings)
      return [.beep]
    }
    guard !draft.findings.contains(where: { $0.severity == .error }) else { return check(surroundings) }
    guard !draft.changes.isEmpty else {
      tell("Nothing was changed", surroundings)
      return [.beep]
    }
    inspector.form?.exposesSecrets = false
    inspector.form?.dialogScroll = 0
    inspector.form?.dialog = .review(reason: LineEditor(form.reason))
    return []
  }

  /// Confirms without a reason, in the review and in roll-back. Once a reason is typed it is a letter of that.
  mutating func sayYes(_ surroundings: UpdateContext) -> [Effect] {
    if inspector.history?.rollback != nil { return takeBackWithoutReason(surroundings) }
    guard case .review(let reason)? = inspector.form?.dialog else { return [.beep] }
    return reason.text.isEmpty ? confirm(surroundings) : editInForm(.edit(.insert("y")), in: surroundings)
  }

  /// Confirms with the reason that is typed; without one Enter confirms nothing.
  mutating func writeWithReason(_ surroundings: UpdateContext) -> [Effect] {
    guard case .review(let reason)? = inspector.form?.dialog else { return [.beep] }
    if let fault = Self.fault(ofReason: reason.text) { return refuse(fault, surroundings) }
    return confirm(surroundings)
  }

  /// Why Enter does not confirm with that reason; nil if it does.
  static func fault(ofReason reason: String) -> String? {
    if reason.allSatisfy(\.isWhitespace) { return "y confirms without a reason; or type one, then Enter" }
    return ChangeRequest.fault(ofReason: reason).map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  // What looks like a secret in the clear takes a key of its own.
  private mutating func confirm(_ surroundings: UpdateContext) -> [Effect] {
    if let path = inspector.form?.draft.exposedSecrets.first {
      return refuse(
        "\(ShownText.name(path.description)) looks like a secret: Esc goes back, Ctrl-F writes it all the same",
        surroundings)
    }
    return write(surroundings)
  }

  /// Confirms although values look like secrets that everyone would see.
  mutating func writeExposed(_ surroundings: UpdateContext) -> [Effect] {
    guard let form = inspector.form, case .review(let reason) = form.dialog, !form.draft.exposedSecrets.isEmpty else {
      return [.beep]
    }
    if !reason.text.isEmpty, let fault = Self.fault(ofReason: reason.text) { return refuse(fault, surroundings) }
    inspector.form?.exposesSecrets = true
    return write(surroundings)
  }

  private mutating func write(_ surroundings: UpdateContext, passphrase: Secret? = nil) -> [Effect] {
    guard let form = inspector.form, form.sent == nil else { return [] }
    var reason = form.reason
    if case .review(let line) = form.dialog { reason = line.text }
    guard let request = form.request(reason: reason, passphrase: passphrase) else {
      inspector.form?.dialog = nil
      return check(surroundings)
    }
    inspector.form?.reason = reason
    inspector.form?.sent = request
    tell("Writing…", surroundings)
    return [.configure(.write(request))]
  }

  /// Sends the changes again with the passphrase, once it was typed as often as it has to be.
  mutating func takePassphrase(_ entry: PassphraseEntry, _ surroundings: UpdateContext) -> [Effect] {
    guard entry.editor.isEdited else { return [.beep] }
    var entry = entry
    if entry.isNew, entry.first == nil {
      entry.first = entry.editor
      entry.editor = SecretEditor()
      inspector.form?.dialog = .passphrase(entry)
      return []
    }
    if entry.isNew, !entry.isRepeated {
      inspector.form?.dialog = .passphrase(PassphraseEntry(isNew: true, fault: "They were not the same: type it anew"))
      return [.beep]
    }
    return write(surroundings, passphrase: entry.editor.secret)
  }
}
