import Events
import TestSupport

/// Events of every kind that article Events, Operation records, Lifecycle events know, and what they come to, reckoned
/// beside the program.
struct KillTruth {
  /// What is counted of one wrapper.
  struct Figures: Equatable {
    var total = 0
    var failed = 0
    var fallback = 0
    var timeouts = 0
    var cancelled = 0
    var active = 0
    var nanodollars: Int128 = 0
    var durationMs = 0
  }

  private(set) var wrappers: [String: Figures] = [:]
  /// Records that count, those of starts and steps among them.
  private(set) var accepted = 0
  private var number = 0
  private var wrapperNumber = 3
  // Operations under way: id, wrapper, when they began.
  private var open: [(id: String, wrapper: String, start: Timestamp)] = []

  var operations: Int { wrappers.values.reduce(0) { $0 + $1.total } }

  /// The next event or events of one operation, each a line.
  mutating func lines(_ random: inout SeededRandom, now: Timestamp) -> [String] {
    number += 1
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return [start(&random, now: now)]
    case 2: return [started(&random, now: now)]
    case 3: return [cost(&random, now: now)]
    case 4...5:
      if open.isEmpty { return [record(&random, now: now)] }
      return finish(&random)
    default: return [record(&random, now: now)]
    }
  }

  /// What ends everything that is still under way.
  mutating func endAll(_ random: inout SeededRandom) -> [String] {
    var lines: [String] = []
    while !open.isEmpty { lines += finish(&random) }
    return lines
  }

  // Now and then one that no one has met.
  private mutating func wrapper(_ random: inout SeededRandom) -> String {
    if Int.random(in: 0..<8, using: &random) == 0 { wrapperNumber += 1 }
    return "w\(Int.random(in: 0..<wrapperNumber, using: &random))"
  }

  private func end(_ random: inout SeededRandom, _ now: Timestamp) -> Timestamp {
    now.advanced(seconds: -Int64.random(in: 0..<1800, using: &random))
  }

  private mutating func record(_ random: inout SeededRandom, now: Timestamp) -> String {
    let wrapper = wrapper(&random)
    let status = ["success", "success", "success", "error", "timeout", "cancelled", "fallback"].randomElement(
      using: &random)
    let ms = Int.random(in: 1..<9000, using: &random)
    let micro = Int.random(in: 0..<2_000_000, using: &random)
    accepted += 1
    count(wrapper, status ?? "success", isFallback: status == "fallback", ms: ms, nanodollars: Int128(micro) * 1000)
    return #"{"operation_id":"r\#(number)","wrapper_name":"\#(wrapper)","end_time":"\#(end(&random, now))","#
      + #""duration_ms":\#(ms),"status":"\#(status ?? "success")","cost_estimate":\#(Money(nanodollars: Int128(micro) * 1000))}"#
  }

  private mutating func start(_ random: inout SeededRandom, now: Timestamp) -> String {
    let (id, wrapper, time) = ("s\(number)", wrapper(&random), end(&random, now))
    open.append((id, wrapper, time))
    wrappers[wrapper, default: Figures()].active += 1
    accepted += 1
    return #"{"event":"start","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","time":"\#(time)"}"#
  }

  private mutating func started(_ random: inout SeededRandom, now: Timestamp) -> String {
    let (id, wrapper, time) = ("t\(number)", wrapper(&random), end(&random, now))
    open.append((id, wrapper, time))
    wrappers[wrapper, default: Figures()].active += 1
    accepted += 1
    return #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","status":"started","start_time":"\#(time)"}"#
  }

  private mutating func cost(_ random: inout SeededRandom, now: Timestamp) -> String {
    let wrapper = wrapper(&random)
    let micro = Int.random(in: 1..<2_000_000, using: &random)
    wrappers[wrapper, default: Figures()].nanodollars += Int128(micro) * 1000
    accepted += 1
    return #"{"event":"cost","operation_id":"c\#(number)","wrapper_name":"\#(wrapper)","#
      + #""cost_estimate":\#(Money(nanodollars: Int128(micro) * 1000)),"time":"\#(end(&random, now))"}"#
  }

  // The rest of an operation under way: perhaps a fallback, perhaps a cost, an outcome, the end.
  private mutating func finish(_ random: inout SeededRandom) -> [String] {
    let (id, wrapper, start) = open.remove(at: Int.random(in: 0..<open.count, using: &random))
    let ms = Int.random(in: 1..<9000, using: &random)
    let time = start.advanced(microseconds: Int64(ms) * 1000)
    let isFallback = Bool.random(using: &random)
    let outcome = ["success", "error", "fatal_error", "timeout", "cancel", ""].randomElement(using: &random) ?? ""
    var nanodollars: Int128 = 0
    var lines: [String] = []
    if isFallback { lines.append(#"{"event":"fallback","operation_id":"\#(id)","fallback_reason":"slow"}"#) }
    if Bool.random(using: &random) {
      nanodollars = Int128(Int.random(in: 1..<2_000_000, using: &random)) * 1000
      lines.append(
        #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","cost_estimate":\#(Money(nanodollars: nanodollars))}"#
      )
    }
    if !outcome.isEmpty {
      let message = outcome.hasSuffix("error") ? #","error_message":"boom""# : ""
      lines.append(#"{"event":"\#(outcome)","operation_id":"\#(id)","time":"\#(time)"\#(message)}"#)
    }
    lines.append(#"{"event":"end","operation_id":"\#(id)","time":"\#(time)"}"#)
    accepted += lines.count
    wrappers[wrapper, default: Figures()].active -= 1
    let status =
      switch outcome {
      case "error", "fatal_error": "error"
      case "timeout": "timeout"
      case "cancel": "cancelled"
      default: "success"
      }
    count(wrapper, status, isFallback: isFallback, ms: ms, nanodollars: nanodollars)
    return lines
  }

  private mutating func count(_ wrapper: String, _ status: String, isFallback: Bool, ms: Int, nanodollars: Int128) {
    var figures = wrappers[wrapper, default: Figures()]
    figures.total += 1
    if status == "error" || status == "timeout" || status == "cancelled" { figures.failed += 1 }
    if status == "timeout" { figures.timeouts += 1 }
    if status == "cancelled" { figures.cancelled += 1 }
    if isFallback { figures.fallback += 1 }
    figures.durationMs += ms
    figures.nanodollars += nanodollars
    wrappers[wrapper] = figures
  }
}
