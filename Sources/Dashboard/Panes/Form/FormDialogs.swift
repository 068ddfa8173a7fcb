import Canvas
import Configuration
import PlainText

/// What lies over the fields of a form.
enum FormDialogs {
  static func draw(_ form: FormPane, in area: Rect, on grid: inout CellGrid) {
    guard let dialog = form.dialog else { return }
    let width = FormBox.width(in: area) - 1
    switch dialog {
    case .review(let reason):
      let count = form.draft.changes.count
      let title = "review: \(NumberFormat.counted(count, "change")) to \(ShownText.name(form.draft.wrapper))"
      FormBox(
        title: form.sent == nil ? title : "writing…", lines: ReviewLines.lines(form, width: width),
        input: ("reason", TextField(reason, look: FieldLook(form.sent == nil ? .editing : .none))), mode: .review
      ).draw(scroll: form.dialogScroll.line, in: area, on: &grid)
    case .conflict:
      FormBox(
        title: "others changed the same", lines: ConflictLines.lines(form, width: width), mode: .conflict,
        role: .notice
      ).draw(scroll: form.dialogScroll.line, in: area, on: &grid)
    case .passphrase(let entry): draw(entry, isSent: form.sent != nil, width: width, in: area, on: &grid)
    case .leave:
      FormBox(
        title: leaveTitle(form.draft), lines: leaveLines(form.draft, width: width), mode: .leaving, role: .notice
      )
      .draw(in: area, on: &grid)
    }
  }

  /// How far what is in the dialog can be scrolled.
  static func scrollLimit(_ form: FormPane, in area: Rect) -> Int {
    let width = FormBox.width(in: area) - 1
    switch form.dialog {
    case .review: return ReviewLines.lines(form, width: width).count - FormBox.page(in: area, hasInput: true)
    case .conflict: return ConflictLines.lines(form, width: width).count - FormBox.page(in: area, hasInput: false)
    default: return 0
    }
  }

  // As many dots as characters, and nothing else of them.
  private static func draw(
    _ entry: PassphraseEntry, isSent: Bool, width: Int, in area: Rect, on grid: inout CellGrid
  ) {
    let words =
      if entry.isNew {
        entry.first == nil
          ? "There is no credential store yet: it is made with this passphrase. Whoever forgets it loses what is in there."
          : "Once more, so that a slip does not lock it for good."
      } else {
        "New secrets go into the credential store, which is locked."
      }
    var lines = Line.prose(words, width: width)
    // The line of what is wrong is there from the start, so that the box keeps its size.
    lines += Line.prose(entry.fault ?? "", .critical, .bold, width: width)
    let dots = String(repeating: String(grid.glyphs.dot), count: min(entry.editor.count, 64))
    let field = TextField(text: dots, cursor: isSent ? nil : dots.count, look: FieldLook(isSent ? .none : .editing))
    FormBox(
      title: isSent ? "writing…" : "passphrase of the credential store", lines: lines,
      input: (entry.first == nil ? "passphrase" : "again     ", field), mode: .passphrase, rows: 3
    ).draw(in: area, on: &grid)
  }

  private static func leaveTitle(_ draft: Draft) -> String {
    let count = draft.changes.count
    return count == 0
      ? "an edit is not written" : "\(NumberFormat.counted(count, "change")) \(count == 1 ? "is" : "are") not written"
  }

  private static func leaveLines(_ draft: Draft, width: Int) -> [Line] {
    let changes = draft.changes
    guard !changes.isEmpty else { return Line.prose("What was typed is not a valid value yet.", width: width) }
    let shown = changes.prefix(changes.count > 6 ? 5 : 6)
      .map { Line("  " + ShownText.name($0.path.description), .text) }
    return shown + (changes.count > 6 ? [Line("  and \(changes.count - 5) more", .dim)] : [])
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
