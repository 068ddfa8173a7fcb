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
  /// Names the series in the top row.
  package var showsLegend: Bool

  package init(_ series: [Series], axis: ValueAxis, minutes: Double, showsLegend: Bool = true) {
    self.series = series
    self.axis = axis
    self.minutes = minutes
    self.showsLegend = showsLegend
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
  }
}
