import Alerting
import Canvas
import Snapshots

extension KeyMode {
  /// A note for an acknowledgement is typed.
  static let acknowledging = KeyMode("acknowledging", .typing)
}

/// A note, or none, with which an alert is acknowledged.
struct AcknowledgePane: Pane {
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.acknowledging]

  let alert: Alert
  /// The note as it is typed.
  private(set) var note = LineEditor()

  init(_ alert: Alert) { self.alert = alert }

  static let bindings = [
    Binding(
      [.enter], .accept, "acknowledge", "Acknowledge, with the note if one is typed", in: [.acknowledging], .alerts,
      footer: 1),
    Binding([.escape], .back, "cancel", "Cancel", in: [.acknowledging], .alerts, footer: 2),
  ]

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .edit(let edit): return note.apply(edit) ? [] : [.beep]
    case .accept:
      let text = note.text.filter { !$0.isWhitespace }.isEmpty ? nil : note.text
      return [.close, .program(.alert(.acknowledge(id: alert.id, note: text)))]
    case .back: return [.close]
    case .move, .filter: return [.beep]
    }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let width = FormBox.width(in: area) - 1
    var head = Line(alert.severity.word, alert.severity.role, .bold)
    head.add(" \(alert.rule)", .accent)
    head.add(" \(alert.subject.name)", .text)
    let lines = [head] + Line.prose(AlertText.why(alert), .dim, width: width)
    FormBox(
      title: "acknowledge", lines: lines, input: ("note", TextField(note, look: FieldLook(.editing))),
      mode: .acknowledging
    ).draw(in: area, on: &grid)
  }
}
