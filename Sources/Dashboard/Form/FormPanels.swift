import Canvas
import Configuration

/// What stands beside or below the fields of a form: the field under the cursor, the changes, and what is wrong.
enum FormPanels {
  static func draw(
    _ form: FormState, _ field: InspectorField?, _ content: InspectorContent, in area: Rect, on grid: inout CellGrid
  ) {
    let upper = area.rows(0, area.height * 2 / 5)
    let middle = area.rows(upper.height, (area.height - upper.height) / 2)
    let lower = area.rows(upper.height + middle.height, area.height - upper.height - middle.height)
    drawHead(field, in: upper.row(0), on: &grid)
    drawField(field, form, content, in: upper.rows(1, upper.height - 1), on: &grid)
    let changes = form.draft.changes
    drawHead("changes", count: changes.count, in: middle.row(0), on: &grid)
    let width = max(8, area.width - 2)
    let diff =
      changes.isEmpty
      ? [Line("Nothing is changed.", .dim)] : ChangeLines.lines(changes, of: form.draft, width: width, isShort: true)
    draw(diff, in: middle.rows(1, middle.height - 1), on: &grid)
    let findings = InspectorRow.errorsFirst(form.draft.findings)
    drawHead("check", count: findings.count, in: lower.row(0), on: &grid)
    draw(check(findings, width: width), in: lower.rows(1, lower.height - 1), on: &grid)
  }

  static func drawHead(_ field: InspectorField?, in row: Rect, on grid: inout CellGrid) {
    let title = Line(field.map { ShownText.name($0.path.description) } ?? "no field", .title, .bold)
    grid.titleRule([Segment(title, rank: 0)], [], in: row)
  }

  private static func drawHead(_ title: String, count: Int, in row: Rect, on grid: inout CellGrid) {
    let words = Line(title, .title, .bold).adding(count == 0 ? "" : " (\(count))", .dim)
    grid.titleRule([Segment(words, rank: 0)], [], in: row)
  }

  /// What is to be known of a field while it is edited: first what is wrong, in the place of what it takes.
  static func drawField(
    _ field: InspectorField?, _ form: FormState, _ content: InspectorContent, in area: Rect, on grid: inout CellGrid
  ) {
    guard let field, !area.isEmpty else { return }
    let width = max(8, area.width - 2)
    var lines: [Line] = []
    if form.draft.isEdited(field.path) { lines.append(Line(FormRows.was(field.path, form.draft), .accent)) }
    for finding in field.findings.prefix(1) {
      let words = Line.prose("\(finding.severity.word) \(finding.message)", finding.severity.style.role, width: width)
      lines += words.prefix(3)
    }
    var plain = field
    plain.findings = []
    lines += FieldPanel.lines(plain, content, width: area.width, isShort: area.height < 12, showsTitle: false)
    draw(lines, in: area, on: &grid)
  }

  private static func check(_ findings: [Finding], width: Int) -> [Line] {
    guard !findings.isEmpty else { return [Line("All is valid.", .healthy)] }
    return findings.flatMap { finding -> [Line] in
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
