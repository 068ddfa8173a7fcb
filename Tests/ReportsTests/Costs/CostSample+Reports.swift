import Events
import Foundation
import Monitoring

@testable import Reports

extension CostSample {
  static func overall() -> CostReport {
    let day = period(
      .day, spent: "41.8", burn: "4.2", projected: "85.9", budget: "50", exhausted: at.advanced(seconds: 7029))
    let month = period(.month, spent: "78.3", burn: "4.2", projected: "3045.3", budget: "1500")
    return report(nil, day: day, month: month) { analysis in
      analysis.breakdown.all = all
      analysis.breakdown.models = [
        group("gpt-4o", 6000, "612.4", failed: 90, tokens: 9_000_000, ms: 1250.5),
        group("claude-3-5-haiku-20241022", 9000, "181.1", failed: 12, tokens: 14_000_000, ms: 640),
        group("in-house|7b", 5000, "0", tokens: 2_500_000, ms: 85.2),
      ]
      analysis.breakdown.models[1].sums.costs.estimated = dollars("181.1")
      analysis.breakdown.models[2].sums.costs.unpriced = 5000
      analysis.breakdown.models[2].fields[.unpricedTokens] = 2_500_000
      analysis.breakdown.operationTypes = [
        group("chat", 15_000, "700", failed: 100, tokens: 20_000_000, ms: 900),
        group("summarise", 5000, "93.5", failed: 2, tokens: 5_500_000, ms: 400),
      ]
      analysis.breakdown.errorCodes = [group("429", 80, "1.5", failed: 80), group("timeout", 22, "0.75", failed: 22)]
      analysis.breakdown.fallbacks = [
        group("gpt-4o -> claude-3-5-haiku: primary_timeout", 200, "14", failed: 4, ms: 2560)
      ]
      analysis.fallbacks = fallbacks
      analysis.breakdown.users = [group("user-17", 300, "40.25", tokens: 450_000), group("(other)", 12_000, "600")]
      analysis.breakdown.sessions = [group("s-9f2", 12, "9.5", tokens: 30_000)]
      analysis.wrappers = [
        group("support-agent", 12_000, "590.75", failed: 95, tokens: 18_000_000, ms: 1000),
        group("router", 6000, "190", failed: 6, tokens: 5_500_000, ms: 620),
        group("nightly-summary", 2000, "12.75", failed: 1, tokens: 2_000_000, ms: 210),
      ]
      analysis.kinds = [
        KindCost(kind: .api, cost: dollars("500")), KindCost(kind: .infrastructure, cost: dollars("12.4")),
        KindCost(kind: .compute, cost: dollars("100")), KindCost(kind: .uncachedInput, cost: dollars("60.1")),
        KindCost(kind: .output, cost: dollars("121")),
      ]
      // 31 days of the zone, of which two had nothing; they sum to 793.5.
      analysis.days = days
      analysis.hours = hours
      analysis.routing = routing
    }
  }

  private static var all: GroupFigures {
    var all = group("all", 20_000, "793.5", failed: 102, tokens: 25_500_000, ms: 775)
    all.sums.fallback = 200
    all.sums.costs.estimated = dollars("181.1")
    all.sums.costs.unpriced = 5000
    all.fields[.unpricedTokens] = 2_500_000
    all.medianCostUsd = 0.021
    all.fields[.failureCost] = dollars("2.25").nanodollars
    all.fields[.fallbackCost] = dollars("14").nanodollars
    all.fields[.promptTokens] = 20_000_000
    all.fields[.completionTokens] = 5_500_000
    all.fields[.requests] = 24_000
    all.fields[.computeTime] = Int128(12.5 * 3.6e15)
    all.fields.tell(0.84, .efficiency, per: .efficiencyCount)
    all.fields[.inefficiencyCost] = dollars("60").nanodollars
    all.fields.tell(0.4, .optimized, per: .optimizationKnown)
    all.fields[.savings] = dollars("33.1").nanodollars
    all.fields.tell(0.915, .quality, per: .qualityCount)
    return all
  }

  // 200 operations of $0.07 and 2.5 s each, the others of $0.039 and 760 ms.
  private static var fallbacks: FallbackCosts? {
    let json = """
      {"operations":200,"rate":0.01,"costs":{"amount":"14","estimated":"0","unpriced":0,"unknown":0},"meanCost":"0.07","meanCostWithout":"0.039","meanDurationMs":2500,\
      "meanDurationWithoutMs":760}
      """
    return try? JSONDecoder().decode(FallbackCosts.self, from: Data(json.utf8))
  }

  private static var days: [CostPoint] {
    (0...30).compactMap { day in
      if day == 7 || day == 20 { return nil }
      let cost: Int64 = day == 30 ? 41_800_000_000 : day == 29 ? 36_500_000_000 : 26_488_888_888
      return CostPoint(
        begin: Timestamp(seconds: 1_767_308_400 - Int64(30 - day) * 86400), operations: 700,
        costs: CostSum(amount: Money(nanodollars: Int128(cost)), estimated: Money(nanodollars: Int128(day % 3))))
    }
  }

  private static var hours: [CostPoint] {
    (0..<720).map { hour in
      CostPoint(
        begin: Timestamp(seconds: 1_767_355_200 - Int64(719 - hour) * 3600), operations: 28,
        costs: CostSum(amount: Money(nanodollars: 1_100_000_000 + Int128(hour % 24) * 10_000_000)))
    }
  }

  private static var routing: RoutingCosts {
    var routing = RoutingCosts()
    routing.requests = 6000
    routing.costs.amount = dollars("190")
    routing.savings = dollars("310")
    routing.savingsPercent = 62
    routing.expectedCost = dollars("180")
    routing.actualCost = dollars("189.5")
    routing.meanLatencyMs = 11.5
    routing.meanQuality = 0.93
    var matrix = group("mf", 5500, "170")
    matrix.fields[.savingsVsBaseline] = dollars("300").nanodollars
    matrix.fields.tell(12, .routingLatency, per: .routingLatencyCount)
    matrix.fields.tell(0.81, .routingConfidence, per: .routingConfidenceCount)
    matrix.fields.tell(0.94, .quality, per: .qualityCount)
    routing.methods = [matrix, group("random", 500, "20")]
    return routing
  }

  static var advice: [Recommendation] {
    [
      Recommendation(
        .tokenOptimization(tokens: 1_062_000, requests: 1000, countsOperations: false), wrapper: "nightly-summary"),
      Recommendation(
        .modelOptimization(
          model: "gpt-4o", cost: dollars("141.67"), total: CostSum(amount: dollars("183.51")), models: 2),
        wrapper: "support-agent", potentialSavings: dollars("42.5")),
      Recommendation(
        .budgetOverrun(
          period(
            .day, spent: "37.61", burn: "4.20", projected: "81.71", budget: "50",
            exhausted: at.advanced(seconds: 10_620)),
          at: at, zone: berlin),
        wrapper: nil),
    ]
  }

  static var prices: [ModelPrice] {
    var known = ModelPrice(model: "claude-3-5-haiku-20241022")
    known.entry = "anthropic/claude-3-5-haiku"
    known.rule = .withoutDate
    known.prices = TokenPrices(
      input: 800_000_000_000, output: 4_000_000_000_000, cacheRead: 80_000_000_000, cacheWrite: 1_000_000_000_000)
    return [known, ModelPrice(model: "in-house|7b")]
  }

  static func wrappers() -> [CostReport] {
    func day(_ spent: String, _ budget: String?) -> PeriodSpending {
      period(.day, spent: spent, burn: "1", projected: spent, budget: budget)
    }
    func month(_ spent: String, _ budget: String?) -> PeriodSpending {
      period(.month, spent: spent, burn: "1", projected: "900", budget: budget)
    }
    return [
      report("nightly-summary", day: day("0.25", nil), month: month("0.75", nil)) {
        $0.breakdown.all = group("all", 2000, "12.75", failed: 1, tokens: 2_000_000, ms: 210)
        $0.breakdown.models = [group("claude-3-5-haiku-20241022", 2000, "12.75")]
      },
      report("router", day: day("9.55", "10"), month: month("15", "400")) {
        $0.breakdown.all = group("all", 6000, "190", failed: 6, tokens: 5_500_000, ms: 620)
        $0.breakdown.models = [group("claude-3-5-haiku-20241022", 5000, "168.35"), group("gpt-4o", 1000, "21.65")]
      },
      report("support-agent", day: day("32", "20"), month: month("62.55", nil)) {
        $0.breakdown.all = group("all", 12_000, "590.75", failed: 95, tokens: 18_000_000, ms: 1000)
        $0.breakdown.models = [group("gpt-4o", 5000, "590.75", failed: 90)]
        $0.kinds = [KindCost(kind: .api, cost: dollars("500")), KindCost(kind: .other, cost: dollars("90.75"))]
      },
    ]
  }
}
