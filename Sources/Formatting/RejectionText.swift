import Events
import PlainText

extension RejectionReason {
  /// The reason in a few words that follow a count: `3 not JSON`, `1 with a value out of range`.
  package var words: String {
    switch self {
    case .notJSON: "not JSON"
    case .invalidUTF8: "not UTF-8"
    case .notAnObject: "no object"
    case .missingField: "with a field missing"
    case .wrongType: "with a value of the wrong type"
    case .outOfRange: "with a value out of range"
    case .lineTooLong: "too long"
    case .unknownEvent: "of an unknown event"
    case .unknownOperation: "for an unknown operation"
    }
  }

  /// How many lines were rejected for which reason, most frequent first: `29 not JSON, 3 too long`; nil for none.
  package static func summary(_ counts: [RejectionReason: UInt64]) -> String? {
    let parts = ordered(counts).map { "\($0.count) \($0.reason.words)" }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The reasons that occurred, most frequent first; equal counts in the order of article Events, Rejections and
  /// duplicates.
  package static func ordered(_ counts: [RejectionReason: UInt64]) -> [(reason: RejectionReason, count: UInt64)] {
    let occurred = allCases.compactMap { reason in counts[reason].map { (reason: reason, count: $0) } }
      .filter { $0.count > 0 }
    return occurred.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
  }
}

/// Why a line was rejected, as one sentence: what was found, and what would be right.
package enum RejectionText {
  /// The sentence, such as `status: "oops" is not one of started, success, error, fallback, timeout, cancelled`.
  ///
  /// - Parameters:
  ///   - field: the field at fault; nil where the reason has none.
  ///   - found: its value as in `RejectedLine.found`; nil where it is not known.
  package static func sentence(_ reason: RejectionReason, field: String?, found: String?) -> String {
    switch reason {
    case .notJSON: return "not valid JSON; a line has to be one JSON object"
    case .invalidUTF8: return "not valid UTF-8"
    case .notAnObject: return "JSON, but not an object"
    case .lineTooLong: return "longer than --max-line allows (1 MiB if it is left out, 64 MiB for foreign formats)"
    case .unknownOperation:
      return "operation_id\(found.map { ": \($0)" } ?? "") is not under way; its start has to come first"
    case .missingField:
      let field = field ?? "a field"
      return "\(field) is missing; it has to be \(expectation(field))"
    case .outOfRange where field == "duration_ms" && found.map({ !$0.hasPrefix("-") }) ?? false:
      return "duration_ms: \(found ?? "") puts the start or the end before 2000 or more than a day ahead"
    case .wrongType, .outOfRange, .unknownEvent:
      let field = field ?? "a field"
      return "\(field)\(found.map { ": \($0)" } ?? "") is not \(expectation(field))"
    }
  }

  // What a field has to be (article Events, Operation records, Lifecycle events; Monitoring, Metrics).
  private static func expectation(_ field: String) -> String {
    switch field {
    case "wrapper_name": "a name of 1 to 256 bytes"
    case "start_time", "end_time", "time":
      "a time from 2000 to a day from now, as text (2026-01-02T03:04:05Z) or in seconds since 1970"
    case "timestamp", "started_at": "a time from 2000 to a day from now"
    case "timeUnixNano", "endTimeUnixNano": "a time in nanoseconds since 1970"
    case "span", "logRecord": "as OTLP defines it"
    case "duration_ms": "a number of milliseconds, 0 or more"
    case "status": "one of started, success, error, fallback, timeout, cancelled"
    case "event":
      "one of start, success, error, fatal_error, timeout, cancel, fallback, end, cost, flush"
    case "success", "fallback_used": "true or false"
    case "quality_score": "a number from 0 to 1"
    case "cost_estimate", "cost_usd", "total_cost", "api_cost", "infrastructure_cost", "compute_cost", "estimated_cost",
      "actual_cost":
      "an amount in dollars from 0 to 1,000,000"
    case "cpu_usage_percent", "memory_usage_mb", "network_calls", "network_latency_ms", "tokens_used", "prompt_tokens",
      "completion_tokens":
      "a number, 0 or more"
    case "fallback_duration_ms", "user_satisfaction", "cost_savings", "cost_savings_vs_baseline", "execution_time_ms":
      "a number"
    case "custom_metrics", "result": "an object"
    case "id": "text or an integer"
    default: "text"
    }
  }
}

extension RejectedLine {
  /// Why it was rejected, as a sentence.
  package var explanation: String { RejectionText.sentence(reason, field: field, found: found) }

  /// Where it stands: `/var/log/app.jsonl line 12`, or `in.sock at byte 4,096` where lines are not numbered.
  package var place: String {
    let source = source.withoutHarm
    return lineNumber.map { "\(source) line \($0)" } ?? "\(source) at byte \(byteOffset)"
  }

  /// The place and the sentence, for a log.
  package var report: String { "\(place): rejected: \(explanation)" }
}

extension [RejectedLine] {
  /// The first line of each kind, three at the most.
  package var examples: [RejectedLine] {
    var examples: [RejectedLine] = []
    for line in self where !examples.contains(where: { $0.reason == line.reason && $0.field == line.field }) {
      examples.append(line)
      if examples.count == 3 { break }
    }
    return examples
  }
}
