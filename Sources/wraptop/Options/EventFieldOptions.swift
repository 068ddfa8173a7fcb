import ArgumentParser
import Foundation

/// The fields of an event, so that scripts need not quote JSON (article Events).
struct EventFieldOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The wrapper that did the operation.", valueName: "name"))
  var wrapper: String?

  @Option(
    name: .long,
    help: ArgumentHelp("success, error, fallback, timeout, cancelled, or started.", valueName: "status"))
  var status: String?

  @Option(name: .long, help: ArgumentHelp("How long it took.", valueName: "milliseconds"))
  var durationMs: Double?

  @Option(
    name: .long, help: ArgumentHelp("What went wrong; without --status, the status is error.", valueName: "message"))
  var error: String?

  @Option(name: .long, help: ArgumentHelp("The error's code, such as HTTP_429.", valueName: "code"))
  var code: String?

  @Option(
    name: .long, help: ArgumentHelp("Why the fallback was used; without --status, that is fallback.", valueName: "why"))
  var fallback: String?

  @Option(name: .long, help: ArgumentHelp("What it cost.", valueName: "dollars"))
  var cost: String?

  @Option(name: .long, help: ArgumentHelp("What kind of operation it was.", valueName: "type"))
  var type: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The operation's id, by which later events refer to it and which counts once.", valueName: "id"))
  var id: String?

  @Option(
    name: .long,
    help: ArgumentHelp("A metric of your own, such as tokens=120. Can be repeated.", valueName: "key=value"))
  var metric: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Send an event of an operation instead of a whole one: start, success, error, fallback, timeout, cancel, end.",
      valueName: "event"))
  var event: String?

  /// Whether any of them is there.
  var areAny: Bool { !object.isEmpty }

  func validate() throws {
    guard areAny else { return }
    if event == nil, wrapper == nil { throw ValidationError("--wrapper is missing: who did the operation") }
    if event != nil, id == nil { throw ValidationError("--event needs --id, the operation that it belongs to") }
    if event != nil, status != nil { throw ValidationError("--event is an outcome itself; leave --status out") }
    if let pair = metric.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--metric \(pair): has to be KEY=VALUE")
    }
  }

  /// The event as a line, without a line feed.
  var line: String {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = try? JSONSerialization.data(withJSONObject: object, options: options)
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private var object: [String: Any] {
    var object: [String: Any] = [:]
    let outcome = status ?? (error != nil ? "error" : fallback != nil ? "fallback" : nil)
    object["event"] = event
    object["wrapper_name"] = wrapper
    object["status"] = event == nil ? outcome : nil
    object["duration_ms"] = durationMs
    object["error_message"] = error
    object["error_code"] = code
    object["fallback_reason"] = fallback
    // A success brings its cost in its result.
    if event == "success" {
      object["result"] = cost.map { ["cost_estimate": $0] }
    } else {
      object["cost_estimate"] = cost
    }
    object["operation_type"] = type
    object["operation_id"] = id
    var metrics: [String: Any] = [:]
    for pair in metric {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let key = parts.first, let value = parts.last else { continue }
      metrics[key] = Double(value).map { $0.isFinite ? $0 as Any : value } ?? value
    }
    if !metrics.isEmpty { object["custom_metrics"] = metrics }
    return object
  }
}
