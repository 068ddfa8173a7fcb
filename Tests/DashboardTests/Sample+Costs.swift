import Events
import Monitoring
import Snapshots

@testable import Dashboard

// What a core tells of budgets and costs.
extension Sample {
  /// Central European Time until 2026-03-29, when clocks go forward.
  static let berlin = ZoneRules(
    name: "Europe/Berlin", first: ZoneRules.Offset(seconds: 3600, abbreviation: "CET"),
    changes: [
      ZoneRules.Change(
        at: Timestamp(seconds: 1_774_746_000), offset: ZoneRules.Offset(seconds: 7200, abbreviation: "CEST"))
    ])

  /// The dozen with budgets: one of each status, some without, one that is not tracked.
  static var budgeted: Snapshot {
    var wrappers = dozen
    let budgets: [String: (daily: Double?, monthly: Double?)] = [
      "support-bot": (50, 900), "rag-search": (80, nil), "summarize-v2": (120, 2_000), "codegen": (1_000, 20_000),
      "checkout-copy": (40, 800), "classify-mail": (25, nil), "translate": (nil, 400), "ocr-batch": (10, 100),
    ]
    for place in wrappers.indices {
      let wrapper = wrappers[place]
      if let limits = budgets[wrapper.name] {
        wrappers[place].budget = BudgetState(
          daily: limits.daily.map { spending(.day, wrapper.costToday.dollars, of: $0) },
          monthly: limits.monthly.map { spending(.month, wrapper.costToday.dollars * 1.7, of: $0) })
      }
      if wrapper.name == "embed" {
        wrappers[place].tracksCosts = false
        wrappers[place].costsToday.amount = .zero
      }
    }
    var snapshot = snapshot(wrappers)
    snapshot.monitor.zone = berlin
    snapshot.monitor.costsToday.amount = Money(nanodollars: wrappers.reduce(0) { $0 + $1.costToday.nanodollars })
    let today = snapshot.monitor.costToday.dollars
    snapshot.monitor.budget = BudgetState(
      daily: spending(.day, today, of: 2_000), monthly: spending(.month, today * 1.7, of: 30_000))
    return snapshot
  }

  /// A period that has gone on since midnight in Berlin, with a burn of a twentieth of what was spent an hour.
  static func spending(_ period: BudgetPeriod, _ dollars: Double, of budget: Double?, at: Timestamp = now)
    -> PeriodSpending
  {
    let midnight = berlinMidnight
    var spending = PeriodSpending(
      period, began: period == .day ? midnight : midnight.advanced(seconds: -86_400),
      turnsAt: midnight.advanced(seconds: (period == .day ? 1 : 30) * 86_400))
    spending.costs.amount = Money(dollars: dollars)
    spending.burnPerHour = Money(dollars: dollars / 20)
    let hours = Double(spending.turnsAt.seconds - at.seconds) / 3600
    spending.projected = Money(dollars: dollars + dollars / 20 * hours)
    spending.budget = budget.map { Money(dollars: $0) }
    spending.isComplete = true
    if let budget, budget > dollars, dollars > 0 {
      let left = Int64((budget - dollars) / (dollars / 20) * 3600)
      if at.advanced(seconds: left) < spending.turnsAt { spending.exhaustedAt = at.advanced(seconds: left) }
    }
    return spending
  }

  /// 2026-01-02T00:00 in Berlin.
  static let berlinMidnight = Timestamp(seconds: 1_767_308_400)

  /// The costs in full that a scope asks for.
  static func costs(_ scope: CostScope, in snapshot: Snapshot) -> CostReport {
    let monitor = snapshot.monitor
    let wrapper = scope.wrapper.flatMap { name in monitor.wrappers.first { $0.name == name } }
    let today = (wrapper?.costToday ?? monitor.costToday).dollars
    let budget = wrapper == nil ? monitor.budget : wrapper?.budget
    let day = budget?.daily ?? spending(.day, today, of: nil)
    let month = budget?.monthly ?? spending(.month, today * 1.7, of: nil)
    let from = snapshot.at.advanced(seconds: -monitor.timeRange.seconds)
    var report = CostReport(
      wrapper: scope.wrapper, day: day, month: month, dayCourse: course(day, step: 900, to: snapshot.at),
      monthCourse: course(month, step: 86_400, to: snapshot.at),
      analysis: analysis(from: from, snapshot, wrapper))
    if report.analysis.breakdown.all.operations > 0 { report.recommendations = recommendations(wrapper?.name) }
    report.prices = prices
    return report
  }

  private static func course(_ spending: PeriodSpending, step: Int64, to now: Timestamp) -> SpendingCourse {
    let count = max(1, Int((now.seconds - spending.began.seconds) / step) + 1)
    return SpendingCourse(
      began: spending.began, turnsAt: spending.turnsAt, step: step,
      spent: (1...count).map { place in
        // Little at night, more by day.
        let part = Double(place) / Double(count)
        return Money(dollars: spending.spent.dollars * part * part)
      })
  }

  private static func analysis(from: Timestamp, _ snapshot: Snapshot, _ wrapper: WrapperSnapshot?) -> CostAnalysis {
    let wrappers = wrapper.map { [$0] } ?? snapshot.monitor.wrappers
    var all = GroupFigures(name: "all")
    var groups: [GroupFigures] = []
    for wrapper in wrappers where wrapper.range.total > 0 {
      let group = group(wrapper.name, operations: wrapper.range.total, dollars: wrapper.range.cost.dollars)
      groups.append(group)
      all.operations += group.operations
      all.costs.amount += group.cost
    }
    all.costs.estimated = Money(nanodollars: all.cost.nanodollars / 5)
    all.costs.unpriced = all.operations == 0 ? 0 : 1_204
    all.unpricedTokens = all.operations == 0 ? 0 : 4_120_331
    let total = Double(all.operations), dollars = all.cost.dollars
    func part(_ name: String, _ operations: Double, _ cost: Double, _ change: (inout GroupFigures) -> Void = { _ in })
      -> GroupFigures
    {
      var group = group(name, operations: UInt64(total * operations), dollars: dollars * cost)
      change(&group)
      return group
    }
    all.failed = UInt64(total * 0.04)
    var breakdown = BreakdownSummary(from: from, until: snapshot.at, all: all)
    guard total > 0 else { return CostAnalysis(from: from, through: snapshot.at, breakdown: breakdown) }
    breakdown.models = [
      part("gpt-4o-2024-08-06", 0.3, 0.7) {
        $0.costs.estimated = Money(nanodollars: $0.cost.nanodollars / 4)
        $0.estimatedInput = Money(nanodollars: $0.estimated.nanodollars / 3)
        $0.estimatedOutput = Money(nanodollars: $0.estimated.nanodollars - $0.estimatedInput.nanodollars)
      },
      part("gpt-4o-mini", 0.5, 0.1), part("openai/text-embedding-3-small", 0.1, 0.0004),
      part("in-house-llama-70b", 0.05, 0) {
        $0.costs.amount = .zero
        $0.costs.unpriced = $0.operations
        $0.unpricedTokens = $0.tokens
      },
    ]
    breakdown.operationTypes = [part("chat", 0.6, 0.9), part("embedding", 0.4, 0.1)]
    breakdown.routes = [part("mf: gpt-4o-2024-08-06", 0.2, 0.6), part("mf: gpt-4o-mini", 0.4, 0.05)]
    breakdown.templates = [part("support/answer-with-citations.poml", 0.4, 0.5)]
    breakdown.fallbacks = [part("gpt-4o -> gpt-4o-mini: low_confidence", 0.02, 0.01)]
    breakdown.users = [part("u-4711", 0.1, 0.3), part("u-0815", 0.05, 0.1), part("(other)", 0.85, 0.6)]
    breakdown.sessions = [part("s-1", 0.01, 0.02)]
    var analysis = CostAnalysis(from: from, through: snapshot.at, breakdown: breakdown)
    analysis.wrappers = groups.sorted { $0.cost > $1.cost }
    analysis.kinds = [
      KindCost(kind: .api, cost: Money(dollars: dollars * 0.7)),
      KindCost(kind: .other, cost: Money(dollars: dollars * 0.1)),
      KindCost(kind: .uncachedInput, cost: Money(dollars: dollars * 0.08)),
      KindCost(kind: .output, cost: Money(dollars: dollars * 0.12)),
    ]
    let hours = max(1, min(24, Int(snapshot.monitor.timeRange.seconds / 3600)))
    analysis.hours = (0..<hours).map { hour in
      let begin = snapshot.at.seconds / 3600 * 3600 - Int64(hours - 1 - hour) * 3600
      let cost = dollars / Double(hours) * (0.5 + Double(hour % 3) / 2)
      return CostPoint(
        begin: Timestamp(seconds: begin), operations: UInt64(total) / UInt64(hours),
        costs: CostSum(amount: Money(dollars: cost)))
    }
    analysis.days = [CostPoint(begin: berlinMidnight, operations: UInt64(total), costs: all.costs)]
    if wrapper == nil || wrapper?.name == "router" {
      var routing = RoutingCosts()
      routing.requests = UInt64(total * 0.6)
      routing.costs.amount = Money(dollars: dollars * 0.65)
      routing.savings = Money(dollars: dollars * 0.4)
      routing.savingsPercent = 38.1
      routing.meanLatencyMs = 12.4
      routing.meanQuality = 0.91
      routing.methods = [
        part("mf", 0.4, 0.5) {
          $0.savingsVsBaseline = Money(dollars: dollars * 0.4)
          $0.meanRoutingLatencyMs = 12.1
          $0.meanQuality = 0.93
        },
        part("bert", 0.2, 0.15),
      ]
      analysis.routing = routing
    }
    return analysis
  }

  private static func group(_ name: String, operations: UInt64, dollars: Double) -> GroupFigures {
    var group = GroupFigures(name: name)
    group.operations = operations
    group.successful = operations - operations / 20
    group.failed = operations / 20
    group.fallback = operations / 10
    group.costs.amount = Money(dollars: dollars)
    group.apiCost = Money(dollars: dollars * 0.8)
    group.computeCost = Money(dollars: dollars * 0.1)
    group.failureCost = Money(dollars: dollars * 0.06)
    group.medianCostUsd = operations == 0 ? nil : dollars / Double(operations) * 0.7
    group.promptTokens = operations * 800
    group.completionTokens = operations * 150
    group.tokens = group.promptTokens + group.completionTokens
    group.requests = operations
    group.computeHours = Double(operations) / 2_000
    group.meanEfficiency = 0.82
    group.meanQuality = 0.91
    return group
  }

  static func recommendations(_ wrapper: String?) -> [Recommendation] {
    var overrun = Recommendation(
      .budgetOverrun, .high, wrapper: wrapper ?? "support-bot",
      description: "The daily budget of $50.00 will be spent at 18:30 CET: $63.80 are projected. Raise it, or send less"
        + " to gpt-4o-2024-08-06, which makes 70% of the cost.")
    overrun.details = [
      Recommendation.Detail("spent", "$41.80"), Recommendation.Detail("budget", "$50.00"),
      Recommendation.Detail("projected", "$63.80"), Recommendation.Detail("burn", "$2.09 an hour"),
    ]
    var model = Recommendation(
      .modelOptimization, .high, wrapper: wrapper,
      description: "gpt-4o-2024-08-06 makes 70% of the cost: a cheaper model may do for part of it.",
      potentialSavings: Money(dollars: 1_240.5))
    model.details = [Recommendation.Detail("share of the cost", "70.0%"), Recommendation.Detail("models", "4")]
    let tokens = Recommendation(
      .tokenOptimization, .low, wrapper: wrapper ?? "rag-search",
      description: "4,812 tokens a request are used on average: shorter prompts cost less.")
    return [overrun, model, tokens]
  }

  private static let prices: [ModelPrice] = {
    var dated = ModelPrice(model: "gpt-4o-2024-08-06")
    dated.entry = "gpt-4o"
    dated.rule = .withoutDate
    dated.prices = TokenPrices(
      input: 2_500_000_000_000, output: 10_000_000_000_000, cacheRead: 1_250_000_000_000)
    return [dated, ModelPrice(model: "in-house-llama-70b")]
  }()
}

// Costs at the ends of their ranges.
extension Sample {
  /// Names as an attacker would send them, with budgets.
  static var hostileCosts: Snapshot {
    var snapshot = hostile
    for place in snapshot.monitor.wrappers.indices {
      let wrapper = snapshot.monitor.wrappers[place]
      snapshot.monitor.wrappers[place].budget = BudgetState(
        daily: spending(.day, wrapper.costToday.dollars, of: 3.5), monthly: nil)
    }
    snapshot.monitor.zone = ZoneRules(
      name: "\u{1B}[2JEtc/\u{202E}X", first: ZoneRules.Offset(seconds: 3600, abbreviation: "\u{1B}[5mX"))
    return snapshot
  }

  /// 10,000 operations of $1,000,000 on a budget of a dollar.
  static var hugeCosts: Snapshot {
    var wrapper = wrapper("big", perMinute: 166.7, errors: 0, fallbacks: 0, p95: 100, cost: 1)
    wrapper.costsToday.amount = Money(nanodollars: 10_000_000_000 * 1_000_000_000)
    wrapper.range.costs.amount = wrapper.costToday
    wrapper.budget = BudgetState(
      daily: spending(.day, wrapper.costToday.dollars, of: 1),
      monthly: spending(.month, wrapper.costToday.dollars, of: 1e12))
    var snapshot = snapshot([wrapper])
    snapshot.monitor.costsToday.amount = wrapper.costToday
    snapshot.monitor.budget = wrapper.budget
    snapshot.monitor.zone = berlin
    return snapshot
  }

  /// A busy wrapper with a budget of a cent.
  static var tinyBudget: Snapshot {
    var wrapper = wrapper("busy", perMinute: 900, errors: 0, fallbacks: 0, p95: 100, cost: 412.5)
    wrapper.budget = BudgetState(daily: spending(.day, 412.5, of: 0.01), monthly: nil)
    var snapshot = snapshot([wrapper])
    snapshot.monitor.costsToday.amount = wrapper.costToday
    snapshot.monitor.zone = berlin
    return snapshot
  }
}
