import CEventDecoder

/// What of a record is a metric (SPEC 1.1, 1.2, 2.6).
extension EventDecoder {
  /// Keeps the metrics of a record whose fields have passed the rules, and notes on the event where they are: the
  /// record's own fields first, then `custom` in its order.
  mutating func keepMetrics(_ line: LineReader, _ custom: UnsafePointer<ced_metrics>, of event: inout Event) {
    let first = batch.metrics.count
    let resultCounts = event.kind == .success && line.has(CED_RESULT)
    keep(CED_CPU_USAGE_PERCENT, line, minimum: 0)
    keep(CED_MEMORY_USAGE_MB, line, minimum: 0)
    keep(CED_NETWORK_CALLS, line, minimum: 0)
    keep(CED_NETWORK_LATENCY_MS, line, minimum: 0)
    keep(CED_FALLBACK_DURATION_MS, line)
    if resultCounts, !line.has(CED_QUALITY_SCORE) {
      keep(CED_QUALITY_SCORE, line, .result)
    } else {
      keep(CED_QUALITY_SCORE, line)
    }
    keep(CED_USER_SATISFACTION, line)
    keep(text: CED_USER_ID, line)
    keep(text: CED_SESSION_ID, line)
    keep(custom, from: first)
    if resultCounts { keepExecutionTime(line, from: first) }
    event.metrics = MetricRange(offset: UInt32(first), count: UInt32(batch.metrics.count - first))
  }

  // Not every field has a rule in every kind of record; what would break it is no metric.
  @inline(__always)
  private mutating func keep(
    _ field: ced_key, _ line: LineReader, _ level: LineReader.Level = .record, minimum: Double = -.infinity
  ) {
    guard let value = try? line.number(field, level, minimum: minimum) else { return }
    batch.metrics.append(Metric(key: metricName(field), origin: .record, number: value))
  }

  @inline(__always)
  private mutating func keep(text field: ced_key, _ line: LineReader) {
    guard let text = try? line.string(field) else { return }
    let name = metricName(field)
    batch.metrics.append(metricTexts.metric(key: name, origin: .record, text, seed: seed, in: &batch))
  }

  @inline(__always)
  private mutating func keep(_ custom: UnsafePointer<ced_metrics>, from first: Int) {
    let room = EventBatch.metricsOfRecord - (batch.metrics.count - first)
    let count = Int(custom.pointee.count)
    for place in 0..<min(count, room) {
      guard let entry = ced_metric_at(custom, UInt32(place)) else { break }
      let key = UnsafeBufferPointer(start: entry.pointee.key, count: Int(entry.pointee.key_length))
      let name = intern(key, hash: entry.pointee.key_hash)
      switch ced_kind(UInt32(entry.pointee.value.kind)) {
      case CED_STRING:
        let text = UnsafeBufferPointer(start: entry.pointee.value.text, count: Int(entry.pointee.value.length))
        batch.metrics.append(metricTexts.metric(key: name, origin: .custom, text, seed: seed, in: &batch))
      case CED_NUMBER:
        batch.metrics.append(Metric(key: name, origin: .custom, number: entry.value))
      default:
        var metric = Metric(key: name, origin: .custom, kind: .flag)
        metric.number = ced_kind(UInt32(entry.pointee.value.kind)) == CED_TRUE ? 1 : 0
        batch.metrics.append(metric)
      }
    }
    batch.metricsShed &+= UInt64(max(0, count - room)) + UInt64(custom.pointee.left_out)
  }

  // A producer that gives this metric by its own name means that one.
  private mutating func keepExecutionTime(_ line: LineReader, from first: Int) {
    guard let value = try? line.number(CED_EXECUTION_TIME_MS, .result) else { return }
    let name = metricName(CED_EXECUTION_TIME_MS)
    guard !batch.metrics[first...].contains(where: { $0.origin == .custom && $0.key == name }) else { return }
    guard batch.metrics.count - first < EventBatch.metricsOfRecord else {
      batch.metricsShed &+= 1
      return
    }
    batch.metrics.append(Metric(key: name, origin: .custom, number: value))
  }

  @inline(__always)
  private mutating func metricName(_ field: ced_key) -> Int32 {
    let known = fieldNames[Int(field.rawValue)]
    return known >= 0 ? known : nameMetric(field)
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
    self.init(key: key, origin: origin, kind: .number)
    number = value.pointee.number
    billionths = value.pointee.scaled(by: 9)
  }
}

extension UnsafePointer<ced_metric> {
  @inline(__always)
  fileprivate var value: UnsafePointer<ced_value> {
    UnsafeRawPointer(self).advanced(by: MemoryLayout<ced_metric>.offset(of: \.value) ?? 0)
      .assumingMemoryBound(to: ced_value.self)
  }
}
