import Events

extension RoutingCosts {
  /// What the sums of a range come to; nil if no operation was routed.
  init?(_ sums: Breakdown) {
    let routes = sums[.route]
    guard !routes.isEmpty else { return nil }
    let all = GroupFigures(name: "all", routes.total)
    self.init()
    requests = all.operations
    costs = all.costs
    savings = all.savingsVsBaseline
    savingsPercent = all.baselineSavingsPercent
    expectedCost = all.expectedCost
    actualCost = all.actualCost
    meanLatencyMs = all.meanRoutingLatencyMs
    meanQuality = all.meanQuality
    methods = Self.methods(routes, known: sums.values(of: .routingMethod))
  }

  /// Stands for routed operations that tell no method.
  static let noMethod = "(no method)"

  // A route is called after its method and target, as far as they were told. A name that tells only one of them is a method
  // if the operations told such a one.
  private static func methods(_ routes: TopK<Group>, known: Set<String>) -> [GroupFigures] {
    var methods: [String: OperationSums] = [:]
    for route in routes.entries {
      let name = route.name.text
      let parts = name.split(separator: ": ", maxSplits: 1)
      let method = parts.count == 2 ? String(parts[0]) : name
      let isKnown = parts.count == 2 || known.contains(name)
      methods[isKnown ? method : noMethod, default: OperationSums()].merge(route.sums)
    }
    if let other = routes.other { methods[other.name.text, default: OperationSums()].merge(other.sums) }
    return methods.map { GroupFigures(name: $0.key, $0.value) }.sorted { a, b in
      a.operations != b.operations
        ? a.operations > b.operations : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
  }
}

extension Breakdown {
  /// The values that a key of `custom_metrics` had, as far as they are told apart.
  fileprivate func values(of key: KnownKey) -> Set<String> {
    let metric = metrics.entries.first { $0.name.text == key.rawValue }
    return Set(metric?.values.entries.map(\.name.text) ?? [])
  }
}
