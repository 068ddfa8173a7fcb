/// How much of a budget is spent, and where that leads, one row high: `███████▍▒▒▒│▒│▒»`.
///
/// The bar fills from the left in eighths of a cell up to what is spent, then in another glyph up to what is projected.
/// A mark stands at each threshold: over what is filled it is cut out of it, else it stands on what is there. The column
/// behind the bar says what a bar cannot: `!` if more is spent than there is, `»` if that much is projected; else it is
/// left as it is. The last cell of the bar is filled at 1 and only then, and the bar never looks empty above 0.
package struct BudgetGauge: Widget, Hashable, Sendable {
  /// The share of the budget that is spent: 0 for nothing, 1 for all of it, more for more. Below 0 counts as 0. Nil, or not
  /// a number, if there is nothing to show: then all stays blank.
  package var spent: Double?
  /// The share that will have been spent when the period turns; nil, or not a number, if that is not to be shown.
  package var projected: Double?
  /// The share from which on there is to be a warning, 0 to 1.
  package var warning: Double
  /// The share from which on it is critical, `warning` to 1.
  package var critical: Double

  package init(spent: Double?, projected: Double? = nil, warning: Double, critical: Double) {
    self.spent = spent
    self.projected = projected
    self.warning = warning
    self.critical = critical
  }

  /// The columns to the right of the bar that say whether it is passed. A single column is all bar.
  package static let signWidth = 1

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard let spent, !spent.isNaN, !area.isEmpty else { return }
    let row = area.row(0)
    let cells = max(1, row.width - Self.signWidth)
    let filled = Gauge.eighths(of: spent, cells: cells)
    let role = grade(of: spent).role
    let projected = projected.flatMap { $0.isNaN ? nil : max($0, spent) } ?? spent
    let expected = Gauge.eighths(of: projected, cells: cells) / 8
    for cell in 0..<cells {
      let part = min(8, filled - cell * 8)
      grid[row.x + cell, row.y] =
        if part > 0 {
          Cell(grid.glyphs.gaugeCell(eighths: part), style: Style(role))
        } else if cell < expected {
          Cell(grid.glyphs.gaugeProjection, style: Style(grade(of: projected).role))
        } else {
          Cell(grid.glyphs.gaugeTrack, style: Style(.track))
        }
    }
    for (share, mark) in [(warning, BudgetGrade.warning), (critical, .critical)] {
      guard let cell = Self.cell(of: share, among: cells) else { continue }
      let isPassed = filled >= (cell + 1) * 8
      // A full bar ends with a full cell, whatever stands there.
      if isPassed, cell == cells - 1 { continue }
      let style = isPassed ? Style(role, .reverse) : Style(mark.role)
      grid[row.x + cell, row.y] = Cell(grid.glyphs.gaugeMark, style: style)
    }
    if row.width > Self.signWidth { drawSign(spent, projected, x: row.maxX - Self.signWidth, y: row.y, on: &grid) }
  }

  private func drawSign(_ spent: Double, _ projected: Double, x: Int, y: Int, on grid: inout CellGrid) {
    let sign: Unicode.Scalar
    if spent > 1 {
      sign = grid.glyphs.budgetPassed
    } else if projected > 1 {
      sign = grid.glyphs.budgetWillPass
    } else {
      return
    }
    grid[x, y] = Cell(sign, style: Style(BudgetGrade.exceeded.role, .bold))
  }

  private func grade(of share: Double) -> BudgetGrade {
    BudgetGrade(share: share, warning: warning, critical: critical)
  }

  /// The cell that holds a share. The first one has to show whether anything is spent, and at all of it the bar ends:
  /// neither holds a mark.
  private static func cell(of share: Double, among cells: Int) -> Int? {
    guard share > 0, share < 1, cells > 1 else { return nil }
    return min(max(1, Int(share * Double(cells))), cells - 1)
  }
}
