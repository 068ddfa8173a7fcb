import Configuration
import ConfigurationFiles
import Events
import Storage
import Synchronization
import SystemFiles

/// Answers what operators ask of the configuration.
package protocol ConfigurationHandling: Sendable {
  /// Follows the files from now on. With `disablesOnExceed`, wrappers whose daily budget is spent are switched off where
  /// their configuration asks for it.
  func start(disablesOnExceed: Bool) async
  /// Does what is asked for and returns what came of it.
  func answer(_ request: ConfigurationRequest) async -> ConfigurationReply
  /// Ends what `start` began, and waits for what is being done.
  func close() async
}

/// Keeps the configuration of a running core: watches its files, adopts what is valid in them, and does what operators
/// ask for, one thing after the other, on a thread of its own. What is not valid leaves the last good configuration in
/// force, and says so.
package actor ConfigurationController: ConfigurationHandling {
  private let executor = BlockingExecutor(label: "wraptop.configuration")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let paths: ConfigurationPaths
  private let isComplete: Bool
  private let actor: AuditActor
  private let clock: @Sendable () -> Timestamp
  private let cache: ResolutionCache

  /// What is in force.
  package private(set) var current: ConfigurationState
  /// The end of the audit trail, as far as it is known from this process or the store.
  private var head: AuditHead?
  /// What is in force is the valid part of a configuration that was never valid as a whole.
  private var isPart: Bool
  /// Operators are told that what is on the disk cannot be in force.
  private var isNoticePosted: Bool
  /// The budgets for which this process has switched a wrapper off.
  private var disabled: Set<ExceededBudget.Key> = []
  private var following: [Task<Void, Never>] = []
  /// Rings when another configuration is in force.
  private let adopted = Bell()
  private var isClosed = false

  /// The maximum number of records of a wrapper that are shown.
  private static let historyLimit = 1000

  /// Reads the configuration, and puts what is valid in it in force. What is not is `current.rejected`, and said.
  ///
  /// - Parameters:
  ///   - isComplete: spending from before this process began is known.
  ///   - readOnlyReason: why nothing can be changed here; nil if it can.
  ///   - actor: who asks for changes here, and switches wrappers off.
  ///   - clock: the wall clock.
  ///   - isStrict: nothing is put in force unless all of it is valid.
  ///   - cache: remembers what is read and written.
  /// - Throws: if it cannot be read or, with `isStrict`, is not valid, with everything that is wrong.
  package init(
    of core: Core, paths: ConfigurationPaths, isComplete: Bool, readOnlyReason: String? = nil, isStrict: Bool = false,
    actor: AuditActor, clock: @escaping @Sendable () -> Timestamp, cache: ResolutionCache = ResolutionCache()
  ) throws(ConfigurationFileError) {
    self.core = core
    self.paths = paths
    self.isComplete = isComplete
    self.actor = actor
    self.clock = clock
    self.cache = cache
    let loaded = try LoadedConfiguration(paths, isComplete: isComplete, cache: cache)
    if isStrict { try loaded.check() }
    current = loaded.state(environmentName: paths.environmentName, readOnlyReason: readOnlyReason)
    isPart = !loaded.errors.isEmpty
    isNoticePosted = isPart
    core.adopt(loaded, shownAs: current)
    if isPart { core.notices.post(Self.notice(of: loaded.errors, isPart: true), as: .configuration) }
  }

  deinit { for task in following { task.cancel() } }

  package func start(disablesOnExceed: Bool = false) {
    let watched = [paths.wrappers].compactMap { $0 } + paths.profileCandidates + [paths.runtime, paths.credentials]
    let changes = FileWatch.changes(of: watched)
    // What changed before the watch began is not heard of.
    reload()
    following.append(
      Task { [weak self] in
        for await _ in changes { await self?.reload() }
      })
    guard disablesOnExceed else { return }
    following.append(
      Task { [weak self, adopted] in
        while !Task.isCancelled {
          await self?.switchOffExceeded()
          // Where no wrapper asks for it, all that can come is a configuration that does.
          if await self?.switchesOff == true {
            try? await Task.sleep(for: .seconds(1), clock: .suspending)
          } else {
            await adopted.wait()
          }
        }
      })
  }

  package func close() {
    isClosed = true
    for task in exchange(&following, with: []) { task.cancel() }
  }

  /// Posts what is wrong with the end of the audit trail, held against that which the store knows.
  package func compare(stored: StoredAuditHead?) {
    guard let stored else { return }
    head = AuditHead(number: stored.number, hash: stored.hash)
    let path = ShownText.path(paths.audit)
    do {
      let head = try AuditFile(path: paths.audit).head()
      if head.number < stored.number || (head.number == stored.number && head.hash != stored.hash) {
        core.notices.post(
          "\(path): ends with record \(head.number), but the store knows of record \(stored.number), so the trail was "
            + "cut or edited; see wraptop config history --verify", as: .auditTrail)
      }
    } catch {
      core.notices.post("audit trail: \(error.description)", as: .auditTrail)
    }
  }

  // MARK: Requests

  package func answer(_ request: ConfigurationRequest) -> ConfigurationReply { answer(request, by: actor) }

  /// Does what `actor` asks for and returns what came of it.
  package func answer(_ request: ConfigurationRequest, by actor: AuditActor) -> ConfigurationReply {
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
    let heads = Mutex<[AuditHead]>([])
    let writer = ChangeWriter(paths: paths, knownHead: head, cache: cache) { head in heads.withLock { $0.append(head) }
    }
    let reply = body(writer, "\(now)", now.seconds)
    for head in heads.withLock({ $0 }) { record(head) }
    // What was written is in force before anyone is told of it.
    reload()
    return reply
  }

  private func record(_ head: AuditHead) {
    self.head = head
    core.notices.log.info("audit trail: record \(head.number), \(head.hash)")
    core.recordAuditHead(StoredAuditHead(number: head.number, hash: head.hash))
  }

  // MARK: Reading again

  private func reload() {
    guard !isClosed else { return }
    let found: [Finding]
    do {
      let loaded = try LoadedConfiguration(paths, isComplete: isComplete, cache: cache)
      found = loaded.errors
      // Where no configuration was good as a whole, what is valid counts, as it did at the start.
      if found.isEmpty || loaded.isWhole && isPart { adopt(loaded) }
      if found.isEmpty { return }
    } catch {
      found = error.findings
    }
    let isNew = current.rejected != found || !isNoticePosted
    current.rejected = found
    isNoticePosted = true
    guard isNew else { return }
    core.notices.post(Self.notice(of: found, isPart: isPart), as: .configuration)
    core.showConfiguration(current)
  }

  private func adopt(_ loaded: LoadedConfiguration) {
    let before = current
    isPart = !loaded.errors.isEmpty
    current.rejected = loaded.errors
    current.versions = loaded.versions
    current.files = loaded.files
    if before.resolved != loaded.valid {
      current.resolved = loaded.valid
      current.generation += 1
    }
    if isNoticePosted, !isPart {
      isNoticePosted = false
      core.notices.withdraw(.configuration)
      core.notices.log.info("configuration: what is on the disk is in force again")
    }
    if current.generation != before.generation {
      core.notices.log.info("configuration: taken over")
      core.adopt(loaded, shownAs: current)
      adopted.ring()
    } else if current != before {
      core.showConfiguration(current)
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
  func switchOffExceeded() {
    guard !isClosed, current.readOnlyReason == nil else { return }
    for exceeded in core.exceeded(by: current.resolved) {
      guard disabled.insert(exceeded.key).inserted else { continue }
      let change = FieldChange(wrapper: exceeded.wrapper, path: .isEnabled, old: nil, new: .flag(false))
      let name = ShownText.name(exceeded.wrapper)
      let notice = NoticeBoard.ID.spentBudget(wrapper: exceeded.wrapper)
      let reply = changing { writer, time, now in
        let request = ChangeRequest(
          changes: [change], versions: current.versions,
          reason: "spent \(exceeded.certainty.mark("$\(exceeded.spent)")) of a daily budget of $\(exceeded.budget)")
        return writer.write(request, actor: actor, action: .autoDisable, time: time, now: now)
      }
      switch reply {
      case .written: core.notices.post("\(name): set enabled=false; takes effect when the wrapper reloads", as: notice)
      case .conflict:
        // The next look finds what is there now.
        disabled.remove(exceeded.key)
      case .refused(let findings):
        core.notices.post(
          "\(name): its daily budget is spent, but enabled=false is refused: \(findings[0].message)", as: notice)
      case .failed(let why):
        core.notices.post("\(name): its daily budget is spent, but it stays enabled: \(why)", as: notice)
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
