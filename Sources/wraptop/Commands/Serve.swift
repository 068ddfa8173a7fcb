import ArgumentParser
import Foundation
import Logging
import Service
import SystemFiles

/// The core without a screen.
struct Serve: AsyncParsableCommand, ServiceCommand {
  static let configuration = CommandConfiguration(
    abstract: "Collect events without a screen, until SIGTERM or SIGINT.",
    discussion: """
      Without --socket, it listens on the default one (see `wraptop doctor`). Messages go to standard error, one per line. \
      SIGHUP has it read settings and configuration again.
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

  @Flag(name: .long, help: "Print a unit of systemd that runs this command, and end.")
  var printUnit = false

  /// The name of this machine, as messages carry it.
  static var host: String { ProcessInfo.processInfo.hostName }

  mutating func run() async throws {
    if printUnit { return try StandardOutput.write(Array(ServiceUnit.current.text.utf8)) }
    let manager = ServiceManager(environment: ProcessInfo.processInfo.environment, process: getpid())
    let sockets = try ServiceSockets(
      PassedSocket.take(environment: ProcessInfo.processInfo.environment, process: getpid()))
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
    plan.socketPath =
      sockets.ingest?.path ?? plan.socketPath ?? settings.input.socket ?? DefaultSocket.serviceIngestPath
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
    let (signals, arrived) = AsyncStream<ProcessSignal>.makeStream()
    let watch = SignalWatch { arrived.yield($0) }
    defer { watch.cancel() }
    let listeners = try session.listen(passed: sockets.ingest)
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
      of: session, configuration: controller, path: settings.api ?? DefaultSocket.serviceAPIPath, passed: sockets.api,
      groups: groups, and: others, version: Version.current)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await session.run(listeners) {
            await controller.compare(stored: $0)
          } begins: {
            log.info("\(listening)")
            manager?.tell(.ready(listening))
          }
        }
        if let api { group.addTask { await api.run() } }
        if let manager, let limit = manager.watchdog {
          let watchdog = CoreWatchdog(of: session.core)
          group.addTask { await watchdog.run(every: limit / 2) { manager.tell(.alive) } }
        }
        group.addTask {
          for await signal in signals {
            guard signal == .hangUp else {
              log.info("\(signal.name): storing what is left, then ending")
              manager?.tell(.stopping)
              break
            }
            log.info("\(signal.name): reading settings and configuration again")
            manager?.tell(.reloading)
            await watcher.reload()
            _ = await controller.answer(.reload)
            manager?.tell(.ready(listening))
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
