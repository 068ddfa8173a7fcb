import Canvas

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
