import Canvas
import Events
import Monitoring

/// What the header says of the spending of all wrappers together.
struct SpendingWords {
  /// What was spent today, and of how much: `$328.95 of $610 today`; nil where nothing was spent and nothing is planned.
  let today: Line?
  /// Which budgets are spent or nearly so, in as many words as there is room for, the most first; none if all is well.
  let alarms: [Line]

  init(_ frame: Frame) {
    let monitor = frame.snapshot?.monitor
    let counts = frame.state.listing.budgets
    let overall = monitor?.budget?.worst.map { BudgetGrade($0) }
    today = monitor.flatMap { Self.today($0, counts.certainty) }
    var whole = Line(), short: Line?
    func add(_ text: String, _ grade: BudgetGrade) {
      if whole.width > 0 { whole.add(", ", .dim) }
      whole.add(text, grade.role, grade == .exceeded ? .bold : [])
    }
    if let overall, overall != .healthy {
      add(overall == .exceeded ? "all over budget" : "all near budget", overall)
      if overall == .exceeded { short = Line("ALL OVER", overall.role, .bold) }
    }
    if counts.over > 0 {
      let count = CompactFigure.grouped(UInt64(counts.over))
      add(count + (whole.width > 0 ? " over" : " over budget"), .exceeded)
      short = short ?? Line("\(count) OVER", BudgetGrade.exceeded.role, .bold)
    }
    if counts.near > 0 {
      let count = CompactFigure.grouped(UInt64(counts.near))
      add(count + (whole.width > 0 ? " near" : " near budget"), .warning)
      short = short ?? Line("\(count) NEAR", BudgetGrade.warning.role)
    }
    alarms = [whole, short].compactMap { $0 }.filter { $0.width > 0 }
  }

  private static func today(_ monitor: MonitorSnapshot, _ certainty: CostCertainty) -> Line? {
    let day = monitor.budget?.daily
    guard monitor.costToday != .zero || day?.budget != nil else { return nil }
    let grade = day?.grade
    var line = Line(CompactFigure.money(monitor.costToday, certainty), .cost)
    if let budget = day?.budget {
      line.add(" of ", .dim)
      line.add(CompactFigure.budget(budget), .text)
    }
    line.add(" today", .dim)
    if let grade, grade != .healthy { line.add(" \(grade.word)", grade.role, .bold) }
    return line
  }
}
