import DequeModule
import Events
import Ingestion
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

/// What an input hands on. Sources go by their numbers in the core.
enum InputEvent: Sendable {
  /// Whole lines of a source.
  case chunk(Chunk, source: Int, ChunkProgress)
  /// The same, decoded already.
  case decoded(DecodedChunk, source: Int, ChunkProgress)
  /// A source goes on in a file at that position.
  case begin(Position, source: Int)
  /// A source is in that state from now on.
  case state(SourceState, source: Int)
  /// A source cannot be read, or no further than it was.
  case failure(IngestionError, source: Int)
  /// All that was there at the beginning has been handed on.
  case caughtUp
  /// What comes next may be long in coming.
  case pause
}

/// What the intake loop reads: files, standard input, a client of a socket, a recording.
protocol Input {
  /// The next event; waits for it. Nil at the end, or when the task is cancelled.
  mutating func next() async throws -> InputEvent?
  /// Takes back the storage of a chunk that is applied (`Chunk.bytes`), so that it is read into again.
  func recycle(_ storage: [UInt8])
  /// Sees each batch once it is applied, and what became of it, in the order of the chunks. What it throws ends the loop.
  mutating func finish(_ batch: EventBatch, _ applied: Applied) async throws
}

/// Reads an input to its end: decodes its chunks and applies them to the core in the order in which they came.
///
/// Large chunks are decoded on all cores. A small one with nothing before it is decoded and applied at once, so that a
/// single line is never kept waiting. Whatever else an input has to say is applied after all the chunks before it.
struct IntakeLoop {
  private struct Pending {
    var source: Int
    var progress: ChunkProgress
    var result: Task<DecodedChunk, Never>
  }

  private let core: Core
  private let writer: StoreWriter?
  private let decoder: DecodeWorker
  private let workers: [DecodeWorker]
  private let rejects: RejectsFile?
  private let dedupes: Bool
  private var pending: Deque<Pending> = []
  private var nextWorker = 0

  /// From this number of bytes on, a chunk is worth another core.
  private static let largeChunk = 65536

  /// - Parameters:
  ///   - writer: who stores what is applied; the loop waits while it is too far behind.
  ///   - decoder: decodes small chunks.
  ///   - workers: decode large chunks; without them, `decoder` decodes all.
  ///   - rejects: where every rejected line is kept.
  ///   - dedupes: operations whose ids are remembered count as duplicates.
  init(
    core: Core, writer: StoreWriter? = nil, decoder: DecodeWorker, workers: [DecodeWorker] = [],
    rejects: RejectsFile? = nil, dedupes: Bool = false
  ) {
    self.core = core
    self.writer = writer
    self.decoder = decoder
    self.workers = workers
    self.rejects = rejects
    self.dedupes = dedupes
  }

  /// Reads `input` to its end, or until the task is cancelled.
  mutating func run(_ input: inout some Input) async throws {
    defer { core.countPendingChunks(-pending.count) }
    while let event = try await input.next() {
      if case .chunk(let chunk, let source, let progress) = event {
        try await push(chunk, from: source, progress, &input)
        continue
      }
      try await drain(&input)
      switch event {
      case .decoded(let decoded, let source, let progress):
        try await apply(decoded, from: source, progress, &input)
      case .begin(let position, let source): core.begin(at: position, in: source)
      case .state(let state, let source): core.setState(state, of: source)
      case .failure(let error, let source):
        core.setState(.failed(error.description), of: source)
        core.recordFailure(error)
      case .caughtUp:
        core.endUnclaimedSources()
        core.requestCommit()
      case .chunk, .pause: break
      }
    }
    try await drain(&input)
  }

  private mutating func push(
    _ chunk: Chunk, from source: Int, _ progress: ChunkProgress, _ input: inout some Input
  ) async throws {
    let now = core.now
    guard workers.count > 1, chunk.lines.count >= Self.largeChunk else {
      try await drain(&input)
      return try await apply(await decoder.decode(chunk, now: now), from: source, progress, &input)
    }
    if pending.count > workers.count { _ = try await applyFirst(&input) }
    let worker = workers[nextWorker]
    nextWorker = (nextWorker + 1) % workers.count
    core.countPendingChunks(1)
    pending.append(
      Pending(source: source, progress: progress, result: Task { await worker.decode(chunk, now: now) }))
  }

  // Waits until everything that was pushed is applied.
  private mutating func drain(_ input: inout some Input) async throws { while try await applyFirst(&input) {} }

  private mutating func applyFirst(_ input: inout some Input) async throws -> Bool {
    guard let first = pending.popFirst() else { return false }
    let decoded = await first.result.value
    core.countPendingChunks(-1)
    try await apply(decoded, from: first.source, first.progress, &input)
    return true
  }

  private func apply(
    _ decoded: DecodedChunk, from source: Int, _ progress: ChunkProgress, _ input: inout some Input
  ) async throws {
    await writer?.waitForRoom()
    var batch = decoded.batch
    let applied = core.apply(&batch, from: source, progress, dedupes: dedupes)
    if let problem = rejects?.append(batch, applied, of: decoded.chunk) {
      core.notices.post(problem, as: .rejectsFailure)
    }
    try await input.finish(batch, applied)
    input.recycle(decoded.chunk.bytes)
  }
}
