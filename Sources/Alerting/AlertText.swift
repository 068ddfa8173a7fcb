import Monitoring
import PlainText

/// How alerts are said, wherever they are shown or sent.
package enum AlertText {
  /// What has happened in one sentence, such as "error rate 11.4 % is above 10.0 % (480 operations in 1h00m)".
  package static func why(_ alert: Alert) -> String { why(alert.reading) }

  /// The same of a figure alone.
  package static func why(_ reading: AlertReading) -> String {
    let metric = AlertMetric[reading.metric]
    var parts = reading.explanation
    if metric?.unit == .state {
      return parts.isEmpty ? metric?.name ?? reading.metric : "\(metric?.name ?? ""): " + parts.joined(separator: "; ")
    }
    func figure(_ value: Double) -> String { metric?.unit.text(value) ?? NumberFormat.quantity(value) }
    var text = "\(metric?.name ?? reading.metric) \(figure(reading.value)) is \(reading.comparison.rawValue)"
    text += " \(figure(reading.threshold))"
    if let operations = reading.operations {
      text += " (" + NumberFormat.counted(operations, "operation")
      if let seconds = reading.windowSeconds { text += " in " + NumberFormat.age(seconds: Double(seconds)) }
      text += ")"
    }
    parts.insert(text, at: 0)
    return parts.joined(separator: "; ")
  }

  /// How an alert ended; nil while it has not.
  package static func ending(_ alert: Alert) -> String? {
    switch alert.ending {
    case nil: nil
    case .recovered: "recovered"
    case .noTraffic: "no traffic: whether it works is not known"
    case .periodEnded: "a new period has begun"
    case .ruleChanged: "the rule no longer asks for it"
    }
  }
}

extension PeriodSpending {
  /// How a budget stands, in figures.
  var explanation: String {
    var text = certainty.mark(NumberFormat.fullDollars(nanodollars: spent.nanodollars))
    if let budget { text += " of \(NumberFormat.fullDollars(nanodollars: budget.nanodollars))" }
    text += period == .day ? " today" : " this month"
    if let exhaustedAt, status != .exceeded { text += ", spent at \(exhaustedAt.clock) UTC at this rate" }
    return text
  }
}
