/// How wrappers are watched, where it is not as usual.
package struct WrapperPolicies: Sendable, Equatable {
  /// Wrappers that are counted in totals only: they have no health and no alerts (article Configuration, Kinds and
  /// fields, `monitoring_enabled`).
  package var unmonitored: Set<String> = []
  /// How many days figures of a wrapper are kept, 1 to 3650, where it is not `usualRetentionDays`.
  package var retentionDays: [String: Int] = [:]

  /// `metrics_retention_days` unless something else is said.
  package static let usualRetentionDays = 30

  /// All wrappers as usual.
  package init() {}
}

extension WrapperPolicies {
  /// Takes away from a wrapper that is not monitored what judges it; what was counted stays.
  func apply(to shown: inout WrapperSnapshot) {
    guard !unmonitored.isEmpty, unmonitored.contains(shown.name) else { return }
    shown.isMonitored = false
    shown.health.score = 1
    shown.health.status = .healthy
    shown.health.factors = []
    shown.trends = []
  }
}
