import Events
import Monitoring

/// What the operations of one wrapper on one day cost, and what for, as a row (SPEC 3.3). What they were made of is nothing
/// where it is no longer known of all of them.
package struct CostRow: ExportRow, Sendable, Equatable {
  package var wrapperName: String
  package var costs: DayCosts

  package init(wrapperName: String, costs: DayCosts) {
    self.wrapperName = wrapperName
    self.costs = costs
  }

  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<CostRow>] = [
    Column("wrapper_name") { .text($0.wrapperName) },
    Column("date") { .text($0.costs.date) },
    Column("operations") { .count($0.costs.operations) },
    Column("failed_operations") { .count($0.costs.failed) },
    Column("fallback_operations") { .count($0.costs.fallback) },
    Column("cost_usd") { .money($0.costs.cost) },
    Column("api_cost_usd") { .money($0.costs.made?.apiCost) },
    Column("infrastructure_cost_usd") { .money($0.costs.made?.infrastructureCost) },
    Column("compute_cost_usd") { .money($0.costs.made?.computeCost) },
    Column("failure_cost_usd") { .money($0.costs.made?.failureCost) },
    Column("fallback_cost_usd") { .money($0.costs.made?.fallbackCost) },
    Column("savings_usd") { .money($0.costs.made?.savings) },
    Column("savings_vs_baseline_usd") { .money($0.costs.made?.savingsVsBaseline) },
    Column("tokens_used") { .count($0.costs.made?.tokens) },
    Column("prompt_tokens") { .count($0.costs.made?.promptTokens) },
    Column("completion_tokens") { .count($0.costs.made?.completionTokens) },
    Column("requests") { .count($0.costs.made?.requests) },
    Column("compute_hours") { .number($0.costs.made?.computeHours) },
    Column("mean_efficiency") { .number($0.costs.made?.meanEfficiency) },
    Column("optimization_rate") { .number($0.costs.made?.optimizationRate) },
    Column("mean_quality") { .number($0.costs.made?.meanQuality) },
  ]
}
