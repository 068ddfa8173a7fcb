/// A topic of ntfy, of its public server or of one's own.
struct NtfyChannel: AlertChannelKind {
  static let name = "ntfy"
  static let summary = "notifies phones and desktops by a topic of ntfy"
  static let keys = [
    ChannelKey("url", .url, isRequired: true, isSensitive: true, "server and topic, such as https://ntfy.sh/my-topic"),
    ChannelKey("token", .text, isSensitive: true, "the access token, where the topic asks for one"),
  ]
  // A longer message becomes an attachment, beyond 4,096 bytes.
  private static let longestText = 3_500

  private let url: String
  private let token: String?

  init(_ values: ChannelValues) {
    url = values.text("url") ?? ""
    token = values.text("token")
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    var headers = [
      ("Content-Type", "text/plain; charset=utf-8"), ("Title", HeaderText.encoded(message.title)),
      ("Priority", String(priority(of: message))), ("Tags", tag(of: message)),
    ]
    if let token { headers.append(("Authorization", "Bearer \(HeaderText.line(token))")) }
    return .http(HTTPDelivery(url: url, headers: headers, body: Array(message.text(limit: Self.longestText).utf8)))
  }

  /// From 1 to 5; 3 is the usual one.
  private func priority(of message: AlertMessage) -> Int {
    switch firing(message) {
    case .critical: 5
    case .error: 4
    case .warning, nil: 3
    case .info: 2
    }
  }

  /// A word that ntfy shows as a symbol.
  private func tag(of message: AlertMessage) -> String {
    switch firing(message) {
    case .critical: "rotating_light"
    case .error, .warning: "warning"
    case .info: "information_source"
    case nil: "white_check_mark"
    }
  }

  private func firing(_ message: AlertMessage) -> AlertSeverity? {
    message.entries.filter { $0.news.isFiring }.map(\.alert.severity).max()
  }
}
