import CEventDecoder
import PlainText
import Secrets

/// What is wrong with a record, before anyone knows which line it was.
struct Fault: Error {
  var reason: RejectionReason
  var field: String?
  /// The value of that field, as in `RejectedLine.found`.
  var found: String?
  /// The line is text of some kind, which beside foreign records is nothing wrong.
  var isPlainText = false
}

/// Reads the fields of one decoded line with their types and ranges (article Events, Operation records).
struct LineReader {
  /// Where a field stands.
  enum Level: UInt32 { case record = 0, custom, result }

  let line: UnsafePointer<ced_line>

  /// Which fields that are looked for are there and not null, as bits by `ced_key`.
  @inline(__always)
  func present(_ level: Level) -> UInt64 { ced_present(line, level.rawValue) }

  /// True if the field is there and not null.
  @inline(__always)
  func has(_ key: ced_key, _ level: Level = .record) -> Bool { present(level) >> UInt64(key.rawValue) & 1 == 1 }

  @inline(__always)
  private func value(_ key: ced_key, _ level: Level) -> UnsafePointer<ced_value>? {
    has(key, level) ? ced_get(line, level.rawValue, key.rawValue) : nil
  }

  /// The bytes of a string.
  @inline(__always)
  func string(
    _ key: ced_key, _ level: Level = .record
  ) throws(Fault) -> UnsafeBufferPointer<UInt8>? {
    guard let value = value(key, level) else { return nil }
    guard kind(value) == CED_STRING else { throw fault(.wrongType, key, value) }
    return UnsafeBufferPointer(start: value.pointee.text, count: Int(value.pointee.length))
  }

  /// A number, not under `minimum`, not over `maximum`.
  @inline(__always)
  func number(
    _ key: ced_key, _ level: Level = .record, minimum: Double = -.infinity, maximum: Double = .infinity
  ) throws(Fault) -> UnsafePointer<ced_value>? {
    guard let value = value(key, level) else { return nil }
    guard kind(value) == CED_NUMBER else { throw fault(.wrongType, key, value) }
    guard value.pointee.number >= minimum, value.pointee.number <= maximum else {
      throw fault(.outOfRange, key, value)
    }
    return value
  }

  /// True if something tells of a whole operation, whatever a logger puts beside it.
  var isOperation: Bool {
    has(CED_WRAPPER_NAME)
      && [CED_START_TIME, CED_END_TIME, CED_DURATION_MS, CED_STATUS, CED_SUCCESS, CED_COST_ESTIMATE].contains {
        has($0)
      }
  }

  /// True or false.
  @inline(__always)
  func bool(_ key: ced_key) throws(Fault) -> Bool? {
    guard let value = value(key, .record) else { return nil }
    switch kind(value) {
    case CED_TRUE: return true
    case CED_FALSE: return false
    default: throw fault(.wrongType, key, value)
    }
  }

  /// Checks that a field, if it is there, is an object.
  @inline(__always)
  func object(_ key: ced_key) throws(Fault) {
    guard let value = value(key, .record) else { return }
    guard kind(value) == CED_OBJECT else { throw fault(.wrongType, key, value) }
  }

  // That a value is not what its field has to be.
  /// What is wrong with a field of the record that is there.
  func fault(_ reason: RejectionReason, _ key: ced_key) -> Fault {
    value(key, .record).map { fault(reason, key, $0) } ?? Fault(reason: reason, field: name(key))
  }

  private func fault(_ reason: RejectionReason, _ key: ced_key, _ value: UnsafePointer<ced_value>) -> Fault {
    Fault(reason: reason, field: name(key), found: value.pointee.shown)
  }

  /// Text or an integer, as the id of a flush may be; the integer as it would be printed.
  func label(_ key: ced_key) throws(Fault) -> (text: [UInt8], isNumber: Bool)? {
    guard let value = value(key, .record) else { return nil }
    if kind(value) == CED_STRING {
      return (Array(UnsafeBufferPointer(start: value.pointee.text, count: Int(value.pointee.length))), false)
    }
    guard kind(value) == CED_NUMBER, value.pointee.exact, value.pointee.exponent == 0 else {
      throw fault(.wrongType, key, value)
    }
    let digits = String(value.pointee.mantissa)
    return (Array((value.pointee.negative ? "-" + digits : digits).utf8), true)
  }

  /// A time: text, or seconds since the epoch, or milliseconds when over 1e11. It must not be before 2000 or more than
  /// a day ahead of `now`.
  @inline(__always)
  func time(_ key: ced_key, now: Timestamp) throws(Fault) -> Timestamp? {
    guard let value = value(key, .record) else { return nil }
    let time: Timestamp
    switch kind(value) {
    case CED_STRING:
      let bytes = UnsafeBufferPointer(start: value.pointee.text, count: Int(value.pointee.length))
      guard let read = Timestamp(isoBytes: bytes) else { throw fault(.outOfRange, key, value) }
      time = read
    case CED_NUMBER:
      let number = value.pointee.number
      guard number >= 0, number < 1e16 else { throw fault(.outOfRange, key, value) }
      time = Timestamp(microseconds: value.pointee.scaled(by: number > 1e11 ? 3 : 6))
    default: throw fault(.wrongType, key, value)
    }
    guard Self.isPossible(time, now: now) else { throw fault(.outOfRange, key, value) }
    return time
  }

  /// True if a record that is read at `now` can tell of that time: it is not before 2000, and not more than a day
  /// ahead.
  @inline(__always)
  static func isPossible(_ time: Timestamp, now: Timestamp) -> Bool {
    time.microseconds >= year2000 && time.microseconds <= now.microseconds &+ 86_400_000_000
  }

  private static let year2000: Int64 = 946_684_800_000_000

  /// True if the field is there, a number and above zero.
  @inline(__always)
  func isPositive(_ key: ced_key, _ level: Level) -> Bool {
    guard let value = value(key, level), kind(value) == CED_NUMBER else { return false }
    return value.pointee.number > 0
  }

  /// True if the field is there, a text and not empty.
  @inline(__always)
  func isText(_ key: ced_key, _ level: Level) -> Bool {
    guard let value = value(key, level), kind(value) == CED_STRING else { return false }
    return value.pointee.length > 0
  }

  @inline(__always)
  private func kind(_ value: UnsafePointer<ced_value>) -> ced_kind { ced_kind(UInt32(value.pointee.kind)) }
}

extension ced_value {
  /// The value as operators may see it: redacted and cut.
  fileprivate var shown: String {
    switch ced_kind(UInt32(kind)) {
    case CED_TRUE: "true"
    case CED_FALSE: "false"
    case CED_STRING: UnsafeBufferPointer(start: text, count: Int(length)).quoted
    case CED_NUMBER where exact && exponent == 0: (negative ? "-" : "") + String(mantissa)
    case CED_NUMBER: String(number)
    case CED_OBJECT: "an object"
    case CED_ARRAY: "a list"
    default: "null"
    }
  }

  /// The number times 10^`digits`, rounded to the nearest integer, halves away from zero; saturates.
  @inline(__always)
  func scaled(by digits: Int32) -> Int64 {
    guard exact else { return Self.saturated((number * Double(ced_power_of_ten(digits))).rounded()) }
    let power = exponent &+ digits
    var magnitude: UInt64
    if power >= 0 {
      guard power < CED_POWERS else { return mantissa == 0 ? 0 : (negative ? .min : .max) }
      let product = mantissa.multipliedReportingOverflow(by: ced_power_of_ten(power))
      magnitude = product.overflow ? .max : product.partialValue
    } else {
      guard power > -Int32(CED_POWERS) else { return 0 }
      let divisor = ced_power_of_ten(-power)
      magnitude = mantissa / divisor
      if mantissa % divisor >= divisor - divisor / 2 { magnitude &+= 1 }
    }
    guard magnitude <= UInt64(Int64.max) else { return negative ? .min : .max }
    return negative ? -Int64(magnitude) : Int64(magnitude)
  }

  private static func saturated(_ value: Double) -> Int64 {
    value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : Int64(value)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The text as operators may see it, in quotation marks: redacted, cut, and with what could do harm on a terminal or
  /// in a log as `\u001b`.
  var quoted: String {
    let limit = 64
    var shown = ""
    for scalar in String(decoding: Redaction.redact(self, limit: limit), as: UTF8.self).unicodeScalars {
      if scalar.isHarmful {
        let digits = String(scalar.value, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return "\"" + shown + (count > limit ? "\u{2026}" : "") + "\""
  }
}

/// The key as it is written in a line.
func name(_ key: ced_key) -> String {
  switch key {
  case CED_OPERATION_ID: "operation_id"
  case CED_WRAPPER_NAME: "wrapper_name"
  case CED_OPERATION_TYPE: "operation_type"
  case CED_START_TIME: "start_time"
  case CED_END_TIME: "end_time"
  case CED_DURATION_MS: "duration_ms"
  case CED_STATUS: "status"
  case CED_SUCCESS: "success"
  case CED_ERROR_MESSAGE: "error_message"
  case CED_ERROR_CODE: "error_code"
  case CED_FALLBACK_USED: "fallback_used"
  case CED_FALLBACK_REASON: "fallback_reason"
  case CED_FALLBACK_DURATION_MS: "fallback_duration_ms"
  case CED_CPU_USAGE_PERCENT: "cpu_usage_percent"
  case CED_MEMORY_USAGE_MB: "memory_usage_mb"
  case CED_NETWORK_CALLS: "network_calls"
  case CED_NETWORK_LATENCY_MS: "network_latency_ms"
  case CED_COST_ESTIMATE: "cost_estimate"
  case CED_QUALITY_SCORE: "quality_score"
  case CED_USER_SATISFACTION: "user_satisfaction"
  case CED_USER_ID: "user_id"
  case CED_SESSION_ID: "session_id"
  case CED_REQUEST_ID: "request_id"
  case CED_CUSTOM_METRICS: "custom_metrics"
  case CED_EVENT: "event"
  case CED_TIME: "time"
  case CED_ID: "id"
  case CED_RESULT: "result"
  case CED_EXECUTION_TIME_MS: "execution_time_ms"
  case CED_TOTAL_COST: "total_cost"
  case CED_API_COST: "api_cost"
  case CED_INFRASTRUCTURE_COST: "infrastructure_cost"
  case CED_COMPUTE_COST: "compute_cost"
  case CED_ESTIMATED_COST: "estimated_cost"
  case CED_ACTUAL_COST: "actual_cost"
  case CED_COST_SAVINGS: "cost_savings"
  case CED_COST_SAVINGS_VS_BASELINE: "cost_savings_vs_baseline"
  case CED_TOKENS_USED: "tokens_used"
  case CED_PROMPT_TOKENS: "prompt_tokens"
  case CED_COMPLETION_TOKENS: "completion_tokens"
  case CED_COST_USD: "cost_usd"
  case CED_COST_IS_ESTIMATED: "cost_is_estimated"
  case CED_MODEL_USED: "model_used"
  case CED_SELECTED_MODEL: "selected_model"
  case CED_CACHED_TOKENS: "cached_tokens"
  case CED_CACHE_READ_TOKENS: "cache_read_input_tokens"
  case CED_CACHE_WRITE_TOKENS: "cache_creation_input_tokens"
  default: "?"
  }
}
