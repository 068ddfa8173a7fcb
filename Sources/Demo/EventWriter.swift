import Events
import PlainText

/// Writes the operations of a demo down as lines of JSON (article Events, Operation records, Lifecycle events).
struct EventWriter: Sendable {
  /// What all ids of this demo begin with, so that those of another do not match them.
  private let prefix: String
  /// Times are told in tens of thousands, and most of them share their second with others.
  private var seconds: [Int64: String] = [:]

  init(start: Timestamp) { prefix = "demo-" + String(UInt64(bitPattern: start.seconds), radix: 36) + "-" }

  /// What is told when an operation starts; nothing for wrappers that tell of ended operations only.
  mutating func start(_ operation: Operation, of profile: Profile, to writer: inout JSONWriter) {
    let id = id(operation)
    let start = text(operation.start)
    let type = profile.types[operation.type]
    writer.object { line in
      if operation.style == .lifecycle { line.field("event", "start") }
      line.field("operation_id", id)
      line.field("wrapper_name", profile.name)
      line.field("operation_type", type)
      line.field(operation.style == .lifecycle ? "time" : "start_time", start)
      if operation.style == .announcedRecords { line.field("status", OperationStatus.started.rawValue) }
    }
    writer.endLine()
  }

  /// What is told when an operation ends: one line, or up to three events.
  mutating func end(_ operation: Operation, of profile: Profile, to writer: inout JSONWriter) -> UInt64 {
    operation.style == .lifecycle
      ? events(operation, of: profile, to: &writer) : record(operation, of: profile, to: &writer)
  }

  // MARK: Records

  private mutating func record(
    _ operation: Operation, of profile: Profile, to writer: inout JSONWriter
  ) -> UInt64 {
    let id = id(operation)
    let start = text(operation.start)
    let end = text(operation.end)
    writer.object { line in
      line.field("operation_id", id)
      line.field("wrapper_name", profile.name)
      line.field("operation_type", profile.types[operation.type])
      line.field("start_time", start)
      line.field("end_time", end)
      line.field("duration_ms", operation.milliseconds)
      line.field("status", operation.status.rawValue)
      line.field("success", operation.status.isSuccess)
      if let fault = operation.fault(of: profile) {
        line.field("error_message", fault.message)
        line.field("error_code", fault.code)
      }
      if operation.fallbackUsed {
        line.field("fallback_used", true)
        line.field("fallback_reason", operation.fallbackReason)
      }
      if operation.reportsCost { line.field("cost_estimate", operation.dollars) }
      if let quality = operation.quality { line.field("quality_score", Double(quality) / 100) }
      line.field("session_id", "s-\(operation.number / 7)")
      line.objectField("custom_metrics") { $0.metrics(operation, of: profile) }
    }
    writer.endLine()
    return 1
  }

  // MARK: Events

  private mutating func events(
    _ operation: Operation, of profile: Profile, to writer: inout JSONWriter
  ) -> UInt64 {
    let id = id(operation)
    let end = text(operation.end)
    if operation.fallbackUsed {
      writer.event("fallback", id: id, time: end) { $0.field("fallback_reason", operation.fallbackReason) }
    }
    writer.event(operation.outcomeEvent, id: id, time: end) { line in
      if operation.status == .error, let fault = operation.fault(of: profile) {
        line.field("error_message", fault.message)
        line.field("error_code", fault.code)
      }
      if operation.status.isSuccess {
        line.objectField("result") { result in
          result.field("cost_estimate", operation.dollars)
          if let quality = operation.quality { result.field("quality_score", Double(quality) / 100) }
        }
      }
      if !operation.status.isSuccess { line.field("cost_estimate", operation.dollars) }
      line.objectField("custom_metrics") { $0.metrics(operation, of: profile) }
    }
    writer.event("end", id: id, time: end) { _ in }
    return operation.fallbackUsed ? 3 : 2
  }

  /// Tells of costs that came with no operation.
  mutating func spending(_ spending: EarlierCost, to writer: inout JSONWriter) {
    writer.object { line in
      line.field("event", "cost")
      line.field("operation_id", "\(prefix)bill-\(spending.number)")
      line.field("wrapper_name", spending.wrapper)
      line.field("time", spending.time.description)
      line.field("cost_estimate", spending.cost.dollars)
    }
    writer.endLine()
  }

  // MARK: Texts

  private func id(_ operation: Operation) -> String {
    "\(prefix)\(String(operation.wrapper, radix: 36))-\(String(operation.number, radix: 36))"
  }

  /// The time in RFC 3339, as `Timestamp.description` has it.
  private mutating func text(_ time: Timestamp) -> String {
    let second = time.seconds
    let known: String
    if let text = seconds[second] {
      known = text
    } else {
      if seconds.count > 10_000 { seconds.removeAll(keepingCapacity: true) }
      known = String(Timestamp(seconds: second).description.dropLast(7))
      seconds[second] = known
    }
    return "\(known)\(String(1_000_000 + time.microseconds - second * 1_000_000).dropFirst())Z"
  }
}

extension Operation {
  /// What went wrong; nil if nothing did, or if the caller gave up.
  fileprivate func fault(of profile: Profile) -> Fault? {
    switch status {
    case .error: profile.errors[error]
    case .timeout: Fault(code: "TIMEOUT", message: "operation timed out after 30s")
    default: nil
    }
  }

  fileprivate var fallbackReason: String {
    ["primary_timeout", "low_confidence", "primary_5xx", "budget_exceeded"][number % 4]
  }

  fileprivate var outcomeEvent: String {
    switch status {
    case .error: "error"
    case .timeout: "timeout"
    case .cancelled: "cancel"
    default: "success"
    }
  }
}

extension JSONWriter {
  fileprivate mutating func event(
    _ kind: String, id: String, time: String, _ fields: (inout JSONWriter) -> Void
  ) {
    object { line in
      line.field("event", kind)
      line.field("operation_id", id)
      line.field("time", time)
      fields(&line)
    }
    endLine()
  }
}

// What operations report beside their outcome, as routers, template engines and others do (article Monitoring, Metrics).
// It follows from the number of the operation and draws no random number.
extension JSONWriter {
  fileprivate mutating func metrics(_ operation: Operation, of profile: Profile) {
    if let model = operation.model {
      field("model_used", profile.models[model].name)
      field("prompt_tokens", operation.inputTokens)
      field("completion_tokens", operation.outputTokens)
      field("tokens_used", operation.inputTokens + operation.outputTokens)
    }
    switch profile.workload {
    case .caller: break
    case .router: route(operation, of: profile)
    case .templates(let names): template(operation, names)
    }
    field("region", ["eu-west", "us-east"][operation.number % 5 / 3])
  }

  private mutating func route(_ operation: Operation, of profile: Profile) {
    guard let model = operation.model else { return }
    field("routing_method", operation.number % 4 == 0 ? "bert" : "mf")
    field("selected_model", profile.models[model].name)
    field("routing_confidence", Double(55 + operation.number % 43) / 100)
    field("routing_latency_ms", Double(20 + operation.number % 37) / 10)
    // The baseline is the dearest model.
    let baseline = profile.models.map { operation.price($0) }.max() ?? 0
    field("cost_savings_vs_baseline", Double(baseline - operation.price(profile.models[model])) / 1e9)
  }

  private mutating func template(_ operation: Operation, _ names: [String]) {
    let isValid = operation.number % 61 != 0
    field("template_name", names[operation.number % 7 % names.count])
    field("template_format", "poml")
    field("validation_passed", isValid)
    field("validation_errors", isValid ? 0 : 1 + operation.number % 3)
  }
}

extension Operation {
  /// What its tokens cost with a model, in nano-dollars.
  fileprivate func price(_ model: Model) -> Int64 {
    Int64(inputTokens) * model.input + Int64(outputTokens) * model.output
  }
}
