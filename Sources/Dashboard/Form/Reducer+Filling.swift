import Snapshots

// What the general keys (move, Enter, Esc, text) do where the configuration is filled in rather than looked at.
extension InspectorState {
  /// The place whose keys are in force.
  var place: Place {
    if let form {
      return switch form.dialog {
      case .review: .review
      case .conflict: .conflict
      case .passphrase: .passphrase
      case .leave: .leaving
      case .askEntry: .entryQuestion
      case .entry: .formLine
      case nil: form.editing.map { $0.editor.takesText ? .formText : .formChoice } ?? .form
      }
    }
    if let history { return history.rollback != nil ? .rollback : history.isOpen ? .historyRecord : .history }
    if let newWrapper { return newWrapper.isNaming ? .wrapperName : .wrapperKind }
    return .inspector
  }
}

extension DashboardState {
  /// True while a form, a history or a new wrapper takes the keys.
  var isFilling: Bool { view == .configuration && overlay == nil && inspector.place != .inspector }

  mutating func fill(_ edit: ValueEdit, in surroundings: UpdateContext) -> [Effect] {
    switch (inspector.place, edit) {
    case (.form, .move(let movement)):
      moveInInspector(movement, in: surroundings)
      return []
    case (.history, .move(let movement)), (.historyRecord, .move(let movement)):
      moveInHistory(movement, surroundings)
      return []
    case (.rollback, _), (.history, _), (.historyRecord, _): return editInHistory(edit)
    case (.wrapperName, _), (.wrapperKind, _): return editNewWrapper(edit)
    default: return editInForm(edit, in: surroundings)
    }
  }

  mutating func acceptFilling(_ surroundings: UpdateContext) -> [Effect] {
    if inspector.form != nil { return acceptInForm(surroundings) }
    if inspector.history != nil { return acceptInHistory(surroundings) }
    return acceptNewWrapper(surroundings)
  }

  mutating func goBackInFilling(_ surroundings: UpdateContext) {
    if inspector.form != nil {
      goBackInForm(surroundings)
    } else if inspector.history != nil {
      goBackInHistory(surroundings)
    } else {
      goBackInNewWrapper()
    }
  }
}
