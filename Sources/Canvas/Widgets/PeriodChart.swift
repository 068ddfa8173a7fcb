/// Curves over a period that has a beginning and an end, such as spending over a day: what was, what is allowed, what is
/// to be expected. Each has a stroke of its own, so that no colour has to be seen to tell them apart.
package struct PeriodChart: Widget, Hashable, Sendable {
  /// How a curve is drawn.
  package enum Stroke: Hashable, Sendable {
    /// What has happened.
    case solid
    /// What is to be expected.
    case dashed
    /// What things are compared with.
    case dotted
    /// A limit.
    case level
  }

  /// A point of a curve.
  package struct Point: Hashable, Sendable {
    /// Where in the period, 0 at its beginning, 1 at its end.
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// Points that are joined by lines.
  package struct Curve: Hashable, Sendable {
    /// What the legend calls it; empty keeps it out of the legend.
    package var name: String
    /// From left to right.
    package var points: [Point]
    package var stroke: Stroke
    package var style: Style

    package init(_ name: String, _ points: [Point], _ stroke: Stroke, style: Style) {
      self.name = name
      self.points = points
      self.stroke = stroke
      self.style = style
    }
  }

  /// A place on the horizontal axis.
  package struct Tick: Hashable, Sendable {
    /// Where in the period, 0 to 1.
    package var x: Double
    package var label: String
    /// Goes before others that it leaves no room for.
    package var isChief: Bool

    package init(_ x: Double, _ label: String, isChief: Bool = false) {
      self.x = x
      self.label = label
      self.isChief = isChief
    }
  }

  /// Later curves are drawn over earlier ones; the legend names the last ones first, and as many as there is room for.
  package var curves: [Curve]
  package var axis: ValueAxis
  /// From left to right; those without room for their labels are left out.
  package var ticks: [Tick]

  package init(_ curves: [Curve], axis: ValueAxis, ticks: [Tick]) {
    self.curves = curves
    self.axis = axis
    self.ticks = ticks
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    var body = area
    if area.height >= Self.rowsForLegend {
      drawLegend(area.row(0), on: &grid)
      body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    }
    let values = curves.flatMap(\.points).map(\.y).filter(\.isFinite)
    let frame = PlotFrame(in: body, axis: axis, largest: values.max() ?? 0)
    guard !frame.plot.isEmpty else { return }
    frame.draw(shownTicks(width: frame.plot.width), on: &grid)
    var dots = DotCanvas(width: frame.plot.width, height: frame.plot.height, glyphs: grid.glyphs)
    for curve in curves { plot(curve, scale: frame.scale, glyphs: grid.glyphs, on: &dots) }
    dots.draw(x: frame.plot.x, y: frame.plot.y, on: &grid)
  }

  /// The fewest rows in which the legend has one.
  private static let rowsForLegend = 5
  /// The blanks between two labels of the axis.
  private static let gap = 2

  private func plot(_ curve: Curve, scale: AxisScale, glyphs: GlyphSet, on dots: inout DotCanvas) {
    guard dots.columns > 0, dots.rows > 0 else { return }
    let pen = curve.stroke.pen(curve.style, glyphs: glyphs)
    var previous: (x: Int, y: Int)?
    for point in curve.points where point.x.isFinite && point.y.isFinite {
      let x = Int((min(max(point.x, 0), 1) * Double(dots.columns - 1)).rounded())
      let y = Int(((1 - scale.height(of: point.y)) * Double(dots.rows - 1)).rounded())
      dots.line(from: previous ?? (x, y), to: (x, y), with: pen)
      previous = (x, y)
    }
  }

  /// Chief ticks first, then the others from the left, as far as their labels do not touch.
  private func shownTicks(width: Int) -> [(column: Int, label: String)] {
    guard width > 1 else { return [] }
    var shown: [(column: Int, label: String, span: Range<Int>)] = []
    for tick in ticks.filter(\.isChief) + ticks.filter({ !$0.isChief }) where tick.x >= 0 && tick.x <= 1 {
      let column = Int((tick.x * Double(width - 1)).rounded())
      let length = DisplayWidth.of(tick.label)
      let start = min(column - length / 2, width - length)
      let span = (start - Self.gap)..<(start + length + Self.gap)
      if shown.contains(where: { $0.span.overlaps(start..<(start + length)) }) { continue }
      shown.append((column, tick.label, span))
    }
    return shown.sorted { $0.column < $1.column }.map { ($0.column, $0.label) }
  }

  private func drawLegend(_ row: Rect, on grid: inout CellGrid) {
    var x = row.x
    for curve in curves.reversed() where !curve.name.isEmpty {
      let sample = curve.stroke.sample(in: grid.glyphs)
      let width = 3 + DisplayWidth.of(curve.name)
      guard x + width <= row.maxX || x == row.x else { return }
      grid.write(
        [Span(sample + " ", curve.style), Span(curve.name, .dim)], x: x, y: row.y, width: row.maxX - x)
      x += width + 2
    }
  }
}

extension PeriodChart.Stroke {
  /// With what it is drawn.
  func pen(_ style: Style, glyphs: GlyphSet) -> DotCanvas.Pen {
    let isFine = glyphs.isFine
    return switch self {
    case .solid: DotCanvas.Pen(style, mark: "*")
    case .dashed: DotCanvas.Pen(style, mark: "o", dash: isFine ? (4, 4) : (1, 1))
    case .dotted: DotCanvas.Pen(style, mark: ".", dash: isFine ? (1, 3) : (1, 1))
    case .level: DotCanvas.Pen(style, mark: "-")
    }
  }

  /// Two cells that show it in a legend.
  func sample(in glyphs: GlyphSet) -> String {
    let isFine = glyphs.isFine
    return switch self {
    case .solid: isFine ? "━━" : "**"
    case .dashed: isFine ? "╺ " : "o "
    case .dotted: isFine ? "··" : ". "
    case .level: isFine ? "──" : "--"
    }
  }
}
