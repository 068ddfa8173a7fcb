import Formatting
import Events
import Monitoring

extension CostPage {
  /// So many budgets have a gauge, the most urgent; the table has all.
  private static let mostGauges = 12

  /// How all wrappers together and each fare against their budgets, the most urgent first: gauges, the course of the day and
  /// the month, a table.
  var budgets: Page.Section {
    let overall = document.overall
    let everything = overall.map { [$0] } ?? []
    let budgeted = document.single.filter {
      $0.wrapper != overall?.wrapper && ($0.day.budget != nil || $0.month.budget != nil)
    }
    func periods(of reports: [CostReport]) -> [(wrapper: String?, PeriodSpending)] {
      reports.flatMap { report in [report.day, report.month].map { (report.wrapper, $0) } }
    }
    let urgent = periods(of: budgeted).filter { $0.1.budget != nil }
      .sorted { a, b in (a.1.status ?? .healthy, a.1.share ?? 0) > (b.1.status ?? .healthy, b.1.share ?? 0) }
    let periods = periods(of: everything) + urgent
    var blocks = periods.compactMap { gauge($0.1, of: $0.0) }.prefix(Self.mostGauges).map { Page.Block.chart($0) }
    if blocks.isEmpty { blocks.append(.paragraph("No budget is set.")) }
    for report in everything {
      blocks += [course(report.dayCourse, report.day), course(report.monthCourse, report.month)].compactMap { $0 }
    }
    blocks.append(.table(budgetTable(periods)))
    if periods.contains(where: { !$0.1.isComplete }) {
      blocks.append(
        .paragraph(
          "Spending covers what was read for this report: what came before that, or was not read, is not in it."))
    }
    return Page.Section("Budgets", blocks)
  }

  private func budgetTable(_ periods: [(wrapper: String?, PeriodSpending)]) -> PageTable {
    var table = PageTable(
      caption: "Budgets of the day and the month",
      columns: [
        .words("Wrapper"), .words("Period"), .figures("Spent"), .figures("Budget"), .figures("Remaining"),
        .figures("Used"), .words("Status"), .figures("Per hour"), .figures("Projected"), .figures("Exhausted"),
        .figures("Turns"),
      ])
    table.rows = periods.map { wrapper, period in
      [
        wrapper.map { .name($0) } ?? .words(whole), .words(period.period.rawValue),
        .figure(CostText.cost(period.costs)), .figure(CostText.money(period.budget)),
        .figure(remaining(period), period.remaining.map { $0 < .zero } ?? false ? .bad : .plain),
        .figure(used(period)), status(period),
        .figure(CostText.money(period.burnPerHour, period.burnCertainty)),
        .figure(projected(period), period.isProjectedOver ? .serious : .plain),
        .words(exhaustion(period)), .words(time.short(period.turnsAt)),
      ]
    }
    return table
  }

  private func remaining(_ period: PeriodSpending) -> String {
    period.remaining == nil ? CostText.none : period.certainty.markRest(CostText.money(period.remaining))
  }

  private func projected(_ period: PeriodSpending) -> String {
    period.projected.map { CostText.money($0, period.projectedCertainty) } ?? CostText.none
  }

  private func used(_ period: PeriodSpending) -> String {
    period.share == nil ? CostText.none : period.certainty.mark(CostText.percent(period.share))
  }

  private func status(_ period: PeriodSpending) -> PageText {
    period.status.map { .status($0.rawValue, $0.tone) } ?? .words("no budget", .muted)
  }

  private func exhaustion(_ period: PeriodSpending) -> String {
    if period.status == .exceeded { return "spent" }
    if period.projected == nil { return "too early to tell" }
    return period.exhaustedAt.map(time.short) ?? (period.budget == nil ? CostText.none : "after the turn")
  }

  private func gauge(_ period: PeriodSpending, of wrapper: String?) -> Chart? {
    guard let budget = period.budget, let share = period.share, let status = period.status else { return nil }
    let text = "\(CostText.cost(period.costs)) of \(CostText.money(budget)), \(used(period))"
    var note =
      period.projected == nil
      ? BudgetText.tooEarlySentence : "Projected \(projected(period)) at the turn, \(time.short(period.turnsAt))"
    if let exhausted = period.exhaustedAt, status != .exceeded {
      note += "; all of it spent by \(time.short(exhausted))"
    }
    let thresholds = period.thresholds
    return Chart(
      title: "\(wrapper ?? whole), \(period.period.rawValue)",
      summary: "\(text), \(status.rawValue). \(note). Marks at \(CostText.percent(thresholds.warning)) and "
        + "\(CostText.percent(thresholds.critical)).",
      content: .gauge(
        GaugeChart(
          spent: share, projected: period.projected.flatMap { CostText.share($0, of: budget) } ?? share,
          warning: thresholds.warning,
          critical: thresholds.critical, status: .status(status.rawValue, status.tone), text: text, note: note + ".")))
  }

  /// How a period went: what was left of its budget, or what was spent where there is none. Nil before anything happened.
  func course(_ course: SpendingCourse, _ period: PeriodSpending) -> Page.Block? {
    let length = Double(course.turnsAt.microseconds - course.began.microseconds)
    guard length > 0, course.spent.last.map({ $0 > .zero }) ?? false else { return nil }
    let now = min(max(0, Double(document.snapshot.at.microseconds - course.began.microseconds) / length), 1)
    func amount(_ spent: Money) -> Double { period.budget.map { $0.dollars - spent.dollars } ?? spent.dollars }
    var points = [CourseChart.Point(place: 0, amount: amount(.zero))]
    for (number, spent) in course.spent.enumerated() {
      let place = Double(number + 1) * Double(course.step) * 1e6 / length
      points.append(CourseChart.Point(place: min(place, now), amount: amount(spent)))
    }
    let expected = period.projected.map { CourseChart.Point(place: 1, amount: amount($0)) }
    let even = period.budget.map {
      [CourseChart.Point(place: 0, amount: $0.dollars), CourseChart.Point(place: 1, amount: 0)]
    }
    let isDay = period.period == .day
    let scale = Scale(over: (points + (expected.map { [$0] } ?? [])).map(\.amount)) { CostText.round($0) }
    return .chart(
      Chart(
        title: period.budget == nil
          ? "Spent \(isDay ? "today" : "this month")" : "Budget of the \(isDay ? "day" : "month")",
        summary: courseSummary(period),
        content: .course(
          CourseChart(
            points: points, expected: expected.flatMap { end in points.last.map { [$0, end] } } ?? [], even: even ?? [],
            scale: scale,
            begin: isDay ? time.clock(course.began) : time.day(course.began),
            end: isDay ? time.clock(course.turnsAt) : time.day(course.turnsAt)))))
  }

  private func courseSummary(_ period: PeriodSpending) -> String {
    let rate = CostText.money(period.burnPerHour, period.burnCertainty)
    guard period.projected != nil else {
      return "\(CostText.cost(period.costs)) spent so far. \(BudgetText.tooEarlySentence)."
    }
    let spent = "\(CostText.cost(period.costs)) spent so far; at \(rate) an hour it will be \(projected(period))"
    guard let budget = period.budget else { return "\(spent) (dashed)." }
    return "\(spent) of \(CostText.money(budget)) (dashed); dotted, an even pace."
  }
}
