import CEventDecoder
import Secrets

// Events of the records of foreign formats.
extension EventDecoder {
  /// Makes events of records, or notes why not.
  mutating func take(
    _ outcomes: [ForeignRecords.Outcome], of format: any EventFormat, _ line: UnsafeBufferPointer<UInt8>,
    offset: UInt64, now: Timestamp
  ) {
    for outcome in outcomes {
      do throws(Fault) {
        switch outcome {
        case .accepted(let record):
          var record = record
          enclose(&record)
          var event = try event(of: record, format: format, now: now)
          event.line = UInt32(truncatingIfNeeded: batch.physicalLines)
          event.number = UInt32(truncatingIfNeeded: batch.events.count)
          event.offset = offset
          if let link = record.link { add(link, to: event, of: record) }
          batch.events.append(event)
        case .skipped: batch.skipped += 1
        case .context(let scope, let model):
          addContext(scope: scope, model: model)
          batch.skipped += 1
        case .rejected(let fault): throw fault
        }
        batch.records += 1
      } catch {
        reject(error, line, offset: offset)
      }
    }
  }

  // Adds what the envelopes tell.
  private func enclose(_ record: inout ForeignRecord) {
    for envelope in foreign.envelopes {
      for key in WrapperKey.allCases where record.names[key] == nil { record.names[key] = envelope.names[key] }
      if record.start == nil, record.end == nil { record.end = envelope.time }
    }
  }

  // The rules are those of native records (article Events, Operation records), but that names are cut and not rejected.
  private mutating func event(
    of record: ForeignRecord, format: any EventFormat, now: Timestamp
  ) throws(Fault) -> Event {
    var (start, end) = (record.start, record.end)
    for (time, field) in [(start, CED_START_TIME), (end, CED_END_TIME)] {
      guard let time else { continue }
      guard LineReader.isPossible(time, now: now) else {
        throw Fault(reason: .outOfRange, field: name(field), found: time.description)
      }
    }
    var duration = record.duration ?? -1
    if duration < 0, let start, let end, end >= start {
      duration = (end.microseconds - start.microseconds).multipliedReportingOverflow(by: 1000).partialValue
    }
    if duration > 0 {
      let length = duration / 1000
      if let start, end == nil { end = start.advanced(microseconds: length) }
      if let end, start == nil { start = end.advanced(microseconds: -length) }
      for time in [start, end] {
        if let time, !LineReader.isPossible(time, now: now) {
          throw Fault(reason: .outOfRange, field: name(CED_DURATION_MS))
        }
      }
    }
    if let cost = record.cost, cost < 0 || cost > Self.largestCostInBillionths {
      throw Fault(reason: .outOfRange, field: name(CED_COST_ESTIMATE))
    }
    var flags: Event.Flags = [.isForeign]
    if end != nil { flags.insert(.givesTime) }
    if let start, let end, end < start { flags.insert(.inconsistent) }
    if record.fallbackUsed || record.status == .fallback { flags.insert(.fallbackUsed) }
    if record.cost != nil, record.costIsEstimated { flags.insert(.costEstimated) }
    if record.cost == nil {
      if record.tokens.areAny { flags.insert(.hasTokens) }
      if record.model != nil { flags.insert(.hasModel) }
    }
    if record.model != nil, !record.tokens.areAny, record.status.isSuccess { batch.withoutUsage += 1 }
    var event = Event(kind: .operation, status: record.status, flags: flags, time: end ?? start ?? now)
    event.wrapper = intern(wrapperName(of: record, format: format))
    if let type = record.type { event.type = intern(type) }
    event.start = start
    event.duration = duration
    event.cost = record.cost ?? -1
    identify(&event, record, format: format)
    if !record.status.isSuccess || flags.contains(.fallbackUsed) {
      keepTexts(&event, record)
    }
    if keepsMetrics { keepMetrics(of: record, &event) }
    return event
  }

  private mutating func add(_ link: RecordLink, to event: Event, of record: ForeignRecord) {
    var result = EventLink(kind: .growing, event: batch.events.count)
    switch link {
    case .attempt(let trace, let group, let reason):
      result.kind = reason == nil ? .attempt : .failedAttempt
      if event.status.isSuccess != (reason == nil) { return }
      result.scope = OperationKey("attempt\0" + trace, seed: seed)
      result.mark = OperationKey(group, seed: seed).low
      if var reason { result.text = reason.withUTF8 { batch.keep(redacted: $0, limit: 512) } }
      if keepsMetrics, reason == nil { result.name = intern("fallback_duration_ms" as StaticString) }
    case .growing:
      guard event.flags.contains(.hasID) else { return }
      result.tokens = record.tokens
    case .unnamed(let scope): addModel(to: &result, scope: scope, record)
    case .running(let totals, let isUnnamed):
      addModel(to: &result, scope: nil, record)
      result.kind = .running
      result.mark = OperationKey(totals.map(String.init).joined(separator: " "), seed: seed).low
      if !isUnnamed { (result.name, result.namesWrapper) = (-1, false) }
    }
    batch.links.append(result)
  }

  private mutating func addModel(to link: inout EventLink, scope: String?, _ record: ForeignRecord) {
    link.kind = .unnamed
    if let scope { link.scope = OperationKey("model\0" + scope, seed: seed) }
    if keepsMetrics { link.name = intern("model_used" as StaticString) }
    link.namesWrapper = options.wrapperBy == nil || options.wrapperBy == .model
  }

  private mutating func addContext(scope: String?, model: String) {
    var link = EventLink(kind: .context, event: batch.events.count)
    if let scope { link.scope = OperationKey("model\0" + scope, seed: seed) }
    var model = model
    let text = model.withUTF8 { metricTexts.metric(key: 0, origin: .custom, $0, seed: seed, in: &batch) }
    link.text = text.text
    link.mark = text.hash
    batch.links.append(link)
  }

  private static var largestCostInBillionths: Int64 { Int64(largestCost) * 1_000_000_000 }

  private func wrapperName(of record: ForeignRecord, format: any EventFormat) -> String {
    if let key = options.wrapperBy, let name = record.names[key] { return name }
    for key in record.wrapperKeys ?? format.wrapperKeys {
      if let name = record.names[key] { return name }
    }
    return format.defaultWrapper
  }

  // Ids of different formats are different ones.
  private mutating func identify(_ event: inout Event, _ record: ForeignRecord, format: any EventFormat) {
    guard !record.id.isEmpty else { return }
    event.flags.insert(.hasID)
    event.key = OperationKey(record.id.joined(separator: "\0"), seed: seed)
    event.id = batch.keep((record.operationID ?? record.id[record.id.count - 1]).utf8.prefix(Self.longestName))
  }

  private mutating func keepTexts(_ event: inout Event, _ record: ForeignRecord) {
    func kept(_ text: String?, _ limit: Int) -> TextRange {
      guard var text, !text.isEmpty else { return .none }
      return text.withUTF8 { batch.keep(redacted: $0, limit: limit) }
    }
    event.errorMessage = kept(record.errorMessage, 512)
    event.errorCode = kept(record.errorCode, 128)
    event.fallbackReason = kept(record.fallbackReason, 512)
  }

  mutating func intern(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { intern($0) }
  }
}

// The metrics of foreign records, under the keys that native ones have.
extension EventDecoder {
  private mutating func keepMetrics(of record: ForeignRecord, _ event: inout Event) {
    foundMetrics.removeAll()
    if let fallback = record.fallbackDuration {
      keep("fallback_duration_ms", Double(fallback) / 1e6, origin: .record)
    }
    keep("user_id", record.user, origin: .record)
    keep("session_id", record.session, origin: .record)
    keep("request_id", record.request, origin: .record)
    let tokens = record.tokens
    keep("prompt_tokens", tokens.prompt)
    keep("completion_tokens", tokens.completion)
    if tokens.prompt == nil || tokens.completion == nil { keep("tokens_used", tokens.total) }
    keep("cache_read_input_tokens", tokens.cacheRead)
    keep("cache_creation_input_tokens", tokens.cacheWrite)
    keep("reasoning_tokens", tokens.reasoning)
    keep("model_used", record.model)
    keep("custom_llm_provider", record.provider)
    if let first = record.timeToFirstToken { keep("time_to_first_token_ms", Double(first) / 1e6) }
    for (key, text) in record.texts { keep(key, text) }
    for (key, number) in record.numbers { keep(key, number) }
    for (key, flag) in record.flags {
      guard foundMetrics.count < EventBatch.metricsOfRecord else { break }
      foundMetrics.append(Metric(key: intern(key), origin: .custom, flag: flag))
    }
    event.metrics = MetricRange(offset: UInt32(batch.metrics.count), count: UInt32(foundMetrics.count))
    foundMetrics.move(to: &batch.metrics)
  }

  private mutating func intern(_ key: StaticString) -> Int32 {
    intern(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
  }

  private mutating func keep(_ key: StaticString, _ count: Int64?, origin: Metric.Origin = .custom) {
    if let count { keep(key, Double(count), origin: origin) }
  }

  private mutating func keep(_ key: StaticString, _ number: Double, origin: Metric.Origin = .custom) {
    guard number.isFinite, foundMetrics.count < EventBatch.metricsOfRecord else { return }
    foundMetrics.append(
      Metric(key: intern(key), origin: origin, number: number, billionths: Int64(billionths: number)))
  }

  private mutating func keep(_ key: StaticString, _ text: String?, origin: Metric.Origin = .custom) {
    guard var text, !text.isEmpty, foundMetrics.count < EventBatch.metricsOfRecord else { return }
    let name = intern(key)
    foundMetrics.append(
      text.withUTF8 { metricTexts.metric(key: name, origin: origin, $0, seed: seed, in: &batch) })
  }
}
