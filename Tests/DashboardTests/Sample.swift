import Events
import Monitoring
import Snapshots

/// Snapshots with wrappers of different character, the same in every run.
enum Sample {
  /// 2026-01-02T14:32:07Z.
  static let now = Timestamp(seconds: 1_767_364_327)

  static func snapshot(
    _ wrappers: [WrapperSnapshot] = dozen, sources: [SourceStatus] = Sample.sources, at: Timestamp = now
  ) -> Snapshot {
    let wrappers = wrappers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let judged = wrappers.filter { !$0.isIdle }
    let score = judged.isEmpty ? 1 : judged.reduce(0) { $0 + $1.health.score } / Double(judged.count)
    let total = wrappers.reduce(UInt64(0)) { $0 &+ $1.totals.total }
    let failed = wrappers.reduce(UInt64(0)) { $0 &+ $1.totals.failed }
    let system = SystemHealth(
      score: score,
      status: wrappers.isEmpty ? .noWrappers : score >= 0.8 ? .healthy : score >= 0.6 ? .degraded : .critical,
      totalWrappers: wrappers.count, healthyWrappers: wrappers.count { $0.health.status.isHealthy },
      idleWrappers: wrappers.count { $0.isIdle }, totalOperations: total,
      activeOperations: wrappers.reduce(0) { $0 + $1.totals.active },
      successRate: total == 0 ? 1 : Double(total - failed) / Double(total), errorCount: failed,
      operationsPerMinute: wrappers.reduce(0) { $0 + $1.operationsPerMinute }, lastHealthCheck: at)
    return Snapshot(monitor: MonitorSnapshot(at: at, system: system, wrappers: wrappers), sources: sources)
  }

  /// The twelve: critical, unhealthy, degraded, fallback-heavy, expensive, slow, idle, never seen, and healthy ones.
  static let dozen: [WrapperSnapshot] = [
    wrapper("support-bot", perMinute: 42, errors: 0.114, fallbacks: 0.21, p95: 9_830, cost: 41.8, active: 3),
    wrapper("rag-search", perMinute: 88, errors: 0.019, fallbacks: 0.38, p95: 3_412, cost: 63.1, active: 1),
    wrapper("summarize-v2", perMinute: 12, errors: 0.064, fallbacks: 0.004, p95: 7_720, cost: 118.2),
    wrapper("checkout-copy", perMinute: 31, errors: 0.001, fallbacks: 0, p95: 1_214, cost: 8.02, recentFailure: false),
    wrapper("classify-mail", perMinute: 140, errors: 0, fallbacks: 0.001, p95: 402, cost: 5.44),
    wrapper("codegen", perMinute: 3.2, errors: 0, fallbacks: 0, p95: 64_900, cost: 1_377.9, active: 12),
    wrapper("translate", perMinute: 57, errors: 0.0004, fallbacks: 0, p95: 1_480, cost: 12.31),
    wrapper("moderation", perMinute: 1_210, errors: 0, fallbacks: 0, p95: 210, cost: 2.18),
    wrapper("router", perMinute: 19, errors: 0.004, fallbacks: 0.62, p95: 5_100, cost: 20.4),
    wrapper("embed", perMinute: 310, errors: 0, fallbacks: 0, p95: 88, cost: 0.004),
    idle("ocr-batch", since: 252 * 60, score: 0.98),
    unseen("newsletter"),
  ]

  /// A wrapper with an hour of traffic of `perMinute`, whose trouble began in the last fifteen minutes.
  static func wrapper(
    _ name: String, perMinute: Double, errors: Double, fallbacks: Double, p95: Double, cost: Double, active: Int = 0,
    recentFailure: Bool? = nil
  ) -> WrapperSnapshot {
    let total = UInt64((perMinute * 60).rounded())
    let failed = UInt64((Double(total) * errors).rounded())
    let fallback = UInt64((Double(total) * fallbacks).rounded())
    var health = health(
      total: total, failed: failed, fallback: fallback, hasRecentFailure: recentFailure ?? (failed > 0))
    health.averageDurationMs = p95 * 0.42
    health.lastActivity = now.advanced(seconds: -2)
    if failed > 0 {
      health.lastError = "429 rate_limit: Too many requests to gpt-large, retry after 20 s"
      health.recentErrors = [health.lastError ?? "", "timeout after 8 s waiting for gpt-large"]
    }
    var wrapper = WrapperSnapshot(name: name, health: health)
    wrapper.operationsPerMinute = perMinute
    wrapper.p95LastHourMs = p95
    wrapper.costsToday.amount = Money(nanodollars: Int128(clamping: Int64((cost * 1e9).rounded())))
    wrapper.traffic = (0..<60).map { UInt32((perMinute * (0.8 + 0.2 * wave($0))).rounded()) }
    wrapper.failures = (0..<60).map { minute in
      minute < 45 ? 0 : UInt32((Double(failed) / 15 * (0.5 + Double(minute - 45) / 15)).rounded())
    }
    wrapper.totals = totals(wrapper, days: 12)
    wrapper.totals.active = active
    if active > 0 { wrapper.oldestActiveMs = 12_400 }
    wrapper.detail = detail(wrapper)
    wrapper.range = figures(wrapper, .hour)
    return wrapper
  }

  static func idle(_ name: String, since seconds: Int64, score: Double) -> WrapperSnapshot {
    let since = now.advanced(seconds: -seconds)
    var health = WrapperHealth(score: score, status: .healthy)
    health.lastActivity = since
    health.factors = [
      HealthFactor(name: .successRate, value: score, measured: score),
      HealthFactor(name: .fallbackRate, value: 1, measured: 0), HealthFactor(name: .recentFailure, value: 1),
      HealthFactor(name: .errorRate, value: 1, measured: 1 - score),
    ]
    var wrapper = WrapperSnapshot(name: name, health: health)
    wrapper.isIdle = true
    wrapper.idleSince = since
    wrapper.traffic = Array(repeating: 0, count: 60)
    wrapper.failures = wrapper.traffic
    wrapper.totals.total = 1_204
    wrapper.totals.successful = 1_180
    wrapper.totals.failed = 24
    wrapper.costsToday.amount = Money(nanodollars: 1_250_000_000)
    wrapper.detail = detail(wrapper)
    return wrapper
  }

  static func unseen(_ name: String) -> WrapperSnapshot {
    var wrapper = WrapperSnapshot(name: name, health: WrapperHealth(score: 1, status: .healthy))
    wrapper.seen = false
    wrapper.isIdle = true
    wrapper.detail = detail(wrapper)
    return wrapper
  }

  /// So many wrappers, every hundredth of them failing.
  static func many(_ count: Int) -> [WrapperSnapshot] {
    (0..<count).map { index in
      var wrapper = wrapper(
        "tenant-\(index)", perMinute: Double(index % 90 + 1), errors: index % 100 == 50 ? 0.3 : 0, fallbacks: 0,
        p95: Double(index % 900 + 100), cost: Double(index % 70) / 10)
      wrapper.detail = nil
      return wrapper
    }
  }

  static let sources: [SourceStatus] = {
    var file = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    file.state = .live
    file.bytes = 48_230_112
    file.lines = 204_331
    file.records = 204_331
    file.accepted = 204_290
    file.rejected = 41
    file.rejectedByReason = [.notJSON: 29, .missingField: 9, .wrongType: 3]
    file.lagBytes = 0
    file.lastEvent = now.advanced(seconds: -2)
    file.lastArrival = now.advanced(seconds: -1)
    var socket = SourceStatus(name: "/run/user/1000/wraptop/ingest.sock", kind: .socket)
    socket.state = .live
    socket.bytes = 1_204_113
    socket.lines = 5_120
    socket.records = 5_120
    socket.accepted = 5_100
    socket.duplicates = 20
    socket.connections = 3
    socket.lastEvent = now.advanced(seconds: -1)
    socket.lastArrival = now.advanced(seconds: -1)
    return [file, socket]
  }()

  /// Sources from which nothing has come yet.
  static let fresh: [SourceStatus] = {
    var file = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    file.state = .waiting
    var socket = SourceStatus(name: "/run/user/1000/wraptop/ingest.sock", kind: .socket)
    socket.state = .live
    socket.connections = 0
    return [file, socket]
  }()

  private static func health(
    total: UInt64, failed: UInt64, fallback: UInt64, hasRecentFailure: Bool
  ) -> WrapperHealth {
    let good = total - failed - min(total - failed, fallback)
    let rates = (error: Double(failed) / Double(total), fallback: Double(fallback) / Double(total))
    // article Monitoring, Health score.
    let factors = [
      HealthFactor(name: .successRate, value: Double(good) / Double(total), measured: Double(good) / Double(total)),
      HealthFactor(
        name: .fallbackRate, value: rates.fallback > 0.5 ? 0.8 : rates.fallback > 0.2 ? 0.9 : 1,
        measured: rates.fallback),
      HealthFactor(name: .recentFailure, value: hasRecentFailure ? 0.7 : 1),
      HealthFactor(
        name: .errorRate, value: rates.error > 0.1 ? 0.6 : rates.error > 0.05 ? 0.8 : 1, measured: rates.error),
    ]
    let score = factors.reduce(1) { $0 * $1.value }
    return WrapperHealth(
      score: score, status: score >= 0.9 ? .healthy : score >= 0.7 ? .degraded : score >= 0.5 ? .unhealthy : .critical,
      totalOperations: total, successfulOperations: good, failedOperations: failed, fallbackOperations: fallback,
      factors: factors)
  }

  private static func totals(_ wrapper: WrapperSnapshot, days: UInt64) -> WrapperTotals {
    var totals = WrapperTotals()
    totals.total = wrapper.health.totalOperations * 24 * days
    totals.failed = wrapper.health.failedOperations * days * 8
    totals.fallback = wrapper.health.fallbackOperations * days * 9
    totals.timeouts = totals.failed / 6
    totals.cancelled = totals.failed / 20
    totals.successful = totals.total - totals.failed - totals.fallback
    totals.durationSumNanoseconds = Int128(totals.total) * Int128((wrapper.health.averageDurationMs ?? 0) * 1e6)
    totals.cost = Money(nanodollars: wrapper.costToday.nanodollars * Int128(days))
    return totals
  }

  private static func detail(_ wrapper: WrapperSnapshot) -> WrapperDetail {
    var stats = WrapperStats(wrapperName: wrapper.name)
    stats.totalOperations = wrapper.health.totalOperations * 20
    stats.failedOperations = wrapper.health.failedOperations * 7
    stats.fallbackOperations = wrapper.health.fallbackOperations * 8
    stats.successfulOperations = stats.totalOperations - stats.failedOperations - stats.fallbackOperations
    stats.averageDurationMs = wrapper.health.averageDurationMs
    stats.p50Ms = wrapper.p95LastHourMs.map { $0 * 0.3 }
    stats.p95Ms = wrapper.p95LastHourMs.map { $0 * 0.9 }
    stats.p99Ms = wrapper.p95LastHourMs.map { $0 * 1.4 }
    stats.lastOperation = wrapper.health.lastActivity
    let minutes = wrapper.traffic.indices.map { minute in
      var point = SeriesPoint(timestamp: Timestamp(seconds: now.seconds / 60 * 60 - Int64(59 - minute) * 60))
      point.totalOperations = UInt64(wrapper.traffic[minute])
      point.errorCount = min(point.totalOperations, UInt64(wrapper.failures[minute]))
      let share = wrapper.health.fallbackRate * (minute < 30 ? 0.5 : 1.5)
      point.fallbackCount = min(
        point.totalOperations - point.errorCount, UInt64((Double(point.totalOperations) * share).rounded()))
      point.successCount = point.totalOperations - point.errorCount - point.fallbackCount
      point.costs.amount = Money(nanodollars: point.totalOperations == 0 ? 0 : wrapper.costToday.nanodollars / 870)
      point.p95Ms = wrapper.p95LastHourMs.map { $0 * (0.6 + 0.4 * Double(minute) / 60 + 0.1 * wave(minute)) }
      point.p50Ms = point.p95Ms.map { $0 * 0.3 }
      return point
    }
    let messages = [
      ("429", "rate_limit: Too many requests to gpt-large, retry after 20 s"),
      ("TIMEOUT", "no answer from gpt-large within 8 s"), ("502", "bad gateway"),
    ]
    let failures = (0..<min(20, Int(wrapper.health.failedOperations))).map { (index: Int) -> OperationRecord in
      OperationRecord(
        operationID: "op-\(index)", wrapperName: wrapper.name, operationType: "chat",
        start: nil, end: now.advanced(seconds: Int64(-42 - index * 17)), durationMs: 8_000 - Double(index) * 311,
        status: index % 3 == 1 ? .timeout : .error, fallbackUsed: index % 4 == 0,
        errorMessage: messages[index % 3].1, errorCode: messages[index % 3].0)
    }
    var detail = WrapperDetail(stats: stats, minutes: minutes, recentFailures: failures)
    detail.costsLastHour = minutes.reduce(.zero) { $0 + $1.costs }
    return detail
  }

  // A slow wave from -1 to 1 without trigonometry.
  private static func wave(_ minute: Int) -> Double {
    let phase = Double(minute % 20) / 10
    return phase < 1 ? 2 * phase - 1 : 3 - 2 * phase
  }
}
