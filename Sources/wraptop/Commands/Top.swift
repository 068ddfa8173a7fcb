import ArgumentParser
import Configuration
import ConfigurationFiles
import Service
import Storage

/// The dashboard.
struct Top: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the live dashboard (the default command).",
    discussion: """
      Without inputs, it attaches to a core that runs, such as `wraptop serve`; if none does, it listens on the default \
      socket (see `wraptop doctor`) itself. Each set of inputs has a store of its own, so that figures survive a restart.
      """)

  @OptionGroup(title: "Input") var input: SourceOptions
  @OptionGroup(title: "Input") var format: InputFormatOption
  @OptionGroup(title: "Input") var receiver: ReceiverOptions
  @OptionGroup(title: "Core") var stores: StoreOptions
  @OptionGroup(title: "Core") var configuration: ConfigurationOptions
  @OptionGroup(title: "Core") var money: MoneyOptions
  @OptionGroup(title: "Core") var logging: LogOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Attach to the core at this API socket, such as one that ssh forwards. Can be repeated: the next one is tried when a "
        + "core is lost.", valueName: "path"))
  var connect: [String] = []

  @Flag(name: .long, help: "Change nothing: look at a core that runs, or at a store as of its last commit.")
  var readOnly = false

  func validate() throws {
    if !connect.isEmpty, namesInput || stores.store != nil {
      throw ValidationError("--connect: shows what a core elsewhere takes in; leave inputs and --store out")
    }
    guard readOnly else { return }
    if namesInput { throw ValidationError("--read-only: looks at a core or a store; name no inputs") }
    if stores.store == "none" { throw ValidationError("--read-only: needs a store to look at") }
  }

  private var namesInput: Bool { input.namesInput || receiver.otlp != nil }

  mutating func run() async throws {
    if let core = try await runningCore() { return try await attach(to: core) }
    let namesInput = namesInput
    let names = input.names + receiver.names
    let file = configuration.settings
    let read = try file.read(.program)
    let settings = read.settings
    // Inputs that are named have a store of their own.
    if !namesInput { stores.complete(by: settings) }
    let storePath = stores.path(inputs: names)
    input.complete(by: settings, takesInputs: !namesInput)
    try receiver.complete(by: read, takesInputs: !namesInput)
    format.complete(by: settings)
    configuration.complete(by: settings)
    money.complete(by: settings)
    logging.complete(by: settings)
    screen.complete(by: settings)
    var plan = input.plan(try format.decoding())
    plan.connectionLimit = settings.limits.connections
    plan.telemetry = try receiver.plan()
    if readOnly || !namesInput, let storePath {
      if readOnly { return try await view(storePath, settings, file) { "--read-only" } }
      if SQLiteStore.owner(of: storePath) != nil {
        return try await view(storePath, settings, file) {
          SQLiteStore.owner(of: storePath).map { "\($0) writes it" } ?? "no process writes it any more; start one"
        }
      }
    }
    if !namesInput, plan.socketPath == nil { plan.socketPath = DefaultSocket.ingestPath }
    let (log, problem) = logging.open(else: .none)
    defer { log.flush() }
    var notices = (problem.map { [$0] } ?? []) + read.warnings.map(\.description)
    let host = MonitorSession(
      plan: plan, storePath: storePath, money: try money.rules(), settings: settings,
      configuration: configuration.paths.absolute, alerts: AlertPlan(settings, secrets: .program),
      deliverer: NotifierDelivery { StandardTerminal.signal($0) }, host: Serve.host, log: log.logger,
      clock: SystemClock.now)
    let controller = try await configuration.controller(of: host.core, hasStore: storePath != nil) {
      notices.append($0)
    }
    let listeners = try host.listen()
    let session = Session(
      source: host.core, screen: screen, notices: notices, configuration: controller, disablesOnExceed: true,
      alerts: AlertOperator(CoreOption.user, of: host.alerts))
    let looksAround = !namesInput && plan.patterns.isEmpty
    let watcher = SettingsController(of: host.core, file: file, settings: settings, vocabulary: .program)
    await watcher.start { [alerts = host.alerts] settings in
      Task { await alerts.adopt(AlertPlan(settings, secrets: .program)) }
    }
    let api = APIServer.open(
      of: host, configuration: controller, path: settings.api ?? DefaultSocket.apiPath, version: Version.current)
    try await session.run {
      async let _: Void? = api?.run()
      async let _: Void = looksAround ? Discover.suggest(to: host.core) : ()
      try await host.run(listeners) { await controller.compare(stored: $0) }
    }
    await watcher.close()
  }

  private func view(
    _ path: String, _ settings: Settings, _ file: SettingsFile, because reason: @escaping @Sendable () -> String
  ) async throws {
    let (log, problem) = logging.open(else: .none)
    defer { log.flush() }
    let core = Core(settings: settings, detail: .all, money: try money.rules(), log: log.logger, clock: SystemClock.now)
    let store = StoreReader(path: path)
    let configuration = ViewedConfiguration(
      of: core, own: configuration.isNamed ? configuration.paths : nil, readOnlyReason: readOnly ? "--read-only" : nil,
      actor: .current(environment: configuration.paths.environment), clock: SystemClock.now
    ) { () throws(StorageError) in try store.writer() }
    await configuration.look()
    let viewer = StoreViewer(core: core, store: store, path: path, configuration: configuration, reason: reason)
    let notices = problem.map { [$0] } ?? []
    let watcher = SettingsController(of: core, file: file, settings: settings, vocabulary: .program)
    await watcher.start()
    let alerts: (any AlertHandling)? =
      readOnly ? nil : RemoteAlertOperator { APIClient(path: settings.api ?? DefaultSocket.apiPath) }
    let session = Session(
      source: core, screen: screen, notices: notices, configuration: configuration, alerts: alerts)
    try await session.run {
      await viewer.follow()
    }
    await watcher.close()
  }

  // MARK: A core elsewhere

  // The sockets of a core that runs and is to be shown; nil if there is none.
  private mutating func runningCore() async throws -> [String]? {
    guard connect.isEmpty else {
      if try await answering(connect) == nil {
        // It says why there is none.
        do throws(APIClientError) { _ = try await APIClient(path: connect[0]).alerts() } catch { throw error.failure }
      }
      return connect
    }
    guard !namesInput, stores.store == nil else { return nil }
    let settings = try configuration.settings.read(.program).settings
    return try await answering(settings.api.map { [$0] } ?? DefaultSocket.pathsToAsk()).map { [$0] }
  }

  private func answering(_ paths: [String]) async throws -> String? {
    do throws(APIClientError) { return try await AttachedCore.answering(paths) } catch { throw error.failure }
  }

  private mutating func attach(to paths: [String]) async throws {
    let settings = try configuration.settings.read(.program).settings
    screen.complete(by: settings)
    let core = AttachedCore(
      paths: paths, readOnlyReason: readOnly ? "--read-only" : nil, clock: SystemClock.now)
    var notices: [String] = []
    if configuration.isNamed || money.prices != nil {
      notices.append(
        "configuration and prices are those of the core; what the command line says of them does not count")
    }
    let session = Session(
      source: core, screen: screen, notices: notices,
      configuration: RemoteConfiguration { APIClient(path: core.path) },
      alerts: readOnly ? nil : RemoteAlertOperator { APIClient(path: core.path) }, clock: { core.now })
    try await session.run { try? await Task.sleep(for: .seconds(1 << 30)) }
  }
}
