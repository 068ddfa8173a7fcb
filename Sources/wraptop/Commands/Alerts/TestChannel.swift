import Alerting
import ArgumentParser
import Configuration
import ConfigurationFiles
import Events
import Foundation
import Service

/// Sends a message to a channel, to see whether it arrives.
struct TestChannel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test alert to a channel, and say what came of it.",
    discussion: "It is sent at once and from this command, whether or not a core runs, and is followed by its end.")

  @Argument(help: ArgumentHelp("A channel of the settings.", valueName: "channel"))
  var channel: String

  @OptionGroup var settings: SettingsOption

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let secrets = SecretResolver.program
    let plan = AlertPlan(try settings.read(), secrets: secrets)
    guard let found = plan.channels.first(where: { $0.channel.name == channel }) else {
      let names = plan.channels.map(\.channel.name)
      let known = names.isEmpty ? "the settings have no channels" : "there are \(names.joined(separator: ", "))"
      throw Failure.usage(
        ShownText.argument(channel, near: names, otherwise: "channel") + ": no such channel; \(known)")
    }
    guard let kind = AlertChannelKinds.named(found.kind) else { return }
    let values: ChannelValues
    switch await found.values() {
    case .success(let resolved): values = resolved
    case .failure(let secret): throw Failure("\(channel): \(secret.reason)", status: .noPermission)
    }
    let delivery = NotifierDelivery(terminal: { StandardTerminal.signal($0) })
    for news in [AlertMessage.News.firing, .resolved] where news == .firing || found.channel.sendsResolved {
      let message = AlertMessage(
        channel: channel, entries: [.init(news: news, alert: Self.alert(news))], at: SystemClock.now(),
        host: environment["HOSTNAME"] ?? ProcessInfo.processInfo.hostName)
      guard let request = kind.init(values).request(for: message) else { continue }
      switch await delivery.deliver(request) {
      case .delivered: try StandardOutput.line("\(channel): \(news.rawValue) delivered")
      case .failed(let fault, let seconds):
        let later = seconds.map { "; it asks to wait for \($0) s" } ?? ""
        throw Failure("\(channel): not delivered: \(fault)\(later)", status: .inputOutput)
      case .refused(let fault): throw Failure("\(channel): not delivered: \(fault)", status: .inputOutput)
      }
    }
  }

  private static let id = String(UInt64.random(in: (1 << 60) ... .max), radix: 16)

  private static func alert(_ news: AlertMessage.News) -> Alert {
    var reading = AlertReading(metric: "error_rate", value: 0.25, comparison: .above, threshold: 0.1)
    reading.operations = 20
    reading.windowSeconds = 3600
    reading.explanation = ["this is a test: nothing is wrong"]
    let now = SystemClock.now()
    var alert = Alert(
      id: id, rule: "test", subject: .wrapper("test"), severity: .info, state: news == .resolved ? .resolved : .firing,
      since: now.advanced(seconds: -120), reading: reading)
    alert.firedAt = now.advanced(seconds: -60)
    if news == .resolved { (alert.resolvedAt, alert.ending) = (now, .recovered) }
    return alert
  }
}

extension SecretResolver {
  /// Looks up secrets where this program keeps them.
  static var program: SecretResolver {
    SecretResolver(
      environment: ProcessInfo.processInfo.environment, storePath: CredentialOptions.path,
      auditPath: StoreOptions.stateFolder + "/audit.jsonl", clock: SystemClock.now)
  }
}
