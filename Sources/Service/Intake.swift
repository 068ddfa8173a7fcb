import Events
import Foundation
import Ingestion
import SystemFiles

/// Brings what the sources of a plan send into a core.
package struct Intake: Sendable {
  let core: Core
  private let plan: IntakePlan
  private let decoders: DecoderFactory
  let workers: [DecodeWorker]
  let rejects: RejectsFile?

  /// Prepares to read. The file for rejected lines is opened at once, so that it is known early whether it can be.
  ///
  /// - Parameters:
  ///   - seed: under which ids are fingerprinted; that of the store, where there is one.
  ///   - keepsMetrics: the metrics of records are wanted.
  package init(
    core: Core, plan: IntakePlan, seed: UInt64 = .random(in: 0 ... .max), keepsMetrics: Bool = false
  ) throws {
    self.core = core
    self.plan = plan
    let rejects = try plan.rejectsPath.map { try RejectsFile(path: $0, inputs: plan) }
    let decoders = DecoderFactory(
      seed: seed, keepsAllRejections: rejects != nil, keepsMetrics: keepsMetrics || core.readsMetrics)
    workers = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in try decoders.worker() }
    self.rejects = rejects
    self.decoders = decoders
    if let rejects { core.notice("every rejected line is kept, whole, in \(rejects.path)") }
  }

  /// Opens the socket of the plan, if it has one; clients wait from then on until `follow` takes them in.
  package func listen() throws -> SocketListener? { try Self.listen(plan) }

  /// Opens the socket of a plan, if it has one.
  package static func listen(_ plan: IntakePlan) throws -> SocketListener? {
    guard let path = plan.socketPath else { return nil }
    var options = SocketListener.Options()
    options.maxLine = plan.maxLine
    options.mostConnections = OpenFileLimit.current().connections
    return try SocketListener(path, options: options)
  }

  /// Reads files and standard input to their ends. `observer` sees each batch.
  ///
  /// An input that cannot be read keeps none of the others from being read: `Core.readingOutcome` names it.
  package func readOnce(observer: BatchObserver? = nil) async throws {
    core.beginReading()
    try await readFiles(mode: .once, observer: observer)
    if plan.readsStandardInput { try await readStandardInput(observer: observer) }
  }

  /// Follows everything until the task is cancelled.
  package func follow(listener: SocketListener?) async {
    if plan.patterns.isEmpty { core.endUnclaimedSources() }
    await withTaskGroup(of: Void.self) { group in
      if !plan.patterns.isEmpty { group.addTask { await reporting { try await readFiles(mode: .follow) } } }
      if plan.readsStandardInput { group.addTask { await reporting { try await readStandardInput() } } }
      if let listener { group.addTask { await reporting { try await serve(listener) } } }
    }
  }

  // Following never ends the program: what stops a source is shown as a notice.
  private func reporting(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch {
      core.notice("\(error)")
    }
  }

  private func pipeline(dedupes: Bool, observer: BatchObserver?) throws -> ChunkPipeline {
    ChunkPipeline(
      core: core, decoder: try decoders.decoder(), workers: workers, rejects: rejects, dedupes: dedupes,
      observer: observer)
  }

  private func readFiles(mode: TailOptions.Mode, observer: BatchObserver? = nil) async throws {
    guard !plan.patterns.isEmpty else { return }
    var options = TailOptions()
    options.mode = mode
    options.start = plan.start == .end ? .end : .beginning
    options.maxLine = plan.maxLine
    options.openFiles = OpenFileLimit.current().followedFiles
    if plan.start == .checkpoint { options.known = core.knownPositions }
    let tail = try FileTail(patterns: plan.patterns, options: options)
    var pipeline = try pipeline(dedupes: plan.dedupesFiles, observer: observer)
    var numbers: [Int: Int] = [:]
    var read: [Int: UInt64] = [:]
    while let event = await tail.next() {
      switch event {
      case .appeared(let source, let path):
        var status = SourceStatus(name: path.name, kind: .file)
        status.numbersLines = plan.start != .end
        numbers[source] = core.addSource(status)
        core.withdrawNotice(unmatched(path.pattern))
      case .opened(let source, let position):
        try await pipeline.drain()
        read[source] = position.offset
        if let number = numbers[source] { core.begin(at: position, in: number) }
      case .chunk(let source, let chunk, let position, let lag):
        guard let number = numbers[source] else { continue }
        // What was skipped counts too: the rest of a line that is too long, a byte order mark.
        let progress = ChunkProgress(
          bytes: position.offset - min(read[source] ?? 0, position.offset), lag: lag, position: position)
        read[source] = position.offset
        if let storage = try await pipeline.push(chunk, from: number, progress) { tail.recycle(storage) }
      case .state(let source, let state):
        try await pipeline.drain()
        if let number = numbers[source] { core.setState(state, of: number) }
      case .failed(let source, let error):
        try await pipeline.drain()
        guard let number = numbers[source] else { continue }
        core.setState(.failed(error.description), of: number)
        if mode == .once { core.noteFailure(error) }
      case .caughtUp:
        try await pipeline.drain()
        core.endUnclaimedSources()
        core.noteCaughtUp()
      case .atRest: try await pipeline.drain()
      case .unmatched(let pattern):
        core.notice(unmatched(pattern))
        core.noteUnmatched(plan.patterns[pattern])
      case .notice(let text): core.notice(text)
      }
    }
    try await pipeline.drain()
  }

  private func unmatched(_ pattern: Int) -> String { "\(plan.patterns[pattern].withoutHarm): no file matches" }

  private func readStandardInput(observer: BatchObserver? = nil) async throws {
    let number = core.addSource(SourceStatus(name: "stdin", kind: .stdin))
    core.setState(.live, of: number)
    var pipeline = try pipeline(dedupes: true, observer: observer)
    var end = SourceState.ended
    do {
      let input = try StandardInput(maxLine: plan.maxLine)
      while let chunk = try await input.next() {
        if let storage = try await pipeline.push(chunk, from: number, ChunkProgress(chunk)) { input.recycle(storage) }
        // What was sent counts now, however long the next line takes.
        if input.isAtRest { try await pipeline.drain() }
      }
    } catch let error as IngestionError {
      core.noteFailure(error)
      end = .failed(error.description)
    }
    try await pipeline.drain()
    core.setState(end, of: number)
  }
}
