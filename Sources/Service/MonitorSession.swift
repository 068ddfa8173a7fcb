import Configuration
import ConfigurationFiles
import Events
import Ingestion
import Logging
import Monitoring
import Snapshots
import Storage

/// A core that runs: what it reads, and the store that it goes on from and writes.
package struct MonitorSession: Sendable {
  package let core: Core
  /// Watches the core while it runs.
  package let alerts: AlertEngine
  /// Takes in what is posted to the API while it runs.
  let posted = PostedEvents()
  private let plan: IntakePlan
  private let storePath: String?
  private let configuration: String?
  private let retention: Retention

  /// Nothing is opened yet.
  ///
  /// - Parameters:
  ///   - plan: what to read.
  ///   - storePath: where figures are kept; nil to keep them in memory only.
  ///   - money: budgets and prices.
  ///   - settings: the health policy, and the limits of the core and its store.
  ///   - configuration: where the configuration comes from, for those who look at the store beside this process; nil if it
  ///     comes from nowhere.
  ///   - alerts: by which rules people are told, and where.
  ///   - deliverer: tells them.
  ///   - host: the name of this machine.
  ///   - log: receives what belongs into a log.
  ///   - clock: the present.
  package init(
    plan: IntakePlan, storePath: String?, money: CostSettings = CostSettings(), settings: Settings = Settings(),
    configuration: ConfigurationPaths? = nil, alerts: AlertPlan = AlertPlan(),
    deliverer: any AlertDelivering = NoDelivery(), host: String = "localhost", log: Logger = .silent,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.configuration = configuration?.record
    self.plan = plan
    self.storePath = storePath
    retention = settings.limits.store.map { Retention(size: UInt64($0)) } ?? Retention()
    core = Core(
      settings: settings, detail: storePath == nil ? .all : .recent, money: money, log: log, clock: clock)
    self.alerts = AlertEngine(of: core, plan: alerts, deliverer: deliverer, host: host)
  }

  /// Opens the socket and the ports of the plan, if it has any; clients wait from then on until `run` takes them in.
  ///
  /// - Parameter passed: a socket that is open already, and takes the place of the plan's.
  package func listen(passed: ListeningSocket? = nil) throws -> Listeners {
    try Intake.listen(plan, core.notices, passed: passed)
  }

  /// Goes on from what is stored, and follows all sources until the task is cancelled; then stores what is left.
  ///
  /// - Parameters:
  ///   - restored: receives the end of the audit trail as the store has it.
  ///   - begins: called once the store is held and everything else is open, before the first line is taken in.
  /// - Throws: if the store cannot be opened, the file for rejected lines cannot be made, or what is left cannot be stored.
  package func run(
    _ listeners: Listeners = Listeners(), restored: @Sendable (StoredAuditHead?) async -> Void = { _ in },
    begins: @Sendable () -> Void = {}
  ) async throws {
    guard let storePath else {
      let intake = try Intake(core: core, plan: plan)
      begins()
      await alerts.start()
      await intake.follow(listeners, posted)
      return await alerts.close()
    }
    var begun: [String] = []
    let opening = try SQLiteStore.open(
      path: storePath, retention: retention, writer: configuration.flatMap(StoredWriter.current), now: core.now
    ) { notice in
      begun.append(notice.description)
      core.notices.post(notice.description, as: .store(notice.description))
    }
    for text in begun { core.notices.withdraw(.store(text)) }
    for notice in opening.notices { core.notices.post(notice.description, as: .store(notice.description)) }
    core.restore(opening.content)
    await alerts.restore(opening.content.alerts)
    await restored(opening.content.auditHead)
    let writer = StoreWriter(core: core, store: opening.store, path: storePath, seed: opening.content.seed)
    let intake = try Intake(core: core, plan: plan, seed: opening.content.seed, writer: writer)
    await writer.start()
    begins()
    await alerts.start()
    await intake.follow(listeners, posted)
    await alerts.close()
    defer { core.endStoring() }
    try await writer.close()
  }
}
