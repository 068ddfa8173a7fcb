import Canvas
import Configuration

/// The configuration of one wrapper: its fields, where their values come from, and what is wrong (article
/// Configuration).
enum InspectorPane {
  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let state = frame.state.inspector
    let content = state.content
    let configuration = frame.state.configuration(frame.live)
    let notice = InspectorNotice.line(content, configuration)
    let layout = InspectorLayout(area, state, hasNotice: notice != nil)
    drawTitle(content, frame, in: layout.title, on: &grid)
    guard let configuration, content.wrapper != nil else {
      let words = configuration == nil ? missing(frame) : ["No wrapper yet, and none is configured."]
      CostsPane.say(words, in: area.rows(1, area.height - 1), on: &grid)
      drawNew(frame, in: area, on: &grid)
      return
    }
    if let history = state.history {
      HistoryPane.draw(history, configuration, in: area.rows(1, area.height - 1), on: &grid)
      return
    }
    if let notice { grid.draw(notice, in: layout.notice) }
    if let form = state.form {
      FormPane.draw(form, frame, layout, in: area.rows(1, area.height - 1), on: &grid)
      return
    }
    defer { drawNew(frame, in: area, on: &grid) }
    InspectorTabs.draw(state, configuration, layout, on: &grid)
    drawList(content, state, in: layout.list, on: &grid)
    let field = content.field(at: state.fields.row)
    if !layout.fieldHead.isEmpty {
      var title = Line()
      if state.section == .field { title.add("\(grid.glyphs.pointer) ", .accent, .bold) }
      title.add(field.map { ShownText.name($0.path.description) } ?? "no field", .title, .bold)
      grid.titleRule([Segment(title, rank: 0)], [], in: layout.fieldHead)
    }
    if let field {
      FieldPanel.draw(
        field, content, scroll: state.fieldScroll, showsTitle: layout.fieldHead.isEmpty, in: layout.field, on: &grid)
    }
    switch layout.shown {
    case .fields, .field: break
    case .findings: InspectorFindings.draw(state, in: layout.section, on: &grid)
    case .variables: InspectorVariables.draw(state, in: layout.section, on: &grid)
    case .files: InspectorFiles.draw(configuration, state, in: layout.section, on: &grid)
    }
  }

  // A wrapper that is begun, over all that is there.
  private static func drawNew(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let new = frame.state.inspector.newWrapper, let configuration = frame.state.configuration(frame.live) else {
      return
    }
    NewWrapperPane.draw(new, configuration, in: area.rows(1, area.height - 1), on: &grid)
  }

  private static func missing(_ frame: Frame) -> [String] {
    if let reason = frame.live?.configurationUnknown {
      return ["The configuration is not known here.", ShownText.path(reason) + "."]
    }
    return [
      "There is no configuration here.",
      "The core that this screen shows has none, or is of a version of wraptop that had none. Start wraptop again where the"
        + " core runs, with --wrappers FILE for a file of your own.",
    ]
  }

  private static func drawList(
    _ content: InspectorContent, _ state: InspectorState, in area: Rect, on grid: inout CellGrid
  ) {
    guard !area.isEmpty else { return }
    if drawNoMatch(content, state, in: area, on: &grid) { return }
    InspectorList.draw(
      content.rows, cursor: state.fields, isHere: state.section == .fields, match: FieldMatch(state.search), in: area,
      on: &grid)
  }

  /// What stands in the place of a list without fields; false if there are some.
  static func drawNoMatch(
    _ content: InspectorContent, _ state: InspectorState, in area: Rect, on grid: inout CellGrid
  ) -> Bool {
    guard content.rows.isEmpty else { return false }
    var words = ["No field matches, of \(content.fieldCount)."]
    if !state.search.isEmpty {
      words.append("Searched for \(ShownText.name(state.search)): Esc clears that, / changes it.")
    }
    if state.onlyChanged { words.append("Showing only fields that some layer sets; f shows all.") }
    CostsPane.say(words, in: area, on: &grid)
    return true
  }

  private static func drawTitle(
    _ content: InspectorContent, _ frame: Frame, in row: Rect, on grid: inout CellGrid
  ) {
    let title = Crumbs.line(frame)
    let state = frame.state.inspector
    if case .filter(let field) = frame.state.overlay {
      FilterLine.draw(field, title: title, in: row, on: &grid)
      return
    }
    var left = [Segment(title, rank: 0)]
    if !state.search.isEmpty {
      left.append(Segment(Line("with \(ShownText.name(state.search))", .notice, .bold), rank: 1))
    }
    if state.onlyChanged { left.append(Segment(Line("changed only", .notice, .bold), rank: 1)) }
    if state.history != nil {
      grid.titleRule([Segment(title, rank: 0)], [], in: row)
      return
    }
    var right = state.form.map(FormPane.summary) ?? []
    if let form = state.form {
      right.append(Segment(Line("kind ", .dim).adding(ShownText.name(form.draft.kind.name), .text), rank: 4))
    } else if let wrapper = content.wrapper {
      right.append(Segment(Line("kind ", .dim).adding(ShownText.name(content.kind.name), .text), rank: 2))
      let origin = wrapper.kindOrigin == .standard ? "by default" : "from \(wrapper.kindOrigin)"
      right.append(Segment(Line(origin, .dim), rank: 3))
      if wrapper.kind != content.kind.name {
        right[0] = Segment(
          Line("kind ", .dim).adding(ShownText.name(wrapper.kind), .critical, .bold)
            .adding(" is not known: shown as external", .critical), rank: 2)
      }
    }
    grid.titleRule(left, right, in: row)
  }
}
