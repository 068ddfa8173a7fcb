import Canvas
import Configuration

/// The names of the sections, with how much is in each.
enum InspectorTabs {
  static func draw(
    _ state: InspectorState, _ configuration: ConfigurationState, _ shown: InspectorSection, in row: Rect,
    on grid: inout CellGrid
  ) {
    guard !row.isEmpty else { return }
    let place = InspectorSection.allCases.firstIndex(of: shown) ?? 0
    let left = InspectorSection.allCases.enumerated().map { number, section in
      let isHere = section == shown
      var line = Line(section.rawValue, isHere ? .title : .dim, isHere ? [.bold, .underline] : [])
      line.add(count(section, state.content, configuration))
      return Segment(line, rank: isHere ? 0 : 2 + abs(number - place))
    }
    grid.titleRule(left, [Segment(Line("h l", .key), rank: 1)], in: row)
  }

  private static func count(
    _ section: InspectorSection, _ content: InspectorContent, _ configuration: ConfigurationState
  ) -> Line {
    func number(_ count: Int) -> String { " " + CompactFigure.grouped(UInt64(max(0, count))) }
    switch section {
    case .fields: return Line(number(content.rows.count(where: \.isField)), .dim)
    case .findings:
      let errors = content.findings.count { $0.finding.severity == .error }
      if content.findings.isEmpty { return Line(" none", .dim) }
      return Line(number(content.findings.count), errors > 0 ? .critical : .notice, .bold)
    case .variables: return Line(number(content.variables.count), .dim)
    case .files: return Line(number(configuration.files.count), .dim)
    }
  }
}
