import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

/// Budgets as gauges, and the one under the cursor in words.
enum CostsBudgets {
  /// How many rows are listed at once.
  static func rows(_ area: Rect) -> Int { max(1, area.height - 1 - footRows(area)) }

  private static func footRows(_ area: Rect) -> Int { area.height >= 14 ? 4 : area.height >= 7 ? 3 : 0 }

  static func draw(_ content: CostsContent, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let rows = content.budgets()
    guard !rows.isEmpty, !area.isEmpty else {
      EmptyText.draw(["No wrapper yet: budgets stand here as soon as there is one."], in: area, on: &grid)
      return
    }
    let cursor = content.state.budgets
    let isHere = content.section == .budgets
    let foot = footRows(area)
    let columns = Self.columns(content, isMarked: frame.isMarked)
    let isSorted = content.state.wrapper == nil && content.state.budgetOrder.column != .urgency
    Table(
      columns: columns.map(\.column), rowCount: rows.count,
      sorting: columns.firstIndex { $0.sorts == content.state.budgetOrder.column }.flatMap {
        isSorted ? Table.Sorting(column: $0, isDescending: !content.state.budgetOrder.isAscending) : nil
      },
      selected: isHere ? cursor.row : nil, firstRow: cursor.top, spacing: 1
    ) { place in
      items(rows[place], content, frame)
    }.draw(in: area.rows(0, area.height - foot), on: &grid)
    guard rows.indices.contains(cursor.row) else { return }
    let below = area.rows(rows.count + 2, area.height - rows.count - 2)
    if content.state.wrapper != nil, below.height >= leastFull {
      for (row, line) in FullFigures.budget(rows[cursor.row], content, width: area.width - 3).enumerated() {
        grid.draw(line, in: below.rows(row, 1).columns(2, area.width - 2))
      }
      return
    }
    guard foot > 0 else { return }
    // Not right below the last row, where there is room for a blank one.
    let lines = Line.wrap(BudgetWords.pieces(rows[cursor.row], content), width: area.width - 2)
    let start = foot > 3 ? 1 : 0
    for (row, line) in lines.prefix(foot - start).enumerated() {
      grid.draw(line, in: area.rows(area.height - foot + start + row, 1).columns(2, area.width - 2))
    }
  }

  /// The rows in which all figures of a wrapper's budget have room below the list.
  private static let leastFull = 13

  /// The budget of what is looked at, in one row.
  static func drawSummary(_ content: CostsContent, in row: Rect, on grid: inout CellGrid) {
    guard !row.isEmpty else { return }
    let rows = content.budgets()
    guard let budget = rows.first(where: { $0.period == content.state.period }) else { return }
    var left = Line(content.state.period.words + " ", .dim)
    left.add(CompactFigure.money(budget.costs ?? .zero), .cost, .bold)
    guard let spending = budget.spending, let limit = spending.budget, let status = spending.status else {
      grid.draw(left.adding(budget.isTracked ? "  no budget" : "  not tracked", .dim), in: row)
      return
    }
    left.add(" of ", .dim)
    left.add(CompactFigure.money(limit), .text)
    let grade = BudgetGrade(status)
    let right = Line(spending.certainty.mark(NumberFormat.percent(spending.share)) + "% ", .text)
      .adding(
        grade.word, grade.role, .bold)
    grid.draw([Segment(left, rank: 0)], [Segment(right, rank: 0)], in: row)
    let gauge = row.columns(left.width + 2, row.width - left.width - right.width - 4)
    if gauge.width >= 6 { BudgetGauge(spending).draw(in: gauge, on: &grid) }
  }

  private struct Column {
    var column: Table.Column
    var sorts: BudgetColumn?
  }

  private static func columns(_ content: CostsContent, isMarked: Bool) -> [Column] {
    func figure(_ title: String, _ width: Int, _ priority: Int, _ sorts: BudgetColumn?) -> Column {
      Column(
        column: Table.Column(title, width: width, alignment: .trailing, priority: priority), sorts: sorts)
    }
    let isOfAll = content.state.wrapper == nil
    var columns = [
      Column(
        column: Table.Column(isOfAll ? "WRAPPER" : "PERIOD", width: 12, weight: 2, truncation: .middle), sorts: .name),
      figure("SPENT", 9, Part.required, .spent),
      figure("BUDGET", 7, 7, .budget),
      Column(column: Table.Column("GAUGE", width: 8, weight: 3, priority: 6), sorts: nil),
      figure("USED%", 6, 8, .used),
      Column(column: Table.Column("STATUS", width: 9), sorts: nil),
      figure("PROJECTED", 9, 5, .projected),
      figure("RUNS OUT", 8, 4, .exhausted),
      figure("LEFT", 10, 3, .left),
      figure("BURN/H", 9, 2, .burn),
    ]
    if isMarked { columns.insert(figure("CHANGE", 8, 9, nil), at: 2) }
    return columns
  }

  private static func items(_ row: BudgetRow, _ content: CostsContent, _ frame: Frame) -> [Table.Item] {
    let spending = row.spending
    let hasBudget = spending?.budget != nil
    let isOver = spending?.isProjectedOver ?? false
    let status = BudgetWords.status(row)
    var items: [Table.Item] = [
      .text(row.title, row.wrapper == nil ? Style(.title, .bold) : Style(.accent)),
      .text(row.costs.map { CompactFigure.money($0, width: 9) } ?? CompactFigure.none, row.isTracked ? .cost : .dim),
      .text(spending?.budget.map(CompactFigure.money) ?? CompactFigure.none, hasBudget ? .text : .dim),
      hasBudget ? .budgetGauge(BudgetGauge(spending)) : .empty,
      .text(hasBudget ? used(spending) : CompactFigure.none, hasBudget ? .text : .dim),
      .line(status.spans),
      .text(
        spending.map { period in
          period.projected.map { CompactFigure.money($0, period.projectedCertainty, width: 9) } ?? "too early"
        } ?? CompactFigure.none,
        isOver ? Style(.critical, .bold) : Style(spending == nil ? .dim : .text)),
      .text(runsOut(spending, content.clock), isOver ? .critical : .dim),
      .text(left(spending), .text),
      .text(
        spending.map { CompactFigure.money($0.burnPerHour, $0.burnCertainty, width: 9) } ?? CompactFigure.none, .text),
    ]
    if frame.isMarked { items.insert(.line(change(row, content, frame).spans), at: 2) }
    return items
  }

  private static func used(_ spending: PeriodSpending?) -> String {
    let text = NumberFormat.percent(spending?.share)
    guard let certainty = spending?.certainty else { return text }
    return certainty.isLowerBound ? ">" + text : certainty.mark(text)
  }

  private static func runsOut(_ spending: PeriodSpending?, _ clock: ZoneClock) -> String {
    guard let spending, spending.status != .exceeded else { return spending == nil ? CompactFigure.none : "over" }
    return spending.runsOutAt.map(clock.short) ?? CompactFigure.none
  }

  private static func left(_ spending: PeriodSpending?) -> String {
    guard let spending, let left = spending.remaining else { return CompactFigure.none }
    return CompactFigure.rest(left, spending.certainty)
  }

  // What was spent since the mark; nothing where the period has turned since.
  private static func change(_ row: BudgetRow, _ content: CostsContent, _ frame: Frame) -> Line {
    guard let mark = frame.shared.mark?.snapshot else { return Line() }
    let then = CostsContent(content.state, mark).budgets().first { $0.id == row.id }
    guard let now = row.spent, let before = then?.spent, then?.spending?.began == row.spending?.began else {
      return Line("-", .dim)
    }
    return FigureCell(.money, now.dollars, before: before.dollars).change
  }
}
