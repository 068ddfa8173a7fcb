import Canvas
import Events
import Monitoring
import PlainText

/// One wrapper in the list; with a mark, what has changed since then in a second line.
struct WrapperRow {
  let frame: Frame
  let wrapper: WrapperSnapshot
  let isSelected: Bool

  private var grade: Grade { Grade(wrapper) }

  func draw(_ columns: WrapperColumns, in area: Rect, on grid: inout CellGrid) {
    let row = area.row(0)
    let alerts = frame.shared.alerts.active[wrapper.name]?.count
    grid.pace(area, urgent: [wrapper.name, grade, wrapper.health.lastError == nil, isSelected, alerts])
    if isSelected { grid[row.x, row.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold)) }
    let lines = wrapper.lines(frame)
    for column in columns.columns {
      let cell = row.columns(column.x, column.width)
      if column.kind.isSlow {
        grid.pace(cell, .slow, urgent: [wrapper.name, wrapper.budget?.shown?.grade, wrapper.worseMonth])
      }
      switch column.kind {
      case .gauge where wrapper.isMonitored && !wrapper.isIdle:
        Gauge(wrapper.health.score, role: grade.role).draw(in: cell, on: &grid)
      case .traffic:
        Sparkline(lines.traffic.values, maximum: lines.traffic.top, role: .traffic, fitting: .all).draw(
          in: cell, on: &grid)
      case .failures:
        // Full height is at least a tenth of the busiest point: a single one does not look like a wall.
        Sparkline(
          lines.failures, maximum: max(lines.failures.max() ?? 0, lines.traffic.top / 10), role: .error, fitting: .all
        ).draw(in: cell, on: &grid)
      case .name:
        // The ends tell names apart that begin alike.
        let style = Style(wrapper.isIdle || !wrapper.isMonitored ? .dim : .accent, grade.isTroubled ? .bold : [])
        grid.write(wrapper.name, x: cell.x, y: cell.y, width: cell.width, style: style, truncation: .middle)
      case .budget: BudgetCell(wrapper: wrapper).draw(in: cell, on: &grid)
      case .state where !wrapper.seen && wrapper.isMonitored:
        // It reaches into the gap: no bar and no score stand behind it.
        grid.draw(state, in: row.columns(column.x, column.width + 1))
      default:
        let line = text(column.kind)
        let x = column.kind.isRightAligned ? max(0, column.width - line.width) : 0
        grid.draw(line, in: cell.columns(x, column.width - x))
      }
      // A sign stands in the gap behind the figure.
      let gap = row.columns(column.x + column.width, 1)
      if column.kind == .budget, let month = wrapper.worseMonth {
        grid.draw(Line("m", month.role, .bold), in: gap)
      } else if column.kind == .name, let sign = AlertsBlock.sign(wrapper.name, frame) {
        grid.draw(sign, in: row.columns(column.x - 1, 1))
      } else if let metric = column.kind.trend, isRegression(metric) {
        grid.draw(Line(String(grid.glyphs.rising), .error, .bold), in: gap)
      }
    }
    if area.height > 1 { drawChanges(columns, in: area.row(1), on: &grid) }
    if isSelected { grid.select(area) }
  }

  private func drawChanges(_ columns: WrapperColumns, in row: Rect, on grid: inout CellGrid) {
    let changes = WrapperChanges(wrapper, frame)
    for column in columns.columns {
      let line = changes.line(column.kind, hasScoreColumn: columns[.score] != nil)
      // What a wrapper may spend stands behind what it has spent, and does not change.
      var width = column.width
      if column.kind == .budget, case .money = BudgetColumnStyle(column: width) {
        width -= BudgetColumnStyle.budgetWidth
      }
      let x = column.kind.isRightAligned ? max(0, width - line.width) : 0
      grid.draw(line, in: row.columns(column.x + x, width - x))
    }
  }

  private func isRegression(_ metric: Trend.Metric) -> Bool {
    wrapper.trends.contains { $0.metric == metric && $0.isRegression }
  }

  private func text(_ kind: WrapperColumns.Kind) -> Line {
    let health = wrapper.health
    let quiet = wrapper.isIdle
    switch kind {
    case .state: return state
    case .score:
      guard wrapper.totals.total > 0, wrapper.isMonitored else { return Line() }
      return Line(CompactFigure.score(health.score), quiet ? .dim : grade.role, grade.isTroubled ? .bold : [])
    case .success: return rate(wrapper.range.sums.successRate, .text)
    case .errors: return rate(wrapper.range.sums.errorRate, errorRole)
    case .fallbacks:
      let isHigh = frame.shared.policy.fallbackSteps.contains { wrapper.range.sums.fallbackRate > $0.above }
      return rate(wrapper.range.sums.fallbackRate, isHigh ? .fallback : .text)
    case .p95: return figure(CompactFigure.duration(wrapper.range.p95Ms), .text)
    case .operations:
      return figure(quiet ? CompactFigure.none : CompactFigure.compact(wrapper.operationsPerMinute), .text)
    case .toCap: return wrapper.timeToCap(at: frame.moment)
    case .active:
      return figure(
        wrapper.totals.active == 0 ? CompactFigure.none : CompactFigure.tiny(wrapper.totals.active), .text)
    case .lastError: return lastError
    case .gauge, .name, .budget, .traffic, .failures: return Line()
    }
  }

  private var state: Line {
    guard wrapper.isMonitored else { return Line(grade.word, .dim) }
    guard wrapper.seen else { return Line("never seen", .dim) }
    guard wrapper.isIdle else { return Line(grade.word, grade.role, .bold) }
    let since = wrapper.idleSince.map { " " + frame.moment.shortAge(of: $0) } ?? ""
    return Line(grade.word, .idle).adding(since, .dim)
  }

  private var errorRole: Role {
    // By the limits of the score, over whatever range the rate is.
    let factor = frame.shared.policy.errorSteps.first { wrapper.range.sums.errorRate > $0.above }?.factor ?? 1
    return factor < 0.7 ? .critical : factor < 1 ? .degraded : .text
  }

  private var lastError: Line {
    LastErrorsView.line(wrapper.health, at: frame.moment, grade.isTroubled ? .text : .dim)
  }

  private func rate(_ rate: Double, _ role: Role) -> Line {
    figure(wrapper.hasRates ? CompactFigure.percent(rate) : CompactFigure.none, role)
  }

  private func figure(_ text: String, _ role: Role) -> Line { Line(text, text == CompactFigure.none ? .dim : role) }
}

/// What has changed in a row of the list since the mark, column by column.
struct WrapperChanges {
  private let now: WrapperSnapshot
  private let before: WrapperSnapshot?
  /// As `before`, where the rates of the mark cover a range as long.
  private let beforeRange: WrapperSnapshot?
  private let isSameDay: Bool
  /// False where the screen shows an instant before the mark: nothing was done since then.
  private let isAfter: Bool

  init(_ wrapper: WrapperSnapshot, _ frame: Frame) {
    now = wrapper
    before = frame.marked(wrapper)
    beforeRange = frame.markedRange(wrapper)
    isAfter = frame.shared.mark.map { $0.snapshot.at <= frame.at } ?? false
    isSameDay = frame.isMarkOfToday
  }

  /// The change in a column, no wider than the column.
  func line(_ kind: WrapperColumns.Kind, hasScoreColumn: Bool) -> Line {
    guard let before else { return kind == .state ? Line("new", .dim) : Line() }
    switch kind {
    case .state:
      // There is no room for the grade that it was; the detail says it.
      let (was, rank) = (Grade(before).rank, Grade(now).rank)
      if before.isIdle != now.isIdle { return before.isIdle ? Line("was IDLE", .dim) : Line() }
      return was == rank ? Line() : rank < was ? Line("worse", .error) : Line("better", .healthy)
    case .gauge: return hasScoreColumn ? Line() : score(before)
    case .score: return score(before)
    case .success: return rate(\.sums.successRate, worse: .lower)
    case .errors: return rate(\.sums.errorRate, worse: .higher)
    case .fallbacks: return rate(\.sums.fallbackRate, worse: .higher)
    case .p95:
      guard let beforeRange else { return Line() }
      return FigureCell(.duration, now.range.p95Ms, before: beforeRange.range.p95Ms, worse: .higher).change
    case .operations:
      return FigureCell(.count, now.operationsPerMinute, before: before.operationsPerMinute).change
    case .budget:
      // A new day begins at zero.
      guard isSameDay, now.tracksCosts else { return Line() }
      return FigureCell(.money, now.costToday.dollars, before: before.costToday.dollars).change
    case .active:
      return FigureCell(.tiny, Double(now.totals.active), before: Double(before.totals.active), worse: .higher).change
    case .name:
      guard isAfter else { return Line() }
      let done = FiguresWindow(from: before.totals, to: now.totals).figures.sums.operations
      return Line("\(CompactFigure.compact(Double(done))) \(NumberFormat.noun(done, "op")) since", .dim)
    case .toCap, .traffic, .failures, .lastError: return Line()
    }
  }

  private func score(_ before: WrapperSnapshot) -> Line {
    FigureCell(.score, now.health.score, before: before.health.score, worse: .lower).change
  }

  private func rate(_ rate: KeyPath<RangeFigures, Double>, worse: FigureCell.Worse) -> Line {
    guard let beforeRange, now.hasRates else { return Line() }
    let was = beforeRange.hasRates ? beforeRange.range[keyPath: rate] : nil
    return FigureCell(.rate, now.range[keyPath: rate], before: was, worse: worse).change
  }
}
