import Configuration
import Snapshots

// Actions in the form.
extension DashboardState {
  mutating func apply(_ action: FormAction, in surroundings: Surroundings) -> [Effect] {
    guard let configuration = configuration(surroundings.snapshot), let wrapper = inspector.wrapper else {
      tell("No configuration is kept here", surroundings)
      return [.beep]
    }
    if inspector.form?.sent != nil {
      tell("Being written: wait a moment", surroundings)
      return [.beep]
    }
    if inspector.form == nil, action != .check {
      if let reason = configuration.readOnlyReason {
        tell("Nothing can be changed: \(ShownText.path(reason))", surroundings)
        return [.beep]
      }
      guard action == .begin || action == .remove || action == .addEntry else { return [] }
      guard configuration.resolved.wrappers[wrapper] != nil else {
        inspector.newWrapper = NewWrapperState(name: wrapper, kinds: configuration.resolved.kinds)
        return []
      }
      inspector.section = .fields
      inspector.form = FormState(Draft(of: wrapper, in: configuration))
      refreshInspector(surroundings)
    }
    switch action {
    case .begin: return beginEditing(surroundings)
    case .remove: return removeValue(surroundings)
    case .addEntry: return addEntry(surroundings)
    case .undo: return goThroughEdits(surroundings, "Nothing to undo") { $0.undo() }
    case .redo: return goThroughEdits(surroundings, "Nothing to redo") { $0.redo() }
    case .check: return check(surroundings)
    case .review: return review(surroundings)
    case .reviewAndWrite:
      inspector.form?.dialog = nil
      return review(surroundings)
    case .keepMine: return keepMine(surroundings)
    case .takeTheirs: return takeTheirs(surroundings)
    case .discard:
      inspector.form = nil
      tell("Nothing was written", surroundings)
    }
    return []
  }

  // MARK: Fields

  private var pathUnderCursor: FieldPath? { inspector.content.field(at: inspector.fields.row)?.path }

  private mutating func beginEditing(_ surroundings: Surroundings) -> [Effect] {
    guard let form = inspector.form else { return [] }
    guard let field = inspector.content.field(at: inspector.fields.row) else { return addEntry(surroundings) }
    // From now on the cursor holds the field, also if it is the first.
    inspector.fields.path = field.path
    // What wraptop itself says is what is changed, whatever hides it.
    let own = form.draft.preview.given[field.path]?.first { $0.layer == .runtime }?.value
    let value = own ?? form.draft.fields.first { $0.path == field.path }?.value
    guard var editor = ValueEditor(field.resolved.description, value: value) else { return [.beep] }
    if let typed = form.draft.text(at: field.path) {
      _ = editor.apply(.edit(.selectAll)); _ = editor.apply(.edit(.insert(typed)))
    }
    // A flag has but one other value.
    if case .toggle(let toggle) = editor {
      var toggle = toggle
      _ = toggle.apply(.insert(" "))
      // Turned over twice it is as it was, and nothing is written.
      if case .flag(let before) = form.draft.kind.field(field.path, of: form.draft.base)?.value, before == toggle.isOn {
        inspector.form?.draft.revert(field.path)
      } else {
        inspector.form?.draft.type(toggle.text, at: field.path)
      }
      inspector.form?.draft.endTyping()
      return []
    }
    inspector.form?.editing = FieldEditing(path: field.path, editor: editor, before: form.draft)
    return []
  }

  /// Changes the value that is edited, or the line of a dialog.
  mutating func editInForm(_ edit: ValueEdit, in surroundings: Surroundings) -> [Effect] {
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
    case (.conflict, _), (.leave, _): return [.beep]
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

  private mutating func removeValue(_ surroundings: Surroundings) -> [Effect] {
    guard let path = pathUnderCursor, let form = inspector.form else {
      tell("Choose a field", surroundings)
      return leaveIfUntouched()
    }
    inspector.fields.path = path
    var draft = form.draft
    draft.revert(path)
    if draft.preview.given[path]?.contains(where: { $0.layer == .runtime }) == true { draft.remove(path) }
    guard draft != form.draft else {
      tell("wraptop has set nothing here that could be taken out", surroundings)
      return leaveIfUntouched()
    }
    inspector.form?.draft = draft
    let next = draft.fields.first { $0.path == path }
    let what = next?.value.map { "\($0.shown) from \(next?.layer?.rawValue ?? "")" } ?? "nothing"
    tell("\(ShownText.name(path.description)): \(what) shows again", surroundings)
    return []
  }

  private mutating func addEntry(_ surroundings: Surroundings) -> [Effect] {
    let content = inspector.content
    let tables = content.kind.fields.filter { if case .table = $0.type { true } else { false } }
    // A table without entries holds no cursor.
    guard let table = content.table(at: inspector.fields.row) ?? tables.first?.name else {
      tell("No field of kind \(ShownText.name(content.kind.name)) has entries", surroundings)
      return leaveIfUntouched()
    }
    inspector.form?.dialog = .entry(table: FieldPath(table), key: LineEditor())
    return []
  }

  // A form that did nothing is none.
  private mutating func leaveIfUntouched() -> [Effect] {
    if inspector.form?.draft.isEdited == false { inspector.form = nil }
    return [.beep]
  }

  private mutating func goThroughEdits(
    _ surroundings: Surroundings, _ nothing: String, _ step: (inout Draft) -> FieldPath?
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
    inspector.fields.path = path
    inspector.fieldScroll = 0
  }

  // MARK: Keys of all dialogs

  /// Takes what is typed: a value, the key of an entry, a passphrase; writes what is reviewed.
  mutating func acceptInForm(_ surroundings: Surroundings) -> [Effect] {
    guard let form = inspector.form else { return [] }
    switch form.dialog {
    case .review: return write(surroundings)
    case .entry(let table, let key): return takeEntry(table, key.text, surroundings)
    case .passphrase(let entry): return takePassphrase(entry, surroundings)
    case .conflict: return keepMine(surroundings)
    case .leave: return [.beep]
    case nil: break
    }
    guard let editing = form.editing else { return beginEditing(surroundings) }
    return take(editing, surroundings)
  }

  private mutating func take(_ editing: FieldEditing, _ surroundings: Surroundings) -> [Effect] {
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
    if let fault = inspector.form?.draft.fault(at: editing.path) {
      tell("\(ShownText.name(editing.path.description)) \(fault.message)", surroundings)
      return [.beep]
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

  private mutating func takeEntry(_ table: FieldPath, _ key: String, _ surroundings: Surroundings) -> [Effect] {
    guard !key.isEmpty, let draft = inspector.form?.draft else { return [.beep] }
    let first = FieldPath(table.parts + [key, "enabled"])
    let paths = draft.kind.entry(key, of: table.field)
    guard let path = paths.first(where: { $0 == first }) ?? paths.first else {
      tell("\(ShownText.name(key)) cannot be the key of an entry", surroundings)
      return [.beep]
    }
    inspector.form?.dialog = nil
    if path == first { inspector.form?.draft.set(path, to: .flag(true)) }
    refreshInspector(surroundings)
    goToField(path)
    return []
  }

  /// Asks what is to become of edits that are not written before the program ends; false if there are none.
  mutating func asksBeforeLeaving() -> Bool {
    guard view == .configuration, let form = inspector.form, form.draft.isEdited else { return false }
    overlay = nil
    if form.sent == nil { inspector.form?.dialog = .leave }
    return true
  }

  /// Nothing in a dialog is scrolled past its end.
  mutating func settleForm(_ surroundings: Surroundings) {
    guard let form = inspector.form, form.dialogScroll != 0 else { return }
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    let limit = FormDialogs.scrollLimit(form, in: layout.body.rows(1, layout.body.height - 1))
    let scroll = max(0, min(form.dialogScroll, limit))
    inspector.form?.dialogScroll = scroll
  }

  /// A step back: out of a dialog, a value, the form.
  mutating func goBackInForm(_ surroundings: Surroundings) {
    guard let form = inspector.form else { return }
    if form.sent != nil {
      tell("Being written: wait a moment", surroundings)
    } else if form.dialog != nil {
      inspector.form?.dialog = nil
    } else if let editing = form.editing {
      inspector.form?.draft = editing.before
      inspector.form?.editing = nil
    } else if form.draft.isEdited {
      inspector.form?.dialog = .leave
    } else {
      inspector.form = nil
    }
  }

  // MARK: Check and write

  private mutating func check(_ surroundings: Surroundings) -> [Effect] {
    guard let form = inspector.form, form.draft.isEdited else {
      tell("Reading all files again…", surroundings)
      return [.configure(.reload)]
    }
    let errors = form.draft.findings.filter { $0.severity == .error }
    guard let first = errors.first else {
      let count = form.draft.findings.count
      let warnings = count == 0 ? "" : count == 1 ? ", with 1 warning" : ", with \(count) warnings"
      tell("Checked: valid\(warnings)", surroundings)
      return []
    }
    tell("Checked: \(errors.count == 1 ? "1 error" : "\(errors.count) errors"); \(first)", surroundings)
    if let path = first.path { goToField(path) }
    return [.beep]
  }

  private mutating func review(_ surroundings: Surroundings) -> [Effect] {
    guard let form = inspector.form, form.sent == nil else { return [] }
    if case .review = form.dialog { return write(surroundings) }
    if let editing = form.editing, case let effects = take(editing, surroundings), !effects.isEmpty { return effects }
    guard let draft = inspector.form?.draft, draft.isEdited else {
      tell("Nothing was changed", surroundings)
      return [.beep]
    }
    guard !draft.findings.contains(where: { $0.severity == .error }) else { return check(surroundings) }
    guard !draft.changes.isEmpty else {
      tell("Nothing was changed", surroundings)
      return [.beep]
    }
    inspector.form?.dialogScroll = 0
    inspector.form?.dialog = .review(reason: LineEditor(form.reason))
    return []
  }

  private mutating func write(_ surroundings: Surroundings, passphrase: Secret? = nil) -> [Effect] {
    guard let form = inspector.form, form.sent == nil else { return [] }
    var reason = form.reason
    if case .review(let line) = form.dialog { reason = line.text }
    guard let request = form.request(reason: reason, passphrase: passphrase) else {
      inspector.form?.dialog = nil
      return check(surroundings)
    }
    inspector.form?.reason = reason
    inspector.form?.sent = request
    tell("Writing…", surroundings)
    return [.configure(.write(request))]
  }

  private mutating func takePassphrase(_ entry: PassphraseEntry, _ surroundings: Surroundings) -> [Effect] {
    guard entry.editor.isEdited else { return [.beep] }
    var entry = entry
    if entry.isNew, entry.first == nil {
      entry.first = entry.editor
      entry.editor = SecretEditor()
      inspector.form?.dialog = .passphrase(entry)
      return []
    }
    if entry.isNew, !entry.isRepeated {
      inspector.form?.dialog = .passphrase(PassphraseEntry(isNew: true, fault: "They were not the same: type it anew"))
      return [.beep]
    }
    return write(surroundings, passphrase: entry.editor.secret)
  }
}

extension Kind {
  /// The values of one entry of a table, in their order; empty if the key cannot be one.
  fileprivate func entry(_ key: String, of table: String) -> [FieldPath] {
    guard case .table(let parts) = fields.first(where: { $0.name == table })?.type else { return [] }
    return parts.compactMap { path("\(table).\(key).\($0.name)") }
  }
}
