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

extension BudgetGrade {
  /// Orders by how bad it is.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension PeriodSpending {
  /// What the spent share of the budget means; nil without a budget.
  var grade: BudgetGrade? { status.map { BudgetGrade($0) } }

  /// When the budget runs out at the present rate; nil if it lasts, and once it is spent.
  var runsOutAt: Timestamp? { status == .exceeded ? nil : exhaustedAt }

  /// The share of the budget that is spent, as it is shown: 1 is reached with the last nano-dollar only. Nil without a budget.
  var shownShare: Double? { share.map { status == .exceeded ? max(1, $0) : min($0, 1.0.nextDown) } }

  /// The share of the budget that will have been spent when the period turns; nil without a budget, or as long as nothing is
  /// projected.
  var projectedShare: Double? {
    guard let budget, let projected else { return nil }
    return Double(projected.nanodollars) / Double(budget.nanodollars)
  }
}

extension BudgetGauge {
  /// The gauge of what is spent of a budget; blank without one.
  init(_ spending: PeriodSpending?) {
    self.init(
      spent: spending?.shownShare, projected: spending?.projectedShare,
      warning: spending?.thresholds.warning ?? 1,
      critical: spending?.thresholds.critical ?? 1)
  }
}

extension BudgetState {
  /// The worse of day and month; nil if neither has a budget.
  var worst: BudgetStatus? { [daily?.status, monthly?.status].compactMap { $0 }.max() }

  /// The period that a list shows: the day, or the month where only that has a budget.
  var shown: PeriodSpending? { daily?.budget == nil && monthly?.budget != nil ? monthly : daily }
}
