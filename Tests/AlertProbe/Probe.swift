import Alerting
import Events
import Foundation
import Monitoring

/// Measures how long it takes to look at many wrappers by many rules, and to keep the alerts that come of it: the work of
/// each second. Prints one line of JSON.
///
///     alert-probe WRAPPERS RULES SECONDS
@main
struct Probe {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    guard arguments.count == 3, arguments.allSatisfy({ $0 > 0 }) else {
      FileHandle.standardError.write(Data("usage: alert-probe WRAPPERS RULES SECONDS\n".utf8))
      exit(64)
    }
    let (wrappers, rules, seconds) = (arguments[0], arguments[1], arguments[2])
    var monitor = MonitorState()
    var now = Timestamp(seconds: 1_780_000_000)
    let all = makeRules(rules)
    var evaluator = RuleEvaluator(all)
    var book = AlertBook()
    let router = AlertRouter(channels: [AlertChannel("channel")], rules: all, host: "probe")
    var random = SystemRandomNumberGenerator()
    var evaluating: [Double] = [], keeping: [Double] = []
    var messages = 0
    let clock = SuspendingClock()
    try fill(&monitor, wrappers, until: now)
    for second in 0..<seconds {
      now = now.advanced(seconds: 1)
      // A tenth of the wrappers has something new each second.
      try add(to: &monitor, (0..<wrappers).lazy.filter { $0 % 10 == second % 10 }, now)
      let begin = clock.now
      monitor.advance(to: now)
      let conditions = evaluator.conditions(of: &monitor, core: CoreReading(), at: now)
      let middle = clock.now
      _ = book.update(conditions, rules: all, now: now, isIdle: { _ in false }, random: &random)
      messages += router.takeMessages(from: &book, now: now).count
      _ = book.takeChanges()
      evaluating.append((middle - begin) / .milliseconds(1))
      keeping.append((clock.now - middle) / .milliseconds(1))
    }
    let firing = book.entries.values.count { $0.alert.isActive }
    print(
      """
      {"wrappers":\(wrappers),"rules":\(all.count),"evaluating_ms":\(median(evaluating)),"slowest_ms":\(evaluating.max() ?? 0),\
      "keeping_ms":\(median(keeping)),"firing":\(firing),"messages":\(messages)}
      """)
  }

  // The built-in rules first, then as many of an operator's own as it takes.
  private static func makeRules(_ count: Int) -> [AlertRule] {
    var rules = Array(AlertRule.builtIn.prefix(count))
    let metrics = ["total_operations", "average_duration_ms", "cost_usd", "failed_operations", "p95_ms"]
    while rules.count < count {
      let metric = metrics[rules.count % metrics.count]
      rules.append(AlertRule("own-\(rules.count)", metric: metric, .above, levels: [.init(1e12, .warning)]))
    }
    return rules
  }

  // An hour of operations, so that windows are full.
  private static func fill(_ monitor: inout MonitorState, _ wrappers: Int, until now: Timestamp) throws {
    for minute in stride(from: 55, through: 0, by: -5) {
      try add(to: &monitor, 0..<wrappers, now.advanced(seconds: -Int64(minute) * 60))
    }
  }

  private static func add(to monitor: inout MonitorState, _ wrappers: some Sequence<Int>, _ now: Timestamp) throws {
    guard var decoder = EventDecoder(seed: 1, keepsMetrics: false, makeIdentity: { .random(in: 0...(.max)) }) else {
      throw CocoaError(.featureUnsupported)
    }
    var lines = ""
    for wrapper in wrappers {
      // One of a hundred wrappers fails.
      let status = wrapper % 100 == 0 ? "error" : "success"
      lines +=
        #"{"wrapper_name":"wrapper-\#(wrapper)","status":"\#(status)","end_time":"\#(now)","duration_ms":120}"# + "\n"
    }
    let bytes = Array(lines.utf8)
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    _ = monitor.apply(decoder.decode(chunk, now: now), now: now)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
