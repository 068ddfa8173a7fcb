import Events
import PlainText

/// PagerDuty's Events API, version 2: an incident for each alert.
struct PagerDutyChannel: AlertChannelKind {
  static let name = "pagerduty"
  static let summary = "triggers, acknowledges and resolves an incident of PagerDuty for each alert"
  static let keys = [
    ChannelKey(
      "routing_key", .text, isRequired: true, isSensitive: true, "the integration key of an Events API V2 integration"),
    ChannelKey("url", .url, "https://events.pagerduty.com/v2/enqueue unless set; for the EU events.eu.pagerduty.com"),
  ]
  static let groups = false
  private static let longestSummary = 1_024

  private let key: String
  private let url: String

  init(_ values: ChannelValues) {
    key = values.text("routing_key") ?? ""
    url = values.text("url") ?? "https://events.pagerduty.com/v2/enqueue"
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    guard let entry = message.entries.first else { return nil }
    var writer = JSONWriter()
    writer.object { event in
      event.field("routing_key", key)
      event.field("event_action", Self.action(of: entry.news))
      event.field("dedup_key", entry.alert.id)
      if entry.news.isFiring { event.objectField("payload") { $0.payload(entry, in: message) } }
      event.field("client", "wraptop")
    }
    return .http(HTTPDelivery(url: url, headers: [("Content-Type", "application/json")], body: writer.bytes))
  }

  private static func action(of news: AlertMessage.News) -> String {
    switch news {
    case .firing, .repeated, .escalated: "trigger"
    case .acknowledged: "acknowledge"
    case .resolved: "resolve"
    }
  }

  fileprivate static func summary(of entry: AlertMessage.Entry) -> String {
    "\(entry.subjectName): \(entry.why)".cut(to: longestSummary)
  }
}

extension JSONWriter {
  fileprivate mutating func payload(_ entry: AlertMessage.Entry, in message: AlertMessage) {
    let alert = entry.alert
    field("summary", PagerDutyChannel.summary(of: entry))
    field("source", message.host.withoutHarm)
    field("severity", alert.severity.rawValue)
    field("timestamp", alert.since)
    field("component", entry.subjectName)
    field("class", alert.rule.withoutHarm)
    objectField("custom_details") { details in
      details.field("why", entry.why)
      details.field("metric", alert.reading.metric.withoutHarm)
      details.key("value")
      details.number(alert.reading.value)
      details.key("threshold")
      details.number(alert.reading.threshold)
    }
  }
}
