import Alerting

/// Tells nobody: for cores whose alerts are only looked at.
package struct NoDelivery: AlertDelivering {
  package init() {}

  package func deliver(_ request: DeliveryRequest) async -> DeliveryOutcome {
    .refused("nothing is sent from here")
  }

  package func beat(_ url: String) async -> String? { nil }
}
