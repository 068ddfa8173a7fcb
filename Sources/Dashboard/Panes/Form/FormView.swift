import Canvas
import Configuration
import PlainText

/// The configuration of a wrapper while it is edited: the fields with their values in place, and beside them, where
/// there is room, what is going to be written and what is wrong (article Configuration, Changes).
enum FormView {
  static func draw(_ form: FormPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let state = form.list
    let notice = InspectorNotice.line(state.content, frame.configuration)
    let layout = InspectorLayout(area, .fields, hasNotice: notice != nil)
    let kind = Line("kind ", .dim).adding(ShownText.name(form.draft.kind.name), .text)
    InspectorView.drawTitle(
      state, "form", right: summary(form) + [Segment(kind, rank: 4)], frame, in: layout.title, on: &grid)
    guard frame.configuration != nil, state.content.wrapper != nil else {
      InspectorView.drawMissing(frame, in: area, on: &grid)
      return
    }
    if let notice { grid.draw(notice, in: layout.notice) }
    draw(form, layout, hasDialog: frame.hasDialog, in: area.rows(1, area.height - 1), on: &grid)
  }

  private static func draw(
    _ form: FormPane, _ layout: InspectorLayout, hasDialog: Bool, in area: Rect, on grid: inout CellGrid
  ) {
    let state = form.list
    if !layout.list.isEmpty, InspectorView.drawNoMatch(state, in: layout.list, on: &grid) {
      return
    }
    InspectorList.draw(
      state.content.rows, cursor: state.cursor, isHere: true, isEditing: form.editing != nil,
      match: FieldMatch(state.search), in: layout.list, on: &grid
    ) { field, place, grid in
      drawValue(field, form, in: place, list: layout.list, on: &grid)
      return true
    }
    if layout.list.maxX < area.maxX {
      let left = layout.list.maxX + 2
      FormPanels.draw(
        form, state.field, list: layout.list,
        in: Rect(x: left, y: layout.list.y, width: area.maxX - left, height: layout.list.height), on: &grid)
    } else {
      let count = state.content.rows.count(where: \.isField)
      grid.titleRule(
        [Segment(Line("fields", .title, .bold).adding(" \(count)", .dim), rank: 0)], [], in: layout.tabs)
      FormPanels.drawHead(state.field, in: layout.fieldHead, on: &grid)
      FormPanels.drawField(state.field, form, list: layout.list, in: layout.field, on: &grid)
    }
    if !hasDialog { drawList(form, layout.list, in: area, on: &grid) }
  }

  /// How many changes there are and what is wrong, for the title.
  static func summary(_ form: FormPane) -> [Segment] {
    var segments: [Segment] = []
    if form.sent != nil { segments.append(Segment(Line("writing…", .notice, .bold), rank: 0)) }
    let changes = form.draft.changes.count
    let words = changes == 0 ? "no changes" : NumberFormat.counted(changes, "change")
    segments.append(Segment(Line(words, changes == 0 ? .dim : .accent, changes == 0 ? [] : .bold), rank: 1))
    for severity in [Finding.Severity.error, .warning] {
      let count = form.draft.findings.count { $0.severity == severity }
      guard count > 0 else { continue }
      let word = severity == .error ? "error" : "warning"
      segments.append(
        Segment(Line(NumberFormat.counted(count, word), severity.style.role, .bold), rank: 2))
    }
    return segments
  }

  // MARK: Values

  private static func drawValue(
    _ field: InspectorField, _ form: FormPane, in rest: Rect, list: Rect, on grid: inout CellGrid
  ) {
    let path = field.path, description = field.resolved.description
    let columns = InspectorColumns(Rect(x: list.x, y: rest.y, width: list.width, height: 1))
    let isEdited = form.draft.isEdited(path)
    if isEdited {
      grid[columns.pointer.x + 1, rest.y] = Cell(grid.glyphs.edited, style: Style(.accent, .bold))
    }
    if let editing = form.editing, editing.path == path {
      let look = FieldLook(.editing, isFaulty: field.severity == .error)
      editing.editor.widget(of: description, stored: stored(path, form.draft), look: look).draw(in: rest, on: &grid)
      return
    }
    if let typed = form.draft.text(at: path) {
      TextField(text: typed, cursor: nil, placeholder: "empty", look: FieldLook(isFaulty: true))
        .draw(in: columns.value, on: &grid)
    } else if form.draft.awaitedSecrets.contains(path) {
      grid.draw(Line(FieldValue.mask, .text, .bold).adding(" new", .dim), in: columns.value)
    } else if form.draft.exposedSecrets.contains(path) {
      grid.draw(Line(FieldValue.mask, .notice, .bold), in: columns.value)
    } else {
      var value = isEdited ? FormRows.own(path, form.draft) ?? field.resolved.value : field.resolved.value
      if value == .null { value = description.standard }
      description.widget(of: value).draw(in: columns.value, on: &grid)
      let isChanged = field.isChanged
      grid.restyle(columns.value) { style in
        guard style.role == .text else { return }
        if isChanged { style.emphasis.insert(.bold) } else { style.role = .dim }
      }
    }
    if isEdited {
      // No layer says so before it is written.
      grid.draw(Line("pending", .accent, .bold), in: columns.layer)
    } else if let layer = field.resolved.layer {
      grid.draw(Line(layer.badge, layer.style.role, layer.style.emphasis), in: columns.layer)
    }
    grid.draw(remark(field, form.draft, isEdited: isEdited), in: columns.hidden)
  }

  private static func remark(_ field: InspectorField, _ draft: Draft, isEdited: Bool) -> Line {
    if isEdited {
      if let stronger = draft.base.given[field.path]?.first, stronger.layer > .runtime {
        return Line("hidden by \(stronger.layer.badge)", .notice)
      }
      return Line(FormRows.was(field.path, draft), .accent)
    }
    let isMissing = field.resolved.value == nil && field.resolved.description.isRequired
    return isMissing ? Line("required", .notice, .bold) : field.resolved.hiddenWords
  }

  private static func stored(_ path: FieldPath, _ draft: Draft) -> SecretField.Stored {
    switch draft.kind.field(path, of: draft.base)?.value {
    case nil: .none
    case .reference(let reference)?: .reference(reference.description)
    default: .hidden
    }
  }

  // The values of a choice, below the one that is chosen.
  private static func drawList(
    _ form: FormPane, _ list: Rect, in area: Rect, on grid: inout CellGrid
  ) {
    guard let values = form.editing?.editor.list, !list.isEmpty else { return }
    let row = min(list.height - 1, 1 + form.list.cursor.row - form.list.cursor.top)
    // With the line below the value, which says what it takes.
    let field = InspectorColumns(list.row(row)).value
    let told = Rect(x: field.x, y: field.y, width: field.width, height: min(2, list.height - row))
    values.draw(in: values.place(at: told, in: area), on: &grid)
  }
}
