import Canvas
import Events
import Formatting
import Monitoring

/// How spending grew over the day and over the month, against the budget and where it leads.
enum CostsCourse {
  static func draw(_ content: CostsContent, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let report = content.report else {
      EmptyText.draw(EmptyText.pending(frame), in: area, on: &grid)
      return
    }
    if area.height >= rowsForBoth {
      let upper = area.height / 2
      draw(.day, report, content, in: area.rows(0, upper), on: &grid)
      draw(.month, report, content, in: area.rows(upper, area.height - upper), on: &grid)
    } else if area.width >= columnsForBoth {
      let half = (area.width - 2) / 2
      draw(.day, report, content, in: area.columns(0, half), on: &grid)
      draw(.month, report, content, in: area.columns(half + 2, area.width - half - 2), on: &grid)
    } else {
      draw(content.state.period, report, content, in: area, on: &grid)
    }
  }

  /// The least room in which both stand below, or beside, one another.
  private static let rowsForBoth = 20
  private static let columnsForBoth = 140
  /// The least rows of a chart with a line of words over it.
  private static let rowsForWords = 7

  private static func draw(
    _ period: BudgetPeriod, _ report: CostReport, _ content: CostsContent, in area: Rect, on grid: inout CellGrid
  ) {
    let spending = report[period]
    var chart = area
    if area.height >= rowsForWords {
      grid.draw([Segment(Line(period.words, .title, .bold), rank: 0)], verdict(spending, content), in: area.row(0))
      chart = area.rows(1, area.height - 1)
    }
    let course = SpendingChart(spending, report.course(period), at: content.clock.now)
    PeriodChart(course.curves, axis: ValueAxis(.dollars), ticks: course.ticks(content.clock, width: area.width - 8))
      .draw(in: chart, on: &grid)
  }

  // The chart in a few words, for those who cannot read it.
  private static func verdict(_ spending: PeriodSpending, _ content: CostsContent) -> [Segment] {
    guard let budget = spending.budget, let status = spending.status else {
      return [Segment(Line("no budget", .dim), rank: 1)]
    }
    let grade = BudgetGrade(status)
    var segments = [Segment(Line(grade.word, grade.role, .bold), rank: 0)]
    if let at = spending.runsOutAt {
      segments.append(Segment(Line("runs out ", .dim).adding(content.clock.time(at), .critical, .bold), rank: 1))
    } else if spending.projected == nil, status != .exceeded {
      segments.append(Segment(Line(BudgetText.tooEarly, .dim), rank: 1))
    } else if status != .exceeded {
      segments.append(Segment(Line("lasts until the \(spending.period.rawValue) turns", .dim), rank: 1))
    } else {
      let over = Money(nanodollars: spending.spent.nanodollars - budget.nanodollars)
      segments.append(Segment(Line(CompactFigure.money(over, spending.certainty) + " too much", .critical), rank: 1))
    }
    return segments
  }
}

/// The curves of a period's spending.
struct SpendingChart {
  let spending: PeriodSpending
  let course: SpendingCourse
  let now: Timestamp

  init(_ spending: PeriodSpending, _ course: SpendingCourse, at now: Timestamp) {
    self.spending = spending
    self.course = course
    self.now = now
  }

  /// In the order in which they are drawn: the most important last.
  var curves: [PeriodChart.Curve] {
    var curves: [PeriodChart.Curve] = []
    let budget = spending.budget?.dollars
    if let budget {
      let thresholds = spending.thresholds
      curves.append(level("warning", budget * thresholds.warning, .dotted, BudgetGrade.warning.role))
      curves.append(level("critical", budget * thresholds.critical, .dotted, BudgetGrade.critical.role))
      let pace = CompactFigure.money(Money(dollars: budget * place(now)))
      curves.append(
        PeriodChart.Curve("even pace \(pace)", [.init(0, 0), .init(1, budget)], .dotted, style: Style(.dim)))
      curves.append(
        level("budget \(CompactFigure.money(Money(dollars: budget)))", budget, .level, BudgetGrade.exceeded.role))
    }
    if let projected = spending.projected {
      curves.append(
        PeriodChart.Curve(
          "projected \(CompactFigure.money(projected, spending.projectedCertainty))",
          [.init(place(now), spending.spent.dollars), .init(1, projected.dollars)], .dashed,
          style: Style(spending.isProjectedOver ? .critical : .cost)))
    }
    curves.append(
      PeriodChart.Curve(
        "spent \(CompactFigure.money(spending.costs))", points, .solid, style: Style(.cost, .bold)))
    return curves
  }

  private var points: [PeriodChart.Point] {
    var points = [PeriodChart.Point(0, 0)]
    for (number, spent) in course.spent.enumerated() {
      let end = course.began.advanced(seconds: course.step * Int64(number + 1))
      points.append(PeriodChart.Point(place(min(end, now)), spent.dollars))
    }
    return points
  }

  private func level(
    _ name: String, _ dollars: Double, _ stroke: PeriodChart.Stroke, _ role: Role
  ) -> PeriodChart.Curve {
    PeriodChart.Curve(name, [.init(0, dollars), .init(1, dollars)], stroke, style: Style(role))
  }

  /// Where in the period an instant lies, 0 to 1.
  private func place(_ instant: Timestamp) -> Double {
    let length = Double(spending.turnsAt.microseconds - spending.began.microseconds)
    guard length > 0 else { return 0 }
    return min(1, max(0, Double(instant.microseconds - spending.began.microseconds) / length))
  }

  /// Round times of a day, or days of a month, as the zone has them, and now.
  func ticks(_ clock: ZoneClock, width: Int) -> [PeriodChart.Tick] {
    let isDay = spending.period == .day
    let room = max(1, width / 8)
    let steps = isDay ? [1, 2, 3, 4, 6, 12] : [1, 2, 5, 10, 15]
    let step = steps.first { (isDay ? 24 : 31) / $0 <= room } ?? steps.last ?? 1
    var ticks = [PeriodChart.Tick(place(now), "now", isChief: true)]
    // Half an hour further on in each hour and day, no change of the clock leads to another one.
    let length: Int64 = isDay ? 3600 : 86_400
    var instant = spending.began
    while instant < spending.turnsAt {
      let local = clock.local(instant.advanced(seconds: length / 2))
      let begin = instant.advanced(
        seconds: -(local.seconds % length) + length / 2)
      let hour = Int(local.seconds / 3600 % 24)
      let day = Int(local.description.dropFirst(8).prefix(2)) ?? 0
      if isDay ? hour % step == 0 : (day - 1) % step == 0 {
        ticks.append(
          PeriodChart.Tick(
            place(max(begin, spending.began)), isDay ? clock.minute(begin) : clock.monthAndDay(begin)))
      }
      instant = instant.advanced(seconds: length)
    }
    if isDay { ticks.append(PeriodChart.Tick(1, "24:00")) }
    return ticks
  }
}
