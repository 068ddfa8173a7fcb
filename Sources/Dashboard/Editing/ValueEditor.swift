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
