import Canvas
import Events
import Monitoring
import PlainText

/// What the header says of the spending of all wrappers together.
struct SpendingWords {
  /// Which budgets are spent or nearly so, and what was spent of how much; either may be empty.
  struct Form {
    var alarm = Line()
    var today = Line()

    /// The columns that it takes among other pieces of a line.
    var width: Int { [alarm, today].reduce(0) { $0 + ($1.width > 0 ? $1.width + 2 : 0) } }
  }

  /// The same in fewer and fewer words; empty at last.
  let forms: [Form]

  init(_ frame: Frame) {
    let counts = frame.shared.listing.budgets
    let monitor = frame.snapshot?.monitor
    let overall = monitor?.budget?.worst.map { BudgetGrade($0) }
    let today = monitor.flatMap { Self.today($0, day: frame.dayWord) } ?? Line()
    let whole = Self.whole(overall)
    let wrappers = Self.wrappers(counts)
    let both =
      whole.width > 0 && wrappers.width > 0 ? whole.adding(", ", .dim).adding(wrappers) : whole.adding(wrappers)
    let short = Self.short(overall, counts)
    // What was spent today says how all together fare.
    var forms = today.width > 0 ? [wrappers, short].map { Form(alarm: $0, today: today) } : []
    forms += [both, wrappers, short].filter { $0.width > 0 }.map { Form(alarm: $0) }
    self.forms = forms + [Form(today: today), Form()]
  }

  private static func today(_ monitor: MonitorSnapshot, day word: String) -> Line? {
    let day = monitor.budget?.daily
    guard monitor.costToday != .zero || monitor.costsToday.unpriced > 0 || day?.budget != nil else { return nil }
    var line = Line(CompactFigure.money(monitor.costsToday, width: 9), .cost)
    if let budget = day?.budget {
      line.add(" of ", .dim)
      line.add(CompactFigure.budget(budget), .text)
    }
    line.add(" " + word, .dim)
    if let grade = day?.grade, grade != .healthy { line.add(" \(grade.word)", grade.role, .bold) }
    return line
  }

  private static func whole(_ overall: BudgetGrade?) -> Line {
    guard let overall, overall != .healthy else { return Line() }
    let isOver = overall == .exceeded
    return Line(isOver ? "all over budget" : "all near budget", overall.role, isOver ? .bold : [])
  }

  private static func wrappers(_ counts: BudgetCounts) -> Line {
    var line = Line()
    if counts.over > 0 { line.add("\(text(counts.over)) over budget", BudgetGrade.exceeded.role, .bold) }
    guard counts.near > 0 else { return line }
    if counts.over > 0 { line.add(", ", .dim) }
    line.add("\(text(counts.near)) near\(counts.over > 0 ? "" : " budget")", BudgetGrade.warning.role)
    return line
  }

  private static func short(_ overall: BudgetGrade?, _ counts: BudgetCounts) -> Line {
    if overall == .exceeded { return Line("all over", BudgetGrade.exceeded.role, .bold) }
    if counts.over > 0 { return Line("\(text(counts.over)) over", BudgetGrade.exceeded.role, .bold) }
    return counts.near > 0 ? Line("\(text(counts.near)) near", BudgetGrade.warning.role) : Line()
  }

  private static func text(_ count: Int) -> String { NumberFormat.grouped(UInt64(count)) }
}
