import DequeModule
import Events
import Monitoring

/// How far a source has come with a chunk.
struct ChunkProgress: Sendable {
  /// Bytes that were read for it.
  var bytes: UInt64
  /// Bytes that lie behind it, where that is known.
  var lag: UInt64?
  /// Where the next chunk of the same file begins; nil for what is no file.
  var position: Position?

  init(bytes: UInt64, lag: UInt64? = nil, position: Position? = nil) {
    self.bytes = bytes
    self.lag = lag
    self.position = position
  }

  /// What a chunk itself tells.
  init(_ chunk: borrowing Chunk) { self.init(bytes: UInt64(chunk.lines.count + (chunk.cut?.beginning.count ?? 0))) }
}

/// Gets to see each batch that was applied, and what became of it, in the order in which they were applied. What it throws
/// ends the reading.
package typealias BatchObserver = (EventBatch, Applied) throws -> Void

/// Decodes chunks on all cores and hands the results to the core in the order in which the chunks came. A small chunk
/// with nothing before it is decoded at once, so that a single line is never kept waiting.
struct ChunkPipeline: ~Copyable {
  private struct Decoded: Sendable {
    var batch: EventBatch
    var chunk: Chunk
  }

  private struct Pending {
    var source: Int
    var progress: ChunkProgress
    var result: Task<Decoded, Never>
  }

  private let core: Core
  private let workers: [DecodeWorker]
  private let rejects: RejectsFile?
  private let dedupes: Bool
  private let observer: BatchObserver?
  private var decoder: EventDecoder
  private var pending: Deque<Pending> = []
  private var nextWorker = 0

  /// From this size on, a chunk is worth another core.
  private static let large = 65536

  /// `dedupes` says whether operations whose ids are remembered count as duplicates.
  init(
    core: Core, decoder: consuming EventDecoder, workers: [DecodeWorker], rejects: RejectsFile?, dedupes: Bool,
    observer: BatchObserver? = nil
  ) {
    self.dedupes = dedupes
    self.core = core
    self.decoder = decoder
    self.workers = workers
    self.rejects = rejects
    self.observer = observer
  }

  /// Takes a chunk in. The answer is the storage of an earlier one that can be used again, if one was done.
  mutating func push(_ chunk: consuming Chunk, from source: Int, _ progress: ChunkProgress) async throws -> [UInt8]? {
    let now = core.now
    guard workers.count > 1, chunk.lines.count >= Self.large else {
      try await drain()
      let batch = decoder.decode(chunk, now: now)
      try await take(batch, chunk, from: source, progress)
      return chunk.bytes
    }
    var storage: [UInt8]?
    if pending.count > workers.count { storage = try await takeFirst() }
    let worker = workers[nextWorker]
    nextWorker = (nextWorker + 1) % workers.count
    let sent = chunk
    pending.append(
      Pending(
        source: source, progress: progress,
        result: Task {
          let (batch, chunk) = await worker.decode(sent, now: now)
          return Decoded(batch: batch, chunk: chunk)
        }))
    return storage
  }

  /// Waits until everything pushed has reached the core.
  mutating func drain() async throws {
    while try await takeFirst() != nil {}
  }

  private mutating func takeFirst() async throws -> [UInt8]? {
    guard let first = pending.popFirst() else { return nil }
    let decoded = await first.result.value
    try await take(decoded.batch, decoded.chunk, from: first.source, first.progress)
    return decoded.chunk.bytes
  }

  private func take(_ batch: EventBatch, _ chunk: Chunk, from source: Int, _ progress: ChunkProgress) async throws {
    await core.hasRoom()
    let applied = core.take(batch, from: source, progress, dedupes: dedupes)
    if let problem = rejects?.append(batch, applied, of: chunk) { core.notice(problem) }
    try observer?(batch, applied)
  }
}
