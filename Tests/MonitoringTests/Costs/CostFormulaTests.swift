import Events
import Testing

@testable import Monitoring

/// The formulas of article Cost, Analysis, worked out by hand.
@Suite struct CostFormulaTests {
  static let dollar: Int64 = 1_000_000_000

  @Test func derivedFiguresOfAGroup() {
    var group = GroupFigures(name: "g")
    group.sums.operations = 3
    group.sums.failed = 1
    group.sums.fallback = 2
    group.sums.costs.amount = Money(nanodollars: 1_000_000_000)
    group.sums.tokens = 7000
    group.fields[.requests] = 8
    group.fields[.computeTime] = Int128(0.25 * 3.6e15)
    group.fields[.savings] = 3_000_000_000
    group.fields[.savingsVsBaseline] = -500_000_000
    group.fields[.failureCost] = 250_000_000
    group.fields[.fallbackCost] = 750_000_000
    #expect(group.meanCost == Money("0.333333333"))
    // 142,857.14... nano-dollars.
    #expect(group.costPerToken == Money("0.000142857"))
    #expect(group.costPerMillionTokens == Money("142.857142857"))
    #expect(group.costPerRequest == Money("0.125"))
    #expect(group.costPerComputeHour == Money("4"))
    // 3 of 4 dollars; -0.5 of 0.5 dollars.
    #expect(group.savingsPercent == 75)
    #expect(group.baselineSavingsPercent == -100)
    #expect(group.failureShare == 0.25)
    #expect(group.fallbackShare == 0.75)
    #expect(group.failureRate == 1.0 / 3)
    #expect(group.fallbackRate == 2.0 / 3)
    #expect(group.meanTokensPerRequest == 875)
    group.fields[.requests] = 0
    #expect(group.meanTokensPerRequest == 7000.0 / 3)
    #expect(group.costPerRequest == nil)
  }

  @Test func nothingIsDividedByNothing() {
    let group = GroupFigures(name: "g")
    #expect(group.meanCost == nil && group.costPerToken == nil && group.costPerMillionTokens == nil)
    #expect(group.costPerRequest == nil && group.costPerComputeHour == nil)
    #expect(group.savingsPercent == nil && group.baselineSavingsPercent == nil)
    #expect(group.failureShare == nil && group.fallbackShare == nil)
    #expect(group.failureRate == nil && group.fallbackRate == nil && group.meanTokensPerRequest == nil)
  }

  @Test(arguments: [
    ("0.000000005", 2, "0.000000003"), ("-0.000000005", 2, "-0.000000003"), ("0.000000004", 3, "0.000000001"),
    ("10000000000", 1, "10000000000"),
  ]) func halvesAreRoundedAwayFromZero(_ amount: String, _ divisor: UInt64, _ quotient: String) {
    #expect(Money(amount)?.divided(by: divisor) == Money(quotient))
  }

  private func kinds(_ change: (inout GroupFigures) -> Void) -> [CostKind: String] {
    var group = GroupFigures(name: "g")
    change(&group)
    let kinds = KindCost.kinds(of: group)
    #expect(kinds.reduce(.zero) { $0 + $1.cost } == group.cost)
    return Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.cost.description) })
  }

  @Test func kindsAddUpToTheCost() {
    #expect(kinds { _ in }.isEmpty)
    let explained = kinds {
      $0.sums.costs.amount = Money(nanodollars: 10)
      $0.fields[.apiCost] = 6
      $0.fields[.computeCost] = 1
    }
    #expect(explained == [.api: "0.000000006", .compute: "0.000000001", .other: "0.000000003"])
    let estimated = kinds {
      $0.sums.costs.amount = Money(nanodollars: 10)
      $0.sums.costs.estimated = Money(nanodollars: 7)
      $0.fields[.estimatedInput] = 4
      $0.fields[.estimatedOutput] = 3
      $0.fields[.apiCost] = 3
    }
    #expect(estimated == [.api: "0.000000003", .uncachedInput: "0.000000004", .output: "0.000000003"])
  }

  // A cost_estimate of 10 beside api, infrastructure and compute costs of 9, 9 and 9.
  @Test func whatIsExplainedTwiceIsCutDown() {
    let cut = kinds {
      $0.sums.costs.amount = Money(nanodollars: 10)
      for part in [MetricField.apiCost, .infrastructureCost, .computeCost] { $0.fields[part] = 9 }
    }
    #expect(cut == [.api: "0.000000004", .infrastructure: "0.000000003", .compute: "0.000000003"])
    // The product of the amounts is beyond 128 bits.
    let huge = Int128(10_000) * 1_000_000 * 1_000_000_000 * 1_000_000
    let large = kinds {
      $0.sums.costs.amount = Money(nanodollars: huge)
      $0.fields[.apiCost] = huge * 3
      $0.fields[.computeCost] = huge
    }
    #expect(large[.api] == Money(nanodollars: huge / 4 * 3).description)
    #expect(large[.other] == nil)
  }

  @Test func routingAddsUpByMethod() throws {
    var feed = BreakdownFeed()
    let end = time("2026-01-01T23:59:00Z")
    func route(_ method: String?, _ model: String?, cost: Int64, saved: Double, ms: Double, quality: Double) {
      var custom: [(String, BatchBuilder.Value)] = [
        ("cost_savings_vs_baseline", .number(saved)), ("routing_latency_ms", .number(ms)),
      ]
      if let method { custom.append(("routing_method", .text(method))) }
      if let model { custom.append(("selected_model", .text(model))) }
      feed.builder.operation(end: end, cost: cost, fields: [("quality_score", .number(quality))], custom: custom)
    }
    route("mf", "gpt-4", cost: 3 * Self.dollar, saved: 0, ms: 10, quality: 1)
    route("mf", "mixtral", cost: Self.dollar, saved: 2, ms: 20, quality: 0.5)
    route("random", nil, cost: Self.dollar, saved: 1, ms: 30, quality: 0.75)
    route(nil, "gpt-4", cost: 0, saved: 0, ms: 40, quality: 0.75)
    feed.builder.operation(end: end, cost: 9 * Self.dollar)
    feed.apply()
    let routing = try #require(feed.costs()?.analysis.routing)
    #expect(routing.requests == 4)
    #expect(routing.methods.map(\.name) == ["mf", "(no method)", "random"])
    #expect(routing.methods.map(\.operations) == [2, 1, 1])
    #expect(routing.cost == Money("5"))
    #expect(routing.savings == Money("3"))
    // 3 of 8 dollars.
    #expect(routing.savingsPercent == 37.5)
    #expect(routing.meanLatencyMs == 25)
    #expect(routing.meanQuality == 0.75)
    #expect(routing.methods[0].cost == Money("4"))
  }

  @Test func fallbacksAreHeldAgainstTheRest() throws {
    var feed = BreakdownFeed()
    let end = time("2026-01-01T23:59:00Z")
    feed.builder.operation(end: end, ms: 100, cost: Self.dollar)
    feed.builder.operation(end: end, ms: 300, cost: 2 * Self.dollar)
    feed.builder.operation(end: end, fallback: true, ms: 1000, cost: 4 * Self.dollar, reason: "slow")
    feed.builder.operation(end: end, status: .error, fallback: true, cost: 3 * Self.dollar, reason: "down")
    feed.apply()
    let analysis = try #require(feed.costs()?.analysis)
    let fallbacks = try #require(analysis.fallbacks)
    #expect(fallbacks.operations == 2 && fallbacks.rate == 0.5 && fallbacks.cost == Money("7"))
    #expect(fallbacks.meanCost == Money("3.5") && fallbacks.meanCostWithout == Money("1.5"))
    #expect(fallbacks.extraCost == Money("2"))
    #expect(fallbacks.meanDurationMs == 1000 && fallbacks.meanDurationWithoutMs == 200)
    #expect(fallbacks.extraLatencyMs == 800)
    let down = try #require(analysis.breakdown.fallbacks.first { $0.name.contains("down") })
    #expect(fallbacks.extraCost(of: down) == Money("1.5"))
    #expect(fallbacks.extraLatencyMs(of: down) == nil)
  }
}

extension BreakdownFeed {
  /// The costs of a wrapper, or of all, in a time range that ends now.
  func costs(_ wrapper: String? = nil, _ range: TimeRange = .day) -> CostReport? {
    state.costs(CostScope(wrapper: wrapper), of: range, at: now)
  }
}
