import Canvas
import Configuration
import Snapshots

extension KeyMode {
  /// The cursor goes through the fields.
  static let form = KeyMode("form", .helped)
  /// A value is typed.
  static let formText = KeyMode("value", .typing)
  /// A value is chosen.
  static let formChoice = KeyMode("choice", .helped)
}

/// An operator's edits of one wrapper's configuration, from the first key until they are written or thrown away.
struct FormPane: Pane {
  static let layer = PaneLayer.part
  static let modes: [KeyMode] = [.form, .formText, .formChoice]

  /// The fields, as the inspector has handed them over.
  var list: FieldList
  /// The edits, and the configuration on which they are made.
  var draft: Draft
  /// What the operator is doing.
  var activity = FormActivity.browsing
  /// By path, what layers said of contested values when the operator began.
  var began: [FieldPath: [GivenValue]] = [:]
  /// Why, as it was typed last.
  var reason = ""
  /// The operator wants values written that look like secrets.
  var exposesSecrets = false
  /// Secrets that were typed, until they are written.
  var secrets = TypedSecrets()

  /// Begins to edit a configuration, with the fields as they are listed.
  init(_ draft: Draft, _ list: FieldList) {
    self.draft = draft
    self.list = list
  }

  // MARK: Activity

  /// The value that is being edited, maybe below a dialog; nil while the cursor goes through the fields.
  var editing: FieldEditing? { if case .editing(let editing) = activity { editing } else { nil } }
  /// What was sent to be written and is not answered yet; nil for nothing.
  var sent: ChangeRequest? { if case .writing(let request) = activity { request } else { nil } }

  var mode: KeyMode { editing.map { $0.editor.takesText ? .formText : .formChoice } ?? .form }

  // Who types where no value is takes it for a line of text.
  func action(forText text: String) -> Action? {
    if mode == .form { return .own(FormAction.explain) }
    return mode.isTyping ? .edit(.insert(text)) : nil
  }

  var result: PaneAction? { PaneAction(value: InspectorPane.Own.resume(list)) }

  func wrapper(_ context: PaneContext) -> String? { draft.wrapper }

  // MARK: Keys

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement) where mode == .form:
      list.move(movement, page: layout(context).listRows)
      return []
    case .move(let movement): return change(.move(movement))
    case .edit(let edit): return change(.edit(edit))
    case .accept: return editing.map { take($0, &context) } ?? begin()
    case .back: return goBack(&context)
    case .filter(let text):
      list.find(text, context.configuration, form: self)
      return []
    case .own(let action): return apply(action, &context)
    }
  }

  private mutating func apply(
    _ action: FormAction, _ context: inout PaneContext
  ) -> [PaneEffect] {
    guard context.configuration != nil else { return context.refuse(context.noConfiguration) }
    switch action {
    case .begin: return begin()
    case .search: return [.push(FilterPane(.fields, text: list.search, replaces: true))]
    case .remove: return removeValue(&context)
    case .empty: return emptyValue(&context)
    case .addEntry: return askForEntry(&context)
    case .enter(let path): return enter(path, &context)
    case .explain: return context.refuse("Enter edits the field under the cursor; / finds another one")
    case .undo: return goThroughEdits("Nothing to undo", &context) { $0.undo() }
    case .redo: return goThroughEdits("Nothing to redo", &context) { $0.redo() }
    case .check: return check(&context)
    case .review: return review(&context)
    case .reviewAndWrite: return [.cover(nil)] + review(&context)
    case .write(let reason, let exposesSecrets): return write(reason, exposesSecrets, &context)
    case .unlock(let passphrase): return write(reason, exposesSecrets, passphrase: passphrase.secret, &context)
    case .keepMine: return keepMine(&context)
    case .takeTheirs: return takeTheirs(&context)
    case .yes, .writeExposed: return [.beep]
    case .discard:
      context.tell("Nothing was written")
      return [.close]
    }
  }

  // A step back: out of a value, the search, the form.
  private mutating func goBack(_ context: inout PaneContext) -> [PaneEffect] {
    if let editing {
      draft = editing.before
      activity = .browsing
    } else if !list.search.isEmpty {
      list.search = ""
    } else {
      return draft.isEdited ? [.cover(LeavePane(form: self))] : [.close]
    }
    return []
  }

  func effectsInsteadOfQuitting(isOnTop: Bool) -> [PaneEffect]? {
    // From the help the way leads back into the form first.
    guard draft.isEdited else { return isOnTop ? nil : [] }
    return sent == nil ? [.cover(LeavePane(form: self))] : []
  }

  // MARK: Screen

  /// Where its parts stand: those of the inspector.
  func layout(_ context: PaneContext) -> InspectorLayout {
    InspectorLayout(
      context.body, .fields, hasNotice: InspectorNotice.line(list.content, context.configuration) != nil)
  }

  mutating func settle(_ context: inout PaneContext) {
    list.refresh(context.configuration, form: self)
    list.settle(page: layout(context).listRows)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    FormView.draw(self, frame, in: area, on: &grid)
  }
}
