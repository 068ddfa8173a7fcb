import Configuration
import Snapshots

// What the keeper of the configuration answers, and what others do to it meanwhile.
extension DashboardState {
  mutating func take(_ reply: ConfigurationReply, in surroundings: Surroundings) -> [Effect] {
    switch reply {
    case .written(let records):
      let count = inspector.form?.sent?.changes.count
      inspector.form = nil
      inspector.history = nil
      tell(Self.written(records, count: count), surroundings)
    case .conflict:
      inspector.form?.sent = nil
      inspector.form?.dialog = .conflict
      // Both sides can be shown once the new file is read.
      return inspector.form == nil ? [] : [.configure(.reload)]
    case .needsPassphrase(let isNew, let isWrong):
      inspector.form?.sent = nil
      let fault = isWrong ? "That does not open the credential store: type it anew" : nil
      inspector.form?.dialog = .passphrase(PassphraseEntry(isNew: isNew, fault: fault))
    case .refused(let findings):
      inspector.form?.sent = nil
      inspector.form?.dialog = nil
      inspector.history?.rollback = nil
      let first = findings.first { $0.severity == .error } ?? findings.first
      tell("Not written: \(first?.description ?? "it would not be valid")", surroundings)
      if inspector.form != nil, let path = first?.path, first?.wrapper == inspector.wrapper { goToField(path) }
      return [.beep]
    case .failed(let reason):
      inspector.form?.sent = nil
      inspector.form?.dialog = nil
      inspector.history?.fail(reason)
      tell(ShownText.path(reason), surroundings)
      return [.beep]
    case .history(let wrapper, let records):
      guard inspector.history?.wrapper == wrapper else { break }
      inspector.history?.records = records
    case .reloaded: break
    }
    return []
  }

  private static func written(_ records: [Int], count: Int?) -> String {
    let changes = count.map { $0 == 1 ? "1 change" : "\($0) changes" } ?? "taken back"
    let numbers = records.map(String.init).joined(separator: ", ")
    return "Written: \(changes)" + (records.isEmpty ? "" : " (audit \(numbers))")
  }

  /// Takes over what others wrote while a form is open.
  mutating func followConfiguration(_ surroundings: Surroundings) {
    guard let form = inspector.form, form.sent == nil, let configuration = configuration(surroundings.snapshot),
      configuration.runtimeVersion != form.draft.version
    else { return }
    let draft = form.draft.rebased(onto: configuration)
    inspector.form?.draft = draft
    if draft.conflicts.isEmpty {
      if inspector.form?.dialog == .conflict { inspector.form?.dialog = nil }
      tell("The runtime file was changed by others; your edits are kept on top of that", surroundings)
    } else {
      inspector.form?.editing = nil
      inspector.form?.dialog = .conflict
    }
  }

  mutating func keepMine(_ configuration: ConfigurationState?, _ surroundings: Surroundings) -> [Effect] {
    guard inspector.form?.dialog == .conflict else { return [.beep] }
    guard inspector.form?.draft.version == configuration?.runtimeVersion else {
      tell("The new file is not read yet: wait a moment", surroundings)
      return [.configure(.reload)]
    }
    inspector.form?.dialog = .review(reason: LineEditor(inspector.form?.reason ?? ""))
    return []
  }

  mutating func takeTheirs(_ surroundings: Surroundings) {
    guard let form = inspector.form, form.dialog == .conflict else { return }
    for change in form.draft.conflicts { inspector.form?.draft.revert(change.path) }
    inspector.form?.dialog = nil
    if inspector.form?.draft.isEdited == false { inspector.form = nil }
    tell("Theirs is taken", surroundings)
  }
}
