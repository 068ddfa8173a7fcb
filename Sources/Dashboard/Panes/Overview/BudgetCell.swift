import Canvas
import Events
import Monitoring

/// What a wrapper has spent of its budget, in a column of the list.
struct BudgetCell {
  let wrapper: WrapperSnapshot

  func draw(in cell: Rect, on grid: inout CellGrid) {
    let form = BudgetColumnStyle(column: cell.width)
    guard wrapper.tracksCosts else { return drawText(Line("OFF", .dim), form, in: cell, on: &grid) }
    guard let period = wrapper.budget?.shown, let budget = period.budget, let grade = period.grade else {
      return drawText(spentToday(form), form, in: cell, on: &grid)
    }
    let share = Line(
      CompactFigure.share(period.shownShare, period.certainty), grade.role, grade == .healthy ? [] : .bold)
    switch form {
    case .share: drawRight(share, in: cell, on: &grid)
    case .gauge:
      drawGauge(period, in: cell.columns(0, cell.width - BudgetColumnStyle.shareWidth), on: &grid)
      drawRight(share, in: cell, on: &grid)
    case .money(let gauge):
      drawGauge(period, in: cell.columns(0, gauge), on: &grid)
      let spent = Line(CompactFigure.money(period.costs, width: BudgetColumnStyle.spentWidth - 1), .cost)
      drawRight(spent, in: cell.columns(gauge, BudgetColumnStyle.spentWidth), on: &grid)
      let text = " /" + CompactFigure.budget(budget).drop { $0 == "$" }
      grid.draw(Line(text, .dim), in: cell.columns(gauge + BudgetColumnStyle.spentWidth, BudgetColumnStyle.budgetWidth))
    }
  }

  // The bar of a month is shorter, so that nobody takes it for that of the day.
  private func drawGauge(_ period: PeriodSpending, in area: Rect, on grid: inout CellGrid) {
    let label = period.period == .month ? "mo " : ""
    grid.draw(Line(label, .dim), in: area)
    BudgetGauge(period).draw(in: area.columns(label.count, area.width - label.count), on: &grid)
  }

  private func spentToday(_ form: BudgetColumnStyle) -> Line {
    guard wrapper.costToday != .zero || wrapper.costsToday.unpriced > 0 else { return Line(CompactFigure.none, .dim) }
    let text = CompactFigure.money(wrapper.costsToday, width: BudgetColumnStyle.spentWidth - 1)
    // A share of nothing: there is no room for the money.
    return form == .share ? Line(CompactFigure.none, .dim) : Line(text, .cost)
  }

  private func drawText(_ line: Line, _ form: BudgetColumnStyle, in cell: Rect, on grid: inout CellGrid) {
    switch form {
    case .share, .gauge: drawRight(line, in: cell, on: &grid)
    case .money(let gauge): drawRight(line, in: cell.columns(gauge, BudgetColumnStyle.spentWidth), on: &grid)
    }
  }

  private func drawRight(_ line: Line, in cell: Rect, on grid: inout CellGrid) {
    grid.draw(line, in: cell.columns(max(0, cell.width - line.width), line.width))
  }
}

extension WrapperSnapshot {
  /// The grade of the month's budget, where that is worse than the day's.
  var worseMonth: BudgetGrade? {
    guard let day = budget?.daily?.status, let month = budget?.monthly?.status, month > day else { return nil }
    return BudgetGrade(month)
  }

  /// How long its budget lasts at the rate at which it spends now, at most 6 characters: `1h08m`; `over` if it is spent, `-` if
  /// it lasts until it turns.
  func timeToCap(at now: Moment) -> Line {
    guard let period = budget?.shown, let grade = period.grade else { return Line(CompactFigure.none, .dim) }
    if grade == .exceeded { return Line("over", grade.role, .bold) }
    guard let end = period.exhaustedAt else { return Line(CompactFigure.none, .dim) }
    return Line(now.span(to: end), BudgetGrade.warning.role, .bold)
  }
}

/// How the column of budgets shows a wrapper's spending, by the room that there is.
enum BudgetColumnStyle: Equatable {
  /// The share alone: `84%`.
  case share
  /// A bar and the share: `████▒│»  84%`.
  case gauge
  /// A bar of so many columns, what is spent and what may be: `█████▒││»   $41.80 /50`.
  case money(gauge: Int)

  /// The form on a list of so many columns.
  init(_ width: Int) {
    switch width {
    case ..<53: self = .share
    case ..<105: self = .gauge
    case ..<136: self = .money(gauge: 8)
    default: self = .money(gauge: 11)
    }
  }

  /// The form of a column of that width.
  init(column width: Int) {
    switch width {
    case ..<Self.gauge.width: self = .share
    case ..<Self.money(gauge: 8).width: self = .gauge
    default: self = .money(gauge: width - Self.spentWidth - Self.budgetWidth)
    }
  }

  /// The columns of the screen that it takes.
  var width: Int {
    switch self {
    case .share: Self.shareWidth
    case .gauge: 7 + Self.shareWidth
    case .money(let gauge): gauge + Self.spentWidth + Self.budgetWidth
    }
  }

  /// The columns of a share with a sign for how sure it is.
  static let shareWidth = 5
  /// The columns of a blank and of money with a sign for how sure it is.
  static let spentWidth = 10
  /// The columns of a budget: a blank, a slash and the dollars without their sign.
  static let budgetWidth = 8

  /// What stands above a column of that width.
  static func heading(width: Int) -> String {
    switch BudgetColumnStyle(column: width) {
    case .share: "BUD%"
    case .gauge: "TODAY/BUDGET"
    case .money: "TODAY /BUDGET"
    }
  }
}
