import Events
import Testing

@testable import Monitoring

/// What operations were made of (article Monitoring, Metrics; Cost, Analysis, Recommendations), worked out by hand.
@Suite struct BreakdownTests {
  private func isNear(_ value: Double?, _ expected: Double, within share: Double = 1e-12) -> Bool {
    value.map { abs($0 - expected) <= share * abs(expected) } ?? false
  }

  @Test func countsDurationsAndCostOfAll() {
    var feed = BreakdownFeed()
    let end = feed.now.advanced(seconds: -60)
    feed.builder.operation(end: end, ms: 10, cost: 1_000_000_000)
    feed.builder.operation(end: end, status: .error, ms: 0, cost: 3_000_000_000, code: "E1")
    feed.builder.operation(end: end, status: .fallback, ms: 50, cost: 2_000_000_000, reason: "slow")
    feed.builder.operation(end: end, status: .timeout, fallback: true, cost: 0)
    feed.builder.operation(end: end, ms: 20)
    feed.apply()
    let all = feed.summary().all
    #expect(all.operations == 5)
    #expect(all.successful == 2)
    #expect(all.failed == 2)
    #expect(all.fallback == 2)
    #expect(all.averageDurationMs == 20)
    // A failure that took no time is in no quantile (article Monitoring, Totals): 10, 20, 50.
    #expect(isNear(all.p50Ms, 20, within: 0.011))
    #expect(isNear(all.p95Ms, 50, within: 0.011))
    #expect(all.cost == Money("6"))
    #expect(all.failureCost == Money("3"))
    #expect(all.fallbackCost == Money("2"))
    // 0, 1, 2, 3 dollars: the mean of 1 and 2.
    #expect(isNear(all.medianCostUsd, 1.5, within: 0.02))
  }

  @Test func costKindsTokensAndUsage() {
    var feed = BreakdownFeed()
    feed.builder.operation(
      end: feed.now, cost: 500_000_000,
      custom: [
        ("api_cost", 0.25), ("infrastructure_cost", 0.125), ("compute_cost", 0.5), ("cost_savings", -0.75),
        ("cost_savings_vs_baseline", 2), ("estimated_cost", 1.5), ("actual_cost", 1.25), ("tokens_used", 100),
        ("prompt_tokens", 60), ("completion_tokens", 30), ("requests_made", 3), ("compute_time_ms", 1_800_000),
        ("bandwidth_bytes", 20_000_000_000),
      ])
    feed.builder.operation(
      end: feed.now,
      custom: [
        ("api_cost", 0.5), ("cost_savings", 0.25), ("prompt_tokens", 7), ("completion_tokens", 5), ("requests_made", 2),
        ("compute_time_ms", 3_600_000), ("bandwidth_bytes", 5),
      ])
    feed.apply()
    let all = feed.summary().all
    #expect(all.apiCost == Money("0.75"))
    #expect(all.infrastructureCost == Money("0.125"))
    #expect(all.computeCost == Money("0.5"))
    #expect(all.savings == Money("-0.5"))
    #expect(all.savingsVsBaseline == Money("2"))
    #expect(all.expectedCost == Money("1.5"))
    #expect(all.actualCost == Money("1.25"))
    #expect(all.tokens == 112)
    #expect(all.promptTokens == 67)
    #expect(all.completionTokens == 35)
    #expect(all.requests == 5)
    #expect(all.computeHours == 1.5)
    #expect(all.bandwidthBytes == 20_000_000_005)
  }

  @Test func efficiencyQualityRoutingAndValidation() {
    var feed = BreakdownFeed()
    feed.builder.operation(
      end: feed.now, cost: 1_000_000_000, fields: [("quality_score", 0.5), ("fallback_duration_ms", 99)],
      custom: [
        ("efficiency_score", 0.75), ("optimization_applied", true), ("routing_latency_ms", 4),
        ("routing_confidence", 0.5),
        ("validation_passed", false), ("validation_errors", 2), ("quality_score", 0),
      ])
    feed.builder.operation(
      end: feed.now, status: .fallback, cost: 4_000_000_000,
      fields: [("quality_score", 1), ("fallback_duration_ms", 30)],
      custom: [
        ("efficiency_score", 0.25), ("optimization_applied", false), ("routing_latency_ms", 8),
        ("routing_confidence", 1),
        ("validation_passed", true), ("validation_errors", 1),
      ])
    feed.builder.operation(
      end: feed.now, cost: 9_000_000_000, custom: [("efficiency_score", 2), ("optimization_applied", true)])
    feed.apply()
    let all = feed.summary().all
    #expect(all.meanEfficiency == 1)
    #expect(all.meanEfficiencyUnderOne == 0.5)
    #expect(all.inefficiencyCost == Money("3.25"))
    #expect(isNear(all.optimizationRate, 2.0 / 3))
    #expect(all.meanQuality == 0.75)
    #expect(all.meanRoutingLatencyMs == 6)
    #expect(all.meanRoutingConfidence == 0.75)
    #expect(all.validationFailures == 1)
    #expect(all.validationErrors == 3)
    // Only that of the operation that used a fallback.
    #expect(all.meanFallbackMs == 30)
  }

  @Test func whatNoOneTellsIsNil() {
    var feed = BreakdownFeed()
    feed.builder.operation(end: feed.now)
    feed.apply()
    let summary = feed.summary()
    var expected = GroupFigures(name: "all")
    expected.sums.operations = 1
    expected.sums.successful = 1
    #expect(summary.all == expected)
    #expect(summary.operationTypes.map(\.name) == ["default"])
    #expect(summary.models.isEmpty)
    #expect(summary.numbers.isEmpty)
  }

  @Test func groupsByWhatOperationsHaveInCommon() {
    var feed = BreakdownFeed()
    let end = feed.now
    feed.builder.operation(
      end: end, type: "chat", cost: 5,
      custom: [("model_used", "gpt"), ("routing_method", "mf"), ("selected_model", "big"), ("template_name", "t")])
    feed.builder.operation(
      end: end, type: "chat", cost: 7,
      custom: [("selected_model", "big"), ("template_name", "t"), ("template_format", "poml")])
    feed.builder.operation(end: end, type: "embed", custom: [("model_used", "gpt"), ("routing_decision", "weak")])
    feed.builder.operation(end: end, status: .error, code: "E7")
    feed.builder.operation(end: end, status: .error)
    feed.builder.operation(end: end, status: .timeout)
    feed.builder.operation(end: end, status: .cancelled)
    feed.apply()
    let summary = feed.summary()
    func names(_ groups: [GroupFigures]) -> [String] { groups.map { "\($0.name) \($0.operations)" } }
    #expect(names(summary.operationTypes) == ["default 4", "chat 2", "embed 1"])
    #expect(names(summary.models) == ["gpt 2", "big 1"])
    #expect(names(summary.routes) == ["big 1", "mf: big 1", "weak 1"])
    #expect(names(summary.templates) == ["t 1", "t (poml) 1"])
    #expect(names(summary.errorCodes) == ["(no code) 1", "E7 1", "cancelled 1", "timeout 1"])
    #expect(summary.models.map(\.cost.nanodollars) == [5, 7])
    #expect(summary.fallbacks.isEmpty)
  }

  @Test func fallbackPathsTellFromWhatToWhatAndWhy() {
    var feed = BreakdownFeed()
    let paths: [(reason: String?, custom: [(String, BatchBuilder.Value)])] = [
      ("slow", [("selected_model", "big"), ("model_used", "small")]),
      ("slow", [("routing_decision", "strong"), ("model_used", "small")]),
      ("slow", [("selected_model", "small"), ("model_used", "small")]), ("slow", [("selected_model", "big")]),
      ("slow", []), (nil, [("model_used", "small")]), ("", []),
    ]
    for path in paths {
      feed.builder.operation(end: feed.now, status: .fallback, reason: path.reason, custom: path.custom)
    }
    feed.builder.operation(end: feed.now, status: .error, reason: "not used")
    feed.apply()
    #expect(
      feed.summary().fallbacks.map(\.name) == [
        "(no reason)", "(unknown) -> small: (no reason)", "(unknown) -> small: slow", "big -> (unknown): slow",
        "big -> small: slow", "slow",
        "strong -> small: slow",
      ])
  }

  @Test func usersAndSessionsByCost() {
    var feed = BreakdownFeed()
    feed.builder.operation(
      end: feed.now, ms: 4, cost: 5, fields: [("user_id", "ann"), ("session_id", "s1")], custom: [("tokens_used", 10)])
    feed.builder.operation(end: feed.now, status: .error, ms: 8, cost: 5, fields: [("user_id", "ann")])
    feed.builder.operation(end: feed.now, cost: 30, fields: [("user_id", "bob")])
    // Not a field of the record.
    feed.builder.operation(end: feed.now, cost: 90, custom: [("user_id", "eve")])
    feed.apply()
    let summary = feed.summary()
    #expect(summary.users.map(\.name) == ["bob", "ann"])
    #expect(summary.users.last?.operations == 2)
    #expect(summary.users.last?.failed == 1)
    #expect(summary.users.last?.tokens == 10)
    #expect(summary.users.last?.averageDurationMs == 6)
    #expect(summary.sessions.map(\.name) == ["s1"])
    #expect(summary.values.map(\.name) == ["user_id"])
  }

  @Test func metricsAreSummarised() {
    var feed = BreakdownFeed()
    let end = feed.now
    for (seconds, number) in [(3, -2.5), (1, 40), (2, 0), (4, -2.5)] as [(Int64, Double)] {
      feed.builder.operation(
        end: end.advanced(seconds: -seconds), fields: [("cpu_usage_percent", .number(number + 3))],
        custom: [("delta", .number(number)), ("region", "eu"), ("cached", .flag(number > 0))])
    }
    feed.builder.operation(end: end.advanced(seconds: -9), custom: [("region", "us"), ("delta", "none")])
    feed.apply()
    let summary = feed.summary()
    #expect(summary.numbers.map(\.name) == ["cpu_usage_percent", "delta"])
    #expect(summary.numbers.map(\.isCustom) == [false, true])
    let delta = summary.numbers[1]
    #expect(delta.count == 4)
    #expect(delta.sum == 35)
    #expect(delta.mean == 8.75)
    #expect(delta.min == -2.5)
    #expect(delta.max == 40)
    #expect(delta.last == 40)
    #expect(isNear(delta.p50, -2.5, within: 0.011))
    #expect(isNear(delta.p95, 40, within: 0.011))
    #expect(summary.values.map(\.name) == ["cached", "delta", "region"])
    #expect(summary.values[0].values.map { "\($0.value) \($0.count)" } == ["false 3", "true 1"])
    #expect(summary.values[1].values.map { "\($0.value) \($0.count)" } == ["none 1"])
    #expect(summary.values[2].values.map { "\($0.value) \($0.count)" } == ["eu 4", "us 1"])
  }

  @Test func spendingThatBelongsToNoOperationIsCost() {
    var feed = BreakdownFeed()
    feed.builder.operation(end: feed.now, cost: 5)
    feed.apply()
    var spending = Event(kind: .cost, status: .success, flags: [.hasID], time: feed.now)
    spending.wrapper = 0
    spending.cost = 7
    feed.builder.batch.events.append(spending)
    feed.apply()
    #expect(feed.summary().all.cost.nanodollars == 12)
    #expect(feed.summary().all.operations == 1)
  }

  @Test func operationsReportedAsTheyHappenAreBrokenDown() {
    var feed = BreakdownFeed()
    feed.builder.operation(
      end: feed.now, type: "chat", cost: 4, fields: [("user_id", "ann")], custom: [("model_used", "gpt"), ("depth", 2)])
    feed.apply()
    let number = feed.state.number(of: "w")
    let key = OperationKey(high: 1, low: 2)
    _ = feed.state.begin(key, wrapper: number, id: "a", type: "chat", start: feed.now, source: 0)
    let held = [
      HeldMetric(name: "model_used", origin: .custom, value: .text("gpt")),
      HeldMetric(name: "depth", origin: .custom, value: .number(3), billionths: 3_000_000_000),
      HeldMetric(name: "cached", origin: .custom, value: .flag(true)),
      HeldMetric(name: "user_id", origin: .record, value: .text("ann")),
      HeldMetric(name: "quality_score", origin: .record, value: .number(0.5), billionths: 500_000_000),
    ]
    _ = feed.state.active.hold(held, of: key)
    _ = feed.state.record(
      OperationStep(kind: .fallback, time: StepTime(arrival: feed.now), reason: "slow", cost: 6), of: key)
    _ = feed.state.record(OperationStep(kind: .error, time: StepTime(arrival: feed.now), code: "E1"), of: key)
    var applied = Applied()
    _ = feed.state.finish(key, at: StepTime(arrival: feed.now), now: feed.now, &applied)
    let summary = feed.summary()
    #expect(summary.all.operations == 2)
    #expect(summary.all.failureCost.nanodollars == 6)
    #expect(summary.all.meanQuality == 0.5)
    // The same text is one group, however it came.
    #expect(summary.models.map { "\($0.name) \($0.operations)" } == ["gpt 2"])
    #expect(summary.operationTypes.map { "\($0.name) \($0.operations)" } == ["chat 2"])
    #expect(summary.users.map { "\($0.name) \($0.operations)" } == ["ann 2"])
    #expect(summary.fallbacks.map(\.name) == ["(unknown) -> gpt: slow"])
    #expect(summary.errorCodes.map(\.name) == ["E1"])
    #expect(summary.numbers.map { "\($0.name) \($0.sum)" } == ["quality_score 0.5", "depth 5.0"])
    #expect(summary.values.map(\.name) == ["cached", "model_used"])
  }

  @Test func nothingIsKeptWhereNoneIsWanted() {
    var feed = BreakdownFeed(hours: 0)
    feed.builder.operation(end: feed.now, custom: [("model_used", "gpt")])
    feed.apply()
    #expect(feed.state.wrappers[0].breakdowns.isEmpty)
    #expect(feed.summary().all.operations == 0)
  }
}
