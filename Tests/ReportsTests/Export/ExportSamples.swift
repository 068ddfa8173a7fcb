import Events
import Monitoring

@testable import Reports

/// Rows of which every field is filled, and rows of which none is.
enum ExportSample {
  static let at = Timestamp(seconds: 1_767_312_000)  // 2026-01-02T00:00:00Z

  static var operation: OperationRecord {
    var record = OperationRecord(
      operationID: "op-1", wrapperName: "support, \"gold\"", operationType: "chat",
      start: at.advanced(microseconds: -1_250_000), end: at, durationMs: 1250, status: .error, fallbackUsed: true,
      fallbackReason: "primary_timeout", errorMessage: "=cmd|' /C calc'!A0\nsecond line", errorCode: "-1",
      cost: Money(nanodollars: 1_200_000_001))
    record.metrics = [
      MetricValue(name: "fallback_duration_ms", isCustom: false, value: .number(12.5)),
      MetricValue(name: "cpu_usage_percent", isCustom: false, value: .number(3)),
      MetricValue(name: "quality_score", isCustom: false, value: .number(0.25)),
      MetricValue(name: "user_satisfaction", isCustom: false, value: .number(-2)),
      MetricValue(name: "user_id", isCustom: false, value: .text("@user")),
      MetricValue(name: "model_used", isCustom: true, value: .text("gpt;=1+1")),
      MetricValue(name: "tokens_used", isCustom: true, value: .number(120)),
      MetricValue(name: "cached", isCustom: true, value: .flag(true)),
      MetricValue(name: "user_id", isCustom: true, value: .text("custom")),
    ]
    return record
  }

  static let bareOperation = OperationRecord(
    operationID: nil, wrapperName: "w", operationType: "default", start: nil, end: at.advanced(microseconds: 1),
    durationMs: nil, status: .success, fallbackUsed: false)

  static var series: SeriesRow {
    var point = SeriesPoint(
      timestamp: at, sums: Sums(operations: 4, successful: 2, failed: 1, fallback: 1, meanMs: 0.1))
    point.p50Ms = 1
    point.p95Ms = 2.5
    point.sums.costs.amount = Money(nanodollars: 10)
    return SeriesRow(wrapperName: "-w", point: point)
  }

  static var costs: CostRow {
    var figures = GroupFigures(name: "")
    figures.fields[.apiCost] = 3_000_000_000
    figures.fields[.infrastructureCost] = 400_000_000
    figures.fields[.computeCost] = 100_000_000
    figures.fields[.failureCost] = 1
    figures.fields[.fallbackCost] = 20
    figures.fields[.savings] = -250_000_000
    figures.fields[.savingsVsBaseline] = 300_000_000
    figures.sums.tokens = 1000
    figures.fields[.promptTokens] = 900
    figures.fields[.completionTokens] = 100
    figures.fields[.requests] = 5
    figures.fields[.computeTime] = Int128(0.5 * 3.6e15)
    figures.fields.tell(0.75, .efficiency, per: .efficiencyCount)
    figures.fields.tell(1, .optimized, per: .optimizationKnown)
    figures.fields.tell(0.9, .quality, per: .qualityCount)
    var costs = DayCosts(day: at)
    figures.sums.operations = 5
    figures.sums.costs.amount = Money(nanodollars: 3_500_000_000)
    figures.medianCostUsd = 0.5
    costs.operations = 5
    costs.failed = 1
    costs.fallback = 2
    costs.costs.amount = Money(nanodollars: 3_500_000_000)
    costs.made = figures
    var budget = PeriodSpending(.day, began: at, turnsAt: at.advanced(seconds: 86400))
    budget.costs.amount = costs.cost
    budget.budget = Money(nanodollars: 4_000_000_000)
    return CostRow(wrapperName: "w", costs: costs, budget: budget)
  }

  /// Rows in a format, as text.
  static func text<Row: ExportRow>(_ rows: [Row], as format: ExportFormat) throws -> String {
    var bytes: [UInt8] = []
    try export(rows, as: format) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func export<Row: ExportRow>(
    _ rows: [Row], as format: ExportFormat, write: @escaping ([UInt8]) throws -> Void
  ) throws {
    let stream = RowStream<Row>(format: format, write: write)
    for row in rows { try stream.append(row) }
    try stream.finish()
  }
}
