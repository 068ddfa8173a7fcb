import Events
import Monitoring

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
