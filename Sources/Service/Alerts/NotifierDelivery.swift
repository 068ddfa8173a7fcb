import Alerting
import Notifications

/// Delivers over the network and by programs. What is for a terminal goes to the one that shows the dashboard.
package struct NotifierDelivery: AlertDelivering {
  private let notifier = Notifier()
  private let terminal: (@Sendable (TerminalSignal) -> Void)?

  /// - Parameter terminal: has the terminal draw attention; nil where there is no dashboard.
  package init(terminal: (@Sendable (TerminalSignal) -> Void)? = nil) { self.terminal = terminal }

  package func deliver(_ request: DeliveryRequest) async -> DeliveryOutcome {
    guard case .terminal(let signal) = request else { return await notifier.deliver(request) }
    guard let terminal else { return .refused("there is no dashboard here whose terminal could draw attention") }
    terminal(signal)
    return .delivered
  }

  package func beat(_ url: String) async -> String? {
    switch await notifier.get(url) {
    case .delivered: nil
    case .failed(let fault, _), .refused(let fault): fault
    }
  }
}
