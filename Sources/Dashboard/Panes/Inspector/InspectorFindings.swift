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
