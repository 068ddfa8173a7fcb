import Events
import Monitoring

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
