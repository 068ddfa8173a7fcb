/// A program of the operator's own.
struct CommandChannel: AlertChannelKind {
  static let name = "command"
  static let summary = "runs a program, which reads the document of a webhook"
  static let keys = [
    ChannelKey("command", .texts, isRequired: true, "the program and its arguments; no shell reads them")
  ]

  private let arguments: [String]

  init(_ values: ChannelValues) { arguments = values.texts("command") }

  static func faults(in values: ChannelValues) -> [ChannelFault] {
    let arguments = values.texts("command")
    guard !(arguments.first ?? "").isEmpty else { return [ChannelFault(key: "command", text: "it names no program")] }
    return arguments.contains { $0.utf8.contains(0) }
      ? [ChannelFault(key: "command", text: "no argument of a program can have a zero byte in it")] : []
  }

  func request(for message: AlertMessage) -> DeliveryRequest? {
    AlertDocument.webhook(message).map { .command(CommandDelivery(arguments: arguments, input: $0)) }
  }
}
