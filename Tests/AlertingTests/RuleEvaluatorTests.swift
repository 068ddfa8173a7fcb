import Events
import Monitoring
import TestSupport
import Testing

@testable import Alerting

/// What rules see (article Alerts, Built-in rules and Metrics).
@Suite struct RuleEvaluatorTests {
  @Test(arguments: [
    (0, 0, []), (10, 0, ["low_health_score w warning"]),
    (11, 0, ["high_error_rate w error", "low_health_score w warning"]),
    (0, 50, ["low_health_score w warning"]),
    (0, 51, ["high_fallback_rate w warning", "low_health_score w warning"]),
    (60, 0, ["critical_health w critical", "high_error_rate w error", "low_health_score w warning"]),
  ])
  func builtInRulesOfWrappers(failed: Int, fallback: Int, expected: [String]) {
    var traffic = Traffic()
    traffic.add(100, failing: failed, fallback: fallback)
    #expect(traffic.conditions() == expected)
  }

  @Test func theyNeedFiveOperationsAndAWrapperThatIsNotIdle() {
    var traffic = Traffic()
    traffic.add(4, failing: 4)
    #expect(traffic.conditions().isEmpty)
    traffic.add(1, failing: 1)
    #expect(traffic.conditions().count == 3)
    traffic.now = traffic.now.advanced(seconds: 7200)
    #expect(traffic.conditions().isEmpty)
  }

  @Test func nobodyIsAlertedOfWhatIsNotMonitoredOrWhileCatchingUp() {
    var traffic = Traffic()
    traffic.add(100, failing: 100)
    #expect(traffic.conditions(core: CoreReading(isCatchingUp: true)).isEmpty)
    traffic.monitor.watching.unmonitored = ["w"]
    #expect(traffic.conditions().isEmpty)
  }

  @Test func aWrapperThatFallsSilentIsToldOfOnlyIfAsked() {
    var traffic = Traffic()
    traffic.add(10, endedAgo: 901)
    #expect(traffic.conditions().isEmpty)
    var rules = AlertRule.builtIn
    for place in rules.indices where rules[place].name == "no_events" { rules[place].isEnabled = true }
    #expect(traffic.conditions(rules) == ["no_events w warning"])
    traffic.add(1, endedAgo: 899)
    #expect(traffic.conditions(rules).isEmpty)
    traffic.now = traffic.now.advanced(seconds: 7200)
    #expect(traffic.conditions(rules) == ["no_events w warning"])
  }

  @Test func budgetsOfWrappersAndOfAll() throws {
    var plan = BudgetPlan()
    plan.wrappers["w"] = BudgetLimits(daily: Money(nanodollars: 10_000_000_000))
    plan.overall = BudgetLimits(
      monthly: Money(nanodollars: 10_000_000_000), thresholds: BudgetThresholds(warning: 0.5, critical: 0.75))
    var traffic = Traffic(budgets: plan)
    traffic.add(79, cost: "0.1")
    #expect(
      traffic.conditions() == [
        "budget_critical_monthly all wrappers error", "budget_warning_monthly all wrappers warning",
      ])
    traffic.add(1, cost: "0.1")
    #expect(traffic.conditions().contains("budget_warning_daily w warning"))
    traffic.add(20, cost: "0.1")
    let found = traffic.found().filter { $0.subject == .wrapper("w") }
    #expect(found.count == 3)
    let worst = try #require(found.last)
    #expect(AlertRule.builtIn[worst.rule].name == "budget_exceeded_daily" && worst.reading.threshold == 1)
    #expect(worst.period?.budget == plan.wrappers["w"]?.daily)
    #expect(AlertText.why(worst.reading).contains("$10.00 of $10.00 today"))
    #expect(!AlertText.why(worst.reading).contains("auto_disable_on_exceed"))
    traffic.monitor.budgets.wrappers["w"]?.disablesOnExceed = true
    let disabling = traffic.found().filter { AlertText.why($0.reading).contains("auto_disable_on_exceed") }
    #expect(disabling.map { AlertRule.builtIn[$0.rule].name } == ["budget_exceeded_daily"])
    // The next day, nothing is spent of it.
    traffic.now = traffic.now.advanced(seconds: 86_400)
    #expect(!traffic.conditions().contains { $0.contains(" w ") })
  }

  @Test func aDayOfABudgetIsThatOfItsZone() throws {
    // Clocks go back in the morning of the 25th, which is 25 hours long: from 22:00 UTC the day before until 23:00 UTC.
    var plan = BudgetPlan()
    plan.zone = ZoneRules(
      name: "Test", first: .init(seconds: 7200, abbreviation: "S"),
      changes: [
        .init(at: try #require(Timestamp("2026-10-25T01:00:00Z")), offset: .init(seconds: 3600, abbreviation: "N"))
      ])
    plan.wrappers["w"] = BudgetLimits(daily: Money(nanodollars: 10_000_000_000))
    var traffic = Traffic("2026-10-24T22:10:00Z", budgets: plan)
    traffic.add(100, endedAgo: 60, cost: "0.1")
    func exceeded() -> AlertCondition? {
      traffic.found().first { AlertRule.builtIn[$0.rule].name == "budget_exceeded_daily" }
    }
    let first = try #require(exceeded())
    traffic.now = try #require(Timestamp("2026-10-25T22:50:00Z"))
    #expect(exceeded()?.period == first.period && first.period?.began == Timestamp("2026-10-24T22:00:00Z"))
    traffic.now = try #require(Timestamp("2026-10-25T23:10:00Z"))
    #expect(exceeded() == nil)
  }

  @Test func rulesOfTheSettings() {
    var traffic = Traffic()
    traffic.add(20, of: "a-1", endedAgo: 120, durationMs: 3000)
    traffic.add(20, of: "a-2", endedAgo: 120, durationMs: 9000)
    traffic.add(20, of: "b", endedAgo: 120, durationMs: 9000)
    traffic.add(20, of: "a-3", endedAgo: 1200, durationMs: 9000)
    var slow = AlertRule(
      "slow", metric: "p95_ms", .above, levels: [.init(2000, .warning), .init(4000, .critical)],
      target: .wrappers([NameGlob("a-*")]))
    slow.windowSeconds = 600
    slow.minimumOperations = 20
    #expect(traffic.conditions([slow]) == ["slow a-1 warning", "slow a-2 critical"])
    slow.minimumOperations = 21
    #expect(traffic.conditions([slow]).isEmpty)
    var quiet = AlertRule("quiet", metric: "total_operations", .below, levels: [.init(100, .info)], target: .system)
    #expect(traffic.conditions([quiet]) == ["quiet all wrappers info"])
    quiet.windowSeconds = 600
    quiet.levels = [.init(60, .info)]
    #expect(traffic.conditions([quiet]).isEmpty)
    quiet.isEnabled = false
    #expect(traffic.conditions([quiet]).isEmpty)
  }

  @Test(arguments: AlertMetric.all.filter { $0.isOfWrappers && !Figure.all.map(\.name).contains($0.key) }.map(\.key))
  func everyMetricOfWrappersCanBeLookedAt(key: String) throws {
    let metric = try #require(AlertMetric[key])
    var plan = BudgetPlan()
    plan.wrappers["w"] = BudgetLimits(
      daily: Money(nanodollars: 1_000_000_000), monthly: Money(nanodollars: 1_000_000_000))
    plan.isComplete = true
    var traffic = Traffic(budgets: plan)
    // A day of good operations, then a quarter of an hour of bad ones.
    for minutes in stride(from: 1440, to: 20, by: -5) {
      traffic.add(
        20, endedAgo: Int64(minutes) * 60, durationMs: 100 + Double(minutes % 3), cost: "0.00000\(minutes % 3)1")
    }
    traffic.add(100, failing: 60, fallback: 30, endedAgo: 30, durationMs: 5000, cost: "0.01")
    let lines = """
      {"event":"start","operation_id":"x","wrapper_name":"w","time":"\(traffic.now.advanced(seconds: -10))"}

      """
    if metric.key.hasPrefix("active") || metric.key.hasPrefix("oldest") { traffic.add(line: lines) }
    var rule = AlertRule("r", metric: key, .above, levels: [.init(0, .info)])
    rule.minimumOperations = 0
    let found = try #require(traffic.found([rule]).first { $0.subject == .wrapper("w") }, "\(key)")
    #expect(found.reading.value > 0)
    #expect(!AlertText.why(found.reading).contains("-"), "\(AlertText.why(found.reading))")
  }

  @Test func sourcesAndTheStore() {
    var file = SourceStatus(name: "f.jsonl", kind: .file)
    file.state = .failed("cannot be read")
    file.records = 100
    file.rejected = 6
    var slow = SourceStatus(name: "slow.jsonl", kind: .file)
    slow.state = .live
    slow.lagBytes = 65 * 1_048_576
    var traffic = Traffic()
    let core = CoreReading(sources: [file, slow], storeProblem: "no space left")
    #expect(
      traffic.conditions(core: core) == [
        "reject_rate f.jsonl warning", "source_failed f.jsonl error", "source_lag slow.jsonl warning",
        "store_failing store critical",
      ])
    #expect(traffic.found(core: core).map { AlertText.why($0.reading) }.contains("store fails: no space left"))
  }

  @Test func whatOperationsTellCanBeLookedAt() throws {
    var traffic = Traffic(breakdownHours: 25)
    for (wrapper, score) in [("good", 0.9), ("bad", 0.2)] {
      traffic.add(
        line: (0..<10).map { _ in
          #"{"wrapper_name":"\#(wrapper)","end_time":"\#(traffic.now)","quality_score":\#(score)}"#
        }.joined(separator: "\n"))
    }
    let rule = AlertRule("r", metric: "mean_quality", .below, levels: [.init(0.5, .error)])
    let found = try #require(traffic.found([rule]).first)
    #expect(found.subject == .wrapper("bad") && abs(found.reading.value - 0.2) < 1e-9 && found.reading.operations == 10)
    #expect(AlertText.why(found.reading) == "mean quality 0.20 is below 0.50 (10 operations in 1h00m)")
    // One that looks again and again sees it within half a minute.
    var evaluator = RuleEvaluator([rule])
    var seen = 0
    for _ in 0..<30 {
      traffic.now = traffic.now.advanced(seconds: 1)
      seen = evaluator.conditions(of: &traffic.monitor, core: CoreReading(), at: traffic.now).count
    }
    #expect(seen == 1)
  }

  @Test func manyWrappersTakeTurnsAndNoneIsLeftOut() {
    var traffic = Traffic()
    traffic.add(names: (0..<3000).map { "w\($0)" })
    var rule = AlertRule("r", metric: "error_rate", .above, levels: [.init(0.5, .error)])
    rule.minimumOperations = 1
    var evaluator = RuleEvaluator([rule])
    func look() -> Set<String> {
      traffic.monitor.advance(to: traffic.now)
      let found = evaluator.conditions(of: &traffic.monitor, core: CoreReading(), at: traffic.now)
      return Set(found.map(\.subject.name))
    }
    let first = look()
    #expect(first.count == 1500)
    // Who was looked at before is still known, until it is another's turn again.
    #expect(look().count == 3000 && look().count == 3000)
    traffic.now = traffic.now.advanced(seconds: 7200)
    #expect(look().count == 1500 && look().isEmpty)
  }

  @Test func rejectsCountOverFiveMinutes() {
    var figures = SourceFigures()
    var source = SourceStatus(name: "s", kind: .socket)
    source.records = 1000
    source.rejected = 1000
    let start = Timestamp(seconds: 1_780_000_000)
    #expect(figures.rejects(of: source, at: start).rate == nil)
    source.records += 100
    source.rejected += 50
    #expect(figures.rejects(of: source, at: start.advanced(seconds: 60)).rate == 0.5)
    for minute in 2...6 {
      source.records += 50
      _ = figures.rejects(of: source, at: start.advanced(seconds: Int64(minute) * 60))
    }
    let (records, rate) = figures.rejects(of: source, at: start.advanced(seconds: 361))
    #expect(rate == 0 && records == 250)
  }
}
