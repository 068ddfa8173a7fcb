import ArgumentParser
import Foundation
import Logging
import Service

/// The core without a screen.
struct Serve: AsyncParsableCommand, ServiceCommand {
  static let configuration = CommandConfiguration(
    abstract: "Collect events without a screen, until SIGTERM or SIGINT.",
    discussion: """
      Without --socket, it listens on the default one (see `wraptop doctor`). Messages go to standard error, one per line.
      """)

  @OptionGroup(title: "Input") var input: SourceOptions
  @OptionGroup(title: "Input") var format: InputFormatOption
  @OptionGroup(title: "Input") var receiver: ReceiverOptions
  @OptionGroup(title: "Access") var service: ServiceOptions
  @OptionGroup(title: "Core") var stores: StoreOptions
  @OptionGroup(title: "Core") var configuration: ConfigurationOptions
  @OptionGroup(title: "Core") var money: MoneyOptions
  @OptionGroup(title: "Core") var logging: LogOptions

  @Flag(name: .long, help: "Refuse to start if anything in the configuration is wrong.")
  var strict = false

  /// The name of this machine, as messages carry it.
  static var host: String { ProcessInfo.processInfo.hostName }

  mutating func run() async throws {
    let file = configuration.settings
    let read = try file.read(.program)
    let settings = read.settings
    let takesInputs = !input.namesInput && receiver.otlp == nil
    input.complete(by: settings, takesInputs: takesInputs)
    try receiver.complete(by: read, takesInputs: takesInputs)
    format.complete(by: settings)
    stores.complete(by: settings)
    configuration.complete(by: settings)
    money.complete(by: settings)
    logging.complete(by: settings)
    service.complete(by: settings)
    var plan = input.plan(try format.decoding())
    plan.connectionLimit = settings.limits.connections
    if plan.socketPath == nil { plan.socketPath = settings.input.socket ?? DefaultSocket.serviceIngestPath }
    let groups = try service.groups()
    plan.sharing = groups.ingestSharing
    plan.telemetry = try receiver.plan()
    let storePath = stores.path(inputs: [])
    let (programLog, problem) = logging.open(else: .standardError)
    defer { programLog.flush() }
    let log = programLog.logger
    if let problem { log.warning("\(problem)") }
    for warning in read.warnings { log.warning("\(warning)") }
    let network = try service.plan { log.notice("\($0)") }
    let session = MonitorSession(
      plan: plan, storePath: storePath, money: try money.rules(), settings: settings,
      configuration: configuration.paths.absolute, alerts: AlertPlan(settings, secrets: .program),
      deliverer: NotifierDelivery(), host: Self.host, log: log, clock: SystemClock.now)
    let controller = try await configuration.controller(
      of: session.core, hasStore: storePath != nil, isStrict: strict
    ) { log.warning("\($0)") }
    // The first fault is in the notice.
    for fault in await controller.current.rejected.dropFirst() { log.warning("configuration: \(fault)") }
    let (ends, asked) = AsyncStream<String>.makeStream()
    let signals = EndSignals { asked.yield($0) }
    defer { signals.cancel() }
    let listeners = try session.listen()
    let others = try network.listen()
    let ports = listeners.telemetry.map(\.address.description) + others.compactMap(\.address)
    let listening =
      "listening on \(([plan.socketPath ?? "nothing"] + ports).joined(separator: ", ")), storing in \(storePath ?? "memory only")"
    await controller.start(disablesOnExceed: true)
    let watcher = SettingsController(of: session.core, file: file, settings: settings, vocabulary: .program)
    await watcher.start { [alerts = session.alerts] settings in
      Task { await alerts.adopt(AlertPlan(settings, secrets: .program)) }
    }
    let api = APIServer.open(
      of: session, path: settings.api ?? DefaultSocket.serviceAPIPath, groups: groups, and: others,
      version: Version.current)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await session.run(listeners) {
            await controller.compare(stored: $0)
          } begins: {
            log.info("\(listening)")
          }
        }
        if let api { group.addTask { await api.run() } }
        group.addTask {
          for await signal in ends {
            log.info("\(signal): storing what is left, then ending")
            break
          }
        }
        try await group.next()
        group.cancelAll()
        try await group.waitForAll()
      }
    } catch {
      await watcher.close()
      await controller.close()
      throw error
    }
    await watcher.close()
    await controller.close()
    log.info("ended")
  }
}

/// Calls back when the user or the system asks the program to end.
final class EndSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ body: @escaping @Sendable (String) -> Void) {
    // A signal that came between here and a source's being registered would be lost.
    let registering = DispatchGroup()
    defer { registering.wait() }
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT"), (SIGHUP, "SIGHUP")].map { number, name in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { body(name) }
      registering.enter()
      source.setRegistrationHandler { registering.leave() }
      source.resume()
      return source
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}
