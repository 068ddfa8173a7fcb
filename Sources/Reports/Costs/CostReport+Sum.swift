import Formatting
import Events
import Monitoring

/// What reports of several wrappers come to together. Medians, quantiles and means cannot be told from theirs and are left out.
extension CostReport {
  /// The sum of reports as of one instant; nil of none. It has no budget, since there is none over some wrappers.
  init?(sumOf reports: [CostReport]) {
    guard var sum = reports.first else { return nil }
    for report in reports.dropFirst() {
      sum.day.add(report.day)
      sum.month.add(report.month)
      sum.dayCourse.add(report.dayCourse)
      sum.monthCourse.add(report.monthCourse)
      sum.prices += report.prices.filter { price in !sum.prices.contains { $0.model == price.model } }
    }
    sum.analysis = CostAnalysis(sumOf: reports.map(\.analysis), first: sum.analysis)
    sum.wrapper = nil
    sum.day.withoutBudget()
    sum.month.withoutBudget()
    sum.recommendations = []
    self = sum
  }
}

extension PeriodSpending {
  fileprivate mutating func add(_ other: PeriodSpending) {
    costs += other.costs
    burnCertainty = burnCertainty.joined(with: other.burnCertainty)
    burnPerHour += other.burnPerHour
    if let sum = projected, let others = other.projected { projected = sum + others } else { projected = nil }
    isComplete = isComplete && other.isComplete
  }

  fileprivate mutating func withoutBudget() {
    budget = nil
    exhaustedAt = nil
  }
}

extension SpendingCourse {
  fileprivate mutating func add(_ other: SpendingCourse) {
    guard other.began == began, other.step == step, other.spent.count == spent.count else { return }
    for at in spent.indices { spent[at] += other.spent[at] }
  }
}

extension CostAnalysis {
  fileprivate init(sumOf analyses: [CostAnalysis], first: CostAnalysis) {
    self = first
    guard analyses.count > 1 else { return }
    from = analyses.map(\.from).min() ?? from
    breakdown = BreakdownSummary(sumOf: analyses.map(\.breakdown), first: first.breakdown)
    wrappers = GroupFigures.sums(of: analyses.flatMap(\.wrappers))
    kinds = CostKind.allCases.compactMap { kind in
      let costs = analyses.flatMap(\.kinds).filter { $0.kind == kind }
      return costs.isEmpty ? nil : KindCost(kind: kind, costs: costs.reduce(.zero) { $0 + $1.costs })
    }
    hours = Self.sums(of: analyses.flatMap(\.hours))
    days = Self.sums(of: analyses.flatMap(\.days))
    fallbacks = nil
    routing = RoutingCosts(sumOf: analyses.compactMap(\.routing))
  }

  private static func sums(of points: [CostPoint]) -> [CostPoint] {
    var sums: [Timestamp: CostPoint] = [:]
    for point in points {
      sums[point.begin, default: CostPoint(begin: point.begin, operations: 0, costs: .zero)].operations +=
        point.operations
      sums[point.begin]?.costs += point.costs
    }
    return sums.values.sorted { $0.begin < $1.begin }
  }
}

extension RoutingCosts {
  fileprivate init?(sumOf parts: [RoutingCosts]) {
    guard var sum = parts.first else { return nil }
    for part in parts.dropFirst() {
      sum.requests += part.requests
      sum.costs += part.costs
      sum.savings += part.savings
      sum.expectedCost += part.expectedCost
      sum.actualCost += part.actualCost
      sum.meanLatencyMs = nil
      sum.meanQuality = nil
    }
    sum.methods = GroupFigures.sums(of: parts.flatMap(\.methods))
    let baseline = sum.cost + sum.savings
    sum.savingsPercent = CostText.share(sum.savings, of: baseline).map { $0 * 100 }
    self = sum
  }
}

extension BreakdownSummary {
  fileprivate init(sumOf parts: [BreakdownSummary], first: BreakdownSummary) {
    self = first
    from = parts.map(\.from).min() ?? from
    all = GroupFigures.sum(of: parts.map(\.all), name: first.all.name)
    operationTypes = GroupFigures.sums(of: parts.flatMap(\.operationTypes))
    models = GroupFigures.sums(of: parts.flatMap(\.models))
    templates = GroupFigures.sums(of: parts.flatMap(\.templates))
    routes = GroupFigures.sums(of: parts.flatMap(\.routes))
    fallbacks = GroupFigures.sums(of: parts.flatMap(\.fallbacks))
    errorCodes = GroupFigures.sums(of: parts.flatMap(\.errorCodes))
    users = CostPage.costliest(GroupFigures.sums(of: parts.flatMap(\.users)))
    sessions = CostPage.costliest(GroupFigures.sums(of: parts.flatMap(\.sessions)))
    numbers = []
    values = []
  }
}

extension GroupFigures {
  /// Groups of the same name put together, in the order in which they first come.
  fileprivate static func sums(of groups: [GroupFigures]) -> [GroupFigures] {
    var order: [String] = []
    var byName: [String: [GroupFigures]] = [:]
    for group in groups {
      if byName[group.name] == nil { order.append(group.name) }
      byName[group.name, default: []].append(group)
    }
    return order.map { sum(of: byName[$0] ?? [], name: $0) }
  }

  fileprivate static func sum(of groups: [GroupFigures], name: String) -> GroupFigures {
    groups.count == 1 ? groups[0] : GroupFigures(name: name, sumOf: groups)
  }
}
