import Canvas
import Configuration
import PlainText

extension KeyMode {
  /// What is to become of changes that are not written.
  static let leaving = KeyMode("unwritten changes", .helped)
}

/// The form is to be left, and not all is written.
struct LeavePane: FormDialog {
  static let modes = [KeyMode.leaving]

  var form: FormPane

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .own(let action): hand(action)
    case .back: [.close]
    case .move, .edit, .accept, .filter: [.beep]
    }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let (area, width) = Self.place(in: area)
    FormBox(title: title, lines: lines(width: width), mode: .leaving, role: .notice).draw(in: area, on: &grid)
  }

  private var title: String {
    let count = form.draft.changes.count
    return count == 0
      ? "an edit is not written" : "\(NumberFormat.counted(count, "change")) \(count == 1 ? "is" : "are") not written"
  }

  private func lines(width: Int) -> [Line] {
    let changes = form.draft.changes
    guard !changes.isEmpty else { return Line.prose("What was typed is not a valid value yet.", width: width) }
    let shown = changes.prefix(changes.count > 6 ? 5 : 6)
      .map { Line("  " + ShownText.name($0.path.description), .text) }
    return shown + (changes.count > 6 ? [Line("  and \(changes.count - 5) more", .dim)] : [])
  }
}
