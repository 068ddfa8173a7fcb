import PlainText

/// How alerts are said, wherever they are shown or sent.
package enum AlertText {
  /// What has happened in one sentence, such as "error rate 11.4 % is above 10 % (480 operations in 1 h)".
  package static func why(_ alert: Alert) -> String {
    let reading = alert.reading
    let metric = AlertMetric[reading.metric]
    func figure(_ value: Double) -> String { metric?.unit.text(value) ?? NumberFormat.quantity(value) }
    var text = "\(metric?.name ?? reading.metric) \(figure(reading.value)) is \(reading.comparison.rawValue)"
    text += " \(figure(reading.threshold))"
    if let operations = reading.operations {
      text += " (" + NumberFormat.counted(operations, "operation")
      if let seconds = reading.windowSeconds { text += " in " + NumberFormat.age(seconds: Double(seconds)) }
      text += ")"
    }
    if !reading.explanation.isEmpty { text += "; " + reading.explanation.joined(separator: "; ") }
    return text
  }
}
