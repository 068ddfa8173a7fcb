import Events
import PlainText

/// An incoming webhook of Slack, or of what takes the same (Mattermost, Rocket.Chat).
struct SlackChannel: AlertChannelKind {
  static let name = "slack"
  static let summary = "posts one readable message to an incoming webhook of Slack"
  static let keys = [
    ChannelKey("url", .url, isRequired: true, isSensitive: true, "the address of the incoming webhook")
  ]
  // Slack asks for no more than 4,000 characters.
  private static let longestText = 3_500

  private let url: String

  init(_ values: ChannelValues) { url = values.text("url") ?? "" }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    var text = message.text(limit: Self.longestText, escape: Self.escaped)
    if message.entries.count > 1 { text = Self.escaped(message.title) + "\n" + text }
    var writer = JSONWriter()
    writer.object { $0.field("text", text) }
    return .http(HTTPDelivery(url: url, headers: [("Content-Type", "application/json")], body: writer.bytes))
  }

  /// The three characters by which Slack tells links and mentions from text.
  private static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
