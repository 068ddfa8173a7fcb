import Canvas
import Configuration
import Events
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// One wrapper in full.
  static let detail = KeyMode("wrapper", [.view, .ofWrapper, .choosesWrapper])
}

/// The chosen wrapper on the whole screen.
struct DetailPane: Pane {
  static let modes = [KeyMode.detail]
  static let staysBelow = true

  /// How far the errors are scrolled.
  private(set) var errors = ScrollOffset()

  static let bindings: [Binding] = [
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "more errors", "Older errors of the wrapper", in: [.detail], .move,
      footer: 4),
    Binding(
      [.pageUp, .control("u")], .move(.pageUp), "newer errors", "Newer errors of the wrapper", in: [.detail], .move),
  ]

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    if movement == .pageUp || movement == .pageDown {
      return errors.move(movement, page: max(2, context.body.height / 3))
    }
    context.shared.listing.move(movement, page: 1, now: context.now)
    errors = ScrollOffset()
  }

  mutating func settle(_ context: inout PaneContext) {
    errors.settle(
      page: 1, count: context.chosen?.detail?.recentFailures.count ?? 0)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    DetailView.draw(frame, open: self, in: area, on: &grid)
  }
}

/// Everything about one wrapper, in as much room as there is: from the top, what matters most.
enum DetailView {
  /// - Parameter open: the pane, if it has the screen for itself.
  static func draw(_ frame: Frame, open: DetailPane?, in area: Rect, on grid: inout CellGrid) {
    guard let wrapper = frame.selected else { return }
    let name = wrapper.name, grade = Grade(wrapper)
    grid.pace(area, urgent: [name, grade])
    drawTitle(wrapper, frame, isOpen: open != nil, in: area.rows(0, 1), on: &grid)
    var rest = area.rows(1, area.height - 1)
    func take(_ rows: Int) -> Rect {
      let taken = rest.rows(0, rows)
      rest = rest.rows(rows, rest.height - rows)
      return taken
    }
    let isTall = area.height >= 18
    GaugeBlock.draw(wrapper, frame, in: take(isTall ? 2 : 1), on: &grid)
    let why = Line.wrap(
      ScoreLines.pieces(wrapper, policy: frame.shared.policy, at: frame.moment), width: area.width - 8)
    let whyRows = take(min(why.count, 3))
    grid.pace(whyRows, urgent: [name, grade])
    grid.draw(Line("score", .dim), in: whyRows)
    for (row, line) in why.prefix(3).enumerated() {
      grid.draw(line, in: whyRows.rows(row, 1).columns(8, area.width - 8))
    }
    let now = take(1)
    grid.draw(Line(frame.nowWord, .dim), in: now)
    grid.draw(presence(wrapper, frame), [], in: now.columns(8, area.width - 8))
    let alerts = AlertsBlock.lines(name, frame, rows: isTall ? 3 : 1)
    let alertRows = take(alerts.count)
    grid.pace(alertRows, urgent: [name, frame.shared.alerts.active[name]?.count])
    grid.draw(Line("alerts", .dim), in: alertRows)
    for (row, line) in alerts.enumerated() { grid.draw(line, in: alertRows.row(row).columns(8, area.width - 8)) }
    let budgets = budgets(wrapper, frame, size: Size(columns: area.width, rows: area.height))
    let budgetRows = take(budgets.rows)
    grid.pace(budgetRows, .slow, urgent: [name, budgets.grades])
    budgets.draw(in: budgetRows, on: &grid)
    if let plan = PlanLine.segments(wrapper, frame) {
      let row = take(1)
      grid.draw(Line("plan", .dim), in: row)
      grid.draw(plan, [], in: row.columns(8, area.width - 8))
    }
    if frame.isMarked {
      let mark = take(1)
      grid.draw(Line("mark", .dim), in: mark)
      grid.draw(MarkLine.segments(wrapper, frame), [], in: mark.columns(8, area.width - 8))
    }
    if area.height >= 26 { _ = take(1) }
    if area.width >= 116 {
      drawWide(wrapper, frame, open, in: rest, on: &grid)
    } else {
      drawNarrow(wrapper, frame, open, in: rest, on: &grid)
    }
  }

  // How budgets come about is told where it takes no more than a sixth of the rows.
  private static func budgets(_ wrapper: WrapperSnapshot, _ frame: Frame, size: Size) -> BudgetBlock {
    let full = BudgetBlock(wrapper, frame, width: size.columns, explains: true)
    return full.rows * 5 <= size.rows ? full : BudgetBlock(wrapper, frame, width: size.columns, explains: false)
  }

  // Errors stand beside the figures, charts below both.
  private static func drawWide(
    _ wrapper: WrapperSnapshot, _ frame: Frame, _ open: DetailPane?, in area: Rect, on grid: inout CellGrid
  ) {
    let table = WindowTable(wrapper, frame), figures = WindowTable.width
    let charts = area.height >= 8 ? max(4, min(area.height - table.rows, max(6, area.height * 6 / 10))) : 0
    let upper = area.rows(0, area.height - charts)
    table.draw(in: upper.columns(0, figures), on: &grid)
    FailuresBlock.draw(
      wrapper, frame, open, in: upper.columns(figures + 2, area.width - figures - 2), on: &grid)
    RangeCharts(wrapper, frame).draw(in: area.rows(area.height - charts, charts), on: &grid)
  }

  private static func drawNarrow(
    _ wrapper: WrapperSnapshot, _ frame: Frame, _ open: DetailPane?, in area: Rect, on grid: inout CellGrid
  ) {
    let isTall = area.height >= 26
    let gap = isTall ? 1 : 0
    let table = WindowTable(wrapper, frame)
    table.draw(in: area, on: &grid)
    let below = area.rows(table.rows + gap, area.height - table.rows - gap)
    // A third of the room, but no more than there are, goes to the errors; the charts take the rest.
    let failures = wrapper.detail?.recentFailures.count ?? 0
    let errors = min(max(2, 1 + failures), max(3, below.height / 3))
    let charts = below.height - errors - gap
    if charts >= 4 { RangeCharts(wrapper, frame).draw(in: below.rows(0, charts), on: &grid) }
    let list = charts >= 4 ? below.rows(charts + gap, errors) : below
    FailuresBlock.draw(wrapper, frame, open, in: list, on: &grid)
  }

  /// - Parameter isOpen: true if the wrapper has the screen for itself.
  static func drawTitle(
    _ wrapper: WrapperSnapshot, _ frame: Frame, isOpen: Bool, in row: Rect, on grid: inout CellGrid
  ) {
    let grade = Grade(wrapper)
    var title = wrapper.seen || !wrapper.isMonitored ? Line(grade.word, grade.role, .bold) : Line("never seen", .dim)
    title.add(" ", .text)
    title.add(wrapper.name, .title, .bold)
    var right: [Segment] = []
    if wrapper.isIdle {
      let since = wrapper.idleSince.map { "no operation for \(frame.moment.age(of: $0))" }
      right.append(Segment(Line(since ?? "configured, but no operation has come", .dim), rank: 1))
    } else if grade == .off {
      right.append(Segment(Line("only counted", .dim), rank: 1))
    } else if grade != .healthy {
      right.append(Segment(Line(wrapper.health.status.message, grade.role), rank: 1))
    }
    if let faults = ConfigurationFaults.line(of: wrapper.name, frame.configuration) {
      right.insert(Segment(faults, rank: 2), at: 0)
    }
    if isOpen {
      let listing = frame.shared.listing
      right.append(Segment(Line("\(listing.cursor + 1) of \(listing.rows.count)", .dim), rank: 3))
    } else if frame.shared.listing.selection == nil {
      right.append(Segment(Line("following the first row", .dim), rank: 3))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: row)
  }

  /// What the wrapper is doing at this moment; what matters least gives way first.
  static func presence(_ wrapper: WrapperSnapshot, _ frame: Frame) -> [Segment] {
    let operations = wrapper.isIdle ? "0" : CompactFigure.compact(wrapper.operationsPerMinute)
    var active = Line.figure(CompactFigure.compact(Double(wrapper.totals.active)), "active")
    if let oldest = wrapper.oldestActiveMs {
      active.add(", oldest ", .dim)
      active.add(CompactFigure.age(oldest), oldest > 60_000 ? .notice : .text)
    }
    var segments = [
      Segment(Line.figure(operations, operations == "1" ? "op in the last 60 s" : "ops in the last 60 s"), rank: 0),
      Segment(active, rank: 0),
    ]
    if let last = wrapper.health.lastActivity {
      let age = frame.moment.age(of: last)
      segments.append(Segment(Line("last ended ", .dim).adding("\(age) ago", .text), rank: 1))
    }
    let cost =
      wrapper.tracksCosts
      ? Line(CompactFigure.money(wrapper.costsToday), .cost).adding(" " + frame.dayWord, .dim)
      : Line("costs not tracked", .dim)
    segments.append(Segment(cost, rank: 2))
    return segments
  }
}

/// What is wrong with the configuration of a wrapper, in a few words for its title.
enum ConfigurationFaults {
  /// Nil if there is no error.
  static func line(of wrapper: String, _ configuration: ConfigurationState?) -> Line? {
    guard let configuration else { return nil }
    let errors = [configuration.rejected, configuration.resolved.findings].reduce(0) { sum, findings in
      sum + findings.count { $0.severity == .error && $0.wrapper == wrapper }
    }
    guard errors > 0 else { return nil }
    return Line("config: ", .dim).adding(NumberFormat.counted(errors, "error"), .critical, .bold)
  }
}
