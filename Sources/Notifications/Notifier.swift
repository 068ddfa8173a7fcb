import Alerting

/// Carries out deliveries (article Alert channels, Delivery). Each runs on a thread of its own for as long as it takes, ten
/// seconds at the most; a task that is cancelled ends its delivery at once. Nothing that it says of a fault has a secret in it.
package struct Notifier: Sendable {
  private let limit: Duration
  private let certificates: String?

  /// - Parameters:
  ///   - limit: how long one delivery may take.
  ///   - certificates: a file with the certificates to trust in place of those of the system.
  package init(limit: Duration = .seconds(10), certificates: String? = nil) {
    self.limit = limit
    self.certificates = certificates
  }

  /// Carries out one delivery.
  package func deliver(_ request: DeliveryRequest) async -> DeliveryOutcome {
    let (limit, certificates) = (limit, certificates)
    return switch request {
    case .http(let request):
      await BlockingCall.run { HTTPSender(limit: limit, certificates: certificates).send(request, stop: $0) }
    case .mail(let mail):
      await BlockingCall.run { MailSender(limit: limit, certificates: certificates).send(mail, stop: $0) }
    case .command(let command): await BlockingCall.run { CommandRunner(limit: limit).run(command, stop: $0) }
    case .terminal: .refused("no dashboard is there to show it")
    }
  }

  /// Asks for a URL, as a heartbeat does; what is answered does not matter but for the status.
  package func get(_ url: String) async -> DeliveryOutcome {
    var request = HTTPDelivery(url: url, headers: [], body: [])
    request.method = "GET"
    return await deliver(.http(request))
  }
}
