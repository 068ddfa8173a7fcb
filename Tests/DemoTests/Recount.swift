import Events
import Foundation

@testable import Demo

/// Counts the lines of a demo again, read by Foundation and with none of wraptop's own rules in between.
struct Recount {
  private(set) var wrappers: [String: Totals.Wrapper] = [:]

  private struct Open {
    var wrapper: String
    var start: Timestamp
    var outcome = "success"
    var end: Timestamp?
    var fallback = false
    var cost = Money.zero
  }

  private var open: [String: Open] = [:]

  /// Takes in an object; those that are not of the cast are the faulty ones.
  mutating func take(_ object: [String: Any]) {
    let id = object["operation_id"] as? String ?? ""
    guard let event = object["event"] as? String else { return record(object, id: id) }
    if event == "start", let name = object["wrapper_name"] as? String {
      open[id] = Open(wrapper: name, start: time(object["time"]))
      wrappers[name, default: Totals.Wrapper()].active += 1
    } else if event == "cost", let name = object["wrapper_name"] as? String {
      wrappers[name, default: Totals.Wrapper()].cost += money(object["cost_estimate"])
    } else if event == "end" {
      if let operation = open.removeValue(forKey: id) { close(operation, at: time(object["time"])) }
    } else if event == "fallback" {
      open[id]?.fallback = true
    } else if var operation = open[id] {
      let result = object["result"] as? [String: Any]
      operation.outcome = event
      operation.end = time(object["time"])
      operation.cost = money(result?["cost_estimate"] ?? object["cost_estimate"])
      open[id] = operation
    }
  }

  private mutating func record(_ object: [String: Any], id: String) {
    guard let name = object["wrapper_name"] as? String, Scenario.profiles.contains(where: { $0.name == name }) else {
      return
    }
    let status = object["status"] as? String
    if status == "started" {
      open[id] = Open(wrapper: name, start: time(object["start_time"]))
      wrappers[name, default: Totals.Wrapper()].active += 1
      return
    }
    if open.removeValue(forKey: id) != nil { wrappers[name]?.active -= 1 }
    let duration = Int64(((object["duration_ms"] as? Double ?? -1) * 1000).rounded())
    count(
      name, failed: object["success"] as? Bool == false, fallback: object["fallback_used"] as? Bool == true,
      status: status ?? "", cost: object["cost_estimate"].map { money($0) } ?? estimate(object), duration: duration,
      end: time(object["end_time"]))
  }

  private mutating func close(_ operation: Open, at time: Timestamp) {
    wrappers[operation.wrapper]?.active -= 1
    let end = operation.end ?? time
    count(
      operation.wrapper, failed: operation.outcome != "success", fallback: operation.fallback,
      status: operation.outcome, cost: operation.cost, duration: end.microseconds - operation.start.microseconds,
      end: end)
  }

  private mutating func count(
    _ name: String, failed: Bool, fallback: Bool, status: String, cost: Money, duration: Int64, end: Timestamp
  ) {
    var wrapper = wrappers[name] ?? Totals.Wrapper()
    wrapper.operations += 1
    if failed { wrapper.failed += 1 }
    if fallback { wrapper.fallback += 1 }
    if status == "timeout" { wrapper.timeouts += 1 }
    if status.hasPrefix("cancel") { wrapper.cancelled += 1 }
    wrapper.cost += cost
    wrapper.durationMicroseconds += duration
    wrapper.lastEnd = end
    wrappers[name] = wrapper
  }

  // What tokens cost by the prices of the cast.
  private func estimate(_ object: [String: Any]) -> Money {
    let metrics = object["custom_metrics"] as? [String: Any]
    let models = Scenario.profiles.flatMap(\.models).filter(\.isPriced)
    guard let model = models.first(where: { $0.name == metrics?["model_used"] as? String }),
      let input = metrics?["prompt_tokens"] as? Int, let output = metrics?["completion_tokens"] as? Int
    else { return .zero }
    return Money(nanodollars: Int128(Int64(input) * model.input + Int64(output) * model.output))
  }

  private func time(_ value: Any?) -> Timestamp { Timestamp(value as? String ?? "") ?? Timestamp(seconds: 0) }

  private func money(_ dollars: Any?) -> Money {
    Money(nanodollars: Int128(((dollars as? Double ?? -1) * 1e9).rounded()))
  }
}
