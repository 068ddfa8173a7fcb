import Events
import Formatting
import Monitoring

/// What the operations of one wrapper that have something in common cost in a time range, and what for, as a row
/// (article Cost, Analysis).
package struct CostGroupRow: ExportRow, Sendable, Equatable {
  package var wrapperName: String
  package var from: Timestamp
  package var through: Timestamp
  /// What they have in common: a model, an hour, a kind of cost.
  package var name: String
  /// Nil where operations have no part in it: a kind of cost.
  package var operations: UInt64?
  package var failed: UInt64?
  package var fallback: UInt64?
  package var tokens: UInt64?
  package var costs: CostSum
  /// Nil where only the cost is known.
  package var made: GroupFigures?
  /// What an operation cost more, and how much longer it took, than one without a fallback; nil for what is no
  /// fallback.
  package var extraCost: Money?
  package var extraLatencyMs: Double?

  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<CostGroupRow>] =
    [
      Column("wrapper_name") { .text($0.wrapperName) },
      Column("from") { .time($0.from) },
      Column("through") { .time($0.through) },
      Column("group") { .text($0.name) },
      Column("operations") { .count($0.operations) },
      Column("failed_operations") { .count($0.failed) },
      Column("fallback_operations") { .count($0.fallback) },
      Column("cost_usd") { .money($0.costs.amount) },
    ] + CostColumns.made(\.made, tokens: \.tokens) + CostColumns.certainty(\.costs) + CostColumns.derived(\.made) + [
      Column("extra_cost_usd") { .money($0.extraCost) },
      Column("extra_latency_ms") { .number($0.extraLatencyMs) },
    ]

  /// The rows of a wrapper's report, in the order of its analysis.
  package static func rows(of report: CostReport, by grouping: CostGrouping) -> [CostGroupRow] {
    let analysis = report.analysis
    func row(_ name: String, _ operations: UInt64?, _ costs: CostSum) -> CostGroupRow {
      CostGroupRow(
        wrapperName: report.wrapper ?? "", from: analysis.from, through: analysis.through, name: name,
        operations: operations, costs: costs)
    }
    func groups(_ groups: [GroupFigures]) -> [CostGroupRow] {
      groups.map { group in
        var row = row(group.name, group.operations, group.costs)
        row.failed = group.failed
        row.fallback = group.fallback
        row.tokens = group.tokens
        row.made = group
        return row
      }
    }
    let breakdown = analysis.breakdown
    switch grouping {
    case .day, .recommendation: return []
    case .hour: return analysis.hours.map { row($0.begin.description, $0.operations, $0.costs) }
    case .kind: return analysis.kinds.map { row($0.kind.key, nil, $0.costs) }
    case .model: return groups(breakdown.models)
    case .type: return groups(breakdown.operationTypes)
    case .route: return groups(breakdown.routes)
    case .user: return groups(breakdown.users).map(\.withoutDetails)
    case .session: return groups(breakdown.sessions).map(\.withoutDetails)
    case .fallback:
      return groups(breakdown.fallbacks).map { row in
        var row = row
        row.extraCost = row.made.flatMap { analysis.fallbacks?.extraCost(of: $0) }
        row.extraLatencyMs = row.made.flatMap { analysis.fallbacks?.extraLatencyMs(of: $0) }
        return row
      }
    }
  }

  // Of users and sessions more than the basic sums is not known; what is not known is no zero.
  private var withoutDetails: CostGroupRow {
    var row = self
    row.made = nil
    return row
  }
}

extension CostKind {
  /// What it is called in a row.
  fileprivate var key: String {
    switch self {
    case .api, .infrastructure, .compute, .other, .output, .requests, .estimate: rawValue
    case .uncachedInput: "uncached_input"
    case .cacheRead: "cache_read"
    case .cacheWrite: "cache_write"
    }
  }
}

/// By what costs are exported.
package enum CostGrouping: String, Sendable, CaseIterable {
  case day, hour, model, type, kind, route, fallback, user, session, recommendation
}

/// A recommendation as a row (article Cost, Recommendations).
extension Recommendation: ExportRow {
  package func write(to format: inout any RowFormat) { writeFields(to: &format) }

  package static let columns: [Column<Recommendation>] = [
    Column("wrapper_name") { .text($0.wrapper) },
    Column("type") { .text($0.kind.rawValue) },
    Column("priority") { .text($0.priority.rawValue) },
    Column("description") { .text($0.sentence) },
    Column("potential_savings_usd") { .money($0.potentialSavings) },
    Column("details") { .text($0.details.map { "\($0.name): \($0.value)" }.joined(separator: "; ")) },
  ]
}
