import Events

/// The thresholds and factors of the health score (article Monitoring, Health score). The defaults are those of the
/// specification.
public struct HealthPolicy: Sendable, Equatable, Codable {
  /// A rate over `above` multiplies the score by `factor`.
  public struct Step: Sendable, Equatable, Codable {
    /// The rate that has to be exceeded, 0 to 1.
    public var above: Double
    /// What the score is then multiplied by, 0 to 1.
    public var factor: Double

    /// A step.
    public init(above: Double, factor: Double) {
      self.above = above
      self.factor = factor
    }
  }

  /// The length of the window that a score looks back at, in seconds.
  public var windowSeconds: Int64 = 3600
  /// For the fallback rate, highest first: the first that is exceeded counts.
  public var fallbackSteps = [Step(above: 0.5, factor: 0.8), Step(above: 0.2, factor: 0.9)]
  /// For the error rate, highest first.
  public var errorSteps = [Step(above: 0.1, factor: 0.6), Step(above: 0.05, factor: 0.8)]
  /// What the score is multiplied by when an operation failed a short while ago.
  public var recentFailureFactor = 0.7
  /// How long "a short while" is, in seconds.
  public var recentFailureSeconds: Int64 = 600
  /// From this score on a wrapper is healthy.
  public var healthyFrom = 0.9
  /// From this score on a wrapper is degraded.
  public var degradedFrom = 0.7
  /// From this score on a wrapper is unhealthy; under it, critical.
  public var unhealthyFrom = 0.5
  /// From this score on the system is healthy.
  public var systemHealthyFrom = 0.8
  /// From this score on the system is degraded; under it, critical.
  public var systemDegradedFrom = 0.6

  /// The policy of the specification.
  public init() {}

  /// The grade of a wrapper's score.
  public func status(of score: Double) -> HealthStatus {
    if score >= healthyFrom { return .healthy }
    if score >= degradedFrom { return .degraded }
    return score >= unhealthyFrom ? .unhealthy : .critical
  }

  /// The grade of the system's score.
  public func systemStatus(of score: Double) -> SystemHealth.Status {
    if score >= systemHealthyFrom { return .healthy }
    return score >= systemDegradedFrom ? .degraded : .critical
  }

  /// The score of a window and how it came about. `failedRecently` tells whether an operation failed within the last
  /// `recentFailureSeconds`.
  package func score(of window: Sums, failedRecently: Bool) -> (score: Double, factors: [HealthFactor]) {
    guard window.operations > 0 else { return (1, [HealthFactor(name: .successRate, value: 1, measured: 1)]) }
    let factors = factors(of: window, failedRecently: failedRecently)
    return (
      factors.score,
      [
        HealthFactor(name: .successRate, value: window.successRate, measured: window.successRate),
        HealthFactor(name: .fallbackRate, value: factors.fallback, measured: window.fallbackRate),
        HealthFactor(name: .recentFailure, value: factors.recent),
        HealthFactor(name: .errorRate, value: factors.error, measured: window.errorRate),
      ]
    )
  }

  /// The score alone.
  func bareScore(of window: borrowing Sums, failedRecently: Bool) -> Double {
    window.operations == 0 ? 1 : factors(of: window, failedRecently: failedRecently).score
  }

  private func factors(
    of window: borrowing Sums, failedRecently: Bool
  ) -> (fallback: Double, recent: Double, error: Double, score: Double) {
    let (fallbackRate, errorRate) = (window.fallbackRate, window.errorRate)
    let fallback = fallbackSteps.first { fallbackRate > $0.above }?.factor ?? 1
    let recent = failedRecently ? recentFailureFactor : 1
    let error = errorSteps.first { errorRate > $0.above }?.factor ?? 1
    return (fallback, recent, error, min(1, max(0, window.successRate * fallback * recent * error)))
  }
}
