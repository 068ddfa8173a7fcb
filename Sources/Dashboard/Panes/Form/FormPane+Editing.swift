import Configuration

// Changing values of a form.
extension FormPane {
  /// Begins to edit the value under the cursor.
  mutating func begin() -> [PaneEffect] {
    guard let field = list.field else { return [.beep] }
    // From now on the cursor holds the field, also if it is the first.
    list.cursor.hold(field.path)
    // What wraptop itself says is what is changed, whatever hides it.
    let own = draft.preview.given[field.path]?.first { $0.layer == .runtime }?.value
    let value = own ?? draft.fields.first { $0.path == field.path }?.value
    guard var editor = ValueEditor(field.resolved.description, value: value) else { return [.beep] }
    if let typed = draft.text(at: field.path) {
      _ = editor.apply(.edit(.selectAll)); _ = editor.apply(.edit(.insert(typed)))
    }
    activity = .editing(FieldEditing(path: field.path, editor: editor, before: draft))
    return []
  }

  /// Changes the value that is edited.
  mutating func change(_ change: ValueEdit) -> [PaneEffect] {
    guard sent == nil else { return [.beep] }
    guard var editing else { return [] }
    let text = editing.editor.text
    guard editing.editor.apply(change) else { return [.beep] }
    activity = .editing(editing)
    // A secret is taken as a whole.
    if case .secret = editing.editor { return [] }
    guard editing.editor.text != text else { return [] }
    // What reads as before is no edit: it would hide the layers below for nothing.
    if editing.editor.isEdited {
      draft.type(editing.editor.text, at: editing.path)
    } else {
      draft = editing.before
    }
    return []
  }

  /// Takes out what wraptop has set of the field under the cursor.
  mutating func removeValue(_ context: inout PaneContext) -> [PaneEffect] {
    guard let path = list.field?.path else { return context.refuse("Choose a field") }
    list.cursor.hold(path)
    var draft = draft
    draft.revert(path)
    if draft.preview.given[path]?.contains(where: { $0.layer == .runtime }) == true { draft.remove(path) }
    guard draft != self.draft else {
      return context.refuse("wraptop has set nothing here that could be taken out")
    }
    self.draft = draft
    let next = draft.kind.field(path, of: draft.preview)
    let words = next?.shownWithLayer.map { "\($0) shows again" } ?? "not set"
    context.tell("\(ShownText.name(path.description)): \(words)")
    return []
  }

  /// Leaves the field under the cursor without a value.
  mutating func emptyValue(_ context: inout PaneContext) -> [PaneEffect] {
    guard let path = list.field?.path else { return context.refuse("Choose a field") }
    let field = draft.kind.field(path, of: draft.preview)
    guard field?.candidates.contains(where: { $0.layer > .standard }) == true else {
      return context.refuse("No layer gives this field a value")
    }
    list.cursor.hold(path)
    let before = draft
    draft.set(path, to: .null)
    guard draft != before else {
      return context.refuse("The field is left without a value already")
    }
    let words = field?.description.standard.map { "the default \(field?.description.shownWithUnit($0) ?? "") holds" }
    let hidden = draft.base.given[path]?.first { $0.layer < .runtime }
    context.tell(
      "\(ShownText.name(path.description)): \(words ?? "not set")"
        + (hidden.flatMap { given in field.map { ", and hides \($0.shown(given))" } } ?? ""))
    return []
  }

  /// Asks whether an entry is to be added to the table under the cursor.
  mutating func askForEntry(_ context: inout PaneContext) -> [PaneEffect] {
    guard let table = list.content.table(at: list.cursor.row) ?? tableBelowCursor else {
      return context.refuse("The field under the cursor is no table, so it has no entries")
    }
    return [.cover(EntryPane(form: self, table: table))]
  }

  // A table without entries holds no cursor: it is meant from the field before it, if nothing else follows on that.
  private var tableBelowCursor: String? {
    let content = list.content
    let next = list.cursor.row + 1
    guard content.rows.indices.contains(next), case .whole = content.rows[next] else { return nil }
    return content.table(at: next)
  }

  /// Takes an edit back, or makes it again, and goes to its field.
  mutating func goThroughEdits(
    _ nothing: String, _ context: inout PaneContext, _ step: (inout Draft) -> FieldPath?
  ) -> [PaneEffect] {
    guard let path = step(&draft) else { return context.refuse(nothing) }
    list.refresh(context.configuration, form: self)
    list.go(to: path)
    return []
  }

  /// Ends the edit of a value, unless what is typed is none.
  mutating func take(
    _ editing: FieldEditing, _ context: inout PaneContext
  ) -> [PaneEffect] {
    if case .secret(let editor) = editing.editor, editor.isEdited {
      // What reads as a reference is meant as one.
      if let reference = Self.reference(editor.secret) {
        draft.type(reference.description, at: editing.path)
      } else {
        draft.setSecret(at: editing.path)
        secrets.keep(editor.secret, at: editing.path)
      }
    }
    draft.endTyping()
    guard draft.fault(at: editing.path) == nil else {
      return context.refuse("Not taken: correct it, or press Esc to leave the value as it was")
    }
    activity = .browsing
    return []
  }

  // A secret that cannot be one is never made a text.
  private static func reference(_ typed: Secret) -> Reference? {
    typed.withBytes { bytes in
      bytes.starts(with: "${".utf8) && bytes.count <= 600 ? Reference(String(decoding: bytes, as: UTF8.self)) : nil
    }
  }

  /// Goes to the first value of a new entry of a table; one that can be switched on is.
  mutating func enter(_ path: FieldPath, _ context: inout PaneContext) -> [PaneEffect] {
    if path.parts.last == "enabled" { draft.set(path, to: .flag(true)) }
    list.refresh(context.configuration, form: self)
    list.go(to: path)
    return []
  }
}
