import Canvas
import Configuration
import Snapshots

extension PaneID {
  static let form = PaneID("form")
}

extension KeyMode {
  /// The cursor goes through the fields.
  static let form = KeyMode("form", .helped)
  /// A value is typed.
  static let formText = KeyMode("value", .typing)
  /// A value is chosen.
  static let formChoice = KeyMode("choice", .helped)
  static let formLine = KeyMode("key of an entry", .typing)
  static let entryQuestion = KeyMode("new entry", .helped)
  static let passphrase = KeyMode("passphrase", .typing)
  static let review = KeyMode("review", .typing)
  static let conflict = KeyMode("conflict", .helped)
  static let leaving = KeyMode("unwritten changes", .helped)
}

/// An operator's edits of one wrapper's configuration, from the first key until they are written or thrown away.
struct FormPane: Pane {
  static let id = PaneID.form
  static let layer = PaneLayer.part
  static let modes: [KeyMode] = [
    .form, .formText, .formChoice, .formLine, .entryQuestion, .passphrase, .review, .conflict, .leaving,
  ]

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
    case .askEntry: .entryQuestion
    case .entry: .formLine
    case nil: editing.map { $0.editor.takesText ? .formText : .formChoice } ?? .form
    }
  }

  // Who types where no value is takes it for a line of text.
  func action(forText text: String) -> Action? {
    if mode == .form { return .own(FormAction.explain) }
    return mode.isTyping ? .edit(.insert(text)) : nil
  }

  var result: PaneAction? { PaneAction(value: InspectorPane.Own.resume(list)) }

  func wrapper(_ shared: SharedState, _ context: PaneContext) -> String? { draft.wrapper }

  // MARK: Keys

  mutating func update(
    _ input: PaneInput<FormAction>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement) where mode == .form:
      list.move(movement, page: layout(context).listRows)
      return []
    case .move(let movement): return change(.move(movement))
    case .edit(let edit): return change(.edit(edit))
    case .accept: return accept(&shared, context)
    case .back: return goBack(&shared, context)
    case .filter(let text):
      list.find(text, context.configuration, form: self)
      return []
    case .own(let action): return apply(action, &shared, context)
    }
  }

  private mutating func apply(
    _ action: FormAction, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    guard context.configuration != nil else { return shared.refuse(context.noConfiguration, context) }
    if sent != nil { return shared.refuse("Being written: wait a moment", context) }
    switch action {
    case .begin: return begin()
    case .search: return [.push(FilterPane(.fields, text: list.search, replaces: true))]
    case .remove: return removeValue(&shared, context)
    case .empty: return emptyValue(&shared, context)
    case .addEntry: return askForEntry(&shared, context)
    case .explain: return shared.refuse("Enter edits the field under the cursor; / finds another one", context)
    case .undo: return goThroughEdits("Nothing to undo", &shared, context) { $0.undo() }
    case .redo: return goThroughEdits("Nothing to redo", &shared, context) { $0.redo() }
    case .check: return check(&shared, context)
    case .review: return review(&shared, context)
    case .reviewAndWrite:
      closeDialog()
      return review(&shared, context)
    case .yes: return sayYes(&shared, context)
    case .writeExposed: return writeExposed(&shared, context)
    case .keepMine: return keepMine(&shared, context)
    case .takeTheirs: return takeTheirs(&shared, context)
    case .discard:
      shared.tell("Nothing was written", context)
      return [.close]
    }
  }

  // Takes what is typed: a value, the key of an entry, a passphrase; writes what is reviewed.
  private mutating func accept(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    switch dialog {
    case .review: return writeWithReason(&shared, context)
    case .askEntry(let table):
      ask(.entry(table: table, key: LineEditor()))
      return []
    case .entry(let table, let key): return takeEntry(table, key.text, &shared, context)
    case .passphrase(let entry): return takePassphrase(entry, &shared, context)
    case .conflict, .leave: return [.beep]
    case nil: return editing.map { take($0, &shared, context) } ?? begin()
    }
  }

  // A step back: out of a dialog, a value, the search, the form.
  private mutating func goBack(_ shared: inout SharedState, _ context: PaneContext) -> [PaneEffect] {
    if sent != nil {
      shared.tell("Being written: wait a moment", context)
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

  mutating func preventsQuitting(_ context: PaneContext) -> Bool {
    // From the help the way leads back into the form first.
    guard draft.isEdited || context.isCovered else { return false }
    if draft.isEdited, sent == nil { ask(.leave) }
    return true
  }

  // MARK: Screen

  /// Where its parts stand: those of the inspector.
  func layout(_ context: PaneContext) -> InspectorLayout {
    InspectorLayout(
      context.body, .fields, hasNotice: InspectorNotice.line(list.content, context.configuration) != nil)
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    follow(&shared, context)
    list.refresh(context.configuration, form: self)
    list.settle(page: layout(context).listRows)
    let area = context.body.rows(1, context.body.height - 1)
    dialogScroll.settle(page: 0, count: FormDialogs.scrollLimit(self, in: area))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    FormView.draw(self, frame, in: area, on: &grid)
  }
}

/// What an operator is doing in a form.
enum FormActivity: Sendable, Equatable {
  /// Going through the fields.
  case browsing
  /// Editing a value in place.
  case editing(FieldEditing)
  /// Answering a question, which may lie over a value that is being edited.
  case asking(FormDialog, over: FieldEditing?)
  /// Waiting for what was sent to be written, with the dialog still open that sent it.
  case writing(ChangeRequest, behind: FormDialog)
}

/// A value of the form while it is edited in place.
package struct FieldEditing: Sendable, Equatable {
  package var path: FieldPath
  package var editor: ValueEditor
  /// The edits as they were before, to go back to.
  var before: Draft
}

/// What lies over the fields of a form.
package enum FormDialog: Sendable, Equatable {
  /// The changes, before they are written, with the reason as it is typed.
  case review(reason: LineEditor)
  /// Others changed the same values: both sides, to choose from.
  case conflict
  /// The credential store is locked.
  case passphrase(PassphraseEntry)
  /// The form is to be left, and not all is written.
  case leave
  /// Whether an entry is to be added to a table.
  case askEntry(table: FieldPath)
  /// The key of a new entry of a table.
  case entry(table: FieldPath, key: LineEditor)
}
