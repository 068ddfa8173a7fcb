import Events
import Foundation
import HTTPServer
import Ingestion
import SystemFiles

/// Brings what the sources of a plan send into a core.
package struct Intake: Sendable {
  let core: Core
  private let plan: IntakePlan
  private let writer: StoreWriter?
  private let decoders: DecoderFactory
  private let workers: [DecodeWorker]
  private let rejects: RejectsFile?

  /// Prepares to read. The file for rejected lines is opened at once, so that it is known early whether it can be.
  ///
  /// - Parameters:
  ///   - seed: under which ids are fingerprinted; that of the store, where there is one.
  ///   - keepsMetrics: the metrics of records are wanted.
  ///   - writer: who stores what comes in; nil if nothing is stored.
  package init(
    core: Core, plan: IntakePlan, seed: UInt64 = .random(in: 0 ... .max), keepsMetrics: Bool = false,
    writer: StoreWriter? = nil
  ) throws {
    self.core = core
    self.plan = plan
    self.writer = writer
    let rejects = try plan.rejectsPath.map { try RejectsFile(path: $0, inputs: plan) }
    let decoders = DecoderFactory(
      seed: seed, keepsAllRejections: rejects != nil, keepsMetrics: keepsMetrics || core.readsMetrics,
      options: plan.decoding)
    workers = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in try decoders.worker() }
    self.rejects = rejects
    self.decoders = decoders
    if let rejects { core.notices.post("every rejected line is kept, whole, in \(rejects.path)", as: .rejects) }
  }

  /// Opens the socket and the ports of the plan, if it has any; clients wait from then on until `follow` takes them in.
  package func listen() throws -> Listeners { try Self.listen(plan, core.notices) }

  /// Opens the socket and the ports of a plan, if it has any; `passed` is open already and takes the socket's place.
  static func listen(
    _ plan: IntakePlan, _ notices: NoticeBoard, passed: ListeningSocket? = nil
  ) throws -> Listeners {
    var listeners = Listeners(socket: try socket(of: plan, passed))
    listeners.telemetry = try plan.telemetry?.listen { notices.post($0, as: .receiver) } ?? []
    return listeners
  }

  private static func socket(of plan: IntakePlan, _ passed: ListeningSocket?) throws -> SocketListener? {
    guard let path = passed?.path ?? plan.socketPath else { return nil }
    var options = SocketListener.Options()
    options.maxLine = plan.maxLine
    options.sharing = plan.sharing
    options.mostConnections = min(plan.connectionLimit ?? .max, OpenFileLimit.current().connections)
    return try passed.map { SocketListener($0, options: options) } ?? SocketListener(path, options: options)
  }

  /// Reads files and standard input to their ends. `observer` sees each batch.
  ///
  /// An input that cannot be read keeps none of the others from being read: `Core.readingOutcome` names it.
  package func readOnce(observer: BatchObserver? = nil) async throws {
    core.beginReading()
    try await readFiles(mode: .once, observer: observer)
    if plan.readsStandardInput { try await readStandardInput(observer: observer) }
  }

  /// Follows everything until the task is cancelled. Until then, `posted` takes in what is posted.
  package func follow(_ listeners: Listeners = Listeners(), _ posted: PostedEvents = PostedEvents()) async {
    await reporting {
      posted.open(
        PostedIntake(
          core: core, writer: writer, rejects: rejects, decoder: try decoders.worker(), maxLine: plan.maxLine))
    }
    defer { posted.close() }
    if plan.patterns.isEmpty { core.endUnclaimedSources() }
    await withTaskGroup(of: Void.self) { group in
      if !plan.patterns.isEmpty { group.addTask { await reporting { try await readFiles(mode: .follow) } } }
      if plan.readsStandardInput { group.addTask { await reporting { try await readStandardInput() } } }
      if let socket = listeners.socket { group.addTask { await reporting { try await serve(socket) } } }
      if !listeners.telemetry.isEmpty { group.addTask { await reporting { try await receive(listeners.telemetry) } } }
    }
  }

  // Following never ends the program: what stops a source is shown as a notice.
  private func reporting(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch {
      core.notices.post("\(error)", as: .input("\(error)"))
    }
  }

  private func run(_ input: some Input, dedupes: Bool) async throws {
    var input = input
    var loop = IntakeLoop(
      core: core, writer: writer, decoder: try decoders.worker(), workers: workers, rejects: rejects, dedupes: dedupes)
    try await loop.run(&input)
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
    try await run(FileInput(tail, plan: plan, core: core, observer: observer), dedupes: plan.dedupesFiles)
  }

  private func readStandardInput(observer: BatchObserver? = nil) async throws {
    let number = core.addSource(SourceStatus(name: "stdin", kind: .stdin))
    core.setState(.live, of: number)
    do {
      let input = try StandardInput(maxLine: plan.maxLine)
      try await run(StreamInput(input, source: number, observer: observer), dedupes: true)
    } catch let error as IngestionError {
      core.recordFailure(error)
      core.setState(.failed(error.description), of: number)
    }
  }

  // Takes in what the clients of a socket send, until the task is cancelled.
  private func serve(_ listener: SocketListener) async throws {
    var status = SourceStatus(name: listener.path, kind: .socket)
    status.state = .live
    status.numbersLines = false
    let number = core.addSource(status)
    core.observe(number, listener)
    let allowance = ChunkAllowance()
    try await listener.run(report: report(on: listener.path)) { connection in
      core.changes.ring()
      // There can be a thousand clients, so that they share decoders.
      let decoder = workers[Int(connection.id % UInt64(workers.count))]
      let chunks = DecodedChunks(core: core, allowance: allowance)
      async let _: Void = chunks.read(connection, decoder: decoder)
      var loop = IntakeLoop(core: core, writer: writer, decoder: decoder, rejects: rejects, dedupes: true)
      var input = ClientInput(connection, chunks: chunks, source: number, writer: writer)
      // Where the client is gone before it had its answer, the reader is cancelled at the end of the scope.
      try? await loop.run(&input)
      core.changes.ring()
    }
  }

  // Receives telemetry, until the task is cancelled.
  private func receive(_ ports: [ListeningPort]) async throws {
    guard let name = ports.first.map({ plan.telemetry?.name(of: $0) ?? $0.address.description }) else { return }
    var status = SourceStatus(name: name, kind: .otlp)
    status.format = "otlp"
    status.state = .live
    status.numbersLines = false
    let number = core.addSource(status)
    let intake = TelemetryIntake(core: core, source: number, writer: writer, decoder: try decoders.decoder())
    let receiver = TelemetryReceiver(intake, token: plan.telemetry?.token)
    let server = HTTPServer(ports, receiver.application) { event in
      switch event {
      case .connections: core.changes.ring()
      case .http2:
        core.notices.post("\(name): a sender speaks gRPC; \(TelemetryReply.refusalOfGRPC)", as: .receiver)
      }
    }
    core.observe(number, server)
    defer { core.setState(.ended, of: number) }
    try await server.run()
  }

  // Reports what becomes of the socket's file. A notice stands for as long as nobody can connect.
  private func report(on path: String) -> @Sendable (SocketListener.Event) -> Void {
    { event in
      switch event {
      case .madeAnew:
        core.notices.withdraw(.socketFile(path: path))
        core.notices.log.info("\(path): the socket's file was gone, and is made anew")
      case .lost(let error):
        core.notices.post(
          "the socket's file is gone, and cannot be made anew: \(error)", as: .socketFile(path: path))
      case .backInPlace:
        core.notices.withdraw(.socketFile(path: path))
        core.notices.log.info("\(path): the socket's file is back")
      }
    }
  }
}
