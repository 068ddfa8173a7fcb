import Events

/// The figures of a wrapper over a time range.
public struct RangeFigures: Codable, Sendable, Equatable {
  /// Completed operations.
  public var total: UInt64 = 0
  /// Those that succeeded without a fallback.
  public var successful: UInt64 = 0
  /// Those that failed.
  public var failed: UInt64 = 0
  /// Those that used a fallback.
  public var fallback: UInt64 = 0
  /// Mean duration in milliseconds; nil if no operation has one.
  public var averageDurationMs: Double?
  /// Median duration in milliseconds; nil if no operation has one, or none was asked for.
  public var p50Ms: Double?
  /// 95th percentile of the duration in milliseconds; likewise.
  public var p95Ms: Double?
  /// 99th percentile of the duration in milliseconds; likewise.
  public var p99Ms: Double?
  /// What the operations cost.
  public var costs = CostSum.zero

  /// Successful over total; 1 without operations.
  public var successRate: Double { total == 0 ? 1 : Double(successful) / Double(total) }
  /// Failed over total; 0 without operations.
  public var errorRate: Double { total == 0 ? 0 : Double(failed) / Double(total) }
  /// With a fallback over total; 0 without operations.
  public var fallbackRate: Double { total == 0 ? 0 : Double(fallback) / Double(total) }

  /// The amount of `costs`.
  public var cost: Money { costs.amount }

  package init() {}
}
