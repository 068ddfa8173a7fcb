import Canvas
import Configuration

/// A dialog over a form, which asks about its edits: it shows the form as it is right below, and hands on to it what is
/// chosen.
protocol FormDialog: Pane where Own == FormAction {
  /// The form below.
  var form: FormPane { get set }
}

extension FormDialog {
  static var layer: PaneLayer { .dialog }

  func wrapper(_ context: PaneContext) -> String? { form.draft.wrapper }

  mutating func settle(_ context: inout PaneContext) { look(at: context) }

  /// Takes over the form as it is now.
  mutating func look(at context: PaneContext) { if let below = context.below as? FormPane { form = below } }

  // That files were read again says nothing to who is asked something else.
  mutating func answer(_ reply: ConfigurationReply, _ context: inout PaneContext) -> [PaneEffect]? {
    if case .reloaded = reply { [] } else { nil }
  }

  /// Leaves an action to the form.
  func hand(_ action: FormAction) -> [PaneEffect] { [.below(.own(PaneAction(value: action)))] }

  /// What keys do while the form waits for what was sent to be written; nil if it does not.
  func effectsWhileWriting(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect]? {
    guard form.sent != nil else { return nil }
    let words = "Being written: wait a moment"
    switch input {
    case .back:
      context.tell(words)
      return []
    case .own: return context.refuse(words)
    case .move, .edit, .accept, .filter: return [.beep]
    }
  }

  /// The area of a form in which its dialogs are drawn, and the cells of a line there.
  static func place(in area: Rect) -> (area: Rect, width: Int) {
    let area = area.rows(1, area.height - 1)
    return (area, FormBox.width(in: area) - 1)
  }
}
