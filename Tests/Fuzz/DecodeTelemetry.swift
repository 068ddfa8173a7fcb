// libFuzzer target: whatever a request of OTLP has for a body, reading it ends, and every record ends as exactly one event,
// one that is skipped, or one rejection. The first byte says of which signal and encoding the rest is. Built by .ci/run
// together with the sources of OTLPProtobuf.

import Events

// Safe, since libFuzzer calls on one thread.
private nonisolated(unsafe) var decoder = EventDecoder(seed: 1, keepsMetrics: true, makeIdentity: { 1 })

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTelemetry(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  guard let first = bytes.first else { return 0 }
  let body = Array(bytes.dropFirst())
  let now = Timestamp(seconds: 1_767_312_000)
  let signal = TelemetrySignal.allCases[Int(first >> 1) % TelemetrySignal.allCases.count]
  if first & 1 == 0 {
    try? decoder?.decode(signal, json: body, now: now, apply: check)
    return 0
  }
  switch signal {
  case .traces:
    guard var reader = try? TelemetryReader(spans: body) else { return 0 }
    decoder?.decode(spans: { reader.next() }, now: now, apply: check)
  case .logs:
    guard var reader = try? TelemetryReader(logRecords: body) else { return 0 }
    decoder?.decode(logRecords: { reader.next() }, now: now, apply: check)
  case .metrics:
    guard var reader = try? TelemetryReader(metrics: body) else { return 0 }
    while let points = reader.next() { precondition((points ?? 0) <= body.count) }
  }
  return 0
}

private func check(_ batch: EventBatch) {
  let rejected = batch.rejected.values.reduce(0, +)
  precondition(
    UInt64(batch.events.count) + batch.skipped + rejected == batch.records, "a record was lost or counted twice")
  for rejection in batch.rejections { precondition(rejection.sample.utf8.count <= 3 * 512) }
  for event in batch.events {
    precondition(event.kind == .operation && event.duration >= -1 && event.cost >= -1)
    precondition(event.wrapper >= 0 && Int(event.wrapper) < batch.names.names.count)
    precondition(batch.bytes(event.errorMessage).count <= 512)
    for metric in batch.metrics(of: event) {
      precondition(metric.key >= 0 && Int(metric.key) < batch.names.names.count && metric.number.isFinite)
    }
  }
}
