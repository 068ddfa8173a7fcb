import Configuration
import PlainText
import Snapshots

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
