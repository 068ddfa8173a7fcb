import Events
import Monitoring
import Snapshots

@testable import Reports

/// Reports on costs, built by hand so that every figure of the golden files can be checked.
enum CostSample {
  static let at = Timestamp(seconds: 1_767_357_000)  // 2026-01-02T12:30:00Z
  static let berlin = ZoneRules(name: "Europe/Berlin", first: ZoneRules.Offset(seconds: 3600, abbreviation: "CET"))

  static func dollars(_ text: String) -> Money { Money(text) ?? .zero }

  static func group(
    _ name: String, _ operations: UInt64, _ cost: String, failed: UInt64 = 0, tokens: UInt64 = 0, ms: Double? = nil
  ) -> GroupFigures {
    var group = GroupFigures(name: name)
    group.sums = Sums(operations: operations, successful: operations - failed, failed: failed, meanMs: ms)
    group.sums.costs.amount = dollars(cost)
    group.sums.tokens = tokens
    return group
  }

  /// A period as of `at`: the day began 13.5 hours ago, the month 1 day and 13.5 hours.
  static func period(
    _ period: BudgetPeriod, spent: String, burn: String, projected: String, budget: String? = nil,
    exhausted: Timestamp? = nil
  ) -> PeriodSpending {
    let began = Timestamp(seconds: period == .day ? 1_767_308_400 : 1_767_222_000)
    let turns = Timestamp(seconds: period == .day ? 1_767_394_800 : 1_769_900_400)
    var spending = PeriodSpending(period, began: began, turnsAt: turns)
    spending.costs.amount = dollars(spent)
    spending.burnPerHour = dollars(burn)
    spending.projected = dollars(projected)
    spending.budget = budget.map(dollars)
    spending.exhaustedAt = exhausted
    spending.isComplete = true
    return spending
  }

  static func course(of period: PeriodSpending, steps: Int, step: Int64) -> SpendingCourse {
    SpendingCourse(
      began: period.began, turnsAt: period.turnsAt, step: step,
      spent: (1...steps).map { Money(nanodollars: period.spent.nanodollars * Int128($0 * $0) / Int128(steps * steps)) })
  }

  static func report(
    _ wrapper: String?, day: PeriodSpending, month: PeriodSpending, _ change: (inout CostAnalysis) -> Void
  ) -> CostReport {
    var breakdown = BreakdownSummary(
      from: at.advanced(seconds: -30 * 86400), until: at, all: GroupFigures(name: "all"))
    breakdown.models = []
    var analysis = CostAnalysis(from: breakdown.from, through: at, breakdown: breakdown)
    change(&analysis)
    return CostReport(
      wrapper: wrapper, day: day, month: month, dayCourse: course(of: day, steps: 14, step: 3600),
      monthCourse: course(of: month, steps: 2, step: 86400), analysis: analysis)
  }

  /// Everything there is: three wrappers, budgets in all states, estimates, unpriced models, routing, advice, rejected lines.
  static func rich() -> CostDocument {
    var monitor = Sample.snapshot().monitor
    monitor.at = at
    monitor.zone = berlin
    var snapshot = Snapshot(
      monitor: monitor, sources: [Sample.file(), Sample.socket()], notices: ["1 wrapper is counted as (other)"])
    snapshot.isPast = false
    var overall = overall()
    overall.recommendations = advice
    overall.prices = prices
    return CostDocument(
      snapshot: snapshot, from: at.advanced(seconds: -30 * 86400), through: at, reports: [overall] + wrappers())
  }

  /// Nothing was ever taken in.
  static func empty() -> CostDocument {
    let system = SystemHealth(
      score: 1, status: .noWrappers, totalWrappers: 0, healthyWrappers: 0, idleWrappers: 0, totalOperations: 0,
      activeOperations: 0, successRate: 1, errorCount: 0, operationsPerMinute: 0, lastHealthCheck: at)
    return CostDocument(
      snapshot: Snapshot(monitor: MonitorSnapshot(at: at, system: system, wrappers: []), sources: []),
      from: at.advanced(seconds: -30 * 86400), through: at)
  }
}
