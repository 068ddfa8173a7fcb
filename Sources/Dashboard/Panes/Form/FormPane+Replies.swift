import Configuration
import Snapshots

// What the keeper of the configuration answers to a form, and what others do to it meanwhile.
extension FormPane {
  mutating func answer(
    _ reply: ConfigurationReply, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect]? {
    if case .reloaded = reply {
      if dialog == .conflict, draft.conflicts.isEmpty {
        // If others did change a value, the snapshot that tells so brings the question back.
        closeDialog()
        shared.tell("All files were read again, and nothing is in the way: Ctrl-S goes on", context)
      } else if dialog == nil {
        shared.tell("All files were read and checked again", context)
      }
      return []
    }
    guard let sent else { return nil }
    switch reply {
    case .history, .reloaded: return nil
    case .written(let records):
      let count = sent.changes.count
      shared.tell("Written: \(count == 1 ? "1 change" : "\(count) changes")\(reply.numbers(records))", context)
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
      return shared.refuse("Not written: \(first?.description ?? "it would not be valid")", context)
    case .failed(let reason):
      closeDialog()
      return shared.refuse("Not written: \(ShownText.path(reason))", context)
    }
  }

  /// Takes over what others wrote while a form is open.
  mutating func follow(_ shared: inout SharedState, _ context: PaneContext) {
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
      shared.tell("The configuration was changed by others; your edits are kept on top of that", context)
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
  mutating func keepMine(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard dialog == .conflict else { return [.beep] }
    guard !draft.conflicts.isEmpty else {
      shared.tell("The new file is not read yet: wait a moment", context)
      return [.configure(.reload)]
    }
    closeDialog()
    return review(&shared, context)
  }

  /// Drops the own side of a conflict.
  mutating func takeTheirs(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    guard dialog == .conflict else { return [.beep] }
    guard !draft.conflicts.isEmpty else {
      shared.tell("The new file is not read yet: wait a moment", context)
      return [.configure(.reload)]
    }
    for change in draft.conflicts { draft.revert(change.path) }
    closeDialog()
    shared.tell("Theirs is taken", context)
    return draft.isEdited ? [] : [.close]
  }
}

extension ConfigurationReply {
  /// The numbers of records in the audit file, for the end of a message.
  func numbers(_ records: [Int]) -> String {
    records.isEmpty ? "" : " (audit \(records.map(String.init).joined(separator: ", ")))"
  }
}
