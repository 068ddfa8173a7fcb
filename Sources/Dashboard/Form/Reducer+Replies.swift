import Configuration
import Snapshots

// What the keeper of the configuration answers, and what others do to it meanwhile.
extension DashboardState {
  mutating func take(_ reply: ConfigurationReply, in surroundings: UpdateContext) -> [Effect] {
    switch reply {
    case .history(let wrapper, let records):
      if inspector.history?.wrapper == wrapper { inspector.history?.records = records }
    case .reloaded: takeReloaded(surroundings)
    case .written, .conflict, .needsPassphrase, .refused, .failed:
      // What was asked last is answered: the form keeps its keys while it waits, and so does a rollback.
      if inspector.form?.sent != nil { return takeInForm(reply, surroundings) }
      return takeInHistory(reply, surroundings)
    }
    return []
  }

  private mutating func takeReloaded(_ surroundings: UpdateContext) {
    if let form = inspector.form, form.dialog == .conflict, form.draft.conflicts.isEmpty {
      // If others did change a value, the snapshot that tells so brings the question back.
      inspector.form?.dialog = nil
      tell("All files were read again, and nothing is in the way: Ctrl-S goes on", surroundings)
    } else if inspector.form?.dialog == nil {
      tell("All files were read and checked again", surroundings)
    }
  }

  private mutating func takeInForm(_ reply: ConfigurationReply, _ surroundings: UpdateContext) -> [Effect] {
    let count = inspector.form?.sent?.changes.count ?? 0
    inspector.form?.sent = nil
    switch reply {
    case .written(let records):
      inspector.form = nil
      tell("Written: \(count == 1 ? "1 change" : "\(count) changes")\(Self.numbers(records))", surroundings)
    case .conflict:
      inspector.form?.dialogScroll = 0
      inspector.form?.dialog = .conflict
      // Both sides can be shown once the new file is read.
      return [.configure(.reload)]
    case .needsPassphrase(let isNew, let isWrong):
      let fault = isWrong ? "That does not open the credential store: type it anew" : nil
      inspector.form?.dialog = .passphrase(PassphraseEntry(isNew: isNew, fault: fault))
    case .refused(let findings):
      inspector.form?.dialog = nil
      let first = findings.first { $0.severity == .error } ?? findings.first
      tell("Not written: \(first?.description ?? "it would not be valid")", surroundings)
      if let path = first?.path, first?.wrapper == inspector.wrapper { goToField(path) }
      return [.beep]
    case .failed(let reason):
      inspector.form?.dialog = nil
      tell("Not written: \(ShownText.path(reason))", surroundings)
      return [.beep]
    case .history, .reloaded: break
    }
    return []
  }

  private static func numbers(_ records: [Int]) -> String {
    records.isEmpty ? "" : " (audit \(records.map(String.init).joined(separator: ", ")))"
  }

  // A rollback, the history itself, or the files that were to be read again.
  private mutating func takeInHistory(_ reply: ConfigurationReply, _ surroundings: UpdateContext) -> [Effect] {
    let taken = inspector.history?.sent
    inspector.history?.sent = nil
    let subject = taken.map { "Change \($0) was not taken back: " } ?? ""
    switch reply {
    case .written(let records):
      tell("\(taken.map { "Change \($0) is taken back" } ?? "Taken back")\(Self.numbers(records))", surroundings)
      guard let history = inspector.history else { return [] }
      inspector.history?.rollback = nil
      inspector.history?.isOpen = false
      return [.configure(.history(wrapper: history.wrapper))]
    case .conflict: tell("\(subject)others changed the runtime file meanwhile; try again", surroundings)
    case .needsPassphrase:
      tell("\(subject)the credential store needs its passphrase; use wraptop config rollback", surroundings)
    case .refused(let findings):
      let first = findings.first { $0.severity == .error } ?? findings.first
      tell("\(subject)\(first?.description ?? "it would not be valid")", surroundings)
    case .failed(let reason):
      inspector.history?.fail(reason)
      tell(subject + ShownText.path(reason), surroundings)
    case .history, .reloaded: break
    }
    inspector.history?.rollback = nil
    return [.beep]
  }

  // MARK: What others do

  /// Takes over what others wrote while a form is open.
  mutating func followConfiguration(_ surroundings: UpdateContext) {
    guard let form = inspector.form, form.sent == nil, let configuration = configuration(surroundings.snapshot) else {
      return
    }
    let there = configuration.resolved.wrappers[form.draft.wrapper]
    let isSame = there.map { $0 == form.draft.base } ?? form.draft.isNew
    guard configuration.runtimeVersion != form.draft.version || !isSame else { return }
    let draft = form.draft.rebased(onto: configuration)
    let known = form.draft.conflicts
    inspector.form?.draft = draft
    if let before = inspector.form?.editing?.before {
      inspector.form?.editing?.before = before.rebased(onto: configuration)
    }
    if draft.conflicts.isEmpty {
      if inspector.form?.dialog == .conflict { inspector.form?.dialog = nil }
      guard draft.isEdited, !isSame || form.dialog == .conflict else { return }
      tell("The configuration was changed by others; your edits are kept on top of that", surroundings)
    } else if draft.conflicts != known {
      for path in draft.conflicts.map(\.path) where form.began[path] == nil {
        inspector.form?.began[path] = form.draft.base.given[path] ?? []
      }
      inspector.form?.editing = nil
      inspector.form?.dialogScroll = 0
      inspector.form?.dialog = .conflict
    }
  }

  mutating func keepMine(_ surroundings: UpdateContext) -> [Effect] {
    guard inspector.form?.dialog == .conflict else { return [.beep] }
    guard inspector.form?.draft.conflicts.isEmpty == false else {
      tell("The new file is not read yet: wait a moment", surroundings)
      return [.configure(.reload)]
    }
    inspector.form?.dialog = nil
    return apply(FormAction.review, in: surroundings)
  }

  mutating func takeTheirs(_ surroundings: UpdateContext) -> [Effect] {
    guard let form = inspector.form, form.dialog == .conflict else { return [.beep] }
    guard !form.draft.conflicts.isEmpty else {
      tell("The new file is not read yet: wait a moment", surroundings)
      return [.configure(.reload)]
    }
    for change in form.draft.conflicts { inspector.form?.draft.revert(change.path) }
    inspector.form?.dialog = nil
    if inspector.form?.draft.isEdited == false { inspector.form = nil }
    tell("Theirs is taken", surroundings)
    return []
  }
}
