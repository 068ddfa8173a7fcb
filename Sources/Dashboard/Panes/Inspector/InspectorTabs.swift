import Canvas
import Configuration

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
    func number(_ count: Int) -> String { " " + CompactFigure.grouped(UInt64(max(0, count))) }
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
