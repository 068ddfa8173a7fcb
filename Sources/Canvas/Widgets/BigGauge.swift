/// A gauge for the one figure of a pane: a bar of one or more rows over a scale with marks at its thresholds.
package struct BigGauge: Widget, Hashable, Sendable {
  /// A threshold on the scale.
  package struct Mark: Hashable, Sendable {
    /// 0 to 1.
    package var value: Double
    /// What stands below it.
    package var label: String

    package init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// 0 to 1, cut off beyond; nil, if there is nothing to show.
  package var value: Double?
  package var role: Role
  package var marks: [Mark]
  /// What stands to the right of the bar, on its first row.
  package var label: [Span]

  package init(_ value: Double?, role: Role, marks: [Mark] = [], label: [Span] = []) {
    self.value = value
    self.role = role
    self.marks = marks
    self.label = label
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    let scale = area.height > 1 && !marks.isEmpty
    let rows = Rect(x: area.x, y: area.y, width: area.width, height: area.height - (scale ? 1 : 0))
    let gauge = Gauge(value, role: role, label: label)
    let bar = gauge.bar(in: rows)
    gauge.drawBar(bar, on: &grid)
    guard !rows.isEmpty else { return }
    grid.write(label, x: bar.maxX + 1, y: rows.y, width: rows.maxX - bar.maxX - 1, alignment: .trailing)
    if scale { drawScale(Rect(x: bar.x, y: bar.maxY, width: bar.width, height: 1), on: &grid) }
  }

  /// Each mark with its label behind it, or before it at the right end; labels that would touch another are left out.
  private func drawScale(_ row: Rect, on grid: inout CellGrid) {
    var free = row.x
    for mark in marks.sorted(by: { $0.value < $1.value }) where mark.value >= 0 && mark.value <= 1 {
      let column = row.x + min(Int(mark.value * Double(row.width)), row.width - 1)
      guard column >= free else { continue }
      grid[column, row.y] = Cell(grid.glyphs.scaleMark, style: Style(.dim))
      let width = DisplayWidth.of(mark.label)
      if column + 1 + width <= row.maxX {
        grid.write(mark.label, x: column + 1, y: row.y, style: Style(.dim))
        free = column + width + 2
      } else {
        if column - width >= free { grid.write(mark.label, x: column - width, y: row.y, style: Style(.dim)) }
        free = column + 2
      }
    }
  }
}
