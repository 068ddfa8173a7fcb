import PlainText

/// A figure that rules can look at (article Alerts, Metrics). Adding one is a row in `all`, and its test.
package struct AlertMetric: Sendable {
  /// What its figures are, and how they are said.
  package enum Unit: String, Sendable, CaseIterable {
    /// 0 to 1, said in percent.
    case rate
    /// 0 to 1, said as it is.
    case score
    case milliseconds
    case seconds
    case dollars
    case bytes
    case count
    case perMinute = "per minute"

    /// A figure with its unit.
    package func text(_ value: Double) -> String {
      switch self {
      case .rate: NumberFormat.percent(value) + " %"
      case .score: NumberFormat.fixed(value, 2)
      case .milliseconds: NumberFormat.duration(ms: value)
      case .seconds: NumberFormat.age(seconds: value)
      case .dollars: NumberFormat.dollars(nanodollars: Int128((max(-1e15, min(value, 1e15)) * 1e9).rounded()))
      case .bytes: NumberFormat.bytes(UInt64(max(0, min(value, 1e18))))
      case .count, .perMinute: NumberFormat.quantity(value)
      }
    }
  }

  /// What the settings call it.
  package let key: String
  /// What it is called in a sentence.
  package let name: String
  package let unit: Unit

  /// The metric of a key; nil if there is none.
  package static subscript(key: String) -> AlertMetric? { all.first { $0.key == key } }

  package static let all: [AlertMetric] = [
    AlertMetric(key: "error_rate", name: "error rate", unit: .rate)
  ]
}
