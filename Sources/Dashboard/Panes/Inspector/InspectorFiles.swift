import Canvas
import Configuration

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
