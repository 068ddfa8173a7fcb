import Canvas
import Monitoring

/// What a metric of one operation reads as.
enum MetricText {
  /// In full: a number keeps all of its digits.
  static func of(_ value: MetricValue.Value) -> String {
    switch value {
    case .number(let number):
      number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): text
    }
  }
}
