import Events
import PlainText

/// Mail by a server that takes it over SMTP.
struct EmailChannel: AlertChannelKind {
  static let name = "email"
  static let summary = "sends a mail by an SMTP server"
  static let keys = [
    ChannelKey(
      "smtp",
      .group([
        ChannelKey("host", .text, isRequired: true, "the name of the server"),
        ChannelKey("port", .number(1...65_535), "587 unless set; 465 with tls, 25 with none"),
        ChannelKey(
          "tls", .choice(MailDelivery.Security.allCases.map(\.rawValue)),
          "starttls unless set: encrypted, or nothing is sent"),
        ChannelKey("user", .text, "as whom to log in; nobody unless set"),
        ChannelKey("password", .text, isSensitive: true, "the password of the user"),
      ]), isRequired: true, "the server that takes the mail"),
    ChannelKey("from", .text, isRequired: true, "the sender: an address, or a name with an address in <>"),
    ChannelKey("to", .texts, isRequired: true, "the recipients, one or several"),
  ]

  private let server: MailDelivery
  private let from: MailAddress
  private let to: [MailAddress]

  init(_ values: ChannelValues) {
    let smtp = values.group("smtp")
    let security = smtp.text("tls").flatMap { MailDelivery.Security(rawValue: $0) } ?? .startTLS
    from = MailAddress(values.text("from") ?? "")
    to = values.texts("to").map { MailAddress($0) }
    server = MailDelivery(
      host: smtp.text("host") ?? "", port: smtp.number("port") ?? security.usualPort, security: security,
      user: smtp.text("user"), password: smtp.text("password"), from: from.address, to: to.map(\.address), content: [])
  }

  static func faults(in values: ChannelValues) -> [ChannelFault] {
    let addresses = [("from", values.text("from") ?? "")] + values.texts("to").map { ("to", $0) }
    var faults = addresses.filter { !MailAddress($0.1).isPlausible }.map {
      ChannelFault(key: $0.0, text: "is no address of mail; write name@example.org or \"Name <name@example.org>\"")
    }
    let smtp = values.group("smtp")
    if smtp.text("password") != nil, smtp.text("user") == nil {
      faults.append(ChannelFault(key: "smtp.user", text: "there is a password, and no user whose it is"))
    }
    return faults
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    var mail = server
    mail.content = MailText(message: message, from: from, to: to).bytes
    return .mail(mail)
  }
}

extension MailDelivery.Security {
  fileprivate var usualPort: Int {
    switch self {
    case .startTLS: 587
    case .tls: 465
    case .none: 25
    }
  }
}

/// An address of mail, with or without a name.
struct MailAddress: Equatable {
  /// The name as it was written; empty if there is none.
  let name: String
  let address: String

  init(_ text: String) {
    let line = HeaderText.line(text)
    if line.hasSuffix(">"), let opening = line.lastIndex(of: "<") {
      name = String(line[..<opening].trimming { $0 == " " || $0 == "\"" })
      address = String(line[line.index(after: opening)...].dropLast())
    } else {
      name = ""
      address = line
    }
  }

  /// True if it can be handed to a server: it is ASCII, without blanks and brackets, and has an `@` within.
  var isPlausible: Bool {
    let isPlain = address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>,;\"\\".utf8.contains($0) }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    return isPlain && parts.count == 2 && !parts.contains("") && address.utf8.count <= 254
  }

  /// As a header has it.
  var headerText: String {
    guard !name.isEmpty else { return address }
    let encoded = HeaderText.encoded(name)
    // An encoded word has no quotes; a name in ASCII has, for what has a meaning in addresses.
    let quoted = encoded == name ? "\"" + name.filter { $0 != "\"" && $0 != "\\" } + "\"" : encoded
    return "\(quoted) <\(address)>"
  }
}
