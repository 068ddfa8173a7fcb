import Canvas
import Configuration
import PlainText

/// The configuration of one wrapper: its fields, where their values come from, and what is wrong (article
/// Configuration).
enum InspectorView {
  static func draw(_ pane: InspectorPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let list = pane.list, content = list.content
    let notice = InspectorNotice.line(content, frame.configuration)
    let layout = InspectorLayout(area, pane.section, hasNotice: notice != nil)
    drawTitle(list, right: origin(content), frame, in: layout.title, on: &grid)
    guard let configuration = frame.configuration, content.wrapper != nil else {
      drawMissing(frame, in: area, on: &grid)
      return
    }
    if let notice { grid.draw(notice, in: layout.notice) }
    InspectorTabs.draw(pane, configuration, layout, on: &grid)
    drawList(list, isHere: pane.section == .fields, in: layout.list, on: &grid)
    if !layout.fieldHead.isEmpty {
      var title = Line()
      if pane.section == .field { title.add("\(grid.glyphs.pointer) ", .accent, .bold) }
      title.add(list.field.map { ShownText.name($0.path.description) } ?? "no field", .title, .bold)
      grid.titleRule([Segment(title, rank: 0)], [], in: layout.fieldHead)
    }
    if let field = list.field {
      FieldPanel.draw(
        field, content, scroll: list.fieldScroll.line, showsTitle: layout.fieldHead.isEmpty, in: layout.field,
        on: &grid)
    }
    switch layout.shown {
    case .fields, .field: break
    case .findings: InspectorFindings.draw(pane, in: layout.section, on: &grid)
    case .variables: InspectorVariables.draw(pane, in: layout.section, on: &grid)
    case .files: InspectorFiles.draw(configuration, pane, in: layout.section, on: &grid)
    }
  }

  /// What stands there while there is no configuration to show.
  static func drawMissing(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let words = frame.configuration == nil ? missing(frame) : ["No wrapper yet, and none is configured."]
    EmptyText.draw(words, in: area.rows(1, area.height - 1), on: &grid)
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

  private static func drawList(_ list: FieldList, isHere: Bool, in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    if drawNoMatch(list, in: area, on: &grid) { return }
    InspectorList.draw(
      list.content.rows, cursor: list.cursor, isHere: isHere, match: FieldMatch(list.search), in: area, on: &grid)
  }

  /// What stands in the place of a list without fields; false if there are some.
  static func drawNoMatch(_ list: FieldList, in area: Rect, on grid: inout CellGrid) -> Bool {
    guard list.content.rows.isEmpty else { return false }
    var words = ["No field matches, of \(list.content.fieldCount)."]
    if !list.search.isEmpty {
      words.append("Searched for \(ShownText.name(list.search)): Esc clears that, / changes it.")
    }
    if list.onlyChanged { words.append("Showing only fields that some layer sets; f shows all.") }
    EmptyText.draw(words, in: area, on: &grid)
    return true
  }

  /// The way to a pane of the configuration of a wrapper; `last` is nil for the inspector itself.
  static func crumbs(_ wrapper: String?, _ last: String? = nil) -> Line {
    let line = Crumbs.path([wrapper].compactMap(\.self), last: KeyMode.inspector.title)
    return last.map { line.adding(" > ", .dim).adding($0, .title, .bold) } ?? line
  }

  /// Draws the title of a list of fields with what is searched for, or with the line in which that is typed.
  static func drawTitle(
    _ list: FieldList, _ last: String? = nil, right: [Segment], _ frame: Frame, in row: Rect, on grid: inout CellGrid
  ) {
    let title = crumbs(list.wrapper, last)
    if let field = frame.line {
      FilterLine.draw(field, title: title, in: row, on: &grid)
      return
    }
    var left = [Segment(title, rank: 0)]
    if !list.search.isEmpty {
      left.append(Segment(Line("with \(ShownText.name(list.search))", .notice, .bold), rank: 1))
    }
    if list.onlyChanged { left.append(Segment(Line("changed only", .notice, .bold), rank: 1)) }
    grid.titleRule(left, right, in: row)
  }

  // The kind of the wrapper, and where that is said.
  private static func origin(_ content: InspectorContent) -> [Segment] {
    guard let wrapper = content.wrapper else { return [] }
    let origin = wrapper.kindOrigin == .standard ? "by default" : "from \(wrapper.kindOrigin)"
    var kind = Line("kind ", .dim).adding(ShownText.name(content.kind.name), .text)
    if wrapper.kind != content.kind.name {
      kind = Line("kind ", .dim).adding(ShownText.name(wrapper.kind), .critical, .bold)
        .adding(" is not known: shown as external", .critical)
    }
    return [Segment(kind, rank: 2), Segment(Line(origin, .dim), rank: 3)]
  }
}

/// What has to be known before all else of the configuration that is shown, in a line below the title.
enum InspectorNotice {
  /// Nil if there is nothing.
  static func line(_ content: InspectorContent, _ configuration: ConfigurationState?) -> Line? {
    guard let configuration, content.wrapper != nil else { return nil }
    if !configuration.rejected.isEmpty {
      let count = configuration.rejected.count { $0.severity == .error }
      let words = NumberFormat.counted(count, "error")
      return Line("! ", .notice, .bold)
        .adding("What is on the disk has \(words): the last good configuration is in force", .notice)
    }
    if content.isBegun {
      return Line("Not configured yet, kind ", .text).adding(ShownText.name(content.kind.name), .accent)
        .adding(": what is set here begins it when it is written", .text)
    }
    guard content.isConfigured else {
      return Line("Not configured: defaults of kind ", .text)
        .adding(ShownText.name(content.kind.name), .accent)
        .adding(configuration.readOnlyReason == nil ? "; e begins a configuration" : "", .text)
    }
    return nil
  }
}

/// The names of the sections, with how much is in each.
enum InspectorTabs {
  static func draw(
    _ state: InspectorPane, _ configuration: ConfigurationState, _ layout: InspectorLayout, on grid: inout CellGrid
  ) {
    guard !layout.tabs.isEmpty else { return }
    let place = layout.tabSections.firstIndex(of: layout.shown) ?? 0
    let left = layout.tabSections.enumerated().map { number, section in
      let isShown = section == layout.shown
      // Beside the list, keys may go there.
      var line = Line()
      if section == state.section, section != .fields { line.add("\(grid.glyphs.pointer) ", .accent, .bold) }
      line.add(section.rawValue, isShown ? .title : .dim, isShown ? [.bold, .underline] : [])
      line.add(count(section, state.list.content, configuration))
      return Segment(line, rank: isShown ? 0 : 2 + abs(number - place))
    }
    let right = [Segment(Line("h l", .key), rank: 9)]
    // A rule would take the room of a name.
    if layout.tabs.width < 60 {
      grid.draw(left, right, in: layout.tabs)
    } else {
      grid.titleRule(left, right, in: layout.tabs)
    }
  }

  private static func count(
    _ section: InspectorSection, _ content: InspectorContent, _ configuration: ConfigurationState
  ) -> Line {
    func number(_ count: Int) -> String { " " + NumberFormat.grouped(UInt64(max(0, count))) }
    switch section {
    case .fields: return Line(number(content.rows.count(where: \.isField)), .dim)
    case .field: return Line()
    case .findings:
      let errors = content.findings.contains { $0.finding.severity == .error }
      if content.findings.isEmpty { return Line(" none", .dim) }
      return Line(number(content.findings.count), errors ? .critical : .notice, .bold)
    case .variables: return Line(number(content.variables.count), .dim)
    case .files: return Line(number(configuration.files.count), .dim)
    }
  }
}
