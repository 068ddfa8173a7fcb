import Canvas
import Monitoring

extension Grade {
  /// A wrapper's grade; that nobody judges it goes before all, idle before its score.
  init(_ wrapper: WrapperSnapshot) {
    self = !wrapper.isMonitored ? .off : wrapper.isIdle ? .idle : Grade(wrapper.health.status)
  }

  init(_ status: HealthStatus) {
    switch status {
    case .healthy: self = .healthy
    case .degraded: self = .degraded
    case .unhealthy: self = .unhealthy
    case .critical: self = .critical
    }
  }

  /// The grades from the worst on; what has no score comes last.
  static let worstFirst: [Grade] = [.critical, .unhealthy, .degraded, .healthy, .idle, .off]

  /// Its place in `worstFirst`.
  var rank: Int {
    switch self {
    case .critical: 0
    case .unhealthy: 1
    case .degraded: 2
    case .healthy: 3
    case .idle: 4
    case .off: 5
    }
  }

  /// True for the grades that someone has to look into.
  var isTroubled: Bool { self == .critical || self == .unhealthy }
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
