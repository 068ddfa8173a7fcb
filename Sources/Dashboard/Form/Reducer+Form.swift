import Configuration
import Secrets
import Snapshots

// Actions in the form.
extension DashboardState {
  mutating func apply(_ action: FormAction, in surroundings: UpdateContext) -> [Effect] {
    guard configuration(surroundings.snapshot) != nil, inspector.wrapper != nil else {
      return refuse(noConfiguration(surroundings), surroundings)
    }
    if inspector.form?.sent != nil { return refuse("Being written: wait a moment", surroundings) }
    switch action {
    case .open: return openForm(surroundings)
    case .begin: return beginEditing()
    case .remove: return removeValue(surroundings)
    case .empty: return emptyValue(surroundings)
    case .addEntry: return askForEntry(surroundings)
    case .explain: return refuse("Enter edits the field under the cursor; / finds another one", surroundings)
    case .undo: return goThroughEdits(surroundings, "Nothing to undo") { $0.undo() }
    case .redo: return goThroughEdits(surroundings, "Nothing to redo") { $0.redo() }
    case .check: return check(surroundings)
    case .review: return review(surroundings)
    case .reviewAndWrite:
      inspector.form?.dialog = nil
      return review(surroundings)
    case .yes: return sayYes(surroundings)
    case .writeExposed: return writeExposed(surroundings)
    case .keepMine: return keepMine(surroundings)
    case .takeTheirs: return takeTheirs(surroundings)
    case .discard:
      inspector.form = nil
      tell("Nothing was written", surroundings)
    }
    return []
  }

  /// Says why something is not done.
  mutating func refuse(_ why: String, _ surroundings: UpdateContext) -> [Effect] {
    tell(why, surroundings)
    return [.beep]
  }

  /// Why nothing can be asked of the configuration.
  func noConfiguration(_ surroundings: UpdateContext) -> String {
    surroundings.snapshot?.configurationUnknown == nil
      ? "No configuration is kept here" : "The configuration is not known here, so nothing can be changed"
  }

  private mutating func openForm(_ surroundings: UpdateContext) -> [Effect] {
    guard let configuration = configuration(surroundings.snapshot), let wrapper = inspector.wrapper else { return [] }
    if let reason = configuration.readOnlyReason {
      return refuse("Nothing can be changed: \(ShownText.path(reason))", surroundings)
    }
    guard configuration.resolved.wrappers[wrapper] != nil else {
      inspector.newWrapper = NewWrapperState(name: wrapper, kinds: configuration.resolved.kinds)
      return []
    }
    inspector.section = .fields
    inspector.form = FormState(Draft(of: wrapper, in: configuration))
    refreshInspector(surroundings)
    return []
  }

  // MARK: Fields

  private var pathUnderCursor: FieldPath? { inspector.content.field(at: inspector.fields.row)?.path }

  private mutating func beginEditing() -> [Effect] {
    guard let form = inspector.form, let field = inspector.content.field(at: inspector.fields.row) else {
      return [.beep]
    }
    // From now on the cursor holds the field, also if it is the first.
    inspector.fields.hold(field.path)
    // What wraptop itself says is what is changed, whatever hides it.
    let own = form.draft.preview.given[field.path]?.first { $0.layer == .runtime }?.value
    let value = own ?? form.draft.fields.first { $0.path == field.path }?.value
    guard var editor = ValueEditor(field.resolved.description, value: value) else { return [.beep] }
    if let typed = form.draft.text(at: field.path) {
      _ = editor.apply(.edit(.selectAll)); _ = editor.apply(.edit(.insert(typed)))
    }
    inspector.form?.editing = FieldEditing(path: field.path, editor: editor, before: form.draft)
    return []
  }

  /// Changes the value that is edited, or the line of a dialog.
  mutating func editInForm(_ edit: ValueEdit, in surroundings: UpdateContext) -> [Effect] {
    guard var form = inspector.form, form.sent == nil else { return [.beep] }
    defer { inspector.form = form }
    switch (form.dialog, edit) {
    case (.review, .move(let movement)), (.conflict, .move(let movement)):
      Self.scroll(&form.dialogScroll, movement, page: 8)
    case (.review(var reason), _):
      guard case .edit(let edit) = edit, reason.apply(edit) else { return [.beep] }
      form.dialog = .review(reason: reason)
    case (.entry(let table, var key), _):
      guard case .edit(let edit) = edit, key.apply(edit) else { return [.beep] }
      form.dialog = .entry(table: table, key: key)
    case (.passphrase(var entry), _):
      guard case .edit(let edit) = edit, entry.editor.apply(edit) else { return [.beep] }
      entry.fault = nil
      form.dialog = .passphrase(entry)
    case (.conflict, _), (.leave, _), (.askEntry, _): return [.beep]
    case (nil, _):
      guard var editing = form.editing else { return [] }
      let text = editing.editor.text
      guard editing.editor.apply(edit) else { return [.beep] }
      form.editing = editing
      // A secret is taken as a whole.
      if case .secret = editing.editor { return [] }
      guard editing.editor.text != text else { return [] }
      // What reads as before is no edit: it would hide the layers below for nothing.
      if editing.editor.isEdited {
        form.draft.type(editing.editor.text, at: editing.path)
      } else {
        form.draft = editing.before
      }
    }
    return []
  }

  private mutating func removeValue(_ surroundings: UpdateContext) -> [Effect] {
    guard let path = pathUnderCursor, let form = inspector.form else { return refuse("Choose a field", surroundings) }
    inspector.fields.hold(path)
    var draft = form.draft
    draft.revert(path)
    if draft.preview.given[path]?.contains(where: { $0.layer == .runtime }) == true { draft.remove(path) }
    guard draft != form.draft else {
      return refuse("wraptop has set nothing here that could be taken out", surroundings)
    }
    inspector.form?.draft = draft
    let next = draft.kind.field(path, of: draft.preview)
    let words = next?.shownWithLayer.map { "\($0) shows again" } ?? "not set"
    tell("\(ShownText.name(path.description)): \(words)", surroundings)
    return []
  }

  private mutating func emptyValue(_ surroundings: UpdateContext) -> [Effect] {
    guard let path = pathUnderCursor, let form = inspector.form else { return refuse("Choose a field", surroundings) }
    let field = form.draft.kind.field(path, of: form.draft.preview)
    guard field?.candidates.contains(where: { $0.layer > .standard }) == true else {
      return refuse("No layer gives this field a value", surroundings)
    }
    inspector.fields.hold(path)
    inspector.form?.draft.set(path, to: .null)
    guard let draft = inspector.form?.draft, draft != form.draft else {
      return refuse("The field is left without a value already", surroundings)
    }
    let words = field?.description.standard.map { "the default \(field?.description.shownWithUnit($0) ?? "") holds" }
    let hidden = draft.base.given[path]?.first { $0.layer < .runtime }
    tell(
      "\(ShownText.name(path.description)): \(words ?? "not set")"
        + (hidden.flatMap { given in field.map { ", and hides \($0.shown(given))" } } ?? ""), surroundings)
    return []
  }

  private mutating func askForEntry(_ surroundings: UpdateContext) -> [Effect] {
    guard let table = inspector.content.table(at: inspector.fields.row) ?? tableBelowCursor else {
      return refuse("The field under the cursor is no table, so it has no entries", surroundings)
    }
    inspector.form?.dialog = .askEntry(table: FieldPath(table))
    return []
  }

  // A table without entries holds no cursor: it is meant from the field before it, if nothing else follows on that.
  private var tableBelowCursor: String? {
    let content = inspector.content
    let next = inspector.fields.row + 1
    guard content.rows.indices.contains(next), case .whole = content.rows[next] else { return nil }
    return content.table(at: next)
  }

  private mutating func goThroughEdits(
    _ surroundings: UpdateContext, _ nothing: String, _ step: (inout Draft) -> FieldPath?
  ) -> [Effect] {
    guard var draft = inspector.form?.draft, let path = step(&draft) else {
      tell(nothing, surroundings)
      return [.beep]
    }
    inspector.form?.draft = draft
    refreshInspector(surroundings)
    goToField(path)
    return []
  }

  mutating func goToField(_ path: FieldPath) {
    inspector.section = .fields
    inspector.fields.hold(path)
    inspector.fieldScroll = 0
  }

  // MARK: Keys of all dialogs

  /// Takes what is typed: a value, the key of an entry, a passphrase; writes what is reviewed.
  mutating func acceptInForm(_ surroundings: UpdateContext) -> [Effect] {
    guard let form = inspector.form else { return [] }
    switch form.dialog {
    case .review: return writeWithReason(surroundings)
    case .askEntry(let table):
      inspector.form?.dialog = .entry(table: table, key: LineEditor())
      return []
    case .entry(let table, let key): return takeEntry(table, key.text, surroundings)
    case .passphrase(let entry): return takePassphrase(entry, surroundings)
    case .conflict, .leave: return [.beep]
    case nil: break
    }
    guard let editing = form.editing else { return beginEditing() }
    return take(editing, surroundings)
  }

  /// Ends the edit of a value, unless what is typed is none.
  mutating func take(_ editing: FieldEditing, _ surroundings: UpdateContext) -> [Effect] {
    if case .secret(let editor) = editing.editor, editor.isEdited {
      // What reads as a reference is meant as one.
      if let reference = Self.reference(editor.secret) {
        inspector.form?.draft.type(reference.description, at: editing.path)
      } else {
        inspector.form?.draft.setSecret(at: editing.path)
        inspector.form?.secrets.keep(editor.secret, at: editing.path)
      }
    }
    inspector.form?.draft.endTyping()
    guard inspector.form?.draft.fault(at: editing.path) == nil else {
      return refuse("Not taken: correct it, or press Esc to leave the value as it was", surroundings)
    }
    inspector.form?.editing = nil
    return []
  }

  // A secret that cannot be one is never made a text.
  private static func reference(_ typed: Secret) -> Reference? {
    typed.withBytes { bytes in
      bytes.starts(with: "${".utf8) && bytes.count <= 600 ? Reference(String(decoding: bytes, as: UTF8.self)) : nil
    }
  }

  private mutating func takeEntry(_ table: FieldPath, _ key: String, _ surroundings: UpdateContext) -> [Effect] {
    guard !key.isEmpty, let draft = inspector.form?.draft else { return [.beep] }
    guard !Redaction.holdsKey(key) else {
      return refuse("This key looks like a secret, and everyone sees the keys of entries", surroundings)
    }
    let first = FieldPath(table.parts + [key, "enabled"])
    let paths = draft.kind.entry(key, of: table.field)
    guard let path = paths.first(where: { $0 == first }) ?? paths.first else {
      return refuse("\(ShownText.name(key)) cannot be the key of an entry", surroundings)
    }
    inspector.form?.dialog = nil
    if path == first { inspector.form?.draft.set(path, to: .flag(true)) }
    refreshInspector(surroundings)
    goToField(path)
    return []
  }

  /// Asks what is to become of edits that are not written before the program ends; false if there are none.
  mutating func asksBeforeLeaving() -> Bool {
    guard view == .configuration, let form = inspector.form else { return false }
    // From the help the way leads back into the form first.
    guard form.draft.isEdited || overlay != nil else { return false }
    overlay = nil
    if form.draft.isEdited, form.sent == nil { inspector.form?.dialog = .leave }
    return true
  }

  /// Nothing in a dialog is scrolled past its end.
  mutating func settleForm(_ surroundings: UpdateContext) {
    guard let form = inspector.form, form.dialogScroll != 0 else { return }
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    let limit = FormDialogs.scrollLimit(form, in: layout.body.rows(1, layout.body.height - 1))
    let scroll = max(0, min(form.dialogScroll, limit))
    inspector.form?.dialogScroll = scroll
  }

  /// A step back: out of a dialog, a value, the form.
  mutating func goBackInForm(_ surroundings: UpdateContext) {
    guard let form = inspector.form else { return }
    if form.sent != nil {
      tell("Being written: wait a moment", surroundings)
    } else if form.dialog != nil {
      inspector.form?.dialog = nil
    } else if let editing = form.editing {
      inspector.form?.draft = editing.before
      inspector.form?.editing = nil
    } else if !inspector.search.isEmpty {
      inspector.search = ""
    } else if form.draft.isEdited {
      inspector.form?.dialog = .leave
    } else {
      inspector.form = nil
    }
  }
}

extension Kind {
  /// The values of one entry of a table, in their order; empty if the key cannot be one.
  fileprivate func entry(_ key: String, of table: String) -> [FieldPath] {
    guard case .table(let parts) = fields.first(where: { $0.name == table })?.type else { return [] }
    return parts.compactMap { path("\(table).\(key).\($0.name)") }
  }
}
