import Configuration

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
