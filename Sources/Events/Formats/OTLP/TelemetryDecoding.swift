/// A kind of telemetry that receivers take (article Telemetry).
package enum TelemetrySignal: String, CaseIterable, Sendable {
  case traces, logs, metrics
}

/// A request of OTLP/JSON that is not what it has to be.
package struct UnreadableTelemetry: Error {
  package var reason: RejectionReason
}

// Requests of OTLP are decoded as they are walked, and handed on in batches: what a request of 64 MiB can hold as records
// is many times that.
extension EventDecoder {
  /// The maximum number of records of a batch.
  private static var telemetryBatch: Int { 1000 }

  /// Decodes spans. `next` returns them one after the other, in place of one that could not be read a nil, and nil at the end.
  package mutating func decode(
    spans next: () -> TelemetrySpan??, now: Timestamp, apply: (EventBatch) -> Void
  ) {
    var pending = PendingTelemetry()
    while let span = next() {
      pending.add(span?.outcome ?? .unreadable("span"), label: span?.name)
      if pending.count >= Self.telemetryBatch { apply(take(&pending, now: now)) }
    }
    if pending.count > 0 { apply(take(&pending, now: now)) }
  }

  /// Decodes log records in the same way.
  package mutating func decode(
    logRecords next: () -> TelemetryLogRecord??, now: Timestamp, apply: (EventBatch) -> Void
  ) {
    var pending = PendingTelemetry()
    while let record = next() {
      pending.add(record?.outcome ?? .unreadable("logRecord"), label: record?.eventName)
      if pending.count >= Self.telemetryBatch { apply(take(&pending, now: now)) }
    }
    if pending.count > 0 { apply(take(&pending, now: now)) }
  }

  /// Makes a batch of data points, which are only counted.
  package mutating func decode(dataPoints count: UInt64) -> EventBatch {
    var pending = PendingTelemetry()
    pending.skipped = count
    return take(&pending, now: Timestamp(microseconds: 0))
  }

  /// Decodes a request in JSON. Keys that are not known, and those of other signals, are ignored.
  ///
  /// - Throws: before anything was applied, if it is no such request.
  package mutating func decode(
    _ signal: TelemetrySignal, json body: consuming [UInt8], now: Timestamp, apply: (EventBatch) -> Void
  ) throws(UnreadableTelemetry) {
    let count = body.count
    body += [UInt8](repeating: 0, count: Chunk.padding)
    // Not the one that lines are read with: what a request needs is large, and goes with it.
    guard var document = JSONDocument() else { throw UnreadableTelemetry(reason: .lineTooLong) }
    do throws(Fault) {
      try body.withUnsafeBufferPointer { (bytes) throws(Fault) in
        let request = try document.parse(UnsafeBufferPointer(rebasing: bytes[..<count]))
        try decode(signal, request, now: now, apply)
      }
    } catch {
      throw UnreadableTelemetry(reason: error.reason)
    }
  }

  private mutating func decode(
    _ signal: TelemetrySignal, _ request: JSONValue, now: Timestamp, _ apply: (EventBatch) -> Void
  ) throws(Fault) {
    guard let resources = request[signal.list.resources] else { return }
    guard resources.isArray else { throw Fault(reason: .wrongType) }
    var pending = PendingTelemetry()
    resources.forEachElement { resource in
      let from = TelemetryResource(json: resource)
      resource[signal.list.scopes]?.forEachElement { scope in
        scope[signal.list.records]?.forEachElement { record in
          switch signal {
          case .traces:
            let span = TelemetrySpan(json: record, from: from)
            pending.add(span.outcome, label: span.name)
          case .logs:
            let record = TelemetryLogRecord(json: record, from: from)
            pending.add(record.outcome, label: record.eventName)
          case .metrics: pending.skipped += record.dataPoints
          }
          if pending.count >= Self.telemetryBatch { apply(take(&pending, now: now)) }
        }
      }
    }
    if pending.count > 0 || pending.skipped > 0 { apply(take(&pending, now: now)) }
  }

  private mutating func take(_ pending: inout PendingTelemetry, now: Timestamp) -> EventBatch {
    begin()
    let format = OTLPFormat()
    batch.formats.insert(format.name)
    batch.skipped = pending.skipped
    batch.records = pending.skipped
    take(pending.accepted, of: format, UnsafeBufferPointer(start: nil, count: 0), offset: 0, now: now)
    for (outcome, label) in pending.rejected {
      var label = label
      label.withUTF8 { take([outcome], of: format, $0, offset: 0, now: now) }
    }
    batch.lines = batch.records
    batch.physicalLines = batch.records
    pending = PendingTelemetry()
    return finish()
  }
}

/// What became of records that are to become a batch.
private struct PendingTelemetry {
  /// In their order, with what only tells of others.
  var accepted: [ForeignRecords.Outcome] = []
  /// With the beginning of a sample that operators see.
  var rejected: [(ForeignRecords.Outcome, label: String)] = []
  var skipped: UInt64 = 0
  private(set) var count = 0

  mutating func add(_ outcome: ForeignRecords.Outcome, label: String?) {
    count += 1
    switch outcome {
    case .accepted, .context: accepted.append(outcome)
    case .skipped: skipped += 1
    case .rejected: rejected.append((outcome, label ?? ""))
    }
  }
}

extension ForeignRecords.Outcome {
  /// A record of protobuf that could not be decoded.
  fileprivate static func unreadable(_ field: String) -> Self { .rejected(Fault(reason: .wrongType, field: field)) }
}

extension TelemetrySignal {
  /// The keys of JSON that lead to the records.
  fileprivate var list: (resources: StaticString, scopes: StaticString, records: StaticString) {
    switch self {
    case .traces: ("resourceSpans", "scopeSpans", "spans")
    case .logs: ("resourceLogs", "scopeLogs", "logRecords")
    case .metrics: ("resourceMetrics", "scopeMetrics", "metrics")
    }
  }
}

extension JSONValue {
  /// How many data points a metric has.
  fileprivate var dataPoints: UInt64 {
    var count: UInt64 = 0
    let kinds = first("gauge", "sum", "histogram", "exponentialHistogram", "summary")
    kinds?["dataPoints"]?.forEachElement { _ in count += 1 }
    return count
  }
}
