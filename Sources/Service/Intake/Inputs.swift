import Events
import Ingestion
import Monitoring
import PlainText

/// Gets to see each batch that was applied, and what became of it, in the order in which they were applied. What it
/// throws ends the reading.
package typealias BatchObserver = (EventBatch, Applied) throws -> Void

/// Files that are followed or read to their ends.
struct FileInput: Input {
  private let core: Core
  private let plan: IntakePlan
  private let tail: FileTail
  private let observer: BatchObserver?
  private var numbers: [Int: Int] = [:]
  private var read: [Int: UInt64] = [:]

  init(_ tail: FileTail, plan: IntakePlan, core: Core, observer: BatchObserver?) {
    self.core = core
    self.plan = plan
    self.tail = tail
    self.observer = observer
  }

  mutating func next() async -> InputEvent? {
    while let event = await tail.next() {
      switch event {
      case .appeared(let source, let path):
        var status = SourceStatus(name: path.name, kind: .file)
        status.numbersLines = plan.start != .end
        numbers[source] = core.addSource(status)
        core.notices.withdraw(.unmatched(pattern: plan.patterns[path.pattern]))
      case .opened(let source, let position):
        read[source] = position.offset
        if let number = numbers[source] { return .begin(position, source: number) }
      case .chunk(let source, let chunk, let position, let lag):
        guard let number = numbers[source] else { continue }
        // What was skipped counts too: the rest of a line that is too long, a byte order mark.
        let progress = ChunkProgress(
          bytes: position.offset - min(read[source] ?? 0, position.offset), lag: lag, position: position)
        read[source] = position.offset
        return .chunk(chunk, source: number, progress)
      case .state(let source, let state): if let number = numbers[source] { return .state(state, source: number) }
      case .failed(let source, let error): if let number = numbers[source] { return .failure(error, source: number) }
      case .caughtUp: return .caughtUp
      case .atRest: return .pause
      case .unmatched(let index):
        let pattern = plan.patterns[index]
        core.notices.post("\(pattern.withoutHarm): no file matches", as: .unmatched(pattern: pattern))
        core.recordUnmatched(pattern)
      case .notice(let text): core.notices.post(text, as: .input(text))
      }
    }
    return nil
  }

  func recycle(_ storage: [UInt8]) { tail.recycle(storage) }

  func finish(_ batch: EventBatch, _ applied: Applied) throws { try observer?(batch, applied) }
}

/// Standard input, which is read to its end.
struct StreamInput: Input {
  private let input: StandardInput
  private let source: Int
  private let observer: BatchObserver?
  private var hasChunk = false
  private var hasEnded = false

  init(_ input: StandardInput, source: Int, observer: BatchObserver?) {
    self.input = input
    self.source = source
    self.observer = observer
  }

  mutating func next() async -> InputEvent? {
    // What was sent counts now, however long the next line takes.
    if exchange(&hasChunk, with: false), input.isAtRest { return .pause }
    guard !hasEnded else { return nil }
    do {
      if let chunk = try await input.next() {
        hasChunk = true
        return .chunk(chunk, source: source, ChunkProgress(chunk))
      }
      hasEnded = true
      return .state(.ended, source: source)
    } catch {
      hasEnded = true
      return .failure(error, source: source)
    }
  }

  func recycle(_ storage: [UInt8]) { input.recycle(storage) }

  func finish(_ batch: EventBatch, _ applied: Applied) throws { try observer?(batch, applied) }
}

/// One client of a socket, whose flushes are answered. The loop ends when the client is gone.
struct ClientInput: Input {
  private let connection: SocketConnection
  private let source: Int
  private let writer: StoreWriter?
  private let chunks: DecodedChunks
  private var counts = FlushCounts()

  /// - Parameters:
  ///   - chunks: what the client sends, which another task reads and decodes.
  ///   - writer: flushes are answered once it has stored what came before them; without one, at once.
  init(_ connection: SocketConnection, chunks: DecodedChunks, source: Int, writer: StoreWriter?) {
    self.connection = connection
    self.chunks = chunks
    self.source = source
    self.writer = writer
  }

  mutating func next() async -> InputEvent? {
    await chunks.next().map { .decoded($0, source: source, ChunkProgress($0.chunk)) }
  }

  func recycle(_ storage: [UInt8]) {}

  // Who got no answer, since this ends, has to send again.
  mutating func finish(_ batch: EventBatch, _ applied: Applied) async throws {
    guard !applied.flushes.isEmpty else { return counts.count(applied, of: batch) }
    try await writer?.waitUntilStored(upTo: applied.mark)
    try await connection.reply(counts.replies(to: applied, of: batch, isDurable: writer != nil))
  }
}

extension SocketListener: ObservedSource {
  package func refresh(_ status: inout SourceStatus) {
    let counts = counts
    status.connections = counts.open
    status.refusedConnections = counts.refused + counts.denied
  }
}
