import Canvas

/// Columns of figures behind a name; what the panes of breakdowns, windows and metrics have in common.
///
/// Columns have fixed widths; the name takes what is left, and the columns of the highest rank go where that is too
/// little.
struct MetricTable {
  struct Column {
    var title: String
    var width: Int
    /// The highest go first when there is little room; 0 never goes.
    var rank: Int

    init(_ title: String, _ width: Int, rank: Int = 0) {
      self.title = title
      self.width = max(width, title.utf8.count)
      self.rank = rank
    }
  }

  /// What the names are.
  var title: String
  /// The fewest cells of a name.
  var leastName: Int
  /// The most cells of a name: figures stay near it on a wide screen.
  var mostName: Int
  var columns: [Column]

  init(_ title: String, leastName: Int = 16, mostName: Int = 48, _ columns: [Column]) {
    self.title = title
    self.leastName = leastName
    self.mostName = mostName
    self.columns = columns
  }

  /// The blanks before a column.
  private static let gap = 2

  /// Where the columns that fit in `width` cells end, and how wide the name is.
  private func fitted(_ width: Int) -> (name: Int, ends: [Int: Int]) {
    var shown = Array(columns.indices)
    func needed() -> Int { shown.reduce(0) { $0 + columns[$1].width + Self.gap } }
    while leastName + needed() > width, let rank = shown.map({ columns[$0].rank }).max(), rank > 0 {
      shown.removeAll { columns[$0].rank == rank }
    }
    let name = max(0, min(mostName, width - needed()))
    var x = name
    var ends: [Int: Int] = [:]
    for place in shown {
      x += Self.gap + columns[place].width
      ends[place] = x
    }
    return (name, ends)
  }

  func drawHeading(in row: Rect, on grid: inout CellGrid) {
    draw(Span(title, .dim), columns.map { Line($0.title, .dim) }, in: row, truncation: .tail, on: &grid)
  }

  func draw(_ name: Span, _ cells: [FigureCell], in row: Rect, on grid: inout CellGrid) {
    draw(name, cells.map(\.line), in: row, on: &grid)
  }

  /// The changes since the mark, under the figures.
  func drawChanges(_ cells: [FigureCell], in row: Rect, on grid: inout CellGrid) {
    draw(Span("  change", .dim), cells.map(\.change), in: row, on: &grid)
  }

  private func draw(
    _ name: Span, _ lines: [Line], in row: Rect, truncation: Truncation = .middle, on grid: inout CellGrid
  ) {
    guard !row.isEmpty else { return }
    let (width, ends) = fitted(row.width)
    grid.write(name.text, x: row.x, y: row.y, width: width, style: name.style, truncation: truncation)
    for (place, line) in lines.enumerated() {
      guard let end = ends[place], end <= row.width else { continue }
      grid.draw(line, in: row.columns(end - line.width, line.width))
    }
  }
}
