import Events
import Monitoring

/// A column by which budgets can be sorted, in the order in which the key takes them.
package enum BudgetColumn: Sendable, CaseIterable {
  case urgency, name, spent, budget, used, left, burn, projected, exhausted

  /// What a message calls it.
  var title: String {
    switch self {
    case .urgency: "urgency"
    case .name: "name"
    case .spent: "what is spent"
    case .budget: "budget"
    case .used: "share of the budget"
    case .left: "what is left"
    case .burn: "burn per hour"
    case .projected: "projection"
    case .exhausted: "when it runs out"
    }
  }

  /// True if the low end comes first unless reversed: what an operator looks for is on top.
  var isAscending: Bool { self == .urgency || self == .name || self == .left || self == .exhausted }

  /// What a row is sorted by; nil, where there is nothing to show, stands last in either direction.
  func key(_ row: BudgetRow) -> Double? {
    switch self {
    case .urgency: row.urgency
    case .name: 0
    case .spent: row.spent.map(\.dollars)
    case .budget: row.spending?.budget.map(\.dollars)
    case .used: row.spending?.share
    case .left: row.spending?.remaining.map(\.dollars)
    case .burn: row.spending.map(\.burnPerHour.dollars)
    case .projected: row.spending?.projected.map(\.dollars)
    case .exhausted: row.spending?.exhaustedAt.map { Double($0.microseconds) }
    }
  }
}

/// A column and a direction.
package struct BudgetOrder: Sendable, Equatable {
  package internal(set) var column = BudgetColumn.urgency
  package internal(set) var isReversed = false

  /// True if low values stand on top.
  var isAscending: Bool { column.isAscending != isReversed }

  /// Sorts rows that are in the order of their names.
  func sorted(_ rows: [BudgetRow]) -> [BudgetRow] {
    if column == .name { return isReversed ? rows.reversed() : rows }
    let keyed = rows.enumerated().map { (place: $0.offset, key: column.key($0.element)) }
    return keyed.sorted { a, b in
      switch (a.key, b.key) {
      case (let a?, let b?) where a != b: isAscending ? a < b : a > b
      case (.some, .none): true
      case (.none, .some): false
      default: a.place < b.place
      }
    }.map { rows[$0.place] }
  }
}

/// A budget, or spending without one, as a line of the cost pane.
struct BudgetRow {
  /// What holds the cursor: the wrapper, `day` or `month`; empty for all wrappers together.
  var id: String
  /// How the row is called.
  var title: String
  /// Whose it is; nil for all together.
  var wrapper: String?
  var period: BudgetPeriod
  /// Nil where there is no budget, and nothing more is known than what was spent.
  var spending: PeriodSpending?
  /// What was spent in the period; nil if that is not told.
  var costs: CostSum?
  var isTracked = true

  /// The amount of `costs`.
  var spent: Money? { costs?.amount }

  /// The lower, the more urgent: by status, then by what the projection says, then by share in whole percent, so that
  /// rows do not change places for what nobody can see.
  var urgency: Double {
    guard isTracked else { return 9e6 }
    guard let spending, let status = spending.status, let share = spending.share else {
      // Without a budget, the highest spending comes first.
      let dollars = spent?.dollars ?? -1
      return 8e6 - min(1e6, max(-1, dollars * 100).rounded() / 1e4)
    }
    let rank: Double =
      switch status {
      case .exceeded: 0
      case .critical: 1
      case .warning: 2
      case .healthy: spending.exhaustedAt == nil ? 4 : 3
      }
    return rank * 1e6 - min(9e5, (share * 100).rounded(.down))
  }
}
