import Configuration
import ConfigurationFiles
import Dispatch
import Events
import Storage
import Synchronization

/// Keeps the configuration of a running core: watches its files, takes over what is valid in them, and does what operators
/// ask for, one thing after the other. What is not valid leaves the last good configuration in force, and says so.
package final class ConfigurationController: Sendable {
  private let core: Core
  private let paths: ConfigurationPaths
  private let isComplete: Bool
  private let actor: AuditActor
  private let clock: @Sendable () -> Timestamp
  private let queue = DispatchQueue(label: "wraptop.keeper", qos: .userInitiated)
  private let state: Mutex<State>

  private struct State {
    var current: ConfigurationState
    /// The end of the audit trail, as far as it is known from this process or the store.
    var head: AuditHead?
    /// What operators are told while what is on the disk cannot be in force.
    var notice: String?
    var watching: [Task<Void, Never>] = []
    /// What was switched off by this process.
    var disabled: Set<ExceededBudget.Key> = []
    /// What is in force is the valid part of a configuration that was never valid as a whole.
    var isPart: Bool
  }

  /// How many records of a wrapper are told at most.
  private static let historyLimit = 1000

  /// Reads the configuration, and puts what is valid in it in force. What is not is `current.rejected`, and said.
  ///
  /// - Parameters:
  ///   - isComplete: spending from before this process began is known.
  ///   - readOnlyReason: why nothing can be changed here; nil if it can.
  ///   - actor: who asks for changes.
  ///   - clock: the wall clock.
  ///   - isStrict: nothing is put in force unless all of it is valid.
  /// - Throws: if it cannot be read or, with `isStrict`, is not valid, with everything that is wrong.
  package init(
    of core: Core, paths: ConfigurationPaths, isComplete: Bool, readOnlyReason: String? = nil, isStrict: Bool = false,
    actor: AuditActor, clock: @escaping @Sendable () -> Timestamp
  ) throws(ConfigurationFileError) {
    self.core = core
    self.paths = paths
    self.isComplete = isComplete
    self.actor = actor
    self.clock = clock
    let loaded = try LoadedConfiguration(paths, isComplete: isComplete)
    if isStrict { try loaded.check() }
    let first = loaded.state(environmentName: paths.environmentName, readOnlyReason: readOnlyReason)
    let notice = loaded.errors.isEmpty ? nil : Self.notice(of: loaded.errors, isPart: true)
    state = Mutex(State(current: first, notice: notice, isPart: notice != nil))
    core.take(first, loaded)
    if let notice { core.notice(notice) }
  }

  deinit { for task in state.withLock({ $0.watching }) { task.cancel() } }

  /// What is in force.
  package var current: ConfigurationState { state.withLock { $0.current } }

  /// Follows the files from now on. With `disablesOnExceed`, wrappers whose daily budget is spent are switched off where
  /// their configuration asks for it.
  package func start(disablesOnExceed: Bool = false) {
    let watched = [paths.wrappers].compactMap { $0 } + paths.profileCandidates + [paths.runtime, paths.credentials]
    let changes = FileWatch.changes(of: watched)
    // What changed before the watch began is not heard of.
    queue.async { [weak self] in self?.reload() }
    let following = Task { [weak self] in
      for await _ in changes {
        guard let self else { return }
        queue.async { [weak self] in self?.reload() }
      }
    }
    state.withLock { $0.watching.append(following) }
    guard disablesOnExceed else { return }
    let disabling = Task { [weak self] in
      while !Task.isCancelled {
        await self?.switchOffExceeded()
        // Where no wrapper asks for it, all that can come is a configuration that does.
        try? await Task.sleep(for: .seconds(self?.switchesOff == true ? 1 : 10))
      }
    }
    state.withLock { $0.watching.append(disabling) }
  }

  /// Ends what `start` began, and waits for what is being done.
  package func close() {
    let watching = state.withLock { state in
      defer { state.watching = [] }
      return state.watching
    }
    for task in watching { task.cancel() }
    queue.sync {}
  }

  /// Does what is asked for, off the calling thread, and tells what came of it.
  package func take(_ request: ConfigurationRequest, reply: @escaping @Sendable (ConfigurationReply) -> Void) {
    queue.async { [self] in reply(answer(request)) }
  }

  // MARK: Requests

  private func answer(_ request: ConfigurationRequest) -> ConfigurationReply {
    switch request {
    case .history(let wrapper):
      do {
        let records = try AuditFile(path: paths.audit).history(wrapper: wrapper, limit: Self.historyLimit)
        return .history(wrapper: wrapper, records: records)
      } catch {
        return .failed(error.description)
      }
    case .reload:
      reload()
      return .reloaded
    case .write(let change):
      return changing { $0.write(change, actor: actor, time: $1, now: $2) }
    case .rollback(let number, let reason):
      return changing { $0.rollback(number: number, reason: reason, actor: actor, time: $1, now: $2) }
    }
  }

  private func changing(_ body: (ChangeWriter, String, Int64) -> ConfigurationReply) -> ConfigurationReply {
    if let reason = current.readOnlyReason {
      return .failed("\(reason): nothing is changed from here; use wraptop config set, or start wraptop without it")
    }
    let now = clock()
    let writer = ChangeWriter(paths: paths, knownHead: state.withLock { $0.head }) { [self] in note($0) }
    let reply = body(writer, "\(now)", now.seconds)
    // What was written is in force before anyone is told of it.
    reload()
    return reply
  }

  // MARK: Audit

  private func note(_ head: AuditHead) {
    state.withLock { $0.head = head }
    core.log("audit trail: record \(head.number), \(head.hash)")
    core.keep(head)
  }

  /// Holds the end of the audit trail against that which the store knows.
  package func compare(stored: StoredAuditHead?) {
    guard let stored = stored.map({ AuditHead(number: $0.number, hash: $0.hash) }) else { return }
    state.withLock { $0.head = stored }
    let path = ShownText.path(paths.audit)
    do {
      let head = try AuditFile(path: paths.audit).head()
      if head.number < stored.number || (head.number == stored.number && head.hash != stored.hash) {
        core.notice(
          "\(path): ends with record \(head.number), but the store knows of record \(stored.number), so the trail was "
            + "cut or edited; see wraptop config history --verify")
      }
    } catch {
      core.notice("audit trail: \(error.description)")
    }
  }

  // MARK: Reading again

  private func reload() {
    let found: [Finding]
    do {
      let loaded = try LoadedConfiguration(paths, isComplete: isComplete)
      found = loaded.errors
      if found.isEmpty { return takeOver(loaded) }
      // Where no configuration was good as a whole, what is valid counts, as it did at the start.
      if loaded.isWhole && state.withLock({ $0.isPart }) { takeOver(loaded) }
    } catch {
      found = error.findings
    }
    let (notice, before, present) = state.withLock { state in
      let before = state.notice
      let isNew = state.current.rejected != found || before == nil
      state.current.rejected = found
      state.notice = Self.notice(of: found, isPart: state.isPart)
      return (isNew ? state.notice : nil, before, state.current)
    }
    guard let notice else { return }
    if let before { core.withdrawNotice(before) }
    core.notice(notice)
    core.show(present)
  }

  private func takeOver(_ loaded: LoadedConfiguration) {
    let isPart = !loaded.errors.isEmpty
    let (change, notice, present) = state.withLock { state in
      let old = state.current
      state.isPart = isPart
      state.current.rejected = loaded.errors
      state.current.runtimeVersion = loaded.version
      state.current.files = loaded.files
      if old.resolved != loaded.valid {
        state.current.resolved = loaded.valid
        state.current.generation += 1
      }
      defer { if !isPart { state.notice = nil } }
      return (old, state.notice, state.current)
    }
    if let notice, !isPart {
      core.withdrawNotice(notice)
      core.log("configuration: what is on the disk is in force again")
    }
    if present.generation != change.generation {
      core.log("configuration: taken over")
      core.take(present, loaded)
    } else if present != change {
      core.show(present)
    }
  }

  private static func notice(of found: [Finding], isPart: Bool) -> String {
    let more = found.count > 1 ? " (and \(found.count - 1) more)" : ""
    let inForce = isPart ? "what is valid is in force" : "the last good one stays in force"
    return "configuration: \(found.first?.description ?? "")\(more); \(inForce)"
  }

  // MARK: Budgets that are spent

  private var switchesOff: Bool {
    let resolved = current.resolved
    return resolved.wrappers.values.contains { resolved.monitoring(of: $0).disablesOnExceed }
  }

  /// Switches off the wrappers that have spent their daily budget and are to be switched off then, each once a day.
  func switchOffExceeded() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        disableExceeded()
        continuation.resume()
      }
    }
  }

  private func disableExceeded() {
    let current = current
    guard current.readOnlyReason == nil else { return }
    for exceeded in core.exceeded(by: current.resolved) {
      let isFirst = state.withLock { $0.disabled.insert(exceeded.key).inserted }
      guard isFirst else { continue }
      let change = FieldChange(wrapper: exceeded.wrapper, path: .isEnabled, old: nil, new: .flag(false))
      let name = ShownText.name(exceeded.wrapper)
      let reply = changing { writer, time, now in
        let request = ChangeRequest(
          changes: [change], version: self.current.runtimeVersion,
          reason: "spent \(exceeded.certainty.mark("$\(exceeded.spent)")) of a daily budget of $\(exceeded.budget)")
        return writer.write(request, actor: actor, action: .autoDisable, time: time, now: now)
      }
      switch reply {
      case .written: core.notice("\(name): set enabled=false; takes effect when the wrapper reloads")
      case .conflict:
        // The next look finds what is there now.
        state.withLock { _ = $0.disabled.remove(exceeded.key) }
      case .refused(let findings):
        core.notice("\(name): its daily budget is spent, but enabled=false is refused: \(findings[0].message)")
      case .failed(let why): core.notice("\(name): its daily budget is spent, but it stays enabled: \(why)")
      case .needsPassphrase, .history, .reloaded: break
      }
    }
  }
}

extension ConfigurationFileError {
  /// One for each fault.
  fileprivate var findings: [Finding] {
    guard case .invalid(let faults) = self else { return [Finding(.error, .standard, description)] }
    return faults.map { Finding(.error, .standard, $0) }
  }
}
