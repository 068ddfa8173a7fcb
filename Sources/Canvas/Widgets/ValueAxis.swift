/// The vertical axis of a chart: from 0 to a round number above all values.
package struct ValueAxis: Hashable, Sendable {
  /// How its ticks read.
  package enum Unit: Hashable, Sendable {
    /// A count: `12k`.
    case count
    /// A rate of 0 to 1, in percent: `50%`.
    case rate
    /// Milliseconds: `1.5s`.
    case milliseconds
    /// Dollars: `$0.05`.
    case dollars
  }

  package var unit: Unit
  /// Where the axis ends; a round number above the largest value, if nil.
  package var maximum: Double?

  package init(_ unit: Unit, maximum: Double? = nil) {
    self.unit = unit
    self.maximum = maximum
  }
}
