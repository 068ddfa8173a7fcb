import Canvas
import Configuration
import PlainText

extension KeyMode {
  /// The changes are shown before they are written, and the reason is typed.
  static let review = KeyMode("review", .typing)
}

/// The changes, before they are written, with the reason as it is typed.
struct ReviewPane: FormDialog {
  static let modes = [KeyMode.review]

  var form: FormPane
  private(set) var reason: LineEditor
  private(set) var scroll = ScrollOffset()

  init(form: FormPane) {
    self.form = form
    reason = LineEditor(form.reason)
  }

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    if let effects = effectsWhileWriting(input, &context) { return effects }
    switch input {
    case .move(let movement): scroll.move(movement, page: 8)
    case .edit(let edit): return reason.apply(edit) ? [] : [.beep]
    case .accept: return write(exposesSecrets: false, &context)
    case .back: return [.close]
    case .own(.yes):
      // Once a reason is typed it is a letter of that.
      if reason.text.isEmpty { return hand(.write(reason: "", exposesSecrets: false)) }
      return update(.edit(.insert("y")), &context)
    case .own(.writeExposed):
      guard !form.draft.exposedSecrets.isEmpty else { return [.beep] }
      if reason.text.isEmpty { return hand(.write(reason: "", exposesSecrets: true)) }
      return write(exposesSecrets: true, &context)
    case .own(let action): return hand(action)
    case .filter: break
    }
    return []
  }

  // Without a reason, Enter confirms nothing.
  private func write(exposesSecrets: Bool, _ context: inout PaneContext) -> [PaneEffect] {
    if let fault = Self.fault(ofReason: reason.text) { return context.refuse(fault) }
    return hand(.write(reason: reason.text, exposesSecrets: exposesSecrets))
  }

  /// Why Enter does not confirm with that reason; nil if it does.
  static func fault(ofReason reason: String) -> String? {
    if reason.allSatisfy(\.isWhitespace) { return "y confirms without a reason; or type one, then Enter" }
    return ChangeRequest.fault(ofReason: reason).map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  mutating func settle(_ context: inout PaneContext) {
    look(at: context)
    let (area, width) = Self.place(in: context.body)
    let count = ReviewLines.lines(form, width: width).count
    scroll.settle(page: 0, count: count - FormBox.page(in: area, hasInput: true))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let (area, width) = Self.place(in: area)
    let changes = NumberFormat.counted(form.draft.changes.count, "change")
    let isSent = form.sent != nil
    FormBox(
      title: isSent ? "writing…" : "review: \(changes) to \(ShownText.name(form.draft.wrapper))",
      lines: ReviewLines.lines(form, width: width),
      input: ("reason", TextField(reason, look: FieldLook(isSent ? .none : .editing))), mode: .review
    ).draw(scroll: scroll.line, in: area, on: &grid)
  }
}

/// The changes as they are going to be written, and what is worth a warning.
enum ReviewLines {
  static func lines(_ form: FormPane, width: Int) -> [Line] {
    var lines: [Line] = []
    if let kind = form.draft.newKind {
      lines += [Line("A new wrapper of kind ", .text).adding(ShownText.name(kind), .accent), Line()]
    }
    lines += ChangeLines.lines(form.draft.changes, of: form.draft, width: width, isShort: false)
    let warnings = form.draft.findings.filter { $0.severity == .warning }
    guard !warnings.isEmpty else { return lines }
    lines.append(Line())
    if !form.draft.exposedSecrets.isEmpty {
      lines += Line.prose(
        "What looks like a secret is not written unless Ctrl-F says so.", .critical, .bold, width: width)
    }
    for warning in warnings {
      let subject = warning.path.map { ShownText.name($0.description) + ": " } ?? ""
      lines += Line.prose("WARN \(subject)\(warning.message)", .notice, width: width)
    }
    return lines
  }
}
