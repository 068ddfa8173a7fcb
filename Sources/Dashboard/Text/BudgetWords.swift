import Canvas
import Events
import Formatting
import Monitoring

/// A budget in words: every figure of article Cost, Budgets.
enum BudgetWords {
  /// The word for how it stands.
  static func status(_ row: BudgetRow) -> Line {
    guard row.isTracked else { return Line("UNTRACKED", .dim) }
    guard let status = row.spending?.status else { return Line("no budget", .dim) }
    let grade = BudgetGrade(status)
    return Line(grade.word, grade.role, grade == .healthy ? [] : .bold)
  }

  /// What is to be known, most important first, in pieces that are not to be torn.
  static func pieces(_ row: BudgetRow, _ content: CostsContent) -> [Line] {
    var pieces = [
      Line(row.title, .accent, .bold).adding(row.title == row.period.words ? "" : " \(row.period.words)", .dim)
    ]
    guard row.isTracked else { return pieces + [Line(BudgetText.untracked, .dim)] }
    guard let spending = row.spending else {
      pieces.append(
        row.costs.map { Line(CompactFigure.money($0), .cost).adding(" spent, no budget", .dim) }
          ?? Line("no budget for the \(row.period.rawValue); enter shows what was spent", .dim))
      return pieces
    }
    return pieces + figures(spending, content.clock)
  }

  static func figures(_ spending: PeriodSpending, _ clock: ZoneClock) -> [Line] {
    var pieces: [Line] = []
    var spent = Line(CompactFigure.money(spending.costs), .cost, .bold)
    if let budget = spending.budget {
      spent.add(" of ", .dim)
      spent.add(CompactFigure.money(budget), .text)
      spent.add(" spent", .dim)
    } else {
      spent.add(" spent, no budget", .dim)
    }
    pieces.append(spent)
    if let left = spending.remaining {
      pieces.append(
        left < .zero
          ? Line(CompactFigure.money(Money(nanodollars: -left.nanodollars), spending.certainty), .critical, .bold)
            .adding(" too much", .dim)
          : Line(CompactFigure.rest(left, spending.certainty), .text).adding(" left", .dim))
    }
    pieces.append(
      Line(CompactFigure.money(spending.burnPerHour, spending.burnCertainty), .text).adding(" an hour now", .dim))
    let isOver = spending.isProjectedOver
    pieces.append(
      spending.projected.map {
        Line(CompactFigure.money($0, spending.projectedCertainty), isOver ? .critical : .text, isOver ? .bold : [])
          .adding(" projected", .dim)
      } ?? Line(BudgetText.tooEarly, .dim))
    if let at = spending.runsOutAt {
      pieces.append(
        Line("runs out ", .dim).adding(clock.time(at), .critical, .bold).adding(" in \(clock.span(to: at))", .dim))
    }
    pieces.append(
      Line("turns ", .dim).adding(clock.time(spending.turnsAt), .text)
        .adding(" in \(clock.span(to: spending.turnsAt))", .dim))
    if spending.budget != nil {
      let thresholds = spending.thresholds
      pieces.append(
        Line(BudgetText.thresholds(warning: thresholds.warning, critical: thresholds.critical), .dim))
    }
    if !spending.isComplete { pieces.append(Line(BudgetText.incomplete, .notice)) }
    return pieces
  }
}
