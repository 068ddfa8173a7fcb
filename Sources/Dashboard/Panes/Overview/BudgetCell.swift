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
