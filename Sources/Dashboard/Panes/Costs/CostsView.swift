import Canvas
import Events
import Monitoring
import Snapshots

/// Where the sections of the cost pane stand: side by side where there is room, else one at a time.
struct CostsLayout {
  let title: Rect
  /// The budget of what is looked at, in a row, where the section does not show it.
  let summary: Rect
  /// The names of the sections, where only one is shown.
  let tabs: Rect
  /// What is shown, each with a row for its title unless it stands alone.
  let panels: [Panel]

  struct Panel {
    var section: CostSection
    /// The row of the title; empty if there is none.
    var head: Rect
    var body: Rect
  }

  /// The least room in which sections stand side by side.
  static let sideBySide = Size(columns: 110, rows: 24)

  init(_ area: Rect, _ content: CostsContent) {
    title = area.row(0)
    let below = area.rows(1, area.height - 1)
    let sections = content.sections
    guard area.width >= Self.sideBySide.columns, area.height >= Self.sideBySide.rows, !content.state.isUnfolded else {
      let showsSummary = content.section != .budgets && below.height >= 5
      summary = below.rows(0, showsSummary ? 1 : 0)
      tabs = below.rows(summary.height, 1)
      let rest = below.rows(summary.height + 1, below.height - summary.height - 1)
      panels = [Panel(section: content.section, head: rest.rows(0, 0), body: rest)]
      return
    }
    summary = below.rows(0, 0)
    tabs = below.rows(0, 0)
    let wide = area.width * 58 / 100
    let left = below.columns(0, wide), right = below.columns(wide + 2, area.width - wide - 2)
    // A wrapper has two budgets only, with all their figures below.
    let listed = content.state.wrapper == nil ? content.budgetCount + 6 : 8
    let upper = max(8, min(listed, below.height / 2))
    var panels = [
      Self.panel(.budgets, left.rows(0, upper)),
      Self.panel(.breakdown, left.rows(upper, left.height - upper)),
    ]
    let lower = right.height - right.height / 2
    let course = right.rows(0, right.height - lower)
    panels.insert(Self.panel(.course, course), at: 1)
    let rest = right.rows(course.height, lower)
    if sections.contains(.routing) {
      let routing = max(6, min(9, lower / 2))
      panels.append(Self.panel(.routing, rest.rows(0, routing)))
      panels.append(Self.panel(.advice, rest.rows(routing, lower - routing)))
    } else {
      panels.append(Self.panel(.advice, rest))
    }
    self.panels = panels
  }

  /// Where a section is drawn; nil if it is not.
  func body(_ section: CostSection) -> Rect? { panels.first { $0.section == section }?.body }

  private static func panel(_ section: CostSection, _ area: Rect) -> Panel {
    Panel(section: section, head: area.row(0), body: area.rows(1, area.height - 1))
  }
}

/// What wrappers cost: against budgets, over the day and the month, taken apart, and what to do about it (article
/// Cost).
enum CostsView {
  static func draw(_ state: CostsState, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let content = CostsContent(state, frame.snapshot)
    let layout = CostsLayout(area, content)
    drawTitle(content, frame, in: layout.title, on: &grid)
    CostsBudgets.drawSummary(content, in: layout.summary, on: &grid)
    drawTabs(content, in: layout.tabs, on: &grid)
    for panel in layout.panels {
      drawHead(panel, content, frame, on: &grid)
      guard content.state.wrapper == nil || content.wrapper != nil else {
        EmptyText.draw(
          ["This wrapper is not known at the instant on the screen.", "w shows all wrappers."], in: panel.body,
          on: &grid)
        continue
      }
      switch panel.section {
      case .budgets: CostsBudgets.draw(content, frame, in: panel.body, on: &grid)
      case .course: CostsCourse.draw(content, frame, in: panel.body, on: &grid)
      case .breakdown: CostsBreakdown.draw(content, frame, in: panel.body, on: &grid)
      case .routing: CostsRouting.draw(content, frame, in: panel.body, on: &grid)
      case .advice: CostsAdvice.draw(content, frame, in: panel.body, on: &grid)
      }
    }
  }

  /// The way to what is shown: `all wrappers > support-bot > costs`; names that are too long for `width` are cut.
  static func crumbs(_ content: CostsContent, last: [String] = [], width: Int) -> Line {
    var names: [String] = []
    if content.state.wrapper == nil || content.state.origin != nil { names.append("all wrappers") }
    if let wrapper = content.state.wrapper { names.append(wrapper) }
    let strong = names.count
    names += ["costs"] + last
    let isLong = names.reduce(3 * (names.count - 1)) { $0 + DisplayWidth.of($1) } > width
    let most = max(12, (width - 3 * names.count) / max(1, names.count - 2))
    var line = Line()
    for (place, name) in names.enumerated() {
      let shown = isLong ? SafeText(name).truncated(to: most, .middle).string : name
      if place == names.count - 1 { return line.adding(shown, .title, .bold) }
      line.add(shown, .accent, place < strong ? .bold : [])
      line.add(" > ", .dim)
    }
    return line
  }

  static func drawTitle(
    _ content: CostsContent, _ frame: Frame, last: [String] = [], in row: Rect, on grid: inout CellGrid
  ) {
    var right: [Segment] = []
    if let day = content.spending(.day) {
      let clock = content.clock
      let turn = Line("day turns ", .dim).adding(clock.time(day.turnsAt), .text)
        .adding(" in \(clock.span(to: day.turnsAt))", .dim)
      right.append(Segment(turn, rank: 4))
    }
    right.append(Segment(Line("zone ", .dim).adding(content.clock.zone.name, .text), rank: 3))
    right.append(Segment(Line(range(content, frame), .text), rank: 1))
    grid.titleRule([Segment(crumbs(content, last: last, width: row.width - 24), rank: 0)], right, in: row)
  }

  /// What the breakdown covers, in the zone of the budgets. It is made of whole slots, so that it begins before the
  /// range does, and ends after an instant that is looked back at: `since 12:05 CET (1 h)`, `12:05 CET to 13:10 CET (1
  /// h)`. The range as long as there is none.
  private static func range(_ content: CostsContent, _ frame: Frame) -> String {
    let name = frame.range.name
    let isPast = frame.snapshot?.isPast ?? false
    let present = ZoneClock(zone: content.clock.zone, now: frame.presentAt)
    guard let analysis = content.report?.analysis else {
      return isPast ? "\(name) to \(present.time(content.clock.now))" : "last \(name)"
    }
    let from = present.time(content.cutOff ?? analysis.breakdown.from)
    return isPast ? "\(from) to \(present.time(analysis.through)) (\(name))" : "since \(from) (\(name))"
  }

  // Where one section is shown at a time: which, and which others there are.
  private static func drawTabs(_ content: CostsContent, in row: Rect, on grid: inout CellGrid) {
    guard !row.isEmpty else { return }
    let sections = content.sections
    let place = sections.firstIndex(of: content.section) ?? 0
    let left = sections.enumerated().map { number, section in
      let isHere = number == place
      let line = Line(title(section, content), isHere ? .title : .dim, isHere ? [.bold, .underline] : [])
      return Segment(line, rank: isHere ? 0 : 2 + abs(number - place))
    }
    var right = [Segment(Line("h l", .key), rank: 1)]
    if content.section == .breakdown {
      right.insert(Segment(CostsBreakdown.total(content), rank: 1), at: 0)
      if let rest = CostsBreakdown.rest(content) { right.insert(Segment(rest, rank: 9), at: 1) }
    }
    let taken = (left + right).reduce(0) { $0 + $1.line.width + 3 }
    if taken > row.width - 10 {
      right.insert(Segment(Line("\(place + 1) of \(sections.count)", .dim), rank: 1), at: right.count - 1)
    }
    grid.titleRule(left, right, in: row)
  }

  private static func drawHead(
    _ panel: CostsLayout.Panel, _ content: CostsContent, _ frame: Frame, on grid: inout CellGrid
  ) {
    guard !panel.head.isEmpty else { return }
    let isHere = panel.section == content.section
    var name = Line()
    if isHere { name.add("\(grid.glyphs.pointer) ", .accent, .bold) }
    name.add(title(panel.section, content), isHere ? .title : .text, isHere ? .bold : [])
    var right: [Segment] = []
    if panel.section == .breakdown {
      right.append(Segment(CostsBreakdown.total(content), rank: 1))
      if let rest = CostsBreakdown.rest(content) { right.append(Segment(rest, rank: 2)) }
      right.append(Segment(Line(range(content, frame), .dim), rank: 3))
    }
    if panel.section == .advice { right.append(Segment(Line("of the last 7 d", .dim), rank: 1)) }
    grid.titleRule([Segment(name, rank: 0)], right, in: panel.head)
  }

  private static func title(_ section: CostSection, _ content: CostsContent) -> String {
    switch section {
    case .budgets: content.state.wrapper == nil ? "budgets \(content.state.period.words)" : "budgets"
    case .course: "spending"
    case .breakdown: "by \(content.state.dimension.word)"
    case .routing: "routing"
    case .advice: content.recommendations.isEmpty ? "advice" : "advice \(content.recommendations.count)"
    }
  }
}
