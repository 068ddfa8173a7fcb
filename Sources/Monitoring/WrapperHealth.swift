import Events

/// The four grades of a wrapper's health (article Monitoring, Health score).
public enum HealthStatus: String, Codable, Sendable, CaseIterable {
  case healthy = "Healthy"
  case degraded = "Degraded"
  case unhealthy = "Unhealthy"
  case critical = "Critical"

  /// The sentence that goes with the grade.
  public var message: String {
    switch self {
    case .healthy: "Healthy"
    case .degraded: "Degraded performance"
    case .unhealthy: "Unhealthy - high error rate"
    case .critical: "Critical - system failing"
    }
  }

  /// The worse of two grades; nil is none.
  static func worse(_ a: HealthStatus?, _ b: HealthStatus) -> HealthStatus {
    guard let a else { return b }
    let order = allCases
    return order.firstIndex(of: a) ?? 0 > order.firstIndex(of: b) ?? 0 ? a : b
  }

  /// True for `healthy` and `degraded`.
  public var isHealthy: Bool { self == .healthy || self == .degraded }
}

/// One step on the way to a score: what was looked at, and what the score was multiplied by (article Monitoring, Health
/// score).
public struct HealthFactor: Codable, Sendable, Equatable {
  /// What the factor stands for.
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// Successful over total operations: where the score starts.
    case successRate = "success_rate"
    /// The fallback rate is high.
    case fallbackRate = "fallback_rate"
    /// An operation failed within the last ten minutes.
    case recentFailure = "recent_failure"
    /// The error rate is high.
    case errorRate = "error_rate"
  }

  /// What the factor stands for.
  public var name: Name
  /// What the score was multiplied by, 0 to 1; 1 leaves it as it was.
  public var value: Double
  /// The rate that was compared, 0 to 1; nil for `recentFailure`.
  public var measured: Double?

  /// A factor with its value.
  public init(name: Name, value: Double, measured: Double? = nil) {
    self.name = name
    self.value = value
    self.measured = measured
  }
}

/// The health of one wrapper over the last hour (article Monitoring, Health score).
public struct WrapperHealth: Codable, Sendable, Equatable {
  /// 0 to 1.
  public var score: Double
  /// The grade that goes with the score.
  public var status: HealthStatus
  /// What ended in the window.
  public package(set) var sums: Sums
  /// The error messages among the last ten operations of the window, newest first; none where the scope of a snapshot left
  /// them out.
  public var recentErrors: [String]
  /// The newest error message there ever was.
  public var lastError: String?
  /// When the operation ended that failed with it.
  public var lastErrorTime: Timestamp?
  /// The end time of the newest operation, whenever it was.
  public var lastActivity: Timestamp?
  /// On how many operations the score rests: those of the window, or of the hour before its last operation for a
  /// wrapper that is idle.
  public var judgedOperations: UInt64 = 0
  /// How the score came about: its starting point and every factor, in order.
  public var factors: [HealthFactor]

  package init(
    score: Double, status: HealthStatus, sums: Sums = Sums(), recentErrors: [String] = [], lastError: String? = nil,
    lastErrorTime: Timestamp? = nil,
    lastActivity: Timestamp? = nil, factors: [HealthFactor] = []
  ) {
    self.score = score
    self.status = status
    self.sums = sums
    self.recentErrors = recentErrors
    self.lastError = lastError
    self.lastErrorTime = lastErrorTime
    self.lastActivity = lastActivity
    self.factors = factors
  }
}
