import Events
import Monitoring
import PlainText

/// What the last failures of a wrapper have in common, for people who have to find out why.
package struct FailureSummary: Sendable {
  /// Parts of a sentence; none if nothing stands out.
  package let parts: [String]

  /// - Parameter failures: the newest first, a handful.
  package init(_ failures: [OperationRecord]) {
    guard let newest = failures.first else {
      parts = []
      return
    }
    var parts: [String] = []
    func part(_ values: [String?], _ say: (String) -> String) {
      let known = values.compactMap { $0 }
      let counts = Dictionary(known.map { ($0, 1) }, uniquingKeysWith: +)
      guard let (value, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), count * 2 > failures.count
      else { return }
      parts.append("\(say(value)) (\(count) of the last \(NumberFormat.counted(failures.count, "failure")))")
    }
    part(failures.map(\.errorCode)) { "code \($0)" }
    part(failures.map { $0.text("model_used") ?? $0.text("selected_model") }) { "model \($0)" }
    if let message = newest.errorMessage { parts.append("last: \(message)") }
    self.parts = parts
  }
}

extension OperationRecord {
  /// A text among the metrics.
  fileprivate func text(_ name: String) -> String? {
    for metric in metrics where metric.name == name {
      if case .text(let text) = metric.value { return text }
    }
    return nil
  }
}
