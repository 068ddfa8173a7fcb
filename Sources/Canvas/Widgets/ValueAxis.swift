import PlainText

/// The vertical axis of a chart: from 0 to a round number that no value passes.
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

  /// The axis for values up to `largest`, with at most so many intervals between ticks.
  func scale(upTo largest: Double, intervals: Int) -> AxisScale {
    let intervals = Double(max(1, intervals))
    let wanted = maximum.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } ?? largest
    let top = wanted > 0 && wanted.isFinite ? wanted : leastTop
    let step = roundStep(from: top / intervals)
    return AxisScale(unit: unit, maximum: maximum == nil ? (top / step - 1e-9).rounded(.up) * step : top, step: step)
  }

  /// Where the axis ends while all values are 0.
  private var leastTop: Double {
    switch unit {
    case .count, .milliseconds: 1
    case .rate, .dollars: 0.01
    }
  }

  /// The smallest round step that is not below `least`.
  private func roundStep(from least: Double) -> Double {
    if unit == .milliseconds, least > 10_000 {
      let seconds: [Double] = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]
      if let step = seconds.first(where: { $0 * 1000 >= least }) { return step * 1000 }
    }
    // Powers of ten by division below 1, so that 0.05 is what 0.05 reads as.
    var power = 1.0
    while power < least { power *= 10 }
    var divisor = 1.0
    while power == 1, 1 / (divisor * 10) >= least, divisor < 1e9 { divisor *= 10 }
    let decade = power > 1 ? power / 10 : 1 / (divisor * 10)
    let steps = power > 1 ? [2 * decade, 5 * decade] : [2 / (divisor * 10), 5 / (divisor * 10)]
    let step = steps.first { $0 >= least } ?? (power > 1 ? power : 1 / divisor)
    return unit == .count ? max(1, step) : step
  }
}

/// A vertical axis, worked out: from 0 to `maximum`, a tick at every `step`.
struct AxisScale: Hashable, Sendable {
  var unit: ValueAxis.Unit
  var maximum: Double
  var step: Double

  /// The values that have ticks, from 0.
  var ticks: [Double] {
    (0...max(1, Int((maximum / step + 1e-9).rounded(.down)))).map { Double($0) * step }
  }

  /// How far up a value lies, 0 to 1.
  func height(of value: Double) -> Double { min(max(value / maximum, 0), 1) }

  /// What stands beside a tick.
  func label(_ value: Double) -> String {
    if value == 0 { return "0" }
    switch unit {
    case .rate: return decimal(value * 100, step: step * 100) + "%"
    case .count: return large(value)
    case .dollars: return "$" + large(value)
    case .milliseconds:
      if maximum < 1000 { return decimal(value, step: step) + "ms" }
      return maximum < 60_000 ? decimal(value / 1000, step: step / 1000) + "s" : NumberFormat.age(seconds: value / 1000)
    }
  }

  private func large(_ value: Double) -> String {
    for (unit, letter) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where maximum >= unit {
      return decimal(value / unit, step: step / unit) + letter
    }
    return decimal(value, step: step)
  }

  /// With as many decimals as the step needs.
  private func decimal(_ value: Double, step: Double) -> String {
    var decimals = 0
    var step = step
    while step < 0.999_999, decimals < 9 {
      step *= 10
      decimals += 1
    }
    return NumberFormat.fixed(value, decimals)
  }
}
