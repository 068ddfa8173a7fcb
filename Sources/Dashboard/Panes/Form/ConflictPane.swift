import Canvas
import Configuration

extension KeyMode {
  /// Both sides of a conflict are shown.
  static let conflict = KeyMode("conflict", .helped)
}

/// Others changed the same values: both sides, to choose from.
struct ConflictPane: FormDialog {
  static let modes = [KeyMode.conflict]

  var form: FormPane
  private(set) var scroll = ScrollOffset()

  init(form: FormPane) { self.form = form }

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: 8)
    case .own(let action): return hand(action)
    case .back: return [.close]
    case .edit, .accept, .filter: return [.beep]
    }
    return []
  }

  mutating func answer(_ reply: ConfigurationReply, _ context: inout PaneContext) -> [PaneEffect]? {
    guard case .reloaded = reply else { return nil }
    // If others did change a value, the snapshot that tells so brings the question back.
    guard form.draft.conflicts.isEmpty else { return [] }
    context.tell("All files were read again, and nothing is in the way: Ctrl-S goes on")
    return [.close]
  }

  mutating func settle(_ context: inout PaneContext) {
    look(at: context)
    let (area, width) = Self.place(in: context.body)
    let count = ConflictLines.lines(form, width: width).count
    scroll.settle(page: 0, count: count - FormBox.page(in: area, hasInput: false))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let (area, width) = Self.place(in: area)
    FormBox(
      title: "others changed the same", lines: ConflictLines.lines(form, width: width), mode: .conflict, role: .notice
    ).draw(scroll: scroll.line, in: area, on: &grid)
  }
}

/// What others wrote where the operator has edits: both sides, and what was there before.
enum ConflictLines {
  static func lines(_ form: FormPane, width: Int) -> [Line] {
    let conflicts = form.draft.conflicts
    guard !conflicts.isEmpty else {
      return Line.prose(
        "The runtime file was changed since this form was opened. It is being read again to show both sides.",
        width: width)
    }
    var lines = Line.prose("The runtime file says something else by now of what you have edited.", width: width)
    for change in conflicts {
      let description = form.draft.kind.description(of: change.path)
      func side(_ name: String, _ value: FieldValue?, _ role: Role) -> [Line] {
        var head = Line("  \(name)", .dim)
        head.pad(to: 11)
        let isNew = name == "yours" && form.draft.awaitedSecrets.contains(change.path)
        let words = isNew ? FieldValue.mask : value.map { ChangeLines.shown($0, description) } ?? "not set"
        return ChangeLines.broken(head, words, role, "", width: width)
      }
      lines += [Line(), Line(ShownText.name(change.path.description), .text, .bold)]
      lines += side("yours", change.new, .accent)
      lines += side("theirs", change.old, .notice)
      if let began = form.began[change.path] {
        lines += side("began", began.first { $0.layer == .runtime }?.value, .dim)
      }
    }
    return lines
  }
}
