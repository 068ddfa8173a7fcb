import Canvas
import Configuration

/// What stands beside or below the fields of a form: the field under the cursor, the changes, and what is wrong.
enum FormPanels {
  /// - Parameter list: where the list of fields stands: what is said there in full is not said here again.
  static func draw(
    _ form: FormPane, _ field: InspectorField?, list: Rect, in area: Rect,
    on grid: inout CellGrid
  ) {
    let upper = area.rows(0, area.height * 2 / 5)
    let middle = area.rows(upper.height, (area.height - upper.height) / 2)
    let lower = area.rows(upper.height + middle.height, area.height - upper.height - middle.height)
    drawHead(field, in: upper.row(0), on: &grid)
    drawField(field, form, list: list, in: upper.rows(1, upper.height - 1), on: &grid)
    let changes = form.draft.changes
    drawHead("changes", count: changes.count, in: middle.row(0), on: &grid)
    let width = max(8, area.width - 2)
    let diff =
      changes.isEmpty
      ? [Line("Nothing is changed.", .dim)] : ChangeLines.lines(changes, of: form.draft, width: width, isShort: true)
    draw(diff, in: middle.rows(1, middle.height - 1), on: &grid)
    let findings = InspectorRow.errorsFirst(form.draft.findings)
    drawHead("check", count: findings.count, in: lower.row(0), on: &grid)
    let untold = findings.filter { !isTold($0, form.list, list) }
    draw(check(untold, of: findings.count, width: width), in: lower.rows(1, lower.height - 1), on: &grid)
  }

  static func drawHead(_ field: InspectorField?, in row: Rect, on grid: inout CellGrid) {
    let title = Line(field.map { ShownText.name($0.path.description) } ?? "no field", .title, .bold)
    grid.titleRule([Segment(title, rank: 0)], [], in: row)
  }

  private static func drawHead(_ title: String, count: Int, in row: Rect, on grid: inout CellGrid) {
    let words = Line(title, .title, .bold).adding(count == 0 ? "" : " (\(count))", .dim)
    grid.titleRule([Segment(words, rank: 0)], [], in: row)
  }

  /// What is to be known of a field while it is edited: first what is wrong, if it is not said in full below its value, and
  /// what is about to be written.
  static func drawField(
    _ field: InspectorField?, _ form: FormPane, list: Rect, in area: Rect,
    on grid: inout CellGrid
  ) {
    guard var field, !area.isEmpty else { return }
    let width = max(8, area.width - 2)
    var lines: [Line] = []
    // Beside the list the check has room for it.
    if area.x == list.x, let finding = field.findings.first, !isTold(finding, form.list, list) {
      let words = Line.prose("\(finding.severity.word) \(finding.message)", finding.severity.style.role, width: width)
      lines += words.prefix(3)
    }
    let isPending = form.draft.isEdited(field.path) && form.draft.text(at: field.path) == nil
    field.findings = []
    if let now = form.draft.kind.field(field.path, of: form.draft.base) { field.resolved = now }
    lines += FieldPanel.lines(
      field, form.list.content, width: area.width, isShort: area.height < 12, showsTitle: false,
      pending: isPending ? pending(field, form.draft) : nil)
    draw(lines, in: area, on: &grid)
  }

  // What is about to be written of a field, as the first of what its value comes from.
  private static func pending(_ field: InspectorField, _ draft: Draft) -> String {
    if draft.awaitedSecrets.contains(field.path) || draft.exposedSecrets.contains(field.path) { return FieldValue.mask }
    guard let value = FormRows.own(field.path, draft) else { return "runtime value taken out" }
    return field.resolved.description.shownWithUnit(value)
  }

  /// Whether the list says something in full, where it can be seen.
  private static func isTold(_ finding: Finding, _ state: FieldList, _ list: Rect) -> Bool {
    let page = state.content.rows.enumerated().dropFirst(state.cursor.top).prefix(list.height - 1)
    return page.contains { _, row in
      switch row {
      case .message(let told) where told == finding, .remark(let told) where told == finding: row.fits(in: list)
      case .note(finding.message, finding.severity): row.fits(in: list)
      default: false
      }
    }
  }

  private static func check(_ untold: [Finding], of count: Int, width: Int) -> [Line] {
    guard count > 0 else { return [Line("All is valid.", .healthy)] }
    guard !untold.isEmpty else { return [Line("Said below the field.", .dim)] }
    return untold.flatMap { finding -> [Line] in
      var words = Line(finding.severity.word, finding.severity.style.role, .bold)
      if let path = finding.path { words.add(" " + ShownText.name(path.description), .text, .bold) }
      return [words]
        + Line.prose(finding.message, finding.severity.style.role, width: width - 2).map { Line("  ").adding($0) }
    }
  }

  // With a word on what has no room.
  private static func draw(_ lines: [Line], in area: Rect, on grid: inout CellGrid) {
    let isCut = lines.count > area.height && area.height > 1
    for (row, line) in lines.prefix(isCut ? area.height - 1 : area.height).enumerated() {
      grid.draw(line, in: area.row(row).columns(1, area.width - 2))
    }
    if isCut {
      let more = Line("\(lines.count - area.height + 1) more lines", .dim)
      grid.draw(more, in: area.row(area.height - 1).columns(1, area.width - 2))
    }
  }
}

/// What the list of fields shows of a form beyond the values themselves.
enum FormRows {
  /// The rows with a line below the value that is being edited, which is there whether something is wrong or not, so that
  /// nothing moves while one types.
  static func rows(_ rows: [InspectorRow], _ form: FormPane) -> [InspectorRow] {
    guard let editing = form.editing, let place = rows.firstIndex(where: { $0.field?.path == editing.path }),
      var field = rows[place].field
    else { return rows }
    field.findings = InspectorRow.errorsFirst(form.draft.findings(at: editing.path))
    var rows = rows
    let end = rows[(place + 1)...].firstIndex { !$0.isMessage } ?? rows.endIndex
    let note =
      if let worst = field.findings.first {
        InspectorRow.note(worst.message, worst.severity)
      } else {
        InspectorRow.note(
          [takes(field.resolved.description), was(editing.path, form.draft)].joined(separator: "; "), nil)
      }
    rows.replaceSubrange(place..<end, with: [.field(field), note])
    return rows
  }

  private static func takes(_ field: FieldDescription) -> String {
    field.isSensitive ? "takes a secret, which is never shown, or ${env:NAME}" : "takes \(field.allowedInWords)"
  }

  /// What was in force before the edits: `was $5 file`.
  static func was(_ path: FieldPath, _ draft: Draft) -> String {
    guard let field = draft.kind.field(path, of: draft.base), let first = field.candidates.first else {
      return "was not set"
    }
    return "was \(field.description.shownWithUnit(first.value)) \(first.layer.badge)"
  }

  /// What the runtime layer is going to say; nil for nothing.
  static func own(_ path: FieldPath, _ draft: Draft) -> FieldValue? {
    draft.preview.given[path]?.first { $0.layer == .runtime }?.value
  }
}
