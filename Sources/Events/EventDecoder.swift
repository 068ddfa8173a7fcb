import CEventDecoder
import Secrets

/// How lines are decoded.
package struct DecodingOptions: Sendable, Equatable {
  /// The name of the only format that lines can have; nil to find out line by line.
  package var format: String?
  /// What names the wrapper of an operation that came in a foreign format; nil for what its format says.
  package var wrapperBy: WrapperKey?
  /// What describes the format, if it is not one of those that are known.
  package var mapping: Mapping?

  /// For the parameters see the properties; `format` may also be the name of a mapping that comes with the program.
  package init(format: String? = nil, wrapperBy: WrapperKey? = nil, mapping: Mapping? = nil) {
    // What Gemini's command line sends is OTLP.
    self.format = mapping?.name ?? (format == "gemini" ? "otlp" : format)
    self.mapping = mapping ?? format.flatMap { Mapping.shipped($0) }
    self.wrapperBy = wrapperBy
  }

  /// The name of the format of lines that wrappers write themselves.
  package static let native = "native"

  /// The names of the foreign formats.
  package static var formats: [String] {
    (EventFormats.all.map(\.name) + ["gemini"] + Mapping.shipped.map(\.name)).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// True if all lines are of one foreign format.
  package var isForeign: Bool { format != nil && format != Self.native }
}

/// Decodes chunks of lines (article Events, Operation records, Lifecycle events; Formats). It keeps buffers and the names
/// it has met from chunk to chunk, and serves one thread at a time.
package struct EventDecoder: ~Copyable {
  let parser: OpaquePointer
  var interner: Interner
  let seed: UInt64
  var batch = EventBatch()
  var foundMetrics = FoundMetrics()
  var metricTexts = MetricTexts()
  /// The numbers of the record's own fields as names of metrics, by `ced_key`; -1 where there is none yet.
  var fieldNames = [Int32](repeating: -1, count: Int(CED_KEYS.rawValue))
  let options: DecodingOptions
  /// All lines are of one foreign format.
  let readsForeignOnly: Bool
  /// What foreign lines are read with; made when the first one comes.
  var foreign = ForeignReader()
  private var rejectedLines: UInt32 = 0
  /// All rejections of a chunk are wanted, not only the last ones.
  private let keepsAllRejections: Bool
  /// What records carry beside their own figures is wanted.
  let keepsMetrics: Bool

  /// `seed` should be secret to the process; decoders whose events meet in one `MonitorState` share it.
  /// `makeIdentity` gives numbers that no other name table of the process has. With `keepsMetrics`, batches hold the
  /// metrics of their events.
  package init?(
    seed: UInt64, keepsAllRejections: Bool = false, keepsMetrics: Bool = false,
    options: DecodingOptions = DecodingOptions(),
    makeIdentity: @escaping @Sendable () -> UInt64
  ) {
    guard let parser = ced_parser_create(keepsMetrics, seed) else { return nil }
    self.keepsAllRejections = keepsAllRejections
    self.keepsMetrics = keepsMetrics
    self.options = options
    readsForeignOnly = options.isForeign
    self.parser = parser
    self.seed = seed
    interner = Interner(seed: seed, makeIdentity: makeIdentity)
  }

  deinit { ced_parser_destroy(parser) }

  /// Decodes all lines of a chunk. `now` is when they were read.
  package mutating func decode(_ chunk: Chunk, now: Timestamp) -> EventBatch {
    begin()
    batch.events.reserveCapacity(chunk.lines.count / 400 + 4)
    batch.texts.reserveCapacity(chunk.lines.count / 10 + 64)
    if keepsMetrics { batch.metrics.reserveCapacity(chunk.lines.count / 64 + 16) }
    chunk.bytes.withUnsafeBufferPointer { bytes in
      var at = chunk.lines.lowerBound
      while at < chunk.lines.upperBound {
        let end = bytes.lineEnd(from: at, limit: chunk.lines.upperBound)
        // Zero bytes before a line are a hole in the file, and no part of it.
        while at < end, bytes[at] == 0 { at += 1 }
        let offset = chunk.offset + UInt64(at - chunk.lines.lowerBound)
        decode(line: UnsafeBufferPointer(rebasing: bytes[at..<end]), offset: offset, now: now)
        batch.physicalLines += 1
        at = end + 1
      }
    }
    if !foreign.pieces.isEmpty { finishPieces(offset: chunk.offset, now: now) }
    if let cut = chunk.cut {
      cut.beginning.withUnsafeBufferPointer { beginning in
        reject(Fault(reason: .lineTooLong), beginning, offset: cut.offset)
      }
      batch.lines += 1
      batch.physicalLines += 1
    }
    return finish()
  }

  /// Begins with an empty batch.
  mutating func begin() {
    if interner.isFull {
      interner.clear()
      for field in fieldNames.indices { fieldNames[field] = -1 }
    }
    batch = EventBatch()
    metricTexts.forget()
    rejectedLines = 0
    foreign.hasMetRecords = false
    foreign.comesFirst = foreign.comesFirst || readsForeignOnly
  }

  /// Ends a batch.
  mutating func finish() -> EventBatch {
    batch.names = interner.table
    let decoded = batch
    batch = EventBatch()
    return decoded
  }

  @inline(__always)
  private mutating func decode(line: UnsafeBufferPointer<UInt8>, offset: UInt64, now: Timestamp) {
    guard let first = line.first else { return }
    if first <= 0x20, line.isBlank { return }
    batch.lines += 1
    if foreign.comesFirst, decodeForeign(line, offset: offset, now: now) { return }
    let outcome = ced_parser_decode(parser, line.baseAddress, line.count)
    let reader = LineReader(line: ced_parser_line(parser))
    guard outcome == CED_OK else { return decode(other: line, outcome, offset: offset, now: now) }
    if !reader.has(CED_WRAPPER_NAME), !isStep(reader), decodeForeign(line, offset: offset, now: now) { return }
    foreign.comesFirst = readsForeignOnly
    guard !readsForeignOnly else {
      return reject(Fault(reason: .missingField, field: name(CED_WRAPPER_NAME)), line, offset: offset)
    }
    decodeRecord(reader, line, offset: offset, now: now)
  }

  // A line that is no object: text, or nothing that can be read.
  private mutating func decode(
    other line: UnsafeBufferPointer<UInt8>, _ outcome: ced_result, offset: UInt64, now: Timestamp
  ) {
    if outcome == CED_NOT_JSON, decodeForeign(line, offset: offset, now: now) { return }
    switch outcome {
    case CED_INVALID_UTF8: reject(Fault(reason: .invalidUTF8), line, offset: offset)
    case CED_NOT_AN_OBJECT: reject(Fault(reason: .notAnObject), line, offset: offset)
    default:
      let isText = line.first { $0 > 0x20 }.map { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") } ?? false
      if isText { batch.plainText += 1 }
      reject(Fault(reason: .notJSON, isPlainText: isText), line, offset: offset)
    }
  }

  /// True if it is a step of an operation, and not what a logger calls an event.
  @inline(__always)
  func isStep(_ line: LineReader) -> Bool { line.has(CED_EVENT) && Self.isKnownEvent(line) }

  /// Makes an event of a native record, or rejects it.
  @inline(__always)
  mutating func decodeRecord(
    _ reader: LineReader, _ line: UnsafeBufferPointer<UInt8>, offset: UInt64, now: Timestamp
  ) {
    do throws(Fault) {
      if reader.has(CED_EVENT), isStep(reader) || !reader.isOperation {
        var event = try step(reader, now: now)
        event.line = UInt32(truncatingIfNeeded: batch.physicalLines)
        event.offset = offset
        event.number = UInt32(truncatingIfNeeded: batch.events.count)
        event.rejectedBefore = rejectedLines
        event.sample = batch.keep(UnsafeBufferPointer(rebasing: line.prefix(Redaction.looked)))
        if event.kind != .flush { takeMetrics(reader, of: &event) }
        batch.events.append(event)
      } else {
        var event = try operation(reader, now: now)
        event.line = UInt32(truncatingIfNeeded: batch.physicalLines)
        event.number = UInt32(truncatingIfNeeded: batch.events.count)
        if !reader.has(CED_START_TIME), !reader.has(CED_END_TIME) {
          takeLogFields(line, reader, &event, now: now)
        }
        takeMetrics(reader, of: &event)
        batch.events.append(event)
      }
      batch.records += 1
    } catch {
      reject(error, line, offset: offset)
    }
  }

  /// Notes a record that was rejected.
  mutating func reject(_ fault: Fault, _ line: UnsafeBufferPointer<UInt8>, offset: UInt64) {
    rejectedLines += 1
    batch.records += 1
    batch.rejected[fault.reason, default: 0] += 1
    let first = EventBatch.firstRejections, kept = EventBatch.keptRejections
    if !keepsAllRejections, batch.rejections.count >= first + 2 * kept {
      batch.rejections.removeSubrange(first..<first + kept)
    }
    let sample = String(decoding: Redaction.redact(line, limit: 512), as: UTF8.self)
    batch.rejections.append(
      Rejection(
        reason: fault.reason, field: fault.field, found: fault.found, line: batch.physicalLines, offset: offset,
        sample: sample, isPlainText: fault.isPlainText))
  }

  /// The number of a name. Names are redacted, and cut to the length that a wrapper's may have.
  @inline(__always)
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard bytes.count > Self.longestName else { return interner.number(bytes, make: Self.nameText) }
    return Redaction.redact(bytes, limit: Self.longestName).withUnsafeBufferPointer {
      interner.number($0, make: Self.nameText)
    }
  }

  /// The same where the low half of the hash of all its bytes is known.
  @inline(__always)
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int32 {
    bytes.count > Self.longestName ? intern(bytes) : interner.number(bytes, hash: hash, make: Self.nameText)
  }

  private static func nameText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: Redaction.redact(bytes, limit: longestName), as: UTF8.self)
  }

  /// The most bytes of a wrapper's name (article Events, Operation records).
  static let longestName = 256

  /// Puts bytes into the arena of the batch.
  mutating func keep(_ bytes: some Collection<UInt8>) -> TextRange { batch.keep(bytes) }

  /// Gives the event its id.
  @inline(__always)
  mutating func identify(_ event: inout Event, _ id: UnsafeBufferPointer<UInt8>) {
    guard !id.isEmpty else { return }
    event.flags.insert(.hasID)
    event.key = OperationKey(bytes: id, seed: seed)
    event.id = batch.keep(UnsafeBufferPointer(rebasing: id.prefix(Self.longestName)))
  }

  /// Keeps the texts of a failure or a fallback, redacted and cut.
  mutating func keepTexts(
    _ event: inout Event, message: UnsafeBufferPointer<UInt8>?, code: UnsafeBufferPointer<UInt8>?,
    reason: UnsafeBufferPointer<UInt8>?
  ) {
    if let message { event.errorMessage = batch.keep(redacted: message, limit: 512) }
    if let code { event.errorCode = batch.keep(redacted: code, limit: 128) }
    if let reason { event.fallbackReason = batch.keep(redacted: reason, limit: 512) }
  }
}

extension OperationKey {
  /// The fingerprint of an id.
  @inline(__always)
  init(bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) {
    let hash = ced_hash(bytes.baseAddress, bytes.count, seed)
    self.init(high: hash.high, low: hash.low)
  }

  /// The fingerprint of an id.
  package init(_ id: String, seed: UInt64) {
    var id = id
    self = id.withUTF8 { OperationKey(bytes: $0, seed: seed) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the line that begins at `start` ends: at a line feed, or at the limit.
  @inline(__always)
  fileprivate func lineEnd(from start: Int, limit: Int) -> Int {
    guard let baseAddress else { return limit }
    return start + ced_line_length(baseAddress + start, limit - start)
  }

  /// True if there is nothing but white space.
  fileprivate var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
