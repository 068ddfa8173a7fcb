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
  /// The passphrase of the credential store is typed.
  static let passphrase = KeyMode("passphrase", .typing)
  /// The changes are shown before they are written, and the reason is typed.
  static let review = KeyMode("review", .typing)
  /// Both sides of a conflict are shown.
  static let conflict = KeyMode("conflict", .helped)
  /// What is to become of changes that are not written.
  static let leaving = KeyMode("unwritten changes", .helped)
}

/// An operator's edits of one wrapper's configuration, from the first key until they are written or thrown away.
struct FormPane: Pane {
  static let layer = PaneLayer.part
  static let modes: [KeyMode] = [.form, .formText, .formChoice, .passphrase, .review, .conflict, .leaving]

  /// The fields, as the inspector has handed them over.
  var list: FieldList
  /// The edits, and the configuration on which they are made.
  var draft: Draft
  /// What the operator is doing.
  private(set) var activity = FormActivity.browsing
  /// How far what is in a dialog is scrolled.
  var dialogScroll = ScrollOffset()
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
  var editing: FieldEditing? {
    switch activity {
    case .editing(let editing): editing
    case .asking(_, over: let editing): editing
    case .browsing, .writing: nil
    }
  }
  /// What lies over the fields; nil for nothing.
  var dialog: FormDialog? {
    switch activity {
    case .asking(let dialog, _), .writing(_, behind: let dialog): dialog
    case .browsing, .editing: nil
    }
  }
  /// What was sent to be written and is not answered yet; nil for nothing.
  var sent: ChangeRequest? {
    if case .writing(let request, _) = activity { request } else { nil }
  }

  /// Goes on to edit a value, or to go through the fields.
  mutating func edit(_ editing: FieldEditing?) { activity = editing.map { .editing($0) } ?? .browsing }

  /// Opens a dialog, or changes what is in it.
  mutating func ask(_ dialog: FormDialog) { activity = .asking(dialog, over: editing) }

  /// Closes the dialog, and goes back to the value or the fields below.
  mutating func closeDialog() { edit(editing) }

  /// Bases what a value is given back to on a newer configuration.
  mutating func rebase(onto configuration: ConfigurationState) {
    guard var editing else { return }
    editing.before = editing.before.rebased(onto: configuration)
    activity = dialog.map { .asking($0, over: editing) } ?? .editing(editing)
  }

  /// Waits for what was sent, behind the dialog that is open.
  mutating func wait(for request: ChangeRequest) {
    if let dialog { activity = .writing(request, behind: dialog) }
  }

  var mode: KeyMode {
    switch dialog {
    case .review: .review
    case .conflict: .conflict
    case .passphrase: .passphrase
    case .leave: .leaving
    case nil: editing.map { $0.editor.takesText ? .formText : .formChoice } ?? .form
    }
  }

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
    case .accept: return accept(&context)
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
    if sent != nil { return context.refuse("Being written: wait a moment") }
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
    case .reviewAndWrite:
      closeDialog()
      return review(&context)
    case .yes: return sayYes(&context)
    case .writeExposed: return writeExposed(&context)
    case .keepMine: return keepMine(&context)
    case .takeTheirs: return takeTheirs(&context)
    case .discard:
      context.tell("Nothing was written")
      return [.close]
    }
  }

  // Takes what is typed, a value or a passphrase; writes what is reviewed.
  private mutating func accept(_ context: inout PaneContext) -> [PaneEffect] {
    switch dialog {
    case .review: return writeWithReason(&context)
    case .passphrase(let entry): return takePassphrase(entry, &context)
    case .conflict, .leave: return [.beep]
    case nil: return editing.map { take($0, &context) } ?? begin()
    }
  }

  // A step back: out of a dialog, a value, the search, the form.
  private mutating func goBack(_ context: inout PaneContext) -> [PaneEffect] {
    if sent != nil {
      context.tell("Being written: wait a moment")
    } else if dialog != nil {
      closeDialog()
    } else if let editing {
      draft = editing.before
      edit(nil)
    } else if !list.search.isEmpty {
      list.search = ""
    } else if draft.isEdited {
      ask(.leave)
    } else {
      return [.close]
    }
    return []
  }

  mutating func preventsQuitting(isOnTop: Bool) -> Bool {
    // From the help the way leads back into the form first.
    guard draft.isEdited || !isOnTop else { return false }
    if draft.isEdited, sent == nil { ask(.leave) }
    return true
  }

  // MARK: Screen

  /// Where its parts stand: those of the inspector.
  func layout(_ context: PaneContext) -> InspectorLayout {
    InspectorLayout(
      context.body, .fields, hasNotice: InspectorNotice.line(list.content, context.configuration) != nil)
  }

  mutating func settle(_ context: inout PaneContext) {
    follow(&context)
    list.refresh(context.configuration, form: self)
    list.settle(page: layout(context).listRows)
    let area = context.body.rows(1, context.body.height - 1)
    dialogScroll.settle(page: 0, count: FormDialogs.scrollLimit(self, in: area))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    FormView.draw(self, frame, in: area, on: &grid)
  }
}
