import Configuration
import ConfigurationFiles
import Events
import Storage
import Synchronization
import SystemFiles

/// The configuration of the core whose store is looked at: read from the files that the core says it uses, and changed in them,
/// for as long as that core runs on this machine under the same user. Else it is not known, and that is said.
package final class ViewedConfiguration: ConfigurationHandling {
  private let core: Core
  private let writer: @Sendable () throws(StorageError) -> StoredWriter?
  private let own: ConfigurationPaths?
  private let readOnlyReason: String?
  private let actor: AuditActor
  private let clock: @Sendable () -> Timestamp
  private let state = Mutex(State())

  private struct State {
    /// What was found when it was last looked for; nil before.
    var found: Found?
    var keeper: ConfigurationController?
    /// What operators are told of it.
    var notice: String?
    /// Files are followed.
    var isStarted = false
    var isClosed = false
  }

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
  package func look() {
    let found = find()
    let old = state.withLock { state -> ConfigurationController?? in
      guard !state.isClosed, state.found != found else { return nil }
      state.found = found
      defer { state.keeper = nil }
      return .some(state.keeper)
    }
    guard let old else { return }
    old?.close()
    switch found {
    case .core(let writer, let paths):
      takeUp(paths, readOnlyReason) { "process \(writer.process.number) writes the store, and \($0)" }
      let isOther = own.map { $0.absolute != paths } ?? false
      if isOther, keeps {
        tell(
          "the configuration is that of process \(writer.process.number), which writes the store; what the command line says "
            + "of it does not count")
      }
    case .own(let paths, let why):
      takeUp(paths, readOnlyReason ?? "whether the core uses these files is not known (\(why))") { $0 }
      if keeps { tell("the configuration is that of the command line, and may not be that of the core: \(why)") }
    case .unknown(let why): forget(why)
    }
  }

  private var keeps: Bool { state.withLock { $0.keeper != nil } }

  private func takeUp(_ paths: ConfigurationPaths, _ readOnlyReason: String?, _ failure: (String) -> String) {
    do {
      let keeper = try ConfigurationController(
        of: core, paths: paths, isComplete: true, readOnlyReason: readOnlyReason, actor: actor, clock: clock)
      let isStarted = state.withLock { state in
        state.keeper = keeper
        return state.isStarted
      }
      tell(nil)
      if isStarted { keeper.start() }
    } catch {
      // It is tried again when it is next looked for.
      state.withLock { $0.found = nil }
      forget(failure("its configuration cannot be read: \(error.description)"))
    }
  }

  private func forget(_ why: String) {
    let advice = "start wraptop with --wrappers FILE to show one"
    core.forgetConfiguration(because: "\(why); \(advice)")
    tell("configuration not known here, nor budgets: \(why); \(advice)")
  }

  // One notice at a time, once.
  private func tell(_ notice: String?) {
    let old = state.withLock { state in
      defer { state.notice = notice }
      return state.notice
    }
    guard notice != old else { return }
    if let old { core.withdrawNotice(old) }
    if let notice { core.notice(notice) }
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

  package func start(disablesOnExceed: Bool) {
    // The core that writes the store is who switches off.
    let keeper = state.withLock { state in
      state.isStarted = true
      return state.keeper
    }
    keeper?.start()
  }

  package func take(_ request: ConfigurationRequest, reply: @escaping @Sendable (ConfigurationReply) -> Void) {
    guard let keeper = state.withLock({ $0.keeper }) else {
      return reply(.failed("the configuration is not known here; start wraptop with --wrappers FILE"))
    }
    keeper.take(request, reply: reply)
  }

  package func close() {
    let keeper = state.withLock { state in
      state.isClosed = true
      defer { state.keeper = nil }
      return state.keeper
    }
    keeper?.close()
  }
}
