import Events

/// What the costs of a time range were made of (article Cost, Analysis).
public struct CostAnalysis: Codable, Sendable, Equatable {
  /// When the first slot begins that was summed. It is later than asked for where less is kept.
  public var from: Timestamp
  /// The instant up to which it goes: when the last slot ends that was summed, or the present if that slot has only
  /// begun.
  public var through: Timestamp
  /// By operation type, model, route, template, fallback, user and session, and all together.
  public var breakdown: BreakdownSummary
  /// By wrapper, highest cost first; of one wrapper only that.
  public var wrappers: [GroupFigures] = []
  /// By kind of cost, in the order of `CostKind`; kinds that cost nothing are left out. They add up to the whole cost:
  /// where the kinds that were reported come to more than what operations cost by article Cost, Cost of an operation,
  /// they are cut down in proportion.
  public var kinds: [KindCost] = []
  /// By hour of UTC, oldest first; hours without operations and spending are left out.
  public var hours: [CostPoint] = []
  /// By day of the zone of the budgets, oldest first; days without operations and spending are left out. Where a day
  /// turns within an hour, as in India, operations of that hour count on the day in which it began; costs are exact.
  public var days: [CostPoint] = []
  /// What routing came to; nil if no operation was routed.
  public var routing: RoutingCosts?
  /// What fallbacks came to; nil if no operation used one. `breakdown.fallbacks` tells from what to what.
  public var fallbacks: FallbackCosts?

  /// An analysis of which only the breakdown is known.
  public init(from: Timestamp, through: Timestamp, breakdown: BreakdownSummary) {
    self.from = from
    self.through = through
    self.breakdown = breakdown
  }
}

/// A kind of cost.
public enum CostKind: String, Codable, Sendable, CaseIterable {
  /// Reported as `api_cost`, `infrastructure_cost`, `compute_cost`.
  case api, infrastructure, compute
  /// Reported as a whole.
  case other
  /// Estimated from a price table.
  case uncachedInput, cacheRead, cacheWrite, output, requests
  /// Estimated by whoever exported the operations, as a whole.
  case estimate

  /// True for what was estimated.
  public var isEstimated: Bool {
    switch self {
    case .api, .infrastructure, .compute, .other: false
    case .uncachedInput, .cacheRead, .cacheWrite, .output, .requests, .estimate: true
    }
  }
}

/// What a kind of cost came to.
public struct KindCost: Codable, Sendable, Equatable {
  /// Which kind.
  public var kind: CostKind
  /// What it came to. Of operations whose cost is not known, nobody knows of which kind it is: that is told of the
  /// whole.
  public var costs: CostSum
  /// The amount of `costs`.
  public var cost: Money { costs.amount }

  /// A kind and its cost.
  public init(kind: CostKind, costs: CostSum) {
    self.kind = kind
    self.costs = costs
  }

  /// A kind and its cost, which is estimated as a whole or not at all.
  public init(kind: CostKind, cost: Money) {
    self.init(kind: kind, costs: CostSum(amount: cost, estimated: kind.isEstimated ? cost : .zero))
  }
}

/// The cost of an hour or a day.
public struct CostPoint: Codable, Sendable, Equatable {
  /// When it begins.
  public var begin: Timestamp
  /// Completed operations.
  public var operations: UInt64
  /// What was spent.
  public var costs: CostSum
  /// The amount of `costs`.
  public var cost: Money { costs.amount }

  /// The cost of an hour or a day.
  public init(begin: Timestamp, operations: UInt64, costs: CostSum) {
    self.begin = begin
    self.operations = operations
    self.costs = costs
  }
}

/// What routing came to (article Cost, Analysis): operations that tell a routing method or a selected model.
public struct RoutingCosts: Codable, Sendable, Equatable {
  /// Routed operations.
  public var requests: UInt64 = 0
  /// By routing method, most requests first; `(no method)` for those that tell none.
  public var methods: [GroupFigures] = []
  /// What routed operations cost.
  public var costs = CostSum.zero
  /// The amount of `costs`.
  public var cost: Money { costs.amount }
  /// What the baseline model would have cost more; may be negative.
  public var savings = Money.zero
  /// Savings over what the baseline model would have cost, 0 to 100; nil where that is nothing.
  public var savingsPercent: Double?
  /// The sum of `estimated_cost`: what the router expected of those operations that tell it.
  public var expectedCost = Money.zero
  /// The sum of `actual_cost`: what it came to for those that tell that.
  public var actualCost = Money.zero
  /// The mean of `routing_latency_ms`.
  public var meanLatencyMs: Double?
  /// The mean of `quality_score` of routed operations.
  public var meanQuality: Double?

  /// No routing at all.
  public init() {}
}

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
