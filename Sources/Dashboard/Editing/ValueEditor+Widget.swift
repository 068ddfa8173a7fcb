import Canvas
import Configuration

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
