import Events

/// Watches a wrapper for trends. They are asked for with every snapshot and worked out once a minute, from what is kept
/// of the minutes before.
struct TrendWatch: Sendable {
  /// The last minutes that are compared, in seconds.
  static let recentSeconds: Int64 = 900
  /// How many minutes before them are their baseline.
  static let baselineMinutes: Int32 = 1440
  /// How many slots of a minute it takes: the last 15 minutes are 16 slots, since both ends count.
  static let minutes = baselineMinutes + Int32(recentSeconds / 60) + 1

  private var baseline = RunningWindow()
  private var steps = Steps()
  private var known: (newest: Int32?, minute: Int32, trends: [Trend])?

  /// The trends at an instant, from minutes that are kept for at least `minutes`; those of the same minute stay the
  /// same until something ends in a newer one.
  mutating func trends(of series: BucketSeries<DetailedBucket>, at: Timestamp) -> [Trend] {
    let minute = series.index(of: at)
    if let known, known.minute == minute, known.newest == series.newestIndex { return known.trends }
    let trends = compare(series, at: at, through: minute)
    known = (series.newestIndex, minute, trends)
    return trends
  }

  private mutating func compare(_ series: BucketSeries<DetailedBucket>, at: Timestamp, through last: Int32) -> [Trend] {
    let first = series.index(of: at.advanced(seconds: -Self.recentSeconds))
    let start = first - Self.baselineMinutes
    // The ten-minute slots, aligned to the epoch, that lie wholly within the baseline and have operations.
    let values = steps.values(
      of: series, step: 600, from: (Int64(start) + 9).floored(to: 10), to: Int64(first).floored(to: 10),
      withQuantiles: true
    ).filter { $0.sums.operations > 0 }
    var sums = Sums()
    var durations = ExponentialHistogram()
    series.forEach(from: first, through: last) { slot in
      sums.add(slot.sums)
      slot.addDurations(to: &durations)
    }
    let before = baseline.figures(of: series, from: start, through: first - 1)
    guard sums.operations > 0, before.sums.operations > 0 else { return [] }
    func share(_ count: KeyPath<Sums, UInt64>) -> (recent: TrendTest.Share, baseline: TrendTest.Share) {
      (
        .init(count: sums[keyPath: count], total: sums.operations),
        .init(count: before.sums[keyPath: count], total: before.sums.operations)
      )
    }
    func figure(_ metric: Trend.Metric, _ recent: Double?, _ baseline: Double?, _ values: [Double]) -> Trend? {
      guard let recent, let baseline else { return nil }
      return TrendTest.trend(
        metric, recent: .init(value: recent, operations: sums.operations),
        baseline: .init(value: baseline, operations: before.sums.operations), values: values)
    }
    let failed = share(\.failed), fallback = share(\.fallback)
    return [
      TrendTest.trend(.errorRate, recent: failed.recent, baseline: failed.baseline),
      TrendTest.trend(.fallbackRate, recent: fallback.recent, baseline: fallback.baseline),
      figure(.p95, durations.quantile(0.95), before.durations.quantile(0.95), values.compactMap(\.p95)),
      figure(
        .costPerOperation, sums.costPerOperation, before.sums.costPerOperation,
        values.compactMap(\.sums.costPerOperation)),
    ].compactMap { $0 }
  }
}

extension Sums {
  /// Dollars per operation; nil without operations.
  fileprivate var costPerOperation: Double? {
    operations == 0 ? nil : Money(nanodollars: cost).dollars / Double(operations)
  }
}

extension WrapperState {
  /// What has changed of late (article Monitoring, Trends). None where so many wrappers are known that only the last
  /// minutes are kept.
  mutating func trends(at: Timestamp) -> [Trend] {
    minutes.span >= TrendWatch.minutes ? trendWatch.trends(of: minutes, at: at) : []
  }
}
