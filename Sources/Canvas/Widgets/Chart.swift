/// One or more figures over time as lines, with axes, the newest at the right.
package struct Chart: Widget, Hashable, Sendable {
  /// One line.
  package struct Series: Hashable, Sendable {
    package var name: String
    /// Oldest first, evenly spaced; nil where there is no data, which leaves a gap.
    package var values: [Double?]
    package var style: Style

    package init(_ name: String, _ values: [Double?], style: Style) {
      self.name = name
      self.values = values
      self.style = style
    }
  }

  /// Later series are drawn over earlier ones. All have the same number of values.
  package var series: [Series]
  package var axis: ValueAxis
  /// The time from the oldest value to the newest, in minutes.
  package var minutes: Double
  /// The instant of the newest value, for an axis with times and dates; nil for one that counts back from now.
  package var end: TimeEnd?
  /// Instants that the axis of time marks.
  package var marks: [TimeMark] = []
  /// Names the series in the top row.
  package var showsLegend: Bool

  package init(_ series: [Series], axis: ValueAxis, minutes: Double, end: TimeEnd? = nil, showsLegend: Bool = true) {
    self.series = series
    self.axis = axis
    self.minutes = minutes
    self.end = end
    self.showsLegend = showsLegend
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    var body = area
    if showsLegend, area.height >= Self.rowsForLegend {
      drawLegend(area.row(0), on: &grid)
      body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    }
    let largest = series.flatMap(\.values).compactMap { $0 }.filter(\.isFinite).max() ?? 0
    let frame = PlotFrame(in: body, axis: axis, largest: largest)
    frame.draw(minutes: minutes, end: end, columns: frame.plot.width, marks: marks, on: &grid)
    var dots = DotCanvas(width: frame.plot.width, height: frame.plot.height, glyphs: grid.glyphs)
    for (number, line) in series.enumerated() { plot(line, number: number, scale: frame.scale, on: &dots) }
    dots.draw(x: frame.plot.x, y: frame.plot.y, on: &grid)
  }

  /// The fewest rows in which the legend has one.
  private static let rowsForLegend = 4

  /// A value that stands alone becomes a dot, neighbours are joined.
  private func plot(_ line: Series, number: Int, scale: AxisScale, on dots: inout DotCanvas) {
    guard dots.columns > 0, dots.rows > 0 else { return }
    let last = line.values.count - 1
    var previous: (x: Int, y: Int)?
    for (index, value) in line.values.enumerated() {
      guard let value, value.isFinite else {
        previous = nil
        continue
      }
      let x = dots.columns - 1 - (last == 0 ? 0 : (last - index) * (dots.columns - 1) / last)
      let y = Int(((1 - scale.height(of: value)) * Double(dots.rows - 1)).rounded())
      dots.line(from: previous ?? (x, y), to: (x, y), with: DotCanvas.Pen(line.style, number: number))
      previous = (x, y)
    }
  }

  private func drawLegend(_ row: Rect, on grid: inout CellGrid) {
    var spans: [Span] = []
    for (number, line) in series.enumerated() {
      let mark = grid.glyphs.isFine ? grid.glyphs.rule : DotCanvas.lineMarks[number % DotCanvas.lineMarks.count]
      spans.append(Span("\(mark)\(mark) ", line.style))
      spans.append(Span(line.name + "  ", .dim))
    }
    grid.write(spans, x: row.x, y: row.y, width: row.width)
  }
}
