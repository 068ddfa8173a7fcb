import Events
import PlainText

/// Any receiver of JSON over HTTP: by default one of what Alertmanager posts.
struct WebhookChannel: AlertChannelKind {
  static let name = "webhook"
  static let summary = "posts JSON to a URL: what Alertmanager's webhook posts, or a template of yours"
  static let keys = [
    ChannelKey("url", .url, isRequired: true, isSensitive: true, "where it is posted to"),
    ChannelKey("body", .text, "a template that replaces the document, such as {\"text\": \"{{ title }}\"}"),
    ChannelKey("headers", .map, isSensitive: true, "headers to add, such as Authorization; Content-Type: of the body"),
  ]

  private let url: String
  private let template: MessageTemplate?
  private let headers: [(name: String, value: String)]
  private let contentType: String

  init(_ values: ChannelValues) {
    url = values.text("url") ?? ""
    template = values.text("body").map { MessageTemplate($0) }
    let isContentType = { (name: String) in name.lowercased() == "content-type" }
    let all = values.map("headers").sorted { $0.key < $1.key }
    contentType = all.first { isContentType($0.key) }.map { HeaderText.line($0.value) } ?? "application/json"
    headers = all.filter { !isContentType($0.key) && HeaderText.isName($0.key) }.map {
      ($0.key, HeaderText.line($0.value))
    }
  }

  static func faults(in values: ChannelValues) -> [ChannelFault] {
    let template = MessageTemplate(values.text("body") ?? "")
    return template.faults.map { ChannelFault(key: "body", text: $0) }
      + values.map("headers").keys.sorted().filter { !HeaderText.isName($0) }.map { _ in
        ChannelFault(key: "headers", text: "a name of a header has letters, digits and hyphens only")
      }
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    let written = template.map { $0.body(for: message, escaping: .init(contentType: contentType)) }
    return (written ?? AlertDocument.webhook(message)).map {
      .http(HTTPDelivery(url: url, headers: [("Content-Type", contentType)] + headers, body: $0))
    }
  }
}
