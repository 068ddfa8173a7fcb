/// The axes of a chart, and the area between them. In a small area the horizontal axis goes first, then the vertical.
struct PlotFrame {
  /// Where the figures are drawn.
  let plot: Rect
  let scale: AxisScale
  private let area: Rect
  private let labelWidth: Int

  /// The fewest columns in which a vertical axis is drawn, and the fewest rows for a horizontal one.
  private static let columnsForAxis = 20
  private static let rowsForAxis = 5

  /// Lays out a chart of values up to `largest` in an area.
  init(in area: Rect, axis: ValueAxis, largest: Double) {
    self.area = area
    let rows = area.height >= Self.rowsForAxis ? area.height - 2 : area.height
    let scale = axis.scale(upTo: largest, intervals: max(1, (rows - 1) / 2))
    self.scale = scale
    // No narrower than four, so that a chart does not move sideways with every new maximum.
    labelWidth = max(4, scale.ticks.map { DisplayWidth.of(scale.label($0)) }.max() ?? 0)
    let gutter = area.width >= Self.columnsForAxis ? labelWidth + 2 : 0
    plot = Rect(x: area.x + gutter, y: area.y, width: area.width - gutter, height: rows)
  }

  /// Draws the axes; `columns` at the right of the plot stand for so many minutes up to `end`. Marks stand on the
  /// horizontal one.
  func draw(minutes: Double, end: TimeEnd?, columns: Int, marks: [TimeMark] = [], on grid: inout CellGrid) {
    let axis = TimeAxis(minutes: minutes, end: end)
    draw(axis.ticks(width: columns).map { (plot.width - columns + $0.column, $0.label) }, on: &grid)
    guard area.maxY > plot.maxY else { return }
    // What begins goes before what is over where both are in the same column.
    for mark in marks.filter({ !$0.isBegin }) + marks.filter(\.isBegin) {
      guard let column = axis.column(of: mark, width: columns) else { continue }
      grid[plot.x + plot.width - columns + column, plot.maxY] = Cell(
        mark.isBegin ? grid.glyphs.begin : grid.glyphs.end, style: Style(mark.role, .bold))
    }
  }

  /// Draws the axes; the horizontal one has ticks at columns of the plot, from left to right.
  func draw(_ ticks: [(column: Int, label: String)], on grid: inout CellGrid) {
    guard !plot.isEmpty else { return }
    let style = Style(.border)
    let glyphs = grid.glyphs.frame
    if plot.x > area.x {
      let x = plot.x - 1
      grid.fill(Rect(x: x, y: plot.y, width: 1, height: plot.height), glyphs.vertical, style)
      for tick in scale.ticks {
        let y = plot.y + row(of: tick)
        grid.write(
          scale.label(tick), x: area.x, y: y, width: labelWidth, style: Style(.dim), alignment: .trailing)
        grid[x, y] = Cell(glyphs.verticalTick, style: style)
      }
    }
    guard area.maxY > plot.maxY else { return }
    let y = plot.maxY
    if plot.x > area.x { grid[plot.x - 1, y] = Cell(glyphs.lowerLeft, style: style) }
    grid.fill(Rect(x: plot.x, y: y, width: plot.width, height: 1), glyphs.horizontal, style)
    var free = area.x
    for tick in ticks {
      let x = plot.x + tick.column
      grid[x, y] = Cell(glyphs.horizontalTick, style: style)
      let width = DisplayWidth.of(tick.label)
      let start = max(free, min(x - width / 2, area.maxX - width))
      grid.write(tick.label, x: start, y: y + 1, width: area.maxX - start, style: Style(.dim))
      free = start + width + 1
    }
  }

  /// The row of the plot, from its top, on which a value lies.
  private func row(of value: Double) -> Int {
    Int(((1 - scale.height(of: value)) * Double(plot.height * 4 - 1)).rounded()) / 4
  }
}
