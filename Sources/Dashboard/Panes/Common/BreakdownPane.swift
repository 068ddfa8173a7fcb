import Canvas
import Events
import Monitoring
import Snapshots

/// A view that takes the chosen wrapper apart: keys go to the next wrapper, or scroll its lines.
protocol BreakdownPane: Pane where Own == Never {
  /// How far its lines are scrolled.
  var scroll: BreakdownScroll { get set }
  /// All lines for the chosen wrapper, on a screen of that width.
  static func lines(_ shared: SharedState, _ snapshot: Snapshot?, width: Int) -> [BreakdownLine]
  /// What is said if there are none.
  static var empty: [String] { get }
}

/// How far the lines of a wrapper are scrolled.
struct BreakdownScroll: Sendable, Equatable {
  /// The first line on the screen.
  var offset = ScrollOffset()
  /// The wrapper whose lines they are; another one is shown from its first line on.
  var wrapper: String?
}

extension BreakdownPane {
  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool {
    context.shared.listing.pin()
    return true
  }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    if movement == .pageUp || movement == .pageDown { return scroll.offset.move(movement, page: context.page) }
    context.shared.listing.move(movement, page: 1, now: context.now)
    scroll.offset = ScrollOffset()
  }

  mutating func settle(_ context: inout PaneContext) {
    if scroll.wrapper != context.chosen?.name { scroll = BreakdownScroll(wrapper: context.chosen?.name) }
    let lines = Self.lines(context.shared, context.snapshot, width: context.body.width)
    scroll.offset.settle(page: BreakdownView.rows(context.body), count: lines.count)
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.scope.breakdown.add(Set([context.chosen?.name].compactMap(\.self)))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    BreakdownView.draw(
      Self.lines(frame.shared, frame.snapshot, width: area.width), mode.title, offset: scroll.offset.line,
      empty: Self.empty, frame, in: area, on: &grid)
  }
}

/// A line of a view that takes the operations of a wrapper apart.
enum BreakdownLine {
  /// The heading of a table: a rule with its title would part too much.
  case heading(MetricTable)
  /// A group or a metric with its figures.
  case figures(MetricTable, String, [FigureCell])
  /// The changes of those figures since the mark.
  case changes(MetricTable, [FigureCell])
  /// A value of a metric: its share of all values, and how often it occurred.
  case value(String, share: Double, FigureCell)
  case text(Line)
  case blank
}

/// What the views that take a wrapper's operations apart have in common: title with the way there, lines that scroll,
/// and what is said where there is nothing.
enum BreakdownView {
  /// How many lines are shown at once.
  static func rows(_ area: Rect) -> Int { max(1, area.height - 1) }

  static func draw(
    _ lines: [BreakdownLine], _ title: String, offset: Int, empty: [String], _ frame: Frame, in area: Rect,
    on grid: inout CellGrid
  ) {
    let body = area.rows(1, area.height - 1)
    let first = max(0, min(offset, lines.count - rows(area)))
    drawTitle(
      title, shown: first..<min(lines.count, first + body.height), of: lines.count, frame, in: area.row(0), on: &grid)
    guard let wrapper = frame.selected else {
      grid.draw(Line("No wrapper is chosen: 1 shows them all.", .dim), in: body.rows(1, 1).columns(1, body.width - 1))
      return
    }
    guard !lines.isEmpty else {
      let words = wrapper.detail?.breakdown == nil ? EmptyText.pending(frame) : empty
      let said = words.enumerated().flatMap { Line.prose($1, $0 == 0 ? .text : .dim, width: body.width - 2) }
      for (row, line) in said.enumerated() { grid.draw(line, in: body.rows(1 + row, 1).columns(1, body.width - 1)) }
      return
    }
    for (row, line) in lines.dropFirst(first).prefix(body.height).enumerated() {
      draw(line, in: body.row(row), on: &grid)
    }
  }

  private static func drawTitle(
    _ title: String, shown: Range<Int>, of count: Int, _ frame: Frame, in row: Rect, on grid: inout CellGrid
  ) {
    var left = [Segment(Crumbs.path([frame.selected?.name], last: title), rank: 0)]
    if shown.count < count {
      left.append(
        Segment(Line("lines \(shown.lowerBound + 1) to \(shown.upperBound) of \(count), pgdn pgup", .dim), rank: 2))
    }
    var right: [Segment] = []
    if let mark = frame.shared.mark?.snapshot.monitor, let wrapper = frame.selected {
      let words =
        frame.shared.markedBreakdown(wrapper, frame.snapshot) != nil
        ? "change: since mark"
        : mark.timeRange == frame.range ? "not kept at the mark" : "mark is of another time range"
      right.append(Segment(Line(words, .accent), rank: 3))
    }
    right.append(Segment(Line(frame.breakdownWords, .text), rank: 1))
    grid.titleRule(left, right, in: row)
  }

  private static func draw(_ line: BreakdownLine, in row: Rect, on grid: inout CellGrid) {
    switch line {
    case .heading(let table): table.drawHeading(in: row, on: &grid)
    case .figures(let table, let name, let cells): table.draw(Span(name, .accent), cells, in: row, on: &grid)
    case .changes(let table, let cells): table.drawChanges(cells, in: row, on: &grid)
    case .value(let value, let share, let count): draw(value, share, count, in: row, on: &grid)
    case .text(let text): grid.draw(text, in: row)
    case .blank: break
    }
  }

  // Value, bar, percent, count, change.
  private static func draw(
    _ value: String, _ share: Double, _ count: FigureCell, in row: Rect, on grid: inout CellGrid
  ) {
    guard !row.isEmpty else { return }
    let name = max(8, min(40, row.width - 40))
    grid.write(value, x: row.x + 2, y: row.y, width: min(name, row.width - 2), truncation: .middle)
    let bar = row.columns(name + 4, min(16, max(0, row.width - name - 22)))
    Gauge(share, role: .traffic).draw(in: bar, on: &grid)
    var x = name + 4 + bar.width
    for (line, width) in [
      (Line(CompactFigure.percent(share) + "%", .text), 7), (count.line, 7),
      (count.before == nil ? Line() : count.change, 7),
    ] {
      grid.draw(line, in: row.columns(x + width - line.width, line.width))
      x += width
    }
  }
}

/// The way to a view: `all wrappers > support-bot > metrics`.
enum Crumbs {
  /// The way along some names, of which nil stands for all wrappers.
  static func path(_ names: [String?], last: String) -> Line {
    var line = Line()
    for name in names {
      line.add(name ?? "all wrappers", .accent, .bold)
      line.add(" > ", .dim)
    }
    return line.adding(last, .title, .bold)
  }
}
