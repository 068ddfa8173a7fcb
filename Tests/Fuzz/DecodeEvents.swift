// libFuzzer target: whatever bytes come in, every record ends as exactly one event, as skipped, or as one rejection, and
// what is kept for showing is bounded; linking records to earlier ones breaks none of that. Built by .ci/run together with
// the sources of the Events module.

import Events

// Safe, since libFuzzer calls on one thread.
private nonisolated(unsafe) var decoder = EventDecoder(seed: 1, keepsMetrics: true, makeIdentity: { 1 })

private nonisolated(unsafe) var linker = EventLinker()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEvents(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let chunk = Chunk(
    bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
  guard var batch = decoder?.decode(chunk, now: Timestamp(seconds: 1_767_312_000)) else { return 0 }
  linker.link(&batch, source: 0, makeIdentity: { 2 })
  let rejected = batch.rejected.values.reduce(0, +)
  precondition(
    UInt64(batch.events.count) + batch.skipped + rejected == batch.records, "a record was lost or counted twice")
  for rejection in batch.rejections { precondition(rejection.sample.utf8.count <= 3 * 512) }
  for event in batch.events {
    let metrics = batch.metrics(of: event)
    precondition(metrics.count <= EventBatch.metricsOfRecord)
    for metric in metrics {
      precondition(metric.key >= 0 && Int(metric.key) < batch.names.names.count)
      precondition(batch.bytes(metric.text).count <= Metric.longestText)
      precondition(metric.number.isFinite && (metric.kind == .text) != metric.text.isNone)
    }
  }
  for event in batch.events where event.kind == .operation || event.kind == .amendment {
    precondition(event.duration >= -1 && event.cost >= -1 && event.cost <= 1_000_000_000_000_000)
    precondition(event.wrapper >= 0 && Int(event.wrapper) < batch.names.names.count)
    precondition(batch.bytes(event.errorMessage).count <= 512)
  }
  return 0
}
