import Events

/// The health of all wrappers together (article Monitoring, Health of the system).
public struct SystemHealth: Codable, Sendable, Equatable {
  /// The grades of the whole.
  public enum Status: String, Codable, Sendable, CaseIterable {
    case healthy = "Healthy"
    case degraded = "Degraded"
    case critical = "Critical"
    case noWrappers = "No Wrappers"
  }

  /// Mean score of the wrappers that are not idle, or of all if all are; 1 without wrappers.
  public var score: Double
  /// The grade that goes with the score.
  public var status: Status
  /// All wrappers.
  public var totalWrappers: Int
  /// Wrappers whose shown score is healthy or degraded.
  public var healthyWrappers: Int
  /// The others.
  public var unhealthyWrappers: Int
  /// Wrappers with nothing in the window and nothing active.
  public var idleWrappers: Int
  /// Healthy over all wrappers, 0 to 100; 100 without wrappers.
  public var healthPercentage: Double
  /// Completed operations ever.
  public var totalOperations: UInt64
  /// Operations under way.
  public var activeOperations: Int
  /// Operations that ended well, with or without a fallback, over all; 1 without operations.
  public var successRate: Double
  /// Failed operations ever.
  public var errorCount: UInt64
  /// Operations that ended within the last minute.
  public var operationsPerMinute: Double
  /// The instant that all this is about.
  public var lastHealthCheck: Timestamp
  /// True if there are wrappers and all are idle: score and status are what they came to last.
  public var isIdle = false
  /// The worst grade of a wrapper among those that the score is the mean of; nil without any.
  public var worst: HealthStatus?
  /// On how many operations those wrappers' scores rest.
  public var judgedOperations: UInt64 = 0
  /// Operations, and costs reported apart from them, that are in totals only until their time comes.
  public var ahead: UInt64 = 0

  package init(
    score: Double, status: Status, totalWrappers: Int, healthyWrappers: Int, idleWrappers: Int,
    totalOperations: UInt64, activeOperations: Int, successRate: Double, errorCount: UInt64,
    operationsPerMinute: Double, lastHealthCheck: Timestamp
  ) {
    self.score = score
    self.status = status
    self.totalWrappers = totalWrappers
    self.healthyWrappers = healthyWrappers
    unhealthyWrappers = totalWrappers - healthyWrappers
    self.idleWrappers = idleWrappers
    healthPercentage = totalWrappers == 0 ? 100 : 100 * Double(healthyWrappers) / Double(totalWrappers)
    self.totalOperations = totalOperations
    self.activeOperations = activeOperations
    self.successRate = successRate
    self.errorCount = errorCount
    self.operationsPerMinute = operationsPerMinute
    self.lastHealthCheck = lastHealthCheck
  }
}
