import Events
import Monitoring

/// What the operations of one wrapper on one day cost, and what for, as a row (article Cost, Analysis). What they were
/// made of is nothing where it is no longer known of all of them.
package struct CostRow: ExportRow, Sendable, Equatable {
  package var wrapperName: String
  package var costs: DayCosts
  /// How the day's spending stands against the budget that the wrapper has now; nil without one.
  package var budget: PeriodSpending?

  package init(wrapperName: String, costs: DayCosts, budget: PeriodSpending? = nil) {
    self.wrapperName = wrapperName
    self.costs = costs
    self.budget = budget
  }

  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<CostRow>] =
    [
      Column("wrapper_name") { .text($0.wrapperName) },
      Column("date") { .text($0.costs.date) },
      Column("operations") { .count($0.costs.operations) },
      Column("failed_operations") { .count($0.costs.failed) },
      Column("fallback_operations") { .count($0.costs.fallback) },
      Column("cost_usd") { .money($0.costs.cost) },
    ] + CostColumns.made { $0.costs.made } + CostColumns.certainty { $0.costs.costs }
    + CostColumns.derived { $0.costs.made } + [
      Column("daily_budget_usd") { .money($0.budget?.budget) },
      Column("budget_percentage") { .number($0.budget?.share.map { $0 * 100 }) },
      Column("budget_status") { .text($0.budget?.status?.rawValue) },
    ]
}

/// The columns that all rows of costs have, for rows that know what operations were made of or not.
enum CostColumns {
  /// What the operations were made of; `tokens` tells those that are known without the rest.
  static func made<Row>(
    _ made: @escaping @Sendable (Row) -> GroupFigures?, tokens: @escaping @Sendable (Row) -> UInt64? = { _ in nil }
  ) -> [Column<Row>] {
    let figures = Figure.all.map { figure in
      Column<Row>(figure.name) { .figure(made($0)?.value(of: figure)) }
    }
    // Tokens come before their parts.
    let place = Figure.all.firstIndex { $0.name == "prompt_tokens" } ?? figures.count
    return figures[..<place] + [Column("tokens_used") { .count(made($0)?.tokens ?? tokens($0)) }] + figures[place...]
  }

  /// How exact the cost is: how much of it is estimated, how many operations are missing from it, nothing where an
  /// older store does not tell, and the word for both.
  static func certainty<Row>(_ costs: @escaping @Sendable (Row) -> CostSum) -> [Column<Row>] {
    [
      Column("estimated_usd") { costs($0).unknown > 0 ? .none : .money(costs($0).estimated) },
      Column("unpriced_operations") { row in
        let costs = costs(row)
        return costs.unknown > 0 && costs.unpriced == 0 ? .none : .count(costs.unpriced)
      },
      Column("cost_certainty") { .text(costs($0).certainty.word) },
    ]
  }

  /// What follows from it: means and savings.
  static func derived<Row>(_ made: @escaping @Sendable (Row) -> GroupFigures?) -> [Column<Row>] {
    [
      Column("mean_cost_usd") { .money(made($0)?.meanCost) },
      Column("median_cost_usd") { .number(made($0)?.medianCostUsd) },
      Column("cost_per_token_usd") { .money(made($0)?.costPerToken) },
      Column("cost_per_request_usd") { .money(made($0)?.costPerRequest) },
      Column("cost_per_compute_hour_usd") { .money(made($0)?.costPerComputeHour) },
      Column("savings_percent") { .number(made($0)?.savingsPercent) },
      Column("savings_vs_baseline_percent") { .number(made($0)?.baselineSavingsPercent) },
    ]
  }
}
