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

  package init(_ bars: [Bar?], axis: ValueAxis = ValueAxis(.count), minutes: Double) {
    self.bars = bars
    self.axis = axis
    self.minutes = minutes
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
  }
}
