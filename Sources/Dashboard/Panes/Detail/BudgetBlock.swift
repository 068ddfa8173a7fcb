import Canvas
import Monitoring

/// The budgets of a wrapper, the day's and the month's: a gauge each, and where the spending leads.
struct BudgetBlock {
  private let lines: [BudgetLines]
  private let remark: Line?
  private let reasons: [[Line]]

  /// The columns that names take at the left edge of the detail.
  private static let indent = 8
  /// The columns of a gauge beside everything else.
  private static let narrowGauge = 12
  /// The most columns of a gauge in a line of its own.
  private static let widestGauge = 60

  /// - Parameters:
  ///   - width: the columns that there are.
  ///   - explains: true to show how it comes about below each gauge.
  init(_ wrapper: WrapperSnapshot, _ frame: Frame, width: Int, explains: Bool) {
    lines = wrapper.budgetLines(frame)
    remark = explains && !lines.isEmpty ? wrapper.costRemark : nil
    reasons = lines.map { explains ? Line.wrap($0.pieces, width: width - Self.indent) : [] }
  }

  /// How the budgets stand.
  var grades: [BudgetGrade] { lines.map(\.grade) }

  /// How many rows it fills; none for a wrapper without a budget.
  var rows: Int { lines.count + reasons.reduce(0) { $0 + $1.count } + (remark == nil ? 0 : 1) }

  func draw(in area: Rect, on grid: inout CellGrid) {
    var y = 0
    for (line, reasons) in zip(lines, reasons) {
      Self.draw(line, isAlone: !reasons.isEmpty, in: area.rows(y, 1), on: &grid)
      y += 1
      for reason in reasons {
        grid.draw(reason, in: area.rows(y, 1).columns(Self.indent, area.width - Self.indent))
        y += 1
      }
    }
    if let remark { grid.draw(remark, in: area.rows(y, 1).columns(Self.indent, area.width - Self.indent)) }
  }

  /// One budget in a row.
  static func draw(_ budget: BudgetLines, isAlone: Bool, in row: Rect, on grid: inout CellGrid) {
    grid.draw(Line(budget.name, .dim), in: row)
    let inner = row.columns(indent, row.width - indent)
    let gauge = isAlone ? max(narrowGauge, min(widestGauge, inner.width - budget.label.width - 1)) : narrowGauge
    BudgetGauge(budget.period).draw(in: inner.columns(0, gauge), on: &grid)
    let rest = inner.columns(gauge + 1, inner.width - gauge - 1)
    grid.draw(isAlone ? [Segment(budget.label, rank: 0)] : budget.summary, [], in: rest)
  }
}
