import Events

extension CostAnalysis {
  /// What the sums of a range come to. `names` are those of the wrappers by number.
  init(_ sums: CostSums, of material: CostMaterial) {
    let from = sums.first ?? material.asked
    let breakdown = sums.whole.summary(from: from)
    self.init(from: from, through: material.at, breakdown: breakdown)
    kinds = KindCost.kinds(of: breakdown.all)
    hours = sums.points
    days = Self.days(sums, of: material)
    routing = RoutingCosts(sums.whole.sums)
    fallbacks = FallbackCosts(sums.whole.sums)
    wrappers = material.members.compactMap { member in
      sums.wrappers[member.number].map { GroupFigures(name: member.name, $0.all) }
    }
    wrappers.sort { a, b in
      a.cost != b.cost ? a.cost > b.cost : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
  }

  // Most hours lie in one day. Of one in which a day turns, the spending tells how much came before.
  private static func days(_ sums: CostSums, of material: CostMaterial) -> [CostPoint] {
    var days: [CostPoint] = []
    func add(_ cost: Int128, _ operations: UInt64, at instant: Timestamp) {
      if let last = days.last, instant < material.zone.day(holding: last.begin).upperBound {
        days[days.count - 1].cost.nanodollars += cost
        days[days.count - 1].operations += operations
      } else {
        let begin = material.zone.day(holding: instant).lowerBound
        days.append(CostPoint(begin: begin, operations: operations, cost: Money(nanodollars: cost)))
      }
    }
    for (hour, figures) in sums.hours.sorted(by: { $0.key < $1.key }) {
      let begin = Timestamp(seconds: Int64(hour) * Breakdown.coarseStep)
      let end = material.zone.day(holding: begin).upperBound
      let isWhole = end >= begin.advanced(seconds: Breakdown.coarseStep)
      let before = isWhole ? figures.cost : min(figures.cost, material.beforeTurns[hour] ?? 0)
      add(before, figures.operations, at: begin)
      if before < figures.cost { add(figures.cost - before, 0, at: end) }
    }
    return days.filter { $0.operations > 0 || $0.cost != .zero }
  }
}

extension CostSums {
  /// By hour, oldest first; hours without operations and spending are left out.
  var points: [CostPoint] {
    hours.sorted { $0.key < $1.key }.compactMap { hour, figures in
      guard figures.operations > 0 || figures.cost > 0 else { return nil }
      return CostPoint(
        begin: Timestamp(seconds: Int64(hour) * Breakdown.coarseStep), operations: figures.operations,
        cost: Money(nanodollars: figures.cost))
    }
  }
}
