import PlainText

/// The bell of the terminal of a dashboard.
struct BellChannel: AlertChannelKind {
  static let name = "bell"
  static let summary = "rings the bell of the terminal when an alert fires"
  static let keys: [ChannelKey] = []

  init(_ values: ChannelValues) {}

  func request(for message: AlertMessage) -> DeliveryRequest? { message.isFiring ? .terminal(.bell) : nil }
}

/// A notification of the desktop, which the terminal of a dashboard shows.
struct OSCChannel: AlertChannelKind {
  static let name = "osc"
  static let summary = "has the terminal show a notification of the desktop"
  static let keys = [
    ChannelKey("sequence", .choice(["9", "777"]), "9 unless set; 777 for terminals that know that one only")
  ]
  private static let longestText = 240

  private let hasTitle: Bool

  init(_ values: ChannelValues) { hasTitle = values.text("sequence") == "777" || values.number("sequence") == 777 }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    let text = message.entries.count == 1 ? message.text(limit: .max) : message.title
    return .terminal(.notification(title: hasTitle ? "wraptop" : "", text: text.cut(to: Self.longestText)))
  }
}

extension TerminalSignal {
  /// What has the terminal do it: a bell, OSC 777 for a notification with a title, or OSC 9 for one without.
  package var bytes: [UInt8] {
    switch self {
    case .bell: return [7]
    case .notification("", let text): return Array("\u{1B}]9;\(Self.parameter(text))\u{1B}\\".utf8)
    case .notification(let title, let text):
      // A semicolon would end the title.
      let title = Self.parameter(title).split(separator: ";", omittingEmptySubsequences: false).joined(separator: ",")
      return Array("\u{1B}]777;notify;\(title);\(Self.parameter(text))\u{1B}\\".utf8)
    }
  }

  /// A text without anything that would end the sequence; one that begins with a digit would be a command to some.
  private static func parameter(_ text: String) -> String {
    let text = HeaderText.line(text)
    return text.first?.isNumber == true ? "-" + text : text
  }
}
