import Canvas
import Monitoring

/// The word for a wrapper's state, worst first.
package enum Grade: Int, Sendable, CaseIterable {
  case critical, unhealthy, degraded, healthy, idle

  package init(_ wrapper: WrapperSnapshot) {
    self = wrapper.isIdle ? .idle : Grade(wrapper.health.status)
  }

  package init(_ status: HealthStatus) {
    switch status {
    case .healthy: self = .healthy
    case .degraded: self = .degraded
    case .unhealthy: self = .unhealthy
    case .critical: self = .critical
    }
  }

  /// The word as it stands on the screen; it tells the state without colour.
  package var word: String {
    switch self {
    case .critical: "CRITICAL"
    case .unhealthy: "UNHEALTHY"
    case .degraded: "DEGRADED"
    case .healthy: "HEALTHY"
    case .idle: "IDLE"
    }
  }

  /// The role that colours it.
  package var role: Role {
    switch self {
    case .critical: .critical
    case .unhealthy: .unhealthy
    case .degraded: .degraded
    case .healthy: .healthy
    case .idle: .idle
    }
  }

  /// True for the states that someone has to look into.
  package var isTroubled: Bool { self == .critical || self == .unhealthy }
}

extension SystemHealth.Status {
  /// The word as it stands on the screen.
  var word: String {
    switch self {
    case .healthy: "HEALTHY"
    case .degraded: "DEGRADED"
    case .critical: "CRITICAL"
    case .noWrappers: "NO WRAPPERS"
    }
  }

  /// The role that colours it.
  var role: Role {
    switch self {
    case .healthy: .healthy
    case .degraded: .degraded
    case .critical: .critical
    case .noWrappers: .idle
    }
  }
}
