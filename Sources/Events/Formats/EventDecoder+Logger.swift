import CEventDecoder

// Native records that were written through a logger, which adds fields of its own (article Events, Records through a
// logger).
extension EventDecoder {
  /// Takes from a record that tells no times what a logger put beside it: when it was written, and that it is an error.
  @inline(never)
  mutating func takeLogFields(
    _ line: UnsafeBufferPointer<UInt8>, _ reader: LineReader, _ event: inout Event, now: Timestamp
  ) {
    // Most records that tell no times have nothing of a logger either, and need not be parsed again.
    guard line.find("time") != nil || line.find(#""level""#) != nil,
      let object = try? foreign.parse(line, depth: Envelope.maximumDepth)
    else { return }
    if let time = object.first("time", "timestamp", "@timestamp")?.time, LineReader.isPossible(time, now: now) {
      event.time = time
      event.flags.insert(.givesTime)
    }
    guard event.status == .success, !reader.has(CED_STATUS), !reader.has(CED_SUCCESS),
      let error = object.first("err", "error"), object["level"]?.isError == true
    else { return }
    event.status = .error
    let message = error["message"]?.bytes ?? error.bytes
    if event.errorMessage.isNone, let message { event.errorMessage = batch.keep(redacted: message, limit: 512) }
    if event.errorCode.isNone, let code = error.first("code", "type", "name")?.bytes {
      event.errorCode = batch.keep(redacted: code, limit: 128)
    }
  }
}

extension JSONValue {
  /// True for the level of an error: pino's numbers, or words.
  fileprivate var isError: Bool {
    if let number { return number >= 50 }
    guard let word = text?.lowercased() else { return false }
    return ["error", "fatal", "critical", "alert", "emerg", "panic"].contains(word)
  }
}
