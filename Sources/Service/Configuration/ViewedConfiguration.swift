import Configuration
import ConfigurationFiles
import Events
import Storage
import SystemFiles

/// The configuration of the core whose store is looked at: read from the files that the core says it uses, and changed in
/// them, for as long as that core runs on this machine under the same user. Else it is not known, and that is said.
package actor ViewedConfiguration: ConfigurationHandling {
  private let executor = BlockingExecutor(label: "wraptop.configuration.view")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let writer: @Sendable () throws(StorageError) -> StoredWriter?
  private let own: ConfigurationPaths?
  private let readOnlyReason: String?
  private let actor: AuditActor
  private let clock: @Sendable () -> Timestamp

  /// What was found when it was last looked for; nil before.
  private var found: Found?
  private var controller: ConfigurationController?
  /// What operators are told of it.
  private var notice: String?
  /// Files are followed.
  private var isStarted = false
  private var isClosed = false

  private enum Found: Equatable {
    /// That of a running core.
    case core(StoredWriter, ConfigurationPaths)
    /// That of this command line, and why it is not that of a core.
    case own(ConfigurationPaths, String)
    case unknown(String)
  }

  /// Nothing is read before `look`.
  ///
  /// - Parameters:
  ///   - core: what shows the store.
  ///   - own: what the command line names, which is shown where that of the core is not known; nil if it names nothing.
  ///   - readOnlyReason: why nothing can be changed here; nil if it can.
  ///   - actor: who asks for changes.
  ///   - clock: the wall clock.
  ///   - writer: asks the store who writes it.
  package init(
    of core: Core, own: ConfigurationPaths?, readOnlyReason: String?, actor: AuditActor,
    clock: @escaping @Sendable () -> Timestamp, writer: @escaping @Sendable () throws(StorageError) -> StoredWriter?
  ) {
    self.core = core
    self.own = own
    self.readOnlyReason = readOnlyReason
    self.actor = actor
    self.clock = clock
    self.writer = writer
  }

  /// Looks whether another core writes the store by now, or none, and takes up its configuration.
  package func look() async {
    let found = find()
    guard !isClosed, self.found != found else { return }
    self.found = found
    await exchange(&controller, with: nil)?.close()
    guard !isClosed else { return }
    switch found {
    case .core(let writer, let paths):
      let failure = "process \(writer.process.number) writes the store, and "
      let isOther = own.map { $0.absolute != paths } ?? false
      guard await takeUp(paths, readOnlyReason, failure: failure), isOther else { return }
      show(
        "the configuration is that of process \(writer.process.number), which writes the store; what the command line says "
          + "of it does not count")
    case .own(let paths, let why):
      let reason = readOnlyReason ?? "whether the core uses these files is not known (\(why))"
      guard await takeUp(paths, reason, failure: "") else { return }
      show("the configuration is that of the command line, and may not be that of the core: \(why)")
    case .unknown(let why): forget(why)
    }
  }

  // True if it could be read.
  private func takeUp(_ paths: ConfigurationPaths, _ readOnlyReason: String?, failure: String) async -> Bool {
    do {
      let controller = try ConfigurationController(
        of: core, paths: paths, isComplete: true, readOnlyReason: readOnlyReason, actor: actor, clock: clock)
      self.controller = controller
      show(nil)
      if isStarted { await controller.start() }
      return true
    } catch {
      // It is tried again when it is next looked for.
      found = nil
      forget("\(failure)its configuration cannot be read: \(error.description)")
      return false
    }
  }

  private func forget(_ why: String) {
    let advice = "start wraptop with --wrappers FILE to show one"
    core.forgetConfiguration(because: "\(why); \(advice)")
    show("configuration not known here, nor budgets: \(why); \(advice)")
  }

  // One notice at a time, once.
  private func show(_ notice: String?) {
    guard notice != self.notice else { return }
    self.notice = notice
    if let notice {
      core.notices.post(notice, as: .configurationOrigin)
    } else {
      core.notices.withdraw(.configurationOrigin)
    }
  }

  // MARK: Looking for it

  private func find() -> Found {
    let found: (writer: StoredWriter, paths: ConfigurationPaths)
    do throws(Unknown) {
      found = try findCore()
    } catch {
      return own.map { .own($0, error.reason) } ?? .unknown(error.reason)
    }
    return .core(found.writer, found.paths)
  }

  private struct Unknown: Error { let reason: String }

  private func findCore() throws(Unknown) -> (StoredWriter, ConfigurationPaths) {
    let writer: StoredWriter?
    do throws(StorageError) {
      writer = try self.writer()
    } catch {
      throw Unknown(reason: "\(error)")
    }
    guard let writer else { throw Unknown(reason: "the core did not say in the store which files it uses") }
    let process = "process \(writer.process.number)"
    guard writer.process.isRunning else {
      throw Unknown(reason: "\(process), which wrote the store, does not run on this machine")
    }
    guard writer.process.isOfSameUser else {
      throw Unknown(reason: "\(process), which writes the store, is that of another user")
    }
    guard let environment = writer.process.environment else {
      throw Unknown(reason: "the environment of \(process), which writes the store, cannot be read")
    }
    guard let paths = ConfigurationPaths(record: writer.configuration, environment: environment) else {
      throw Unknown(reason: "\(process), which writes the store, is of another version of wraptop")
    }
    return (writer, paths)
  }

  // MARK: Requests

  /// Follows the files from now on. Who writes the store is who switches wrappers off.
  package func start(disablesOnExceed: Bool) async {
    isStarted = true
    await controller?.start()
  }

  package func answer(_ request: ConfigurationRequest) async -> ConfigurationReply {
    guard let controller else {
      return .failed("the configuration is not known here; start wraptop with --wrappers FILE")
    }
    return await controller.answer(request)
  }

  package func close() async {
    isClosed = true
    await exchange(&controller, with: nil)?.close()
  }
}
