import Events
import Monitoring

@testable import Alerting

/// A monitoring state with traffic of lines.
struct Traffic {
  var monitor: MonitorState
  var now: Timestamp

  init(_ now: String = "2026-01-02T12:00:00Z", budgets: BudgetPlan = BudgetPlan(), breakdownHours: Int = 0) {
    self.now = Timestamp(now) ?? Timestamp(seconds: 0)
    monitor = MonitorState(breakdownHours: breakdownHours)
    monitor.budgets = budgets
  }

  /// Takes in operations of a wrapper that ended that long ago, a second apart.
  mutating func add(
    _ count: Int, of wrapper: String = "w", failing failed: Int = 0, fallback: Int = 0, endedAgo seconds: Int64 = 60,
    durationMs: Double = 100, cost: String = "0"
  ) {
    let lines = (0..<count).map { number -> String in
      let end = now.advanced(seconds: -seconds).advanced(microseconds: -Int64(number) * 1000)
      let status = number < failed ? "error" : number < failed + fallback ? "fallback" : "success"
      return """
        {"wrapper_name":"\(wrapper)","status":"\(status)","end_time":"\(end)","duration_ms":\(durationMs),\
        "cost_estimate":\(cost)}

        """
    }
    let bytes = Array(lines.joined().utf8)
    guard var decoder = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { .random(in: 0...(.max)) }) else {
      return
    }
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    _ = monitor.apply(decoder.decode(chunk, now: now), now: now)
  }

  /// What is true by rules, as `rule subject severity`.
  mutating func conditions(_ rules: [AlertRule] = AlertRule.builtIn, core: CoreReading = CoreReading()) -> [String] {
    found(rules, core: core).map { "\(rules[$0.rule].name) \($0.subject.name) \($0.severity)" }.sorted()
  }

  mutating func found(_ rules: [AlertRule] = AlertRule.builtIn, core: CoreReading = CoreReading()) -> [AlertCondition] {
    var evaluator = RuleEvaluator(rules, isSingle: true)
    monitor.advance(to: now)
    return evaluator.conditions(of: &monitor, core: core, at: now)
  }
}

extension Traffic {
  /// Takes in one failed operation of each of these wrappers.
  mutating func add(names: [String]) {
    add(line: names.map { #"{"wrapper_name":"\#($0)","status":"error","end_time":"\#(now)"}"# }.joined(separator: "\n"))
  }

  /// Takes in one line, or several.
  mutating func add(line: String) {
    let bytes = Array((line + "\n").utf8)
    guard var decoder = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { .random(in: 0...(.max)) }) else {
      return
    }
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    _ = monitor.apply(decoder.decode(chunk, now: now), now: now)
  }
}
