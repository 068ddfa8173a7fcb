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
  }
}
