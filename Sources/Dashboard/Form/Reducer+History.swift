import Configuration
import Secrets
import Snapshots

// The history of a wrapper's configuration, and wrappers that are new to it.
extension DashboardState {
  mutating func apply(_ action: HistoryAction, in surroundings: UpdateContext) -> [Effect] {
    guard let configuration = configuration(surroundings.snapshot) else {
      return refuse(noConfiguration(surroundings), surroundings)
    }
    switch action {
    case .show:
      guard let wrapper = inspector.wrapper else {
        tell("No wrapper to tell of", surroundings)
        return [.beep]
      }
      inspector.history = HistoryState(of: wrapper)
      return [.configure(.history(wrapper: wrapper))]
    case .rollBack: return askRollback(configuration, surroundings)
    case .newWrapper:
      if let reason = configuration.readOnlyReason {
        tell("Nothing can be changed: \(ShownText.path(reason))", surroundings)
        return [.beep]
      }
      inspector.newWrapper = NewWrapperState(name: nil, kinds: configuration.resolved.kinds)
    }
    return []
  }

  private mutating func askRollback(_ configuration: ConfigurationState, _ surroundings: UpdateContext) -> [Effect] {
    guard let chosen = inspector.history?.chosen, inspector.history?.sent == nil else { return [.beep] }
    if let reason = configuration.readOnlyReason ?? chosen.rollbackObstacle {
      tell("Change \(chosen.number) cannot be taken back: \(ShownText.path(reason))", surroundings)
      return [.beep]
    }
    inspector.history?.rollback = LineEditor()
    return []
  }

  mutating func editInHistory(_ edit: ValueEdit) -> [Effect] {
    guard case .edit(let edit) = edit, inspector.history?.sent == nil, inspector.history?.rollback?.apply(edit) == true
    else { return [.beep] }
    return []
  }

  mutating func moveInHistory(_ movement: Movement, _ surroundings: UpdateContext) {
    guard let records = inspector.history?.records else { return }
    let page = historyRows(surroundings)
    inspector.history?.cursor.move(movement, page: page, count: records.count) {
      records[$0].number
    }
  }

  // Below the title and the heading of the list.
  private func historyRows(_ surroundings: UpdateContext) -> Int {
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    return max(1, layout.body.height - 2)
  }

  mutating func settleHistory(_ surroundings: UpdateContext) {
    guard let records = inspector.history?.records else { return }
    let page = historyRows(surroundings)
    inspector.history?.cursor.settle(page: page, count: records.count) {
      records[$0].number
    }
  }

  mutating func acceptInHistory(_ surroundings: UpdateContext) -> [Effect] {
    guard let history = inspector.history, let chosen = history.chosen else { return [.beep] }
    if let reason = history.rollback {
      if let fault = Self.fault(ofReason: reason.text) { return refuse(fault, surroundings) }
      return takeBack(chosen, reason: reason.text, surroundings)
    }
    inspector.history?.isOpen.toggle()
    return []
  }

  /// Takes the chosen change back, unless the reason has begun, of which this is a letter then.
  mutating func takeBackWithoutReason(_ surroundings: UpdateContext) -> [Effect] {
    guard let history = inspector.history, let chosen = history.chosen, let reason = history.rollback else {
      return [.beep]
    }
    return reason.text.isEmpty ? takeBack(chosen, reason: "", surroundings) : editInHistory(.edit(.insert("y")))
  }

  private mutating func takeBack(_ chosen: AuditRecord, reason: String, _ surroundings: UpdateContext) -> [Effect] {
    guard inspector.history?.sent == nil else { return [.beep] }
    inspector.history?.sent = chosen.number
    tell("Taking change \(chosen.number) back…", surroundings)
    return [.configure(.rollback(number: chosen.number, reason: reason))]
  }

  mutating func goBackInHistory(_ surroundings: UpdateContext) {
    if inspector.history?.sent != nil {
      tell("Being taken back: wait a moment", surroundings)
    } else if inspector.history?.rollback != nil {
      inspector.history?.rollback = nil
    } else if inspector.history?.isOpen == true {
      inspector.history?.isOpen = false
    } else {
      inspector.history = nil
    }
  }

  // MARK: New wrappers

  mutating func editNewWrapper(_ edit: ValueEdit) -> [Effect] {
    guard var new = inspector.newWrapper else { return [] }
    defer { inspector.newWrapper = new }
    if new.isNaming {
      guard case .edit(let edit) = edit, new.name.apply(edit) else { return [.beep] }
      return []
    }
    switch edit {
    case .move(let movement): new.kinds.move(movement, page: 8)
    case .edit(let edit): guard new.kinds.apply(edit) else { return [.beep] }
    }
    return []
  }

  mutating func acceptNewWrapper(_ surroundings: UpdateContext) -> [Effect] {
    guard let new = inspector.newWrapper, let configuration = configuration(surroundings.snapshot) else { return [] }
    let name = new.name.text
    if new.isNaming {
      if let fault = Self.fault(ofNew: name, in: configuration) {
        tell(fault, surroundings)
        return [.beep]
      }
      inspector.newWrapper?.isNaming = false
      return []
    }
    inspector.newWrapper = nil
    inspect(name, surroundings)
    inspector.section = .fields
    inspector.onlyChanged = false
    inspector.search = ""
    inspector.fields = ListCursor(holdsFirst: true)
    inspector.form = FormState(Draft(of: name, in: configuration, newKind: new.kinds.text))
    refreshInspector(surroundings)
    return []
  }

  private static func fault(ofNew name: String, in configuration: ConfigurationState) -> String? {
    if configuration.resolved.wrappers[name] != nil {
      return "\(ShownText.name(name)) is configured already: Esc, then J and K lead to it"
    }
    if Redaction.holdsKey(name) { return "This name looks like a secret, and everyone sees the names of wrappers" }
    return (1...256).contains(name.utf8.count) ? nil : "A name has 1 to 256 bytes: it is that of the events"
  }

  /// A step back, from the kind to the name.
  mutating func goBackInNewWrapper() {
    if inspector.newWrapper?.isNaming == false, inspector.newWrapper?.isNameGiven == false {
      inspector.newWrapper?.isNaming = true
    } else {
      inspector.newWrapper = nil
    }
  }
}
