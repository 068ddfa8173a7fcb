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
    let bar = Rect(x: area.x, y: area.y, width: area.width, height: area.height - (scale ? 1 : 0))
    Gauge(value, role: role, label: label).draw(in: bar, on: &grid)
  }
}
