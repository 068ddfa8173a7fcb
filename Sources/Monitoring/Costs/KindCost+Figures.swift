import Events

extension KindCost {
  /// What the cost of a group came to by kind, in the order of `CostKind`, without kinds that cost nothing. Kinds add
  /// up to `cost`, to the nano-dollar:
  ///
  /// - What is estimated splits into its five kinds, and `estimate` is what nobody split; all else was reported.
  /// - Of that, `api_cost`, `infrastructure_cost` and `compute_cost` are what wrappers told, and `other` is what they
  /// leave   unexplained, such as a `cost_estimate` alone.
  /// - Where they come to more than was reported, since a `cost_estimate` or `total_cost` beside them takes their place
  ///   (article Cost, Cost of an operation), they are cut down in proportion, and `other` is nothing. Sums are held
  /// against each other, not single   operations.
  static func kinds(of figures: GroupFigures) -> [KindCost] {
    let reported = figures.cost.without(figures.estimated)
    let told = fit([figures.apiCost, figures.infrastructureCost, figures.computeCost], into: reported)
    let estimated = fit(
      [
        figures.estimatedInput, figures.estimatedCacheRead, figures.estimatedCacheWrite, figures.estimatedOutput,
        figures.estimatedRequests,
      ],
      into: figures.estimated)
    var costs: [CostKind: Money] = [:]
    for (kind, cost) in zip([CostKind.api, .infrastructure, .compute], told) { costs[kind] = cost }
    for (kind, cost) in zip([CostKind.uncachedInput, .cacheRead, .cacheWrite, .output, .requests], estimated) {
      costs[kind] = cost
    }
    costs[.estimate] = estimated.reduce(figures.estimated) { $0.without($1) }
    costs[.other] = costs.values.reduce(figures.cost) { $0.without($1) }
    return CostKind.allCases.compactMap { kind in
      costs[kind].flatMap { $0 == .zero ? nil : KindCost(kind: kind, cost: $0) }
    }
  }

  /// The parts as they are if they fit into a whole, else cut down in proportion so that they are just the whole.
  private static func fit(_ parts: [Money], into whole: Money) -> [Money] {
    let parts = parts.map { max(.zero, $0) }
    let sum = parts.reduce(.zero, +)
    guard sum > max(.zero, whole) else { return parts }
    let room = max(.zero, whole)
    let divisor = sum.nanodollars.magnitude
    // Exact, whatever the amounts: products have 256 bits. They are below part x sum, so that quotients fit.
    let cut = parts.map {
      divisor.dividingFullWidth($0.nanodollars.magnitude.multipliedFullWidth(by: room.nanodollars.magnitude))
    }
    var fitted = cut.map { Money(nanodollars: Int128($0.quotient)) }
    // What rounding down left over goes to those that lost most by it, one nano-dollar each.
    let left = Int(room.without(fitted.reduce(.zero, +)).nanodollars)
    let order = cut.indices.sorted { a, b in
      cut[a].remainder != cut[b].remainder ? cut[a].remainder > cut[b].remainder : a < b
    }
    for place in order.prefix(left) { fitted[place].nanodollars += 1 }
    return fitted
  }
}
