import Canvas
import Configuration

/// The value of a field while it is edited, by what suits its type.
package enum ValueEditor: Sendable, Equatable {
  case toggle(ToggleEditor)
  case choice(ChoiceEditor)
  case number(NumberEditor)
  case text(LineEditor)
  case secret(SecretEditor)

  /// Makes a change. False if it means nothing here, so that the form may take it for its own: there is nothing more to
  /// undo, a line of text has no rows to move in, a number has no letters.
  package mutating func apply(_ edit: ValueEdit) -> Bool {
    switch self {
    case .toggle(var editor):
      switch edit {
      case .edit(let edit): guard editor.apply(edit) else { return false }
      case .move(.up), .move(.down): _ = editor.apply(.insert(" "))
      case .move: return false
      }
      self = .toggle(editor)
    case .choice(var editor):
      switch edit {
      case .edit(let edit): guard editor.apply(edit) else { return false }
      case .move(let movement): editor.move(movement, page: Self.page)
      }
      self = .choice(editor)
    case .number(var editor):
      switch edit {
      case .edit(let edit): guard editor.apply(edit) else { return false }
      case .move(let movement): guard editor.move(movement) else { return false }
      }
      self = .number(editor)
    case .text(var editor):
      guard case .edit(let edit) = edit else { return false }
      let isDone = editor.apply(edit)
      self = .text(editor)
      return isDone
    case .secret(var editor):
      guard case .edit(let edit) = edit, editor.apply(edit) else { return false }
      self = .secret(editor)
    }
    return true
  }

  /// The values of a list that a page key goes on by.
  private static let page = 8

  /// What the value is now, as files write it; empty if there is none, and always for a secret.
  package var text: String {
    switch self {
    case .toggle(let editor): editor.text
    case .choice(let editor): editor.text
    case .number(let editor): editor.text
    case .text(let editor): editor.text
    case .secret: ""
    }
  }

  /// The value is not that with which editing began; a secret, once anything of it was typed.
  package var isEdited: Bool {
    switch self {
    case .toggle(let editor): editor.isEdited
    case .choice(let editor): editor.isEdited
    case .number(let editor): editor.isEdited
    case .text(let editor): editor.isEdited
    case .secret(let editor): editor.isEdited
    }
  }

  /// Text is typed into it, so that all keys that write characters are taken in; else they only choose.
  package var takesText: Bool {
    switch self {
    case .toggle, .choice: false
    case .number, .text, .secret: true
    }
  }
}

extension ValueEditor {
  /// What suits a field, with the value that it has so far; nil for a field that has parts, which are edited one by one.
  package init?(_ field: FieldDescription, value: FieldValue?) {
    guard !field.isSensitive else {
      self = .secret(SecretEditor())
      return
    }
    let text = value.map(Self.text) ?? ""
    switch field.type {
    case .flag:
      if case .flag(let isOn) = value { self = .toggle(ToggleEditor(isOn)) } else { self = .toggle(ToggleEditor(nil)) }
    case .integer(let range): self = .number(NumberEditor(text, range: range, isInteger: true))
    case .number(let range): self = .number(NumberEditor(text, range: range, step: Self.step(through: range)))
    case .text: self = .text(LineEditor(text, limit: LineEditor.longLimit))
    case .choice(let values): self = .choice(ChoiceEditor(values, text: text))
    case .record, .table: return nil
    }
  }

  /// A value as it is edited: a reference as it is written, of a secret nothing.
  package static func text(of value: FieldValue) -> String {
    switch value {
    case .flag(let isOn): isOn ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): NumberEditor.text(of: number)
    case .text(let text): text
    case .reference(let reference): reference.description
    case .secret, .null: ""
    }
  }

  /// How far a step goes through a range: a hundredth where that is all from 0 to 1, a tenth up to 10, else 1.
  private static func step(through range: NumberRange) -> Double {
    guard let minimum = range.minimum, let maximum = range.maximum, maximum > minimum else { return 1 }
    return maximum - minimum <= 1 ? 0.01 : maximum - minimum <= 10 ? 0.1 : 1
  }
}

extension ValueEditor {
  /// The value as a form draws it.
  ///
  /// - Parameters:
  ///   - field: whose value it is, for its unit.
  ///   - stored: what may be known of the secret that a new one takes the place of.
  ///   - look: with `editing` its cursor is shown.
  package func widget(
    of field: FieldDescription, stored: SecretField.Stored = .none, look: FieldLook
  ) -> any Widget {
    switch self {
    case .toggle(let editor): ToggleField(isOn: editor.isOn, look: look)
    case .choice(let editor):
      ChoiceField(text: editor.text, cursor: editor.cursor, count: editor.values.count, look: look)
    case .number(let editor):
      NumberField(TextField(editor.line, look: look), unit: field.unit, scale: editor.scale)
    case .text(let line): TextField(line, look: look)
    case .secret(let editor): SecretField(stored, typed: editor.count, look: look)
    }
  }

  /// The list of values under a choice; nil for all that is no choice.
  package var list: DropList? {
    guard case .choice(let editor) = self else { return nil }
    return DropList(editor.values, cursor: editor.cursor, current: editor.first)
  }
}

extension FieldDescription {
  /// A value that is not being edited as a form draws it; of a secret no more than that there is one.
  package func widget(of value: FieldValue?, look: FieldLook = .plain) -> any Widget {
    let stored: SecretField.Stored =
      switch value {
      case nil: .none
      case .reference(let reference)?: .reference(reference.description)
      default: .hidden
      }
    guard let value else {
      let nothing = TextField(text: "", cursor: nil, placeholder: "not set", look: look)
      return isSensitive ? SecretField(stored, look: look) : nothing
    }
    let suits: Bool =
      switch (type, value) {
      case (.flag, .flag), (.integer, .integer), (.number, .integer), (.number, .number), (.choice, .text): true
      default: isSensitive
      }
    if suits, let editor = ValueEditor(self, value: value) {
      return editor.widget(of: self, stored: stored, look: look)
    }
    // A reference, or what is not of the field's type.
    return TextField(text: ValueEditor.text(of: value), cursor: nil, placeholder: "empty", look: look)
  }
}

extension TextField {
  /// A line that is edited; its cursor is shown only meanwhile.
  init(_ line: LineEditor, look: FieldLook) {
    let isEditing = look.focus == .editing
    self.init(
      text: line.text, cursor: isEditing ? line.cursor : nil, selection: isEditing ? line.selection : nil, look: look)
  }
}

extension NumberEditor {
  /// Where in its range the number is.
  var scale: NumberScale {
    func end(_ value: Double?, isExcluded: Bool) -> NumberScale.End? {
      value.map { NumberScale.End($0, Self.text(of: $0), isExcluded: isExcluded) }
    }
    return NumberScale(
      value, minimum: end(range.minimum, isExcluded: range.excludesMinimum),
      maximum: end(range.maximum, isExcluded: range.excludesMaximum), step: step)
  }
}
