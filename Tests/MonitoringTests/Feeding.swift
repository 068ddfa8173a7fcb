import Events

@testable import Monitoring

func time(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(seconds: 0) }

/// A state that is fed lines, at an instant that the test sets.
struct Feed {
  var state: MonitorState
  var now: Timestamp
  var isCatchingUp = false
  var dedupes = false
  private(set) var applied = Applied()
  private(set) var rejected: [String] = []
  /// Completes foreign records by those before them.
  var linker = EventLinker()
  /// Every batch as it was applied.
  var journal: [JournalEntry] = []

  init(now: String = "2026-01-02T00:00:00Z", state: MonitorState = MonitorState()) {
    self.now = time(now)
    self.state = state
  }

  /// Feeds lines as one batch.
  mutating func lines(_ lines: String..., source: Int = 0) { batch(lines, source: source) }

  mutating func batch(_ lines: [String], source: Int = 0) {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    guard var decoder = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { .random(in: 0...(.max)) })
    else { return }
    let chunk = Chunk(
      bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    var batch = decoder.decode(chunk, now: now)
    linker.link(&batch, source: source, makeIdentity: { .random(in: 0...(.max)) })
    rejected += batch.rejections.map(\.reason.rawValue)
    applied = state.apply(batch, source: source, isCatchingUp: isCatchingUp, dedupes: dedupes, now: now)
    journal.append(
      JournalEntry(
        batch: batch, source: source, isCatchingUp: isCatchingUp, dedupes: dedupes, at: now,
        pricings: applied.pricings))
    rejected += applied.rejections.map { _ in "unknownOperation" }
  }

  mutating func snapshot() -> MonitorSnapshot { state.snapshot(at: now) }

  mutating func wrapper(_ name: String = "w") -> WrapperSnapshot? { snapshot().wrappers.first { $0.name == name } }
}

/// A record of an operation that ended at that time.
func operation(
  _ end: String, wrapper: String = "w", status: String = "success", fallback: Bool = false, ms: Double? = nil,
  cost: String? = nil, error: String? = nil
) -> String {
  var line = #"{"wrapper_name":"\#(wrapper)","end_time":"\#(end)","status":"\#(status)""#
  if fallback { line += #","fallback_used":true"# }
  if let ms { line += #","duration_ms":\#(ms)"# }
  if let cost { line += #","cost_estimate":\#(cost)"# }
  if let error { line += #","error_message":"\#(error)""# }
  return line + "}"
}
