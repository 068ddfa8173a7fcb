@testable import Events

/// The instant at which test lines are read.
let readAt = Timestamp("2026-01-02T00:00:00Z") ?? Timestamp(seconds: 0)

/// Decodes text as one chunk of a source.
func decode(_ text: String, keepsMetrics: Bool = false) -> EventBatch {
  decode(bytes: Array(text.utf8), keepsMetrics: keepsMetrics)
}

/// Decodes bytes as one chunk of a source.
func decode(bytes: [UInt8], now: Timestamp = readAt, keepsMetrics: Bool = false) -> EventBatch {
  guard var decoder = EventDecoder(seed: 1, keepsMetrics: keepsMetrics, makeIdentity: { 1 }) else {
    return EventBatch()
  }
  let padded = bytes + Array(repeating: 0, count: Chunk.padding)
  return decoder.decode(Chunk(bytes: padded, lines: 0..<bytes.count, offset: 0), now: now)
}

/// Decodes one line and says what became of it: `accepted`, `blank`, or the reason with its field.
func verdict(_ line: String) -> String { verdict(bytes: Array(line.utf8)) }

/// The same for bytes.
func verdict(bytes: [UInt8]) -> String {
  let batch = decode(bytes: bytes + [0x0A])
  if let rejection = batch.rejections.first {
    return rejection.reason.rawValue + (rejection.field.map { "(\($0))" } ?? "")
  }
  return batch.events.isEmpty ? "blank" : "accepted"
}
