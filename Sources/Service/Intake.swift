import Events
import Foundation
import Ingestion

/// Brings what the sources of a plan send into a core.
package struct Intake: Sendable {
  private let core: Core
  private let plan: IntakePlan
  private let decoders: DecoderFactory
  private let rejects: RejectsFile?

  /// Prepares to read. The file for rejected lines is opened at once, so that it is known early whether it can be.
  package init(core: Core, plan: IntakePlan) throws {
    self.core = core
    self.plan = plan
    rejects = try plan.rejectsPath.map { try RejectsFile(path: $0) }
    decoders = DecoderFactory(seed: .random(in: 0 ... .max), keepsAllRejections: rejects != nil)
  }

  /// Reads files and standard input to their ends.
  package func readOnce() async throws {
    try await readFiles(mode: .once)
    if plan.readsStandardInput { try await readStandardInput() }
  }

  /// Follows everything until the task is cancelled. A socket has to be open already.
  package func follow(listener: SocketListener?) async {
    await withTaskGroup(of: Void.self) { group in
      if !plan.patterns.isEmpty { group.addTask { await reporting { try await readFiles(mode: .follow) } } }
      if plan.readsStandardInput { group.addTask { await reporting { try await readStandardInput() } } }
      if let listener { group.addTask { await reporting { try await serve(listener) } } }
    }
  }

  // Following never ends the program: what stops a source is shown beside it, or as a notice.
  private func reporting(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch {
      core.notice("\(error)")
    }
  }

  private func pipeline() throws -> ChunkPipeline {
    try ChunkPipeline(
      core: core, decoders: decoders, parallel: ProcessInfo.processInfo.activeProcessorCount, rejects: rejects)
  }

  private func readFiles(mode: TailOptions.Mode) async throws {
    guard !plan.patterns.isEmpty else { return }
    var options = TailOptions()
    options.mode = mode
    options.start = plan.startsAtEnd ? .end : .beginning
    options.maxLine = plan.maxLine
    let tail = try FileTail(patterns: plan.patterns, options: options)
    var pipeline = try pipeline()
    var numbers: [Int: Int] = [:]
    while let event = try await tail.next() {
      switch event {
      case .appeared(let source, let path):
        var status = SourceStatus(name: path.name, kind: .file)
        status.numbersLines = !plan.startsAtEnd
        numbers[source] = core.addSource(status)
      case .opened: break
      case .chunk(let source, let chunk, _, let lag):
        guard let number = numbers[source] else { continue }
        if let storage = await pipeline.push(chunk, from: number, lag: lag) { tail.recycle(storage) }
      case .state(let source, let state):
        await pipeline.drain()
        if let number = numbers[source] { core.updateSource(number) { $0.state = state } }
      case .caughtUp: await pipeline.drain()
      case .notice(let text): core.notice(text)
      }
    }
    await pipeline.drain()
  }

  private func readStandardInput() async throws {
    let number = core.addSource(SourceStatus(name: "stdin", kind: .stdin))
    core.updateSource(number) { $0.state = .live }
    var pipeline = try pipeline()
    for try await chunk in StandardInput(maxLine: plan.maxLine) { _ = await pipeline.push(chunk, from: number, lag: nil) }
    await pipeline.drain()
    core.updateSource(number) { $0.state = .ended }
  }
}
