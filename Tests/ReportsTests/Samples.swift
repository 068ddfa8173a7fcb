import Events
import Foundation
import Monitoring
import Snapshots
import Testing

/// A snapshot with something of everything, built by hand so that every figure in the golden files can be checked.
enum Sample {
  static let at = Timestamp(seconds: 1_767_312_000)  // 2026-01-02T00:00:00Z

  static func snapshot() -> Snapshot {
    let system = SystemHealth(
      score: 0.504, status: .critical, totalWrappers: 3, healthyWrappers: 2, idleWrappers: 2, totalOperations: 1207,
      activeOperations: 2, successRate: 0.75, errorCount: 303, operationsPerMinute: 12, lastHealthCheck: at)
    // Out of order on purpose: "a" lies behind "Z" in bytes.
    let monitor = MonitorSnapshot(at: at, system: system, wrappers: [idle(), failing(), configured()])
    return Snapshot(monitor: monitor, sources: [file(), socket()], notices: ["1 wrapper is counted as (other)"])
  }

  /// The same with budgets: of the whole, of a wrapper that is over its own, and of one that is on the way there.
  static func withBudgets() -> Snapshot {
    var sample = snapshot()
    let zone = ZoneRules(name: "Europe/Berlin", first: .init(seconds: 3600, abbreviation: "CET"))
    sample.monitor.zone = zone
    sample.monitor.costsToday.amount = Money(nanodollars: 5_000_000_000)
    func spending(
      _ period: BudgetPeriod, _ spent: String, _ burn: String, of budget: String, exhausted: Timestamp? = nil
    ) -> PeriodSpending {
      let span = zone.span(of: period, holding: at)
      var spending = PeriodSpending(period, began: span.lowerBound, turnsAt: span.upperBound)
      spending.costs.amount = Money(spent) ?? .zero
      spending.burnPerHour = Money(burn) ?? .zero
      spending.projected = Money(nanodollars: spending.spent.nanodollars * 2)
      spending.budget = Money(budget)
      spending.exhaustedAt = exhausted
      spending.isComplete = period == .month
      return spending
    }
    sample.monitor.budget = BudgetState(
      daily: spending(.day, "41.8", "3.5", of: "50", exhausted: at.advanced(seconds: 8434)),
      monthly: spending(.month, "123456.789", "3.5", of: "1000000"))
    sample.monitor.wrappers[0].budget = BudgetState(daily: nil, monthly: spending(.month, "0", "0", of: "20"))
    sample.monitor.wrappers[1].name = "a-router-with-a-long-name"
    sample.monitor.wrappers[1].budget = BudgetState(
      daily: spending(.day, "12.300000001", "0.00004", of: "0.01"), monthly: nil)
    return sample
  }

  static func failing() -> WrapperSnapshot {
    let health = WrapperHealth(
      score: 0.504, status: .unhealthy,
      sums: Sums(operations: 20, successful: 18, failed: 2, fallback: 2, meanMs: 420.5),
      recentErrors: ["HTTP 500", "HTTP 429"], lastError: "HTTP 500",
      lastActivity: at.advanced(microseconds: -1_250_000),
      factors: [
        HealthFactor(name: .successRate, value: 0.9), HealthFactor(name: .recentFailure, value: 0.7),
        HealthFactor(name: .errorRate, value: 0.8, measured: 0.1),
      ])
    var wrapper = WrapperSnapshot(name: "Zeta", health: health)
    wrapper.operationsPerMinute = 12
    wrapper.oldestActiveMs = 1500
    wrapper.p95LastHourMs = 12_345.6
    wrapper.totals.total = 1200
    wrapper.totals.successful = 900
    wrapper.totals.failed = 300
    wrapper.totals.fallback = 100
    wrapper.totals.timeouts = 7
    wrapper.totals.cancelled = 3
    wrapper.totals.abandoned = 1
    wrapper.totals.active = 2
    wrapper.totals.durationSumNanoseconds = 504_600_000_250
    wrapper.totals.p50Ms = 401.2
    wrapper.totals.p90Ms = 900
    wrapper.totals.p95Ms = 1e-05
    wrapper.totals.p99Ms = 1e16
    wrapper.totals.cost = Money(nanodollars: 12_300_000_001)
    wrapper.totals.estimated = Money(nanodollars: 300_000_000)
    wrapper.totals.unpriced = 4
    var stats = WrapperStats(wrapperName: "Zeta")
    stats.figures.sums = Sums(operations: 100, successful: 75, failed: 20, fallback: 5, meanMs: 0.1)
    stats.figures.p50Ms = 1.0 / 3
    stats.figures.p95Ms = 2
    stats.figures.p99Ms = 3
    stats.lastOperation = at.advanced(microseconds: -1_250_000)
    wrapper.detail = WrapperDetail(stats: stats, minutes: [], recentFailures: [])
    return wrapper
  }

  static func idle() -> WrapperSnapshot {
    let since = at.advanced(seconds: -7200)
    let factors = [HealthFactor(name: .successRate, value: 1)]
    var wrapper = WrapperSnapshot(
      name: "a\u{1B}[31m\u{202E}路由",
      health: WrapperHealth(score: 1, status: .healthy, lastActivity: since, factors: factors))
    wrapper.isIdle = true
    wrapper.idleSince = since
    wrapper.totals.total = 7
    wrapper.totals.successful = 4
    wrapper.totals.failed = 3
    wrapper.detail = WrapperDetail(stats: WrapperStats(wrapperName: wrapper.name), minutes: [], recentFailures: [])
    return wrapper
  }

  /// A wrapper that is known from the configuration only.
  static func configured() -> WrapperSnapshot {
    var wrapper = WrapperSnapshot(name: "m", health: WrapperHealth(score: 1, status: .healthy))
    wrapper.seen = false
    wrapper.isIdle = true
    wrapper.detail = WrapperDetail(stats: WrapperStats(wrapperName: "m"), minutes: [], recentFailures: [])
    return wrapper
  }

  static func file() -> SourceStatus {
    var source = SourceStatus(name: "/var/log/a b.jsonl", kind: .file)
    source.state = .live
    source.bytes = 123_456
    source.lines = 1210
    source.records = 1210
    source.accepted = 1207
    source.rejected = 3
    source.rejectedByReason = [.wrongType: 2, .notJSON: 1, .outOfRange: 0]
    source.inconsistent = 5
    source.tooLate = 6
    source.lastEvent = at.advanced(microseconds: -1_250_000)
    source.lagBytes = 0
    source.storedBytes = 123_000
    return source
  }

  static func socket() -> SourceStatus {
    var source = SourceStatus(name: "/run/in.sock", kind: .socket)
    source.state = .failed("address in use; end the other process")
    return source
  }
}

extension Sums {
  /// Sums of operations whose durations have a mean.
  init(operations: UInt64, successful: UInt64 = 0, failed: UInt64 = 0, fallback: UInt64 = 0, meanMs: Double?) {
    self.init()
    self.operations = operations
    self.successful = successful
    self.failed = failed
    self.fallback = fallback
    timed = meanMs == nil ? 0 : 1
    durationSum = Int128(((meanMs ?? 0) * 1e6).rounded())
  }
}

extension FieldSums {
  /// Makes a mean what it is to be; of shares as well as of scores.
  mutating func tell(_ mean: Double, _ field: MetricField, per count: MetricField) {
    let operations: Int128 = 1000
    self[field] = Int128((mean * (field == .optimized ? 1 : 1e9) * Double(operations)).rounded())
    self[count] = operations
  }
}
