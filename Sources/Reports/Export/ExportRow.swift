import Events
import Monitoring

/// Something that is exported as a row: every row of its kind has the same columns in the same order.
package protocol ExportRow {
  /// The columns, in their order.
  static var columns: [Column<Self>] { get }
  /// Writes the fields of the row in the order of the columns. Every kind of rows has its own function for that, which does
  /// nothing but `writeFields`: what is generic to the end costs ten times as much.
  func write(to format: inout any RowFormat)
}

extension ExportRow {
  @inline(__always)
  func writeFields(to format: inout any RowFormat) {
    let columns = Self.columns
    for number in columns.indices { format.field(columns[number].value(self), column: number) }
  }
}

/// One column of a kind of rows: the one place where its name and what stands in it are said.
package struct Column<Row>: Sendable {
  /// The key in JSON, the head of the column in CSV: plain ASCII.
  package let name: String
  let value: @Sendable (Row) -> ExportValue

  init(_ name: String, _ value: @escaping @Sendable (Row) -> ExportValue) {
    self.name = name
    self.value = value
  }
}

/// What stands in one field of a row.
package enum ExportValue: Sendable {
  /// Nothing: null in JSON, an empty cell in CSV.
  case none
  /// Text that may have come from outside.
  case text(String)
  case count(UInt64)
  /// A number that is not finite is written as nothing.
  case number(Double)
  case flag(Bool)
  case time(Timestamp)
  /// Dollars, as decimal text.
  case money(Money)
  /// An object: an object in JSON, JSON text in one cell of CSV.
  case metrics([MetricValue])

  static func text(_ value: String?) -> ExportValue { value.map { .text($0) } ?? .none }
  static func count(_ value: UInt64?) -> ExportValue { value.map { .count($0) } ?? .none }
  static func number(_ value: Double?) -> ExportValue { value.map { .number($0) } ?? .none }
  static func time(_ value: Timestamp?) -> ExportValue { value.map { .time($0) } ?? .none }
  static func figure(_ value: Figure.Value?) -> ExportValue {
    switch value {
    case .money(let money): .money(money)
    case .count(let count): .count(count)
    case .number(let number): .number(number)
    case nil: .none
    }
  }

  static func money(_ value: Money?) -> ExportValue { value.map { .money($0) } ?? .none }
}

/// A completed operation as a row: the fields of article Events, Operation records under their names, but for the cost,
/// which is exact decimal text as everywhere (`cost_usd`).
extension OperationRecord: ExportRow {
  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<OperationRecord>] = [
    Column("operation_id") { .text($0.operationID) },
    Column("wrapper_name") { .text($0.wrapperName) },
    Column("operation_type") { .text($0.operationType) },
    Column("start_time") { .time($0.start) },
    Column("end_time") { .time($0.end) },
    Column("duration_ms") { .number($0.durationMs) },
    Column("status") { .text($0.status.rawValue) },
    Column("success") { .flag($0.status.isSuccess) },
    Column("error_message") { .text($0.errorMessage) },
    Column("error_code") { .text($0.errorCode) },
    Column("fallback_used") { .flag($0.fallbackUsed) },
    Column("fallback_reason") { .text($0.fallbackReason) },
    metric("fallback_duration_ms"), metric("cpu_usage_percent"), metric("memory_usage_mb"), metric("network_calls"),
    metric("network_latency_ms"),
    Column("cost_usd") { .money($0.cost) },
    Column("cost_is_estimated") { $0.cost == nil ? .none : .flag($0.isCostEstimated) },
    metric("quality_score"), metric("user_satisfaction"), metric("user_id"), metric("session_id"), metric("request_id"),
    Column("custom_metrics") { record in
      let custom = record.metrics.filter(\.isCustom)
      return custom.isEmpty ? .none : .metrics(custom)
    },
  ]

  // A field of the record that is kept among its metrics.
  private static func metric(_ name: String) -> Column<OperationRecord> {
    Column(name) { record in
      guard let metric = record.metrics.first(where: { !$0.isCustom && $0.name == name }) else { return .none }
      return switch metric.value {
      case .number(let number): .number(number)
      case .flag(let flag): .flag(flag)
      case .text(let text): .text(text)
      }
    }
  }
}

/// One slot of the time series of one wrapper as a row (article Monitoring, Windows).
package struct SeriesRow: ExportRow, Sendable, Equatable {
  package var wrapperName: String
  package var point: SeriesPoint

  package init(wrapperName: String, point: SeriesPoint) {
    self.wrapperName = wrapperName
    self.point = point
  }

  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<SeriesRow>] =
    [
      Column("wrapper_name") { .text($0.wrapperName) },
      Column("timestamp") { .time($0.point.timestamp) },
      Column("total_operations") { .count($0.point.sums.operations) },
      Column("success_count") { .count($0.point.sums.successful) },
      Column("error_count") { .count($0.point.failedWithoutFallback) },
      Column("fallback_count") { .count($0.point.sums.fallback) },
      Column("success_rate") { .number($0.point.sums.successRate) },
      Column("error_rate") { .number($0.point.errorRate) },
      Column("fallback_rate") { .number($0.point.sums.fallbackRate) },
      Column("avg_response_time") { .number($0.point.sums.averageDurationMs) },
      Column("p50_ms") { .number($0.point.p50Ms) },
      Column("p95_ms") { .number($0.point.p95Ms) },
      Column("cost_usd") { .money($0.point.sums.costs.amount) },
    ] + CostColumns.certainty(\.point.sums.costs)
}
