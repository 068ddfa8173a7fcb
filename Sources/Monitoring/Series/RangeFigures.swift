import Events

/// The figures of a wrapper over a time range.
public struct RangeFigures: Codable, Sendable, Equatable {
  /// What ended in it.
  public package(set) var sums = Sums()
  /// Median duration in milliseconds, within 1.1 %; nil if no operation has one, or none was asked for.
  public package(set) var p50Ms: Double?
  /// 95th percentile of the duration in milliseconds; likewise.
  public package(set) var p95Ms: Double?
  /// 99th percentile of the duration in milliseconds; likewise.
  public package(set) var p99Ms: Double?

  /// Nothing, or sums with the quantiles of the durations that belong to them.
  package init(_ sums: Sums = Sums(), _ durations: ExponentialHistogram? = nil) {
    self.sums = sums
    p50Ms = durations?.quantile(0.5)
    p95Ms = durations?.quantile(0.95)
    p99Ms = durations?.quantile(0.99)
  }
}
