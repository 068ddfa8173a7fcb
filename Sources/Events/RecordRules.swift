import CEventDecoder

/// What a decoded line means: the rules of article Events, Operation records, Lifecycle events, field by field in the
/// order of the table, so that the first fault found is the reason for a rejection.
extension EventDecoder {
  /// A whole operation, or one that has started.
  @inline(__always)
  mutating func operation(_ line: LineReader, now: Timestamp) throws(Fault) -> Event {
    let id = try line.string(CED_OPERATION_ID)
    guard let wrapper = try line.string(CED_WRAPPER_NAME) else {
      throw Fault(reason: .missingField, field: name(CED_WRAPPER_NAME))
    }
    guard (1...Self.longestName).contains(wrapper.count) else {
      throw Fault(reason: .outOfRange, field: name(CED_WRAPPER_NAME), found: wrapper.quoted)
    }
    let type = try line.string(CED_OPERATION_TYPE)
    let start = try line.time(CED_START_TIME, now: now)
    var end = try line.time(CED_END_TIME, now: now)
    var duration = try line.number(CED_DURATION_MS, minimum: 0)?.pointee.scaled(by: 6) ?? -1
    if duration > 0 {
      if let start, end == nil { end = try time(duration, from: start, line, now: now) }
      if start == nil { _ = try time(-duration, from: end ?? now, line, now: now) }
    }

    var flags: Event.Flags = end == nil ? [] : .givesTime
    var status = try line.string(CED_STATUS).map { (text) throws(Fault) in try Self.status(text) }
    if let success = try line.bool(CED_SUCCESS) {
      if let status, status != .started, status.isSuccess != success { flags.insert(.inconsistent) }
      if status == nil { status = success ? .success : .error }
    }
    let errorMessage = try line.string(CED_ERROR_MESSAGE)
    let errorCode = try line.string(CED_ERROR_CODE)
    if try line.bool(CED_FALLBACK_USED) == true || status == .fallback { flags.insert(.fallbackUsed) }
    let fallbackReason = try line.string(CED_FALLBACK_REASON)
    _ = try line.number(CED_FALLBACK_DURATION_MS)
    _ = try line.number(CED_CPU_USAGE_PERCENT, minimum: 0)
    _ = try line.number(CED_MEMORY_USAGE_MB, minimum: 0)
    _ = try line.number(CED_NETWORK_CALLS, minimum: 0)
    _ = try line.number(CED_NETWORK_LATENCY_MS, minimum: 0)
    let cost = try self.cost(line, checked: .custom, &flags)

    if duration < 0, let start, let end {
      if end < start {
        flags.insert(.inconsistent)
      } else {
        duration = (end.microseconds - start.microseconds).multipliedReportingOverflow(by: 1000).partialValue
      }
    }
    let outcome = status ?? .success
    var event = Event(
      kind: outcome == .started ? .started : .operation, status: outcome, flags: flags, time: end ?? start ?? now)
    event.wrapper = intern(wrapper)
    if let type { event.type = intern(type) }
    event.start = start
    event.duration = duration
    event.cost = cost
    if let id { identify(&event, id) }
    if !outcome.isSuccess || flags.contains(.fallbackUsed) {
      keepTexts(&event, message: errorMessage, code: errorCode, reason: fallbackReason)
    }
    return event
  }

  /// A step of an operation.
  mutating func step(_ line: LineReader, now: Timestamp) throws(Fault) -> Event {
    guard let text = try line.string(CED_EVENT) else { throw Fault(reason: .missingField, field: name(CED_EVENT)) }
    guard let kind = Self.kind(text) else {
      throw Fault(reason: .unknownEvent, field: name(CED_EVENT), found: text.quoted)
    }
    if kind == .flush {
      guard let label = try line.label(CED_ID) else { throw Fault(reason: .missingField, field: name(CED_ID)) }
      var event = Event(kind: .flush, status: .success, flags: label.isNumber ? .numericID : [], time: now)
      event.id = keep(label.text)
      return event
    }
    guard let id = try line.string(CED_OPERATION_ID) else {
      throw Fault(reason: .missingField, field: name(CED_OPERATION_ID))
    }
    let wrapper = try line.string(CED_WRAPPER_NAME)
    if kind == .start || kind == .cost, wrapper == nil {
      throw Fault(reason: .missingField, field: name(CED_WRAPPER_NAME))
    }
    if let wrapper, !(1...Self.longestName).contains(wrapper.count) {
      throw Fault(reason: .outOfRange, field: name(CED_WRAPPER_NAME), found: wrapper.quoted)
    }
    let type = try line.string(CED_OPERATION_TYPE)
    let message = try line.string(CED_ERROR_MESSAGE)
    if kind == .error || kind == .fatalError, message == nil {
      throw Fault(reason: .missingField, field: name(CED_ERROR_MESSAGE))
    }
    let code = try line.string(CED_ERROR_CODE)
    let reason = try line.string(CED_FALLBACK_REASON)
    if kind == .fallback, reason == nil {
      throw Fault(reason: .missingField, field: name(CED_FALLBACK_REASON))
    }
    var flags: Event.Flags = []
    var cost = try self.cost(line, checked: .custom, &flags)
    if kind == .cost, cost < 0 { cost = try self.cost(line, checked: .record, &flags) }
    try line.object(CED_RESULT)
    if let given = try line.number(CED_COST_ESTIMATE, .result, minimum: 0, maximum: Self.largestCost), cost < 0 {
      cost = given.pointee.scaled(by: 9)
    }
    if cost != 0 { flags.remove(.hasOnlyZeroParts) }
    _ = try line.number(CED_QUALITY_SCORE, .result, minimum: 0, maximum: 1)
    _ = try line.number(CED_EXECUTION_TIME_MS, .result)
    // Scores may come late as well, with no cost.
    if kind == .cost, cost < 0, !line.has(CED_QUALITY_SCORE), !line.has(CED_USER_SATISFACTION) {
      throw Fault(reason: .missingField, field: name(CED_COST_ESTIMATE))
    }

    let time = try line.time(CED_TIME, now: now)
    if time != nil { flags.insert(.givesTime) }
    var event = Event(kind: kind, status: .success, flags: flags, time: time ?? now)
    if let wrapper { event.wrapper = intern(wrapper) }
    if let type { event.type = intern(type) }
    event.cost = cost
    identify(&event, id)
    keepTexts(&event, message: message, code: code, reason: reason)
    return event
  }

  static let largestCost = 1_000_000.0

  // The instant that lies so many nanoseconds after another, or before it. A time that is worked out has the bounds of
  // one that is read.
  private func time(
    _ nanoseconds: Int64, from instant: Timestamp, _ line: LineReader, now: Timestamp
  ) throws(Fault) -> Timestamp {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1000)
    let rounded = whole + (rest >= 500 ? 1 : rest <= -500 ? -1 : 0)
    let (sum, overflows) = instant.microseconds.addingReportingOverflow(rounded)
    let time = Timestamp(microseconds: sum)
    guard !overflows, LineReader.isPossible(time, now: now) else { throw line.fault(.outOfRange, CED_DURATION_MS) }
    return time
  }

  // The fields from cost_estimate to the end of the table, and what they make the operation cost (article Cost, Cost of
  // an operation): nano- dollars, or -1. The parts of the cost stand at the level `checked`.
  @inline(__always)
  private func cost(
    _ line: LineReader, checked: LineReader.Level, _ flags: inout Event.Flags
  ) throws(Fault) -> Int64 {
    var given = try line.number(CED_COST_ESTIMATE, minimum: 0, maximum: Self.largestCost)
    if given == nil, line.has(CED_COST_USD) { given = exportedCost(line, &flags) }
    _ = try line.number(CED_QUALITY_SCORE, minimum: 0, maximum: 1)
    _ = try line.number(CED_USER_SATISFACTION)
    _ = try line.string(CED_USER_ID)
    _ = try line.string(CED_SESSION_ID)
    _ = try line.string(CED_REQUEST_ID)
    try line.object(CED_CUSTOM_METRICS)
    guard line.hasAny(checked) else { return given?.pointee.scaled(by: 9) ?? -1 }
    let total = try line.number(CED_TOTAL_COST, checked, minimum: 0, maximum: Self.largestCost)
    let api = try line.number(CED_API_COST, checked, minimum: 0, maximum: Self.largestCost)
    let infrastructure = try line.number(CED_INFRASTRUCTURE_COST, checked, minimum: 0, maximum: Self.largestCost)
    let compute = try line.number(CED_COMPUTE_COST, checked, minimum: 0, maximum: Self.largestCost)
    _ = try line.number(CED_ESTIMATED_COST, checked, minimum: 0, maximum: Self.largestCost)
    _ = try line.number(CED_ACTUAL_COST, checked, minimum: 0, maximum: Self.largestCost)
    _ = try line.number(CED_COST_SAVINGS, checked)
    _ = try line.number(CED_COST_SAVINGS_VS_BASELINE, checked)
    _ = try line.number(CED_TOKENS_USED, checked, minimum: 0)
    _ = try line.number(CED_PROMPT_TOKENS, checked, minimum: 0)
    _ = try line.number(CED_COMPLETION_TOKENS, checked, minimum: 0)
    if let given { return given.pointee.scaled(by: 9) }
    if let total, total.pointee.number != 0 { return total.pointee.scaled(by: 9) }
    noteUsage(line, checked, &flags)
    if total == nil, api == nil, infrastructure == nil, compute == nil { return -1 }
    let sum =
      (api?.pointee.scaled(by: 9) ?? 0) &+ (infrastructure?.pointee.scaled(by: 9) ?? 0)
      &+ (compute?.pointee.scaled(by: 9) ?? 0)
    guard sum == 0 else { return sum }
    flags.insert(.hasOnlyZeroParts)
    return flags.isSuperset(of: [.hasModel, .hasTokens]) ? -1 : 0
  }

  // The cost as an export tells it. No record is rejected for what is wrong with it.
  private func exportedCost(_ line: LineReader, _ flags: inout Event.Flags) -> UnsafePointer<ced_value>? {
    do throws(Fault) {
      let cost = try line.number(CED_COST_USD, minimum: 0, maximum: Self.largestCost)
      if try line.bool(CED_COST_IS_ESTIMATED) == true { flags.insert(.costEstimated) }
      return cost
    } catch {
      flags.insert(.inconsistent)
      return nil
    }
  }

  // What decides whether an operation without a cost is one whose cost is not known.
  private func noteUsage(_ line: LineReader, _ level: LineReader.Level, _ flags: inout Event.Flags) {
    if line.isText(CED_MODEL_USED, level) || line.isText(CED_SELECTED_MODEL, level) { flags.insert(.hasModel) }
    if line.isPositive(CED_TOKENS_USED, level) || line.isPositive(CED_PROMPT_TOKENS, level)
      || line.isPositive(CED_COMPLETION_TOKENS, level) || line.isPositive(CED_CACHED_TOKENS, level)
      || line.isPositive(CED_CACHE_READ_TOKENS, level) || line.isPositive(CED_CACHE_WRITE_TOKENS, level)
    {
      flags.insert(.hasTokens)
    }
  }

  private static func status(_ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> OperationStatus {
    switch text.count {
    case 7 where text.holds("success"): return .success
    case 5 where text.holds("error"): return .error
    case 8 where text.holds("fallback"): return .fallback
    case 7 where text.holds("timeout"): return .timeout
    case 9 where text.holds("cancelled"): return .cancelled
    case 7 where text.holds("started"): return .started
    default: throw Fault(reason: .outOfRange, field: name(CED_STATUS), found: text.quoted)
    }
  }

  /// True if the event is one of those that make an operation.
  @inline(__always)
  static func isKnownEvent(_ line: LineReader) -> Bool {
    guard let text = try? line.string(CED_EVENT) else { return true }
    return kind(text) != nil
  }

  private static func kind(_ text: UnsafeBufferPointer<UInt8>) -> Event.Kind? {
    switch text.count {
    case 3 where text.holds("end"): .end
    case 4 where text.holds("cost"): .cost
    case 5 where text.holds("start"): .start
    case 5 where text.holds("error"): .error
    case 5 where text.holds("flush"): .flush
    case 6 where text.holds("cancel"): .cancel
    case 7 where text.holds("success"): .success
    case 7 where text.holds("timeout"): .timeout
    case 8 where text.holds("fallback"): .fallback
    case 11 where text.holds("fatal_error"): .fatalError
    default: nil
    }
  }
}

extension LineReader {
  /// True if any field of that level is there that we look for.
  @inline(__always)
  func hasAny(_ level: Level) -> Bool { present(level) != 0 }
}

extension UnsafeBufferPointer<UInt8> {
  /// True if these bytes, as many as the text has, are those of the text.
  @inline(__always)
  func holds(_ text: StaticString) -> Bool {
    for i in 0..<count where self[i] != text.utf8Start[i] { return false }
    return true
  }
}
