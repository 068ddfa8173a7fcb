/// A figure of a wrapper that has changed: the last 15 minutes against the 24 hours before them (article Monitoring,
/// Trends). Only changes that are both large and unlikely by chance are trends. They are worked out from minutes, so
/// that there are none above 1,000 wrappers, where minutes are not kept for so long.
public struct Trend: Codable, Sendable, Equatable {
  /// What has changed.
  public enum Metric: String, Codable, Sendable, CaseIterable {
    case errorRate = "error_rate"
    case fallbackRate = "fallback_rate"
    case p95 = "p95_ms"
    case costPerOperation = "cost_per_operation_usd"
  }

  /// What has changed.
  public var metric: Metric
  /// Its value in the last 15 minutes: a rate 0 to 1, milliseconds, or dollars.
  public var recent: Double
  /// Its value in the 24 hours before.
  public var baseline: Double
  /// How many standard deviations the change is, positive or negative: the z of the test for rates, the distance from
  /// the mean of the baseline's ten-minute values in their standard deviations for the others; infinite if they do not
  /// vary.
  public var deviations: Double
  /// Operations of the last 15 minutes.
  public var recentOperations: UInt64
  /// Operations of the baseline.
  public var baselineOperations: UInt64

  /// The change relative to the baseline; infinite for a baseline of zero.
  public var change: Double { baseline == 0 ? .infinity : (recent - baseline) / baseline }
  /// True if it has got worse: all four are worse when they are higher.
  public var isRegression: Bool { recent > baseline }
}

extension Trend {
  private enum CodingKeys: String, CodingKey {
    case metric, recent, baseline, deviations, recentOperations, baselineOperations
  }

  /// Reads what `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metric = try container.decode(Metric.self, forKey: .metric)
    recent = try container.decode(Double.self, forKey: .recent)
    baseline = try container.decode(Double.self, forKey: .baseline)
    deviations =
      try container.decodeIfPresent(Double.self, forKey: .deviations) ?? (recent > baseline ? .infinity : -.infinity)
    recentOperations = try container.decode(UInt64.self, forKey: .recentOperations)
    baselineOperations = try container.decode(UInt64.self, forKey: .baselineOperations)
  }

  /// Writes all but infinite deviations, which JSON cannot hold: those are left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(metric, forKey: .metric)
    try container.encode(recent, forKey: .recent)
    try container.encode(baseline, forKey: .baseline)
    if deviations.isFinite { try container.encode(deviations, forKey: .deviations) }
    try container.encode(recentOperations, forKey: .recentOperations)
    try container.encode(baselineOperations, forKey: .baselineOperations)
  }
}
