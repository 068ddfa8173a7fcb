import Events
import HTTPServer
import Ingestion
import Monitoring
import Synchronization

/// Where events come in that are posted to the API: open while an intake follows its sources.
package final class PostedEvents: Sendable {
  private let intake = Mutex<PostedIntake?>(nil)

  package init() {}

  func open(_ intake: PostedIntake) { self.intake.withLock { $0 = intake } }
  func close() { intake.withLock { $0 = nil } }

  /// True while events are taken in.
  var isOpen: Bool { intake.withLock { $0 != nil } }

  /// Takes in the body of a request, and returns what became of it once that is stored: what a flush is answered with.
  ///
  /// - Throws: if nothing can be taken in or stored at present. Whoever sends it again then does no harm: what has an id
  ///   counts once.
  func take(_ body: [UInt8]) async throws(HTTPProblem) -> [UInt8] {
    guard let intake = intake.withLock({ $0 }) else {
      throw .busy("the core is about to start or to end; send it again later", retryAfter: 5)
    }
    return try await intake.take(body)
  }
}

/// Brings the bodies of requests into a core, by the loop that all sources share.
final class PostedIntake: Sendable {
  private let core: Core
  private let writer: StoreWriter?
  private let rejects: RejectsFile?
  private let decoder: DecodeWorker
  private let maxLine: LineLimits
  // Who never posts has no source of that kind.
  private let source = Mutex<Int?>(nil)

  /// How long the store is waited for.
  private static let patience = Duration.seconds(8)

  init(core: Core, writer: StoreWriter?, rejects: RejectsFile?, decoder: DecodeWorker, maxLine: LineLimits) {
    self.core = core
    self.writer = writer
    self.rejects = rejects
    self.decoder = decoder
    self.maxLine = maxLine
  }

  func take(_ body: [UInt8]) async throws(HTTPProblem) -> [UInt8] {
    if await writer?.isFailing == true { throw Self.notStored }
    var loop = IntakeLoop(core: core, writer: writer, decoder: decoder, rejects: rejects, dedupes: true)
    var input = BodyInput(JSONArrayLines.lines(of: body), maxLine: maxLine, source: number)
    do { try await loop.run(&input) } catch { throw Self.notStored }
    if await writer?.waitUntilStored(upTo: input.mark, within: Self.patience) == false { throw Self.notStored }
    return input.counts.summary(isDurable: writer != nil)
  }

  private var number: Int {
    source.withLock { source in
      if let source { return source }
      var status = SourceStatus(name: "/v1/events", kind: .socket)
      status.state = .live
      status.numbersLines = false
      let number = core.addSource(status)
      source = number
      return number
    }
  }

  private static let notStored = HTTPProblem.busy(
    "what is sent cannot be stored at present; send it again later", retryAfter: 5)
}

/// The body of one request.
private struct BodyInput: Input {
  private var framer: LineFramer
  private let source: Int
  private var hasEnded = false
  private(set) var counts = FlushCounts()
  /// The body is stored when everything up to this mark is.
  private(set) var mark: UInt64 = 0

  init(_ body: [UInt8], maxLine: LineLimits, source: Int) {
    framer = LineFramer(maxLine: maxLine)
    self.source = source
    body.withUnsafeBytes { framer.append($0) }
  }

  mutating func next() -> InputEvent? {
    if let chunk = framer.next() { return .chunk(chunk, source: source, ChunkProgress(chunk)) }
    guard !exchange(&hasEnded, with: true) else { return nil }
    return framer.finish().map { .chunk($0, source: source, ChunkProgress($0)) }
  }

  func recycle(_ storage: [UInt8]) {}

  mutating func finish(_ batch: EventBatch, _ applied: Applied) {
    counts.count(applied, of: batch)
    mark = applied.mark
  }
}

/// A JSON array as lines, one element on each: how LiteLLM's `generic_api` posts what it has collected.
enum JSONArrayLines {
  /// The elements of the array that a text is; the text itself if it is none.
  static func lines(of text: [UInt8]) -> [UInt8] {
    guard let first = text.firstIndex(where: { !isBlank($0) }), text[first] == UInt8(ascii: "[") else { return text }
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count)
    var depth = 0, isInText = false, isEscaped = false
    for byte in text[first...] {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          if depth == 1 { continue }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth -= 1
          if depth == 0 { continue }
        case UInt8(ascii: ",") where depth == 1:
          lines.append(UInt8(ascii: "\n"))
          continue
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
          // What stands on several lines is one element.
          lines.append(UInt8(ascii: " "))
          continue
        default: break
        }
      }
      lines.append(byte)
    }
    lines.append(UInt8(ascii: "\n"))
    return lines
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
