import Events
import Monitoring

/// A row of a breakdown of costs.
struct CostRow {
  /// What identifies it among the rows of its dimension.
  var id: String
  /// How it is called.
  var title: String
  var costs: CostSum
  /// Nil for kinds of cost.
  var operations: UInt64?
  /// All its figures; nil for kinds, hours and days.
  var group: GroupFigures?

  init(id: String, title: String, costs: CostSum, operations: UInt64? = nil) {
    self.id = id
    self.title = title
    self.costs = costs
    self.operations = operations
  }

  init(group: GroupFigures) {
    self.init(id: group.name, title: group.name, costs: group.costs, operations: group.operations)
    self.group = group
  }

  init(point: CostPoint, title: String) {
    self.init(id: "\(point.begin.microseconds)", title: title, costs: point.costs, operations: point.operations)
  }

  /// The amount of `costs`.
  var cost: Money { costs.amount }
  /// What it cost, with the signs of estimates and lower bounds.
  var costText: String { CompactCost.sum(costs) }
  /// The mean cost of an operation in dollars.
  var mean: Double? {
    guard let operations, operations > 0 else { return nil }
    return cost.dollars / Double(operations)
  }
  /// What a thousand tokens cost, in dollars.
  var perThousandTokens: Double? { group?.dollarsPerThousandTokens }
}

/// A column by which a breakdown can be sorted, in the order in which the key takes them.
package enum CostColumn: Sendable, CaseIterable {
  case cost, name, operations, mean, tokens, perTokens

  /// What a message calls it.
  var title: String {
    switch self {
    case .cost: "cost"
    case .name: "name"
    case .operations: "operations"
    case .mean: "mean cost of an operation"
    case .tokens: "tokens"
    case .perTokens: "cost per 1,000 tokens"
    }
  }

  /// What a row is sorted by; nil stands last in either direction.
  func key(_ row: CostRow) -> Double? {
    switch self {
    case .name: nil
    case .cost: row.cost.dollars
    case .operations: row.operations.map(Double.init)
    case .mean: row.mean
    case .tokens: row.group.flatMap { $0.tokens > 0 ? Double($0.tokens) : nil }
    case .perTokens: row.perThousandTokens
    }
  }
}

/// A column and a direction. Times come newest first and names from A on unless reversed, all else highest first.
package struct CostOrder: Sendable, Equatable {
  package internal(set) var column = CostColumn.cost
  package internal(set) var isReversed = false

  /// The order in which a dimension first comes.
  static func usual(for dimension: CostDimension) -> CostOrder {
    var order = CostOrder()
    order.column = dimension.isTime ? .name : .cost
    return order
  }

  func isDescending(_ dimension: CostDimension) -> Bool {
    (column != .name || dimension.isTime) != isReversed
  }

  func sorted(_ rows: [CostRow], _ dimension: CostDimension) -> [CostRow] {
    let isDescending = isDescending(dimension)
    return rows.enumerated().sorted { a, b in
      if column == .name {
        let (first, second) = (a.element.title, b.element.title)
        if first == second { return a.offset < b.offset }
        return first.utf8.lexicographicallyPrecedes(second.utf8) != isDescending
      }
      switch (column.key(a.element), column.key(b.element)) {
      case (let a?, let b?) where a != b: return isDescending ? a > b : a < b
      case (.some, .none): return true
      case (.none, .some): return false
      default: return a.offset < b.offset
      }
    }.map(\.element)
  }
}
