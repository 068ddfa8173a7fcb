import Events
import Reports

/// Writes the operations of a demo down as lines of JSON (article Events, Operation records, Lifecycle events).
struct EventWriter: Sendable {
  /// What all ids of this demo begin with, so that those of another do not match them.
  private let prefix: String
  /// Times are told in tens of thousands, and most of them share their second with others.
  private var seconds: [Int64: String] = [:]

  init(start: Timestamp) { prefix = "demo-" + String(UInt64(bitPattern: start.seconds), radix: 36) + "-" }

  /// What is told when an operation starts; nothing for wrappers that tell of ended operations only.
  mutating func start(_ operation: DemoOperation, of character: DemoProfile, to writer: inout JSONWriter) {
    let id = id(operation)
    let start = text(operation.start)
    let type = character.types[operation.type]
    writer.object { line in
      if operation.style == .lifecycle { line.field("event", "start") }
      line.field("operation_id", id)
      line.field("wrapper_name", character.name)
      line.field("operation_type", type)
      line.field(operation.style == .lifecycle ? "time" : "start_time", start)
      if operation.style == .announcedRecords { line.field("status", OperationStatus.started.rawValue) }
    }
    writer.endLine()
  }

  /// What is told when an operation ends: one line, or up to three events.
  mutating func end(_ operation: DemoOperation, of character: DemoProfile, to writer: inout JSONWriter) -> UInt64 {
    operation.style == .lifecycle
      ? events(operation, of: character, to: &writer) : record(operation, of: character, to: &writer)
  }

  // MARK: Records

  private mutating func record(
    _ operation: DemoOperation, of character: DemoProfile, to writer: inout JSONWriter
  ) -> UInt64 {
    let id = id(operation)
    let start = text(operation.start)
    let end = text(operation.end)
    writer.object { line in
      line.field("operation_id", id)
      line.field("wrapper_name", character.name)
      line.field("operation_type", character.types[operation.type])
      line.field("start_time", start)
      line.field("end_time", end)
      line.field("duration_ms", operation.milliseconds)
      line.field("status", operation.status.rawValue)
      line.field("success", operation.status.isSuccess)
      if let fault = operation.fault(of: character) {
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
      line.objectField("custom_metrics") { $0.metrics(operation, of: character) }
    }
    writer.endLine()
    return 1
  }

  // MARK: Events

  private mutating func events(
    _ operation: DemoOperation, of character: DemoProfile, to writer: inout JSONWriter
  ) -> UInt64 {
    let id = id(operation)
    let end = text(operation.end)
    if operation.fallbackUsed {
      writer.event("fallback", id: id, time: end) { $0.field("fallback_reason", operation.fallbackReason) }
    }
    writer.event(operation.outcomeEvent, id: id, time: end) { line in
      if operation.status == .error, let fault = operation.fault(of: character) {
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
      line.objectField("custom_metrics") { $0.metrics(operation, of: character) }
    }
    writer.event("end", id: id, time: end) { _ in }
    return operation.fallbackUsed ? 3 : 2
  }

  /// Tells of costs that came with no operation.
  mutating func spending(_ spending: DemoBudgetUse, to writer: inout JSONWriter) {
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

  private func id(_ operation: DemoOperation) -> String {
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

extension DemoOperation {
  /// What went wrong; nil if nothing did, or if the caller gave up.
  fileprivate func fault(of character: DemoProfile) -> DemoError? {
    switch status {
    case .error: character.errors[error]
    case .timeout: DemoError(code: "TIMEOUT", message: "operation timed out after 30s")
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
