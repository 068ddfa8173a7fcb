import Formatting
import Canvas
import Events
import Monitoring
import PlainText

extension StatusText {
  /// The table of budgets, those over all wrappers first, with when days and months turn; nothing without budgets. But for the signs
  /// of estimates and lower bounds it fits into 80 columns.
  func budgets(_ monitor: MonitorSnapshot) -> String {
    var table = TextTable(columns: [
      .words("BUDGET OF"), .words("FOR"), .words("STATUS"), .figures("SPENT"), .figures("OF"), .figures("USED%"),
      .figures("BURN/h"), .figures("AT TURN"),
    ])
    var isComplete = true
    func add(_ name: String, _ budget: BudgetState?) {
      for spending in [budget?.daily, budget?.monthly] {
        guard let spending, let row = row(name, spending, monitor.zone) else { continue }
        table.rows.append(row)
        isComplete = isComplete && spending.isComplete
      }
    }
    add("all wrappers", monitor.budget)
    for wrapper in monitor.wrappers { add(wrapper.name, wrapper.budget) }
    guard !table.rows.isEmpty else { return "" }
    let day = monitor.zone.day(holding: monitor.at).upperBound
    let month = monitor.zone.month(holding: monitor.at).upperBound
    var text = table.text(rendering)
    text += "  the day turns at \(local(day, monitor.zone)), the month at \(local(month, monitor.zone))\n"
    if !isComplete { text += "  spending from before this program began to read is not counted\n" }
    return text
  }

  private func row(_ name: String, _ spending: PeriodSpending, _ zone: ZoneRules) -> TextTable.Row? {
    guard let budget = spending.budget, let status = spending.status else { return nil }
    let figures = [
      dollars(spending.spent, spending.certainty), dollars(budget),
      spending.certainty.mark(NumberFormat.percent(spending.share), isCompact: true),
      dollars(spending.burnPerHour, spending.burnCertainty),
      spending.projected.map { dollars($0, spending.projectedCertainty) } ?? NumberFormat.percent(nil),
    ]
    var cells = [
      TextTable.Cell(
        text: rendering.safe(name).truncated(to: Self.nameWidth, .middle, in: rendering.glyphs), role: .accent),
      TextTable.Cell(text: rendering.safe(spending.period.rawValue)),
      TextTable.Cell(text: rendering.safe(status.rawValue), role: status.role),
    ]
    cells += figures.map { TextTable.Cell(text: rendering.safe($0)) }
    return TextTable.Row(cells: cells, notes: outlook(spending, status, zone))
  }

  // How much is too much already, or when the budget will be spent.
  private func outlook(_ spending: PeriodSpending, _ status: BudgetStatus, _ zone: ZoneRules) -> [TextTable.Cell] {
    let text: String
    if status == .exceeded, let remaining = spending.remaining {
      text = "over by \(dollars(Money(nanodollars: -remaining.nanodollars), spending.certainty))"
    } else if spending.projected == nil {
      return [TextTable.Cell(text: rendering.safe("nothing is projected before the first operation is 10 min old"))]
    } else if let exhausted = spending.exhaustedAt {
      text = "spent by \(local(exhausted, zone)) at this rate"
    } else {
      return []
    }
    return [TextTable.Cell(text: rendering.safe(text), role: status == .healthy ? .degraded : status.role)]
  }

  private func dollars(_ money: Money, _ certainty: CostCertainty = .exact) -> String {
    certainty.mark(NumberFormat.dollars(nanodollars: money.nanodollars), isCompact: true)
  }

  private func local(_ instant: Timestamp, _ zone: ZoneRules) -> String {
    let minute = zone.localTime(at: instant).clock.prefix(5)
    return rendering.safe("\(zone.date(at: instant)) \(minute) \(zone.offset(at: instant).abbreviation)").string
  }

  // So much that all columns together take no more than 80.
  private static let nameWidth = 16
}

extension BudgetStatus {
  /// The colour.
  fileprivate var role: Role {
    switch self {
    case .healthy: .healthy
    case .warning: .degraded
    case .critical: .unhealthy
    case .exceeded: .critical
    }
  }
}
