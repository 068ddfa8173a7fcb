import Canvas
import Events
import Formatting
import Monitoring
import PlainText

/// The budget of a day or a month in words: how much of it is spent, and where that leads.
struct BudgetLines {
  let period: PeriodSpending
  let budget: Money
  let grade: BudgetGrade
  let clock: ZoneClock

  /// Nil without a budget.
  init?(_ period: PeriodSpending?, _ clock: ZoneClock) {
    guard let period, let budget = period.budget, let grade = period.grade else { return nil }
    self.period = period
    self.budget = budget
    self.grade = grade
    self.clock = clock
  }

  /// What it is called on the screen.
  var name: String { period.period == .day ? "day" : "month" }

  /// What stands beside the gauge.
  var label: Line {
    Line(CompactFigure.share(period.shownShare, period.certainty), grade.role, .bold)
      .adding(" \(grade.word)", grade.role, .bold)
  }

  /// All of it in one line.
  var summary: [Segment] {
    var segments = [Segment(label, rank: 0), Segment(spentOfBudget, rank: 1)]
    if let cap { segments.append(Segment(cap, rank: 2)) }
    if !period.isComplete { segments.append(Segment(Line("incomplete", .notice), rank: 3)) }
    segments += [
      Segment(rate, rank: 5),
      Segment(projected.map { Line("projected ", .dim).adding($0) } ?? Line("too early to project", .dim), rank: 4),
      Segment(remaining, rank: 7), Segment(turn, rank: 6),
    ]
    return segments
  }

  /// How it comes about, as the arithmetic that it is, in pieces that must not be torn.
  var pieces: [Line] {
    var pieces = [spentOfBudget]
    switch grade {
    case .healthy: pieces.append(Line("warning from \(BudgetText.threshold(period.thresholds.warning))", .dim))
    case .warning: pieces.append(Line("from \(BudgetText.threshold(period.thresholds.warning))", .dim))
    case .critical: pieces.append(Line("from \(BudgetText.threshold(period.thresholds.critical))", .dim))
    case .exceeded: break
    }
    pieces.append(remaining)
    if let cap {
      let share = Line("/ ", .dim).adding(rate).adding(" = ", .dim)
      pieces.append(share.adding(period.exhaustedAt.map { clock.span(to: $0) } ?? CompactFigure.none, .text, .bold))
      pieces.append(cap)
    }
    if let projected {
      var course = Line("projected ", .dim).adding(CompactFigure.money(period.costs), .cost)
      course.add(" + ", .dim)
      course.add(rate)
      course.add(" x \(clock.span(to: period.turnsAt)) = ", .dim)
      pieces.append(course.adding(projected))
    } else {
      pieces.append(Line(BudgetText.tooEarly, .dim))
    }
    pieces.append(turn)
    if !period.isComplete { pieces.append(Line("incomplete: \(BudgetText.incomplete)", .notice)) }
    return pieces
  }

  private var spentOfBudget: Line {
    Line(CompactFigure.money(period.costs), .cost).adding(" of ", .dim)
      .adding(CompactFigure.budget(budget), .text)
  }

  private var remaining: Line {
    guard let remaining = period.remaining else { return Line() }
    let isOver = remaining < .zero
    let text =
      isOver
      ? CompactFigure.money(Money(nanodollars: -remaining.nanodollars), period.certainty)
      : CompactFigure.rest(remaining, period.certainty)
    return Line(text, isOver ? grade.role : .text)
      .adding(isOver ? " over" : " left", .dim)
  }

  private var rate: Line { Line(CompactFigure.money(period.burnPerHour, period.burnCertainty) + "/h", .text) }

  private var projected: Line? {
    guard let projected = period.projected else { return nil }
    let share = period.projectedShare ?? 0
    let grade = BudgetGrade(share: share, warning: period.thresholds.warning, critical: period.thresholds.critical)
    return Line(
      CompactFigure.money(projected, period.projectedCertainty), grade.role, grade == .exceeded ? .bold : []
    )
    .adding(" \(CompactFigure.share(share))", grade.role)
  }

  private var cap: Line? {
    guard grade != .exceeded, let end = period.exhaustedAt else { return nil }
    return Line("runs out ", .dim).adding("\(clock.time(end))", BudgetGrade.warning.role, .bold)
  }

  private var turn: Line { Line("turns \(clock.time(period.turnsAt))", .dim) }
}

extension WrapperSnapshot {
  /// Its budgets in words, the day first; none where it has no budget.
  func budgetLines(_ frame: Frame) -> [BudgetLines] {
    [budget?.daily, budget?.monthly].compactMap {
      BudgetLines($0, ZoneClock(zone: frame.zone, at: frame.moment))
    }
  }

  /// Why a figure of its spending today is not exact; nil if it is.
  var costRemark: Line? {
    let costs = costsToday
    var pieces: [(sign: String, why: String)] = []
    if costs.unpriced > 0 {
      let count = CompactFigure.compact(Double(costs.unpriced))
      pieces.append((">= ", "\(count) \(NumberFormat.noun(costs.unpriced, "operation")) today without a known price"))
    }
    if costs.estimated != .zero {
      pieces.append(("~ ", "\(CompactFigure.money(costs.estimated)) of it are estimates"))
    } else if costs.unknown > 0 {
      pieces.append(("~ ", "an older store does not tell how exact it is"))
    }
    guard let first = pieces.first else { return nil }
    return pieces.dropFirst().reduce(Line(first.sign, .notice, .bold).adding(first.why, .dim)) { line, piece in
      line.adding("  " + piece.sign, .notice, .bold).adding(piece.why, .dim)
    }
  }
}
