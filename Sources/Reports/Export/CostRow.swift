import Events
import Monitoring

/// What the operations of one wrapper on one day cost, and what for, as a row (SPEC 3.3).
package struct CostRow: ExportRow, Sendable, Equatable {
  package var wrapperName: String
  /// When the day begins, in UTC.
  package var day: Timestamp
  package var figures: GroupFigures

  package init(wrapperName: String, day: Timestamp, figures: GroupFigures) {
    self.wrapperName = wrapperName
    self.day = day
    self.figures = figures
  }

  package static let columns: [Column<CostRow>] = [
    Column("wrapper_name") { .text($0.wrapperName) },
    Column("date") { .text(String($0.day.description.prefix(10))) },
    Column("operations") { .count($0.figures.operations) },
    Column("failed_operations") { .count($0.figures.failed) },
    Column("fallback_operations") { .count($0.figures.fallback) },
    Column("cost_usd") { .money($0.figures.cost) },
    Column("api_cost_usd") { .money($0.figures.apiCost) },
    Column("infrastructure_cost_usd") { .money($0.figures.infrastructureCost) },
    Column("compute_cost_usd") { .money($0.figures.computeCost) },
    Column("failure_cost_usd") { .money($0.figures.failureCost) },
    Column("fallback_cost_usd") { .money($0.figures.fallbackCost) },
    Column("savings_usd") { .money($0.figures.savings) },
    Column("savings_vs_baseline_usd") { .money($0.figures.savingsVsBaseline) },
    Column("tokens_used") { .count($0.figures.tokens) },
    Column("prompt_tokens") { .count($0.figures.promptTokens) },
    Column("completion_tokens") { .count($0.figures.completionTokens) },
    Column("requests") { .count($0.figures.requests) },
    Column("compute_hours") { .number($0.figures.computeHours) },
    Column("mean_efficiency") { .number($0.figures.meanEfficiency) },
    Column("optimization_rate") { .number($0.figures.optimizationRate) },
    Column("mean_quality") { .number($0.figures.meanQuality) },
  ]
}
