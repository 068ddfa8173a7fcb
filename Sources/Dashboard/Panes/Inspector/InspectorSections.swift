import Canvas
import Configuration
import PlainText

/// What is wrong, what matters most first: what keeps files from coming into force, what is about this wrapper, the rest.
enum InspectorFindings {
  static func draw(_ pane: InspectorPane, in area: Rect, on grid: inout CellGrid) {
    let findings = pane.list.content.findings
    guard !area.isEmpty else { return }
    guard !findings.isEmpty else {
      EmptyText.draw(["Nothing is wrong with the configuration of any wrapper."], .healthy, in: area, on: &grid)
      return
    }
    let cursor = max(0, min(pane.findings.row, findings.count - 1))
    // As little is scrolled as shows the one under the cursor whole.
    var first = cursor, height = block(cursor, pane, width: area.width).height
    while first > 0 {
      height += block(first - 1, pane, width: area.width).height
      if height > area.height { break }
      first -= 1
    }
    var row = 0
    for place in first..<findings.count where row < area.height {
      let block = block(place, pane, width: area.width)
      for line in block.head where row < area.height {
        grid.draw(line, in: area.row(row))
        row += 1
      }
      let start = row
      for line in block.body where row < area.height {
        grid.draw(line, in: area.row(row).columns(2, area.width - 3))
        row += 1
      }
      guard place == cursor, pane.section == .findings else { continue }
      grid[area.x, area.y + start] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold))
      grid.select(area.rows(start, row - start).columns(0, area.width - 1))
    }
    if first > 0 || row >= area.height {
      let thumb = (area.height - 1) * cursor / max(1, findings.count - 1)
      grid[area.maxX - 1, area.y + thumb] = Cell(grid.glyphs.scrollThumb, style: Style(.dim))
    }
  }

  private struct Block {
    /// What stands before it: a blank line, the heading of what it is the first of.
    var head: [Line]
    var body: [Line]
    var height: Int { head.count + body.count }
  }

  private static func block(_ place: Int, _ pane: InspectorPane, width: Int) -> Block {
    let findings = pane.list.content.findings
    let entry = findings[place]
    var head: [Line] = []
    if place == 0 || findings[place - 1].scope != entry.scope {
      if place > 0 { head.append(Line()) }
      head.append(heading(entry.scope, findings.count { $0.scope == entry.scope }, pane))
    }
    return Block(head: head, body: body(entry, width: width - 3))
  }

  private static func heading(_ scope: InspectorFinding.Scope, _ count: Int, _ pane: InspectorPane) -> Line {
    let title =
      switch scope {
      case .rejected: Line("On the disk, not in force", .notice, .bold)
      case .wrapper: Line(ShownText.name(pane.list.wrapper ?? ""), .title, .bold)
      case .elsewhere: Line("Elsewhere", .title, .bold)
      }
    return title.adding(" \(NumberFormat.grouped(UInt64(count)))", .dim)
  }

  private static func body(_ entry: InspectorFinding, width: Int) -> [Line] {
    let finding = entry.finding
    var subject: [String] = []
    if entry.scope != .wrapper, let wrapper = finding.wrapper { subject.append(ShownText.name(wrapper)) }
    subject += finding.subject
    if let path = finding.path { subject.append(ShownText.name(path.description)) }
    var pieces = [Line(finding.severity.word, finding.severity.style.role, .bold)]
    if !subject.isEmpty { pieces.append(Line(subject.joined(separator: ": "), .accent)) }
    let origin = finding.origin == .standard ? "" : finding.origin.description
    let isShort = DisplayWidth.of(origin) <= width - 2
    if isShort { pieces.append(Line(origin, .dim)) }
    let path = isShort ? [] : TextWrap.lines(origin, width: max(4, width - 2)).map { Line("  ").adding($0, .dim) }
    return Line.wrap(pieces.filter { $0.width > 0 }, width: width, indent: 2) + path
      + Line.prose(finding.message, width: width - 2).map { Line("  ").adding($0) }
  }
}

/// What the configuration is read from, and whether it can be changed here.
enum InspectorFiles {
  static func draw(
    _ configuration: ConfigurationState, _ pane: InspectorPane, in area: Rect, on grid: inout CellGrid
  ) {
    let lines = lines(configuration, width: area.width - 3)
    let first = max(0, min(pane.fileScroll.line, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      grid.draw(line, in: area.row(row).columns(2, area.width - 3))
    }
    grid.drawScrollBar(area, lines.count, top: first)
  }

  static func lines(_ configuration: ConfigurationState, width: Int) -> [Line] {
    var lines: [Line] = []
    for finding in configuration.rejected.prefix(most) {
      let role = finding.severity.style.role
      lines += Line.prose("\(finding.severity.word) \(finding)", role, width: width)
    }
    if configuration.rejected.count > most {
      lines.append(Line("and \(configuration.rejected.count - most) more among the findings", .notice))
    }
    if !lines.isEmpty { lines.append(Line()) }
    if configuration.files.isEmpty { lines.append(Line("Nothing is read from files.", .text)) }
    for file in configuration.files {
      var head = Line(file.layer.badge, file.layer.style.role, file.layer.style.emphasis)
      head.pad(to: indent)
      let path = TextWrap.lines(ShownText.path(file.path), width: max(8, width - indent))
      for (place, part) in path.enumerated() {
        var line = place == 0 ? head : Line()
        line.pad(to: indent)
        lines.append(line.adding(part, file.exists ? .text : .dim))
      }
      guard !file.exists else { continue }
      let words = file.layer == .runtime ? "not there yet: the first change makes it" : "not there"
      lines += continued(words, file.layer == .runtime ? .dim : .notice, width: width)
    }
    lines.append(Line())
    lines += entry("profile", configuration.environmentName ?? "none: --environment NAME chooses one", width: width)
    lines += entry(
      "changes",
      configuration.readOnlyReason.map { "cannot be made here: \($0)" }
        ?? "go into the runtime file; wraptop never writes the others", width: width)
    lines += entry(
      "layers", Layer.allCases.map(\.badge).joined(separator: " < ") + ": each hides those before", width: width)
    return lines
  }

  private static let indent = Layer.badgeWidth + 2
  /// So many of what is wrong on the disk are told here.
  private static let most = 3

  private static func entry(_ label: String, _ text: String, width: Int) -> [Line] {
    let text = Line.prose(ShownText.path(text), width: width - indent)
    return text.enumerated().map { place, part in
      var line = Line(place == 0 ? label : "", .dim)
      line.pad(to: indent)
      return line.adding(part)
    }
  }

  private static func continued(_ text: String, _ role: Role, width: Int) -> [Line] {
    Line.prose(text, role, width: width - indent).map { part in
      var line = Line()
      line.pad(to: indent)
      return line.adding(part)
    }
  }
}

/// Environment variables that were found to set something, those of the wrapper that is shown first.
enum InspectorVariables {
  static func draw(_ pane: InspectorPane, in area: Rect, on grid: inout CellGrid) {
    let variables = pane.list.content.variables
    guard !area.isEmpty else { return }
    guard !variables.isEmpty else {
      let example = VariableName.name(of: FieldPath("daily_budget"), of: pane.list.wrapper ?? "support-bot")
      EmptyText.draw(
        [
          "No environment variable sets a field of any wrapper.",
          "One is found by its name, WRAPPER_<NAME>_<FIELD>, such as \(ShownText.name(example)).",
        ], in: area, on: &grid)
      return
    }
    if isNarrow(area) { return drawNarrow(variables, pane, in: area, on: &grid) }
    Table(
      columns: [
        Table.Column("VARIABLE", width: 16, weight: 3, truncation: .middle),
        Table.Column("SETS", width: 12, weight: 3, truncation: .middle),
        Table.Column("STATE", width: 8),
      ], rowCount: variables.count, selected: pane.section == .variables ? pane.variables.row : nil,
      firstRow: pane.variables.top
    ) { row in
      [
        .text(ShownText.name(variables[row].name)), .line(sets(variables[row], pane).spans),
        .line(isInForce(variables[row]).spans),
      ]
    }.draw(in: area, on: &grid)
  }

  /// How many variables are on the screen at once.
  static func page(_ area: Rect) -> Int { isNarrow(area) ? area.height / 2 : area.height - 1 }

  // Below this width no name of a variable would be whole.
  private static func isNarrow(_ area: Rect) -> Bool { area.width < 84 }

  // Two lines for each: what it is called, and below that what it sets.
  private static func drawNarrow(
    _ variables: [FoundVariable], _ pane: InspectorPane, in area: Rect, on grid: inout CellGrid
  ) {
    for (place, variable) in variables.enumerated().dropFirst(pane.variables.top).prefix(page(area)) {
      let rows = area.rows(2 * (place - pane.variables.top), 2)
      grid.draw(Line(ShownText.name(variable.name), .text), in: rows.row(0).columns(2, area.width - 2))
      let below = Line("sets ", .dim).adding(sets(variable, pane)).adding(", ", .dim).adding(isInForce(variable))
      grid.draw(below, in: rows.row(1).columns(4, area.width - 4))
      guard place == pane.variables.row, pane.section == .variables else { continue }
      grid[rows.x, rows.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold))
      grid.select(rows)
    }
  }

  private static func sets(_ variable: FoundVariable, _ pane: InspectorPane) -> Line {
    let isOwn = variable.wrapper == pane.list.wrapper
    return Line(isOwn ? "" : ShownText.name(variable.wrapper) + ": ", .dim)
      .adding(ShownText.name(variable.path.description), .accent)
  }

  private static func isInForce(_ variable: FoundVariable) -> Line {
    variable.isInForce
      ? Line("in force", Layer.environment.style.role, Layer.environment.style.emphasis) : Line("hidden", .notice)
  }
}
