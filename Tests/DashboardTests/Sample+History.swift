import Events
import Monitoring
import Snapshots

@testable import Dashboard

// What a core tells when it is asked for a time range, a breakdown, trends, operations.
extension Sample {
  /// Gives a snapshot what a request asks for, the same in every run.
  static func fill(_ snapshot: inout Snapshot, for request: SnapshotRequest) {
    let range = request.scope.timeRange
    snapshot.monitor.timeRange = range
    for place in snapshot.monitor.wrappers.indices {
      var wrapper = snapshot.monitor.wrappers[place]
      wrapper.range = figures(wrapper, range)
      let points = series(wrapper, range, to: snapshot.at)
      let parts = request.scope.breakdown.contains(wrapper.name) ? breakdown(wrapper, range, to: snapshot.at) : nil
      wrapper.detail?.series = points
      wrapper.detail?.breakdown = parts
      wrapper.trends = request.scope.trends.contains(wrapper.name) ? trends(wrapper) : []
      snapshot.monitor.wrappers[place] = wrapper
    }
    snapshot.monitor.costs = request.scope.costs.map { costs($0, in: snapshot) }
    snapshot.operations = request.operations.map { wanted in
      Array(operations(to: snapshot.at).filter(wanted.matches).prefix(wanted.limit))
    }
    snapshot.earliest = now.advanced(seconds: -40 * 86_400)
  }

  /// The figures of a range: as many operations as the length makes, the longer the fewer of them failed.
  static func figures(_ wrapper: WrapperSnapshot, _ range: TimeRange) -> RangeFigures {
    var figures = RangeFigures()
    let health = wrapper.health
    guard health.totalOperations > 0 else { return figures }
    let length = Double(range.seconds) / 3600
    let calm = range.rawValue > 1 ? 0.4 : 1
    func scaled(_ count: UInt64, _ factor: Double) -> UInt64 { UInt64((Double(count) * factor).rounded()) }
    figures.total = scaled(health.totalOperations, length)
    figures.failed = scaled(health.failedOperations, length * calm)
    figures.fallback = scaled(health.fallbackOperations, length * calm)
    figures.successful = figures.total - min(figures.total, figures.failed + figures.fallback)
    figures.averageDurationMs = health.averageDurationMs
    figures.p50Ms = wrapper.p95LastHourMs.map { $0 * 0.3 }
    figures.p95Ms = wrapper.p95LastHourMs.map { range == .hour ? $0 : $0 * (1 - 0.05 * Double(range.rawValue)) }
    figures.p99Ms = wrapper.p95LastHourMs.map { $0 * 1.4 }
    figures.costs.amount = Money(nanodollars: Int128(Double(wrapper.costToday.nanodollars) / 14.5 * length))
    return figures
  }

  private static func series(_ wrapper: WrapperSnapshot, _ range: TimeRange, to end: Timestamp) -> [SeriesPoint] {
    let step = range.step, count = Int(range.seconds / step)
    return (0..<count).map { place in
      var point = SeriesPoint(timestamp: end.advanced(seconds: -Int64(count - 1 - place) * step))
      let swing = 0.6 + 0.4 * Double((place * 7) % 12) / 12
      let total = Double(wrapper.health.totalOperations) * Double(step) / 3600 * swing
      let share = place * 4 > count * 3 ? 2.0 : 0.3
      point.totalOperations = UInt64(total.rounded())
      point.errorCount = min(point.totalOperations, UInt64((total * wrapper.health.errorRate * share).rounded()))
      let rest = point.totalOperations - point.errorCount
      point.fallbackCount = min(rest, UInt64((total * wrapper.health.fallbackRate * share).rounded()))
      point.successCount = rest - point.fallbackCount
      point.averageResponseTimeMs = wrapper.health.averageDurationMs.map { $0 * swing }
      if range != .fiveMinutes {
        point.p95Ms = wrapper.p95LastHourMs.map { $0 * swing }
        point.p50Ms = point.p95Ms.map { $0 * 0.3 }
      }
      return point
    }
  }

  static func trends(_ wrapper: WrapperSnapshot) -> [Trend] {
    func trend(_ metric: Trend.Metric, _ recent: Double, _ baseline: Double, _ deviations: Double) -> Trend {
      Trend(
        metric: metric, recent: recent, baseline: baseline, deviations: deviations, recentOperations: 630,
        baselineOperations: 40_120)
    }
    switch wrapper.name {
    case "support-bot":
      return [trend(.errorRate, 0.31, 0.04, 21.4), trend(.p95, 9_830, 4_100, 6.2)]
    case "rag-search": return [trend(.fallbackRate, 0.52, 0.21, 12.25)]
    case "codegen": return [trend(.costPerOperation, 0.0123, 0, .infinity)]
    case "translate": return [trend(.p95, 880, 1_480, -4.1)]
    default: return []
    }
  }

  static func operations(to end: Timestamp) -> [OperationRecord] {
    let names = ["support-bot", "rag-search", "router", "embed"]
    let statuses: [OperationStatus] = [.success, .success, .fallback, .success, .error, .success, .timeout, .cancelled]
    // Of a stream that goes on all the time: what ended at an instant is always the same.
    let newest = end.microseconds / 1_700_000
    return (0..<1_200).map { place in
      let number = Int(newest) - place
      let status = statuses[number % statuses.count]
      let time = Timestamp(microseconds: Int64(number) * 1_700_000)
      var record = OperationRecord(
        operationID: number % 5 == 0 ? nil : "op-\(number)", wrapperName: names[number % names.count],
        operationType: number % 3 == 0 ? "embedding" : "chat", start: time.advanced(microseconds: -2_100_000),
        end: time,
        durationMs: Double(number % 90) * 107, status: status, fallbackUsed: status == .fallback)
      record.cost = number % 4 == 3 ? nil : Money(nanodollars: Int128(number % 700) * 31_000)
      if status == .fallback { record.fallbackReason = "low_confidence" }
      if status == .error {
        record.errorCode = "HTTP_429"
        record.errorMessage = "Rate limit reached for requests, retry in 1.2 s; see the limits of your organisation"
      }
      if status == .timeout { record.errorMessage = "no answer from gpt-large within 8 s" }
      record.metrics = [
        MetricValue(name: "quality_score", isCustom: false, value: .number(0.93)),
        MetricValue(name: "user_id", isCustom: false, value: .text("u-4711")),
        MetricValue(name: "model_used", isCustom: true, value: .text(number % 2 == 0 ? "gpt-large" : "mini")),
        MetricValue(name: "total_tokens", isCustom: true, value: .number(Double(number % 4000))),
        MetricValue(name: "cached", isCustom: true, value: .flag(number % 2 == 0)),
      ]
      return record
    }
  }

  /// In whole slots, as a core has them.
  static func breakdown(
    _ wrapper: WrapperSnapshot, _ range: TimeRange = .hour, to end: Timestamp = now
  ) -> BreakdownSummary {
    func slot(_ instant: Timestamp) -> Timestamp { Timestamp(seconds: instant.seconds / 300 * 300) }
    let total = Double(wrapper.range.total)
    func group(_ name: String, share: Double, errors: Double, change: (inout GroupFigures) -> Void = { _ in })
      -> GroupFigures
    {
      var group = GroupFigures(name: name)
      group.operations = UInt64(total * share)
      group.failed = UInt64(total * share * errors)
      group.fallback = UInt64(total * share * 0.1)
      group.successful = group.operations - min(group.operations, group.failed + group.fallback)
      group.p50Ms = wrapper.range.p50Ms
      group.p95Ms = wrapper.range.p95Ms
      group.costs.amount = Money(nanodollars: Int128(Double(wrapper.range.cost.nanodollars) * share))
      change(&group)
      return group
    }
    var summary = BreakdownSummary(
      from: slot(end.advanced(seconds: -range.seconds)), until: slot(end.advanced(seconds: 300)),
      all: group("all", share: 1, errors: 0.1) {
        $0.tokens = 1_204_331
        $0.failureCost = Money(nanodollars: 310_000_000)
        $0.savingsVsBaseline = Money(nanodollars: 4_120_000_000)
        $0.meanQuality = 0.914
      })
    guard total > 0 else { return summary }
    summary.operationTypes = [
      group("chat", share: 0.66, errors: 0.12), group("embedding", share: 0.34, errors: 0.0),
    ]
    summary.models = [
      group("gpt-4-1106-preview", share: 0.62, errors: 0.18) {
        $0.tokens = 1_000_221
        $0.meanQuality = 0.95
      },
      group("gpt-3.5-turbo", share: 0.38, errors: 0.003) { $0.tokens = 204_110 },
    ]
    summary.templates = [
      group("prompts/support/answer-with-citations-and-follow-ups.poml", share: 0.5, errors: 0.02) {
        $0.validationFailures = 12
        $0.validationErrors = 31
      },
      group("greeting.poml", share: 0.1, errors: 0),
    ]
    summary.routes = [
      group("mf: gpt-4-1106-preview", share: 0.62, errors: 0.18) {
        $0.meanRoutingLatencyMs = 12.4
        $0.meanQuality = 0.95
      },
      group("mf: gpt-3.5-turbo", share: 0.38, errors: 0.003) {
        $0.meanRoutingLatencyMs = 11.2
        $0.meanQuality = 0.86
        $0.savingsVsBaseline = Money(nanodollars: 4_120_000_000)
      },
    ]
    summary.fallbacks = [
      group("gpt-4-1106-preview -> gpt-3.5-turbo: low_confidence", share: 0.21, errors: 0.01) {
        $0.meanFallbackMs = 1_840
      }
    ]
    summary.errorCodes = [
      group("HTTP_429", share: 0.08, errors: 1), group("timeout", share: 0.02, errors: 1),
    ]
    func number(_ name: String, _ values: [Double], isCustom: Bool = true) -> NumberFigures {
      var figures = NumberFigures(name: name)
      figures.isCustom = isCustom
      figures.count = UInt64(total)
      figures.sum = values[1] * total
      (figures.min, figures.p50, figures.p95, figures.max, figures.last) = (
        values[0], values[1], values[2], values[3], values[1]
      )
      return figures
    }
    summary.numbers = [
      number("cpu_usage_percent", [1.2, 14.5, 71, 99.8], isCustom: false),
      number("quality_score", [0.11, 0.93, 0.99, 1], isCustom: false),
      number("confidence", [-0.2, 0.71, 0.9, 0.97]),
      number("retrieved_chunks_before_reranking_and_deduplication", [0, 12, 48, 1_204]),
      number("total_tokens", [3, 812, 3_900, 128_000]),
    ]
    var models = ValueFigures(name: "model_used")
    models.values = [
      .init(value: "gpt-4-1106-preview", count: UInt64(total * 0.62)),
      .init(value: "gpt-3.5-turbo", count: UInt64(total * 0.379)), .init(value: "(other)", count: 2),
    ]
    var cached = ValueFigures(name: "cached")
    cached.values = [
      .init(value: "true", count: UInt64(total * 0.7)), .init(value: "false", count: UInt64(total * 0.3)),
    ]
    summary.values = [cached, models]
    return summary
  }

  /// A store that works, and one that does not.
  static let storing: StorageStatus = {
    var store = StorageStatus(path: "/home/ops/.local/state/wraptop/wraptop.db", state: .storing)
    store.lastCommit = now.advanced(seconds: -1)
    store.bytes = 48_230_112
    store.uncommitted = 12
    return store
  }()
  static let failing: StorageStatus = {
    var store = storing
    store.state = .failing("disk full: free some space on /home; figures are kept in memory meanwhile")
    store.lastCommit = now.advanced(seconds: -312)
    store.uncommitted = 40_112
    return store
  }()
}
