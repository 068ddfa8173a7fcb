import Canvas
import Configuration

extension KeyMode {
  /// The passphrase of the credential store is typed.
  static let passphrase = KeyMode("passphrase", .typing)
}

/// The passphrase of the credential store, which is locked: typed once, or twice for a store that is going to be made.
struct PassphrasePane: FormDialog {
  static let modes = [KeyMode.passphrase]

  var form: FormPane
  let isNew: Bool
  /// What was typed before did not open the store, or was not the same twice.
  private(set) var fault: String?
  private(set) var editor = SecretEditor()
  /// What was typed first, if it is typed twice.
  private(set) var first: SecretEditor?

  init(form: FormPane, isNew: Bool, fault: String?) {
    self.form = form
    self.isNew = isNew
    self.fault = fault
  }

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    if let effects = effectsWhileWriting(input, &context) { return effects }
    switch input {
    case .edit(let edit):
      guard editor.apply(edit) else { return [.beep] }
      fault = nil
    case .accept: return take()
    case .back: return [.close]
    case .move, .own, .filter: return [.beep]
    }
    return []
  }

  private mutating func take() -> [PaneEffect] {
    guard editor.isEdited else { return [.beep] }
    guard isNew else { return hand(.unlock(editor)) }
    guard let first else {
      first = editor
      editor = SecretEditor()
      return []
    }
    let isSame = first.secret.withBytes { a in editor.secret.withBytes { b in a.elementsEqual(b) } }
    if isSame { return hand(.unlock(editor)) }
    self = PassphrasePane(form: form, isNew: true, fault: "They were not the same: type it anew")
    return [.beep]
  }

  // As many dots as characters, and nothing else of them.
  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let (area, width) = Self.place(in: area)
    let words =
      if isNew {
        first == nil
          ? "There is no credential store yet: it is made with this passphrase. Whoever forgets it loses what is in there."
          : "Once more, so that a slip does not lock it for good."
      } else {
        "New secrets go into the credential store, which is locked."
      }
    var lines = Line.prose(words, width: width)
    // The line of what is wrong is there from the start, so that the box keeps its size.
    lines += Line.prose(fault ?? "", .critical, .bold, width: width)
    let isSent = form.sent != nil
    let dots = String(repeating: String(grid.glyphs.dot), count: min(editor.count, 64))
    let field = TextField(text: dots, cursor: isSent ? nil : dots.count, look: FieldLook(isSent ? .none : .editing))
    FormBox(
      title: isSent ? "writing…" : "passphrase of the credential store", lines: lines,
      input: (first == nil ? "passphrase" : "again     ", field), mode: .passphrase, rows: 3
    ).draw(in: area, on: &grid)
  }
}
