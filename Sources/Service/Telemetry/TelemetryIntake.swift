import Events
import Formatting
import HTTPServer
import Monitoring
import OTLPProtobuf

/// Brings requests of OTLP into a core, and waits until what they tell is stored (article Telemetry).
///
/// One request is decoded at a time, so that senders have neither all the memory nor all the processors, whatever they
/// send.
actor TelemetryIntake {
  /// What became of a request.
  struct Outcome {
    var rejected: UInt64 = 0
    /// Why, of the first record that was rejected.
    var message = ""
    /// The request is stored when everything up to this mark is.
    var mark: UInt64 = 0

    mutating func count(_ batch: EventBatch, _ applied: Applied) {
      mark = applied.mark
      rejected += batch.rejected.values.reduce(0, +)
      if message.isEmpty, let first = batch.rejections.first { message = first.explanation }
    }
  }

  private let core: Core
  private let source: Int
  private let writer: StoreWriter?
  private var decoder: EventDecoder

  /// How long the store is waited for. Senders wait ten seconds unless they are told otherwise.
  private static let patience = Duration.seconds(8)

  init(core: Core, source: Int, writer: StoreWriter?, decoder: consuming EventDecoder) {
    self.core = core
    self.source = source
    self.writer = writer
    self.decoder = decoder
  }

  /// Takes in the body of a request, and returns once that is stored.
  ///
  /// - Throws: if the body cannot be read, or cannot be stored at present. Whoever sends it again then does no harm: what
  ///   has an id counts once.
  func take(_ body: [UInt8], of signal: TelemetrySignal, isJSON: Bool) async throws(HTTPProblem) -> Outcome {
    if await writer?.isFailing == true { throw Self.notStored }
    await writer?.waitForRoom()
    let outcome = try isJSON ? decode(json: body, signal) : decode(protobuf: body, signal)
    try await waitUntilStored(outcome.mark)
    return outcome
  }

  private func decode(json body: [UInt8], _ signal: TelemetrySignal) throws(HTTPProblem) -> Outcome {
    var outcome = Outcome()
    var bytes = UInt64(body.count)
    do throws(UnreadableTelemetry) {
      try decoder.decode(signal, json: body, now: core.now) { apply($0, &bytes, &outcome) }
    } catch {
      throw HTTPProblem(400, "the body cannot be read: it is \(error.reason.words)")
    }
    return outcome
  }

  private func decode(protobuf body: [UInt8], _ signal: TelemetrySignal) throws(HTTPProblem) -> Outcome {
    var outcome = Outcome()
    var bytes = UInt64(body.count)
    do {
      switch signal {
      case .traces:
        var reader = try TelemetryReader(spans: body)
        decoder.decode(spans: { reader.next() }, now: core.now) { apply($0, &bytes, &outcome) }
      case .logs:
        var reader = try TelemetryReader(logRecords: body)
        decoder.decode(logRecords: { reader.next() }, now: core.now) { apply($0, &bytes, &outcome) }
      case .metrics:
        var reader = try TelemetryReader(metrics: body)
        var points: UInt64 = 0
        while let count = reader.next() { points += UInt64(count ?? 0) }
        if points > 0 { apply(decoder.decode(dataPoints: points), &bytes, &outcome) }
      }
    } catch {
      throw HTTPProblem(400, "the body cannot be read: it is no \(signal) request of OTLP in protobuf")
    }
    return outcome
  }

  // The bytes of the request count with its first batch.
  private func apply(_ batch: EventBatch, _ bytes: inout UInt64, _ outcome: inout Outcome) {
    var batch = batch
    let applied = core.apply(&batch, from: source, ChunkProgress(bytes: exchange(&bytes, with: 0)), dedupes: true)
    outcome.count(batch, applied)
  }

  private func waitUntilStored(_ mark: UInt64) async throws(HTTPProblem) {
    if await writer?.waitUntilStored(upTo: mark, within: Self.patience) == false { throw Self.notStored }
  }

  private static let notStored = HTTPProblem.busy(
    "what is sent cannot be stored at present; send it again later", retryAfter: 5)
}
