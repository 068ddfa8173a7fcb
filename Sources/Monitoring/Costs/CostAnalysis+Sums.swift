import Events

extension CostAnalysis {
  /// What the sums of a range come to. `names` are those of the wrappers by number.
  init(_ sums: CostSums, of material: CostInputs) {
    let until = min(material.slots.upperBound, material.present)
    let breakdown = sums.whole.summary(from: material.slots.lowerBound, until: until)
    self.init(from: sums.first ?? material.asked, through: until, breakdown: breakdown)
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
  private static func days(_ sums: CostSums, of material: CostInputs) -> [CostPoint] {
    var days: [CostPoint] = []
    func add(_ costs: CostSum, _ operations: UInt64, at instant: Timestamp) {
      if let last = days.last, instant < material.zone.day(holding: last.begin).upperBound {
        days[days.count - 1].costs += costs
        days[days.count - 1].operations += operations
      } else {
        let begin = material.zone.day(holding: instant).lowerBound
        days.append(CostPoint(begin: begin, operations: operations, costs: costs))
      }
    }
    for (hour, figures) in sums.hours.sorted(by: { $0.key < $1.key }) {
      let begin = Timestamp(seconds: Int64(hour) * Breakdown.coarseStep)
      let end = material.zone.day(holding: begin).upperBound
      let isWhole = end >= begin.advanced(seconds: Breakdown.coarseStep)
      guard !isWhole else {
        add(figures.costs, figures.operations, at: begin)
        continue
      }
      let before = figures.costs.limited(to: material.beforeTurns[hour] ?? .zero)
      var after = figures.costs
      after.takeOut(before)
      add(before, figures.operations, at: begin)
      if after != .zero { add(after, 0, at: end) }
    }
    return days.filter { $0.operations > 0 || $0.costs != .zero }
  }
}

extension CostSums {
  /// By hour, oldest first; hours without operations and spending are left out.
  var points: [CostPoint] {
    hours.sorted { $0.key < $1.key }.compactMap { hour, figures in
      guard figures.operations > 0 || figures.costs != .zero else { return nil }
      return CostPoint(
        begin: Timestamp(seconds: Int64(hour) * Breakdown.coarseStep), operations: figures.operations,
        costs: figures.costs)
    }
  }
}
