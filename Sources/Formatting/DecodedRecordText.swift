import Events
import PlainText

extension EventBatch {
  /// What became of one line, a text for each record: `openai chat: success, 1500 ms, $0.0031, model gpt-4o, …`.
  package var recordTexts: [String] {
    var texts = events.map(text)
    if skipped > 0 {
      texts.append(skipped == 1 ? "skipped: no operation" : "skipped: \(skipped) records, no operations")
    }
    texts += rejections.map {
      "rejected: " + RejectionText.sentence($0.reason, field: $0.field, found: $0.found)
    }
    return texts
  }

  private func text(of event: Event) -> String {
    let wrapper = event.wrapper >= 0 ? names.names[Int(event.wrapper)].withoutHarm : "?"
    let type = event.type >= 0 ? names.names[Int(event.type)].withoutHarm : "default"
    var parts = [event.status.rawValue, event.time.description]
    if event.duration >= 0 { parts.append("\(Double(event.duration) / 1e6) ms") }
    if event.cost >= 0 { parts.append("$\(Money(nanodollars: Int128(event.cost)))") }
    if let id = text(event.id) { parts.append("id \(id.withoutHarm)") }
    if let code = text(event.errorCode) { parts.append("code \(code.withoutHarm)") }
    if let message = text(event.errorMessage) { parts.append("error \(message.withoutHarm)") }
    if let reason = text(event.fallbackReason) { parts.append("fallback because \(reason.withoutHarm)") }
    for metric in metrics(of: event) {
      let value =
        switch metric.kind {
        case .number: Int64(exactly: metric.number).map { String($0) } ?? String(metric.number)
        case .flag: metric.number != 0 ? "true" : "false"
        case .text: (text(metric.text) ?? "").withoutHarm
        }
      parts.append("\(names.names[Int(metric.key)].withoutHarm) \(value)")
    }
    return "\(wrapper) \(type): " + parts.joined(separator: ", ")
  }
}
