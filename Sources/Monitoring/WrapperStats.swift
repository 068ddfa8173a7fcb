import Events

/// What a wrapper did over the last 24 hours (article Monitoring, Statistics).
public struct WrapperStats: Codable, Sendable, Equatable {
  /// The wrapper.
  public var wrapperName: String
  /// The figures of the 24 hours.
  public package(set) var figures = RangeFigures()
  /// The end time of the newest operation of the window; nil without any.
  public package(set) var lastOperation: Timestamp?

  package init(wrapperName: String) { self.wrapperName = wrapperName }

  init(wrapperName: String, _ figures: RangeFigures, lastOperation: Timestamp?) {
    self.wrapperName = wrapperName
    self.figures = figures
    self.lastOperation = figures.sums.operations > 0 ? lastOperation : nil
  }
}

/// Everything that was ever taken in for a wrapper (article Command line, `totals`).
public struct WrapperTotals: Codable, Sendable, Equatable {
  /// Completed operations.
  public var total: UInt64 = 0
  /// Those that succeeded without a fallback.
  public var successful: UInt64 = 0
  /// Those that failed, timeouts and cancellations included.
  public var failed: UInt64 = 0
  /// Those that used a fallback, whatever came of it.
  public var fallback: UInt64 = 0
  /// Those that ran out of time.
  public var timeouts: UInt64 = 0
  /// Those that were cancelled.
  public var cancelled: UInt64 = 0
  /// Operations that never ended.
  public var abandoned: UInt64 = 0
  /// Operations under way.
  public var active: Int = 0
  /// The sum of all durations in nanoseconds.
  public var durationSumNanoseconds: Int128 = 0
  /// Median duration in milliseconds, within 1.1 %; nil if no operation has one.
  public var p50Ms: Double?
  /// 90th percentile of the duration in milliseconds, within 1.1 %.
  public var p90Ms: Double?
  /// 95th percentile of the duration in milliseconds, within 1.1 %.
  public var p95Ms: Double?
  /// 99th percentile of the duration in milliseconds, within 1.1 %.
  public var p99Ms: Double?
  /// What the operations and cost events cost: as reported, or else as estimated.
  public var cost = Money.zero
  /// How much of `cost` was estimated from a price table.
  public var estimated = Money.zero
  /// Operations whose tokens have no known price.
  public var unpriced: UInt64 = 0
  /// How many values of `custom_metrics` are no metrics: too deep in other values, or too many in a record (article
  /// Monitoring, Metrics).
  public var metricsLeftOut: UInt64 = 0

  package init() {}

  /// Fills in the quantiles.
  mutating func fill(_ durations: ExponentialHistogram) {
    p50Ms = durations.quantile(0.5)
    p90Ms = durations.quantile(0.9)
    p95Ms = durations.quantile(0.95)
    p99Ms = durations.quantile(0.99)
  }

  /// `cost` with how exact it is.
  public internal(set) var costs: CostSum {
    get { CostSum(amount: cost, estimated: estimated, unpriced: unpriced) }
    set { (cost, estimated, unpriced) = (newValue.amount, newValue.estimated, newValue.unpriced) }
  }
}
