import CEventDecoder

/// What of a record is a metric (article Events, Operation records, Lifecycle events; Monitoring, Metrics).
extension EventDecoder {
  /// Notes on an event what of its metrics is left out, and keeps the others where they are wanted.
  @inline(__always)
  mutating func takeMetrics(_ line: LineReader, of event: inout Event) {
    event.metricsLeftOut = ced_parser_metrics(parser).pointee.left_out
    if keepsMetrics { keepMetrics(line, of: &event) }
  }

  // Keeps the metrics of a record whose fields have passed the rules, and notes on the event where they are: the
  // record's own fields first, then the entries of `custom_metrics` in their order.
  private mutating func keepMetrics(_ line: LineReader, of event: inout Event) {
    foundMetrics.removeAll()
    var fields = line.present(.record) & Self.recordFields
    let result = event.kind == .success && line.has(CED_RESULT)
    if result, line.has(CED_QUALITY_SCORE, .result), !line.has(CED_QUALITY_SCORE) {
      keepField(CED_QUALITY_SCORE, line, .result)
    }
    while fields != 0 {
      keepField(ced_key(UInt32(fields.trailingZeroBitCount)), line, .record)
      fields &= fields - 1
    }
    if event.kind == .cost { keepParts(line) }
    if let custom = ced_parser_metrics(parser) { event.metricsLeftOut &+= keep(custom) }
    if result { event.metricsLeftOut &+= keepExecutionTime(line) }
    event.metrics = MetricRange(offset: UInt32(batch.metrics.count), count: UInt32(foundMetrics.count))
    foundMetrics.move(to: &batch.metrics)
  }

  // As a set of bits, by `ced_key`.
  private static let recordFields: UInt64 =
    1 << UInt64(CED_FALLBACK_DURATION_MS.rawValue) | 1 << UInt64(CED_CPU_USAGE_PERCENT.rawValue)
    | 1 << UInt64(CED_MEMORY_USAGE_MB.rawValue) | 1 << UInt64(CED_NETWORK_CALLS.rawValue)
    | 1 << UInt64(CED_NETWORK_LATENCY_MS.rawValue) | 1 << UInt64(CED_QUALITY_SCORE.rawValue)
    | 1 << UInt64(CED_USER_SATISFACTION.rawValue) | 1 << UInt64(CED_USER_ID.rawValue)
    | 1 << UInt64(CED_SESSION_ID.rawValue) | 1 << UInt64(CED_REQUEST_ID.rawValue)

  // Steps have no rules for resources; what would break those of a whole operation is no metric.
  private mutating func keepField(_ field: ced_key, _ line: LineReader, _ level: LineReader.Level) {
    switch field {
    case CED_USER_ID, CED_SESSION_ID, CED_REQUEST_ID:
      guard let text = try? line.string(field, level) else { return }
      foundMetrics.append(metricTexts.metric(key: metricName(field), origin: .record, text, seed: seed, in: &batch))
    default:
      let canBeNegative = field == CED_FALLBACK_DURATION_MS || field == CED_USER_SATISFACTION
      guard let value = try? line.number(field, level, minimum: canBeNegative ? -.infinity : 0) else { return }
      foundMetrics.append(Metric(key: metricName(field), origin: .record, number: value))
    }
  }

  // The parts of a cost that is reported on its own are the metrics that they are in `custom_metrics`.
  private mutating func keepParts(_ line: LineReader) {
    for field in [CED_TOTAL_COST, CED_API_COST, CED_INFRASTRUCTURE_COST, CED_COMPUTE_COST]
    where !line.has(field, .custom) {
      guard let value = try? line.number(field, minimum: 0, maximum: Self.largestCost) else { continue }
      foundMetrics.append(Metric(key: metricName(field), origin: .custom, number: value))
    }
  }

  // The answer is how many there is no room for.
  @inline(__always)
  private mutating func keep(_ custom: UnsafePointer<ced_metrics>) -> UInt32 {
    let count = Int(custom.pointee.count)
    let kept = min(count, EventBatch.metricsOfRecord - foundMetrics.count)
    for place in 0..<kept {
      guard let entry = ced_metric_at(custom, UInt32(place)), let value = entry.pointee.value else { break }
      let name = metricName(entry)
      let origin: Metric.Origin = entry.pointee.joined ? .joined : .custom
      switch ced_kind(UInt32(value.pointee.kind)) {
      case CED_STRING:
        let text = UnsafeBufferPointer(start: value.pointee.text, count: Int(value.pointee.length))
        foundMetrics.append(metricTexts.metric(key: name, origin: origin, text, seed: seed, in: &batch))
      case CED_NUMBER:
        foundMetrics.append(Metric(key: name, origin: origin, number: value))
      case let flag:
        foundMetrics.append(Metric(key: name, origin: origin, flag: flag == CED_TRUE))
      }
    }
    return UInt32(count - kept)
  }

  // A producer that has a custom metric of this name means that one. The answer is how many there is no room for.
  private mutating func keepExecutionTime(_ line: LineReader) -> UInt32 {
    guard let value = try? line.number(CED_EXECUTION_TIME_MS, .result) else { return 0 }
    let name = metricName(CED_EXECUTION_TIME_MS)
    guard !foundMetrics.contains(key: name, origin: .custom) else { return 0 }
    guard foundMetrics.count < EventBatch.metricsOfRecord else { return 1 }
    foundMetrics.append(Metric(key: name, origin: .custom, number: value))
    return 0
  }

  @inline(__always)
  private mutating func metricName(_ field: ced_key) -> Int32 {
    let known = fieldNames[Int(field.rawValue)]
    return known >= 0 ? known : nameMetric(field)
  }

  @inline(__always)
  private mutating func metricName(_ entry: UnsafePointer<ced_metric>) -> Int32 {
    let known = entry.pointee.known
    // What is called execution_time_ms here is not the figure of a result.
    if known < CED_KEYS.rawValue, known != CED_EXECUTION_TIME_MS.rawValue { return metricName(ced_key(known)) }
    let key = UnsafeBufferPointer(start: entry.pointee.key, count: Int(entry.pointee.key_length))
    return known < CED_KEYS.rawValue ? intern(key) : intern(key, hash: entry.pointee.key_hash)
  }

  private mutating func nameMetric(_ field: ced_key) -> Int32 {
    var text = field == CED_EXECUTION_TIME_MS ? "result_execution_time_ms" : name(field)
    let number = text.withUTF8 { intern($0) }
    fieldNames[Int(field.rawValue)] = number
    return number
  }
}

extension Metric {
  @inline(__always)
  fileprivate init(key: Int32, origin: Origin, number value: UnsafePointer<ced_value>) {
    self.init(key: key, origin: origin, number: value.pointee.number, billionths: value.pointee.scaled(by: 9))
  }
}
