/// Prometheus's Alertmanager, by the version 2 of its API. It forgets what it is not told of again.
struct AlertmanagerChannel: AlertChannelKind {
  static let name = "alertmanager"
  static let summary = "hands alerts to an Alertmanager, which groups, silences and sends them"
  static let keys = [
    ChannelKey("url", .url, isRequired: true, "where it listens, such as http://127.0.0.1:9093")
  ]
  // It takes an alert to be over five minutes after it heard of it, unless it is set up otherwise.
  static let refreshSeconds: Int64? = 60

  private let url: String

  init(_ values: ChannelValues) {
    var base = Substring(values.text("url") ?? "")
    while base.hasSuffix("/") { base.removeLast() }
    url = base + "/api/v2/alerts"
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    .http(
      HTTPDelivery(url: url, headers: [("Content-Type", "application/json")], body: AlertDocument.api(message)))
  }
}
