/// The course of a figure in one row, a column each value, the newest at the right end.
///
/// No data is a blank, zero lies on the base line, and whatever is above zero rises above that line.
package struct Sparkline: Widget, Hashable, Sendable {
  /// What happens to more values than there are columns.
  package enum Fitting: Hashable, Sendable {
    /// The newest are shown, the others are not.
    case newest
    /// All are shown: neighbours share a column, in which the largest of them counts.
    case all
  }

  /// Oldest first; nil where there is no data.
  package var values: [Double?]
  /// What fills a column; the largest value that is shown, if nil.
  package var maximum: Double?
  package var role: Role
  package var fitting: Fitting

  package init(_ values: [Double?], maximum: Double? = nil, role: Role = .traffic, fitting: Fitting = .newest) {
    self.values = values
    self.maximum = maximum
    self.role = role
    self.fitting = fitting
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let shown = columns(area.width)
    let top = maximum ?? shown.compactMap { $0 }.max() ?? 0
    for (index, value) in shown.enumerated() {
      guard let value else { continue }
      let x = area.maxX - shown.count + index
      if value > 0, top > 0 {
        let level = 2 + Int(min(value / top, 1) * 6)
        grid[x, area.y] = Cell(grid.glyphs.column(eighths: level), style: Style(role))
      } else {
        grid[x, area.y] = Cell(grid.glyphs.column(eighths: 1), style: Style(.track))
      }
    }
  }

  /// The values of at most so many columns; what is not a number counts as no data.
  private func columns(_ count: Int) -> [Double?] {
    let values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
    guard values.count > count else { return values }
    guard fitting == .all else { return values.suffix(count) }
    return (0..<count).map { column in
      values[(column * values.count / count)..<((column + 1) * values.count / count)].compactMap { $0 }.max()
    }
  }
}
