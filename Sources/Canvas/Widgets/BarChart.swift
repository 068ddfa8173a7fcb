/// Traffic over time as columns, with the errors among it at the foot of each, the newest at the right.
package struct BarChart: Widget, Hashable, Sendable {
  /// One column.
  package struct Bar: Hashable, Sendable {
    /// All of it, errors included.
    package var total: Double
    /// The part that failed.
    package var errors: Double

    package init(total: Double, errors: Double) {
      self.total = total
      self.errors = errors
    }
  }

  /// Oldest first; nil where there is no data.
  package var bars: [Bar?]
  package var axis: ValueAxis
  /// The time from the oldest value to the newest, in minutes.
  package var minutes: Double
  /// The instant of the newest value, for an axis with times and dates; nil for one that counts back from now.
  package var end: TimeEnd?
  /// Instants that the axis of time marks.
  package var marks: [TimeMark] = []

  package init(_ bars: [Bar?], axis: ValueAxis = ValueAxis(.count), minutes: Double, end: TimeEnd? = nil) {
    self.bars = bars
    self.axis = axis
    self.minutes = minutes
    self.end = end
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty, !bars.isEmpty else { return }
    let frame = PlotFrame(in: area, axis: axis, largest: bars.compactMap { $0?.total }.filter(\.isFinite).max() ?? 0)
    let plot = frame.plot
    guard !plot.isEmpty else { return }
    let shown = bars.suffix(plot.width)
    let width = plot.width / shown.count
    frame.draw(
      minutes: minutes * Double(shown.count) / Double(bars.count), end: end, columns: shown.count * width, marks: marks,
      on: &grid)
    for (index, bar) in shown.enumerated() {
      guard let bar, bar.total.isFinite, bar.errors.isFinite else { continue }
      // Wide bars leave a column between them.
      let place = Rect(
        x: plot.maxX - (shown.count - index) * width, y: plot.y, width: width > 2 ? width - 1 : width,
        height: plot.height)
      draw(bar, scale: frame.scale, in: place, on: &grid)
    }
  }

  private func draw(_ bar: Bar, scale: AxisScale, in place: Rect, on grid: inout CellGrid) {
    let total = Self.eighths(of: scale.height(of: bar.total), rows: place.height)
    let errors = min(total, Self.eighths(of: scale.height(of: min(bar.errors, bar.total)), rows: place.height))
    for row in 0..<max(1, (total + 7) / 8) {
      let cell = Rect(x: place.x, y: place.maxY - 1 - row, width: place.width, height: 1)
      let filled = min(8, total - row * 8)
      let failed = min(filled, errors - row * 8)
      if total == 0 {
        grid.fill(cell, grid.glyphs.column(eighths: 1), Style(.track))
      } else if failed <= 0 {
        grid.fill(cell, grid.glyphs.column(eighths: filled), Style(.traffic))
      } else if filled == 8, failed < 8, grid.glyphs.isFine {
        grid.fill(cell, grid.glyphs.column(eighths: failed), Style(.error, ground: .traffic))
      } else {
        // At the top of a bar there is no third colour: errors go first, so that not even one is hidden.
        grid.fill(
          cell, failed == 8 || !grid.glyphs.isFine ? grid.glyphs.errorColumn : grid.glyphs.column(eighths: filled),
          Style(.error))
      }
    }
  }

  /// How many eighths of so many rows are filled; above 0 two at least, since one is the base line.
  private static func eighths(of height: Double, rows: Int) -> Int {
    height > 0 ? max(2, Int((height * Double(rows * 8)).rounded())) : 0
  }
}
