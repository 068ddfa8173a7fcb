import Alerting
import Configuration
import Events
import Formatting
import Ingestion
import Logging
import Monitoring
import Snapshots
import Storage
import Synchronization
import SystemFiles

/// The running core: applies what all sources send to the monitoring state, and answers requests for snapshots of it.
/// Any thread may use it.
///
/// It owns the monitoring state and the registry of sources, under one lock, since what was counted and how far it was
/// read belong together. Who publishes snapshots, writes a store or keeps the configuration stands beside it and calls
/// it; it knows none of them, and rings a bell when there is something new for them.
package final class Core: Sendable {
  /// What operators should know, and the log.
  package let notices: NoticeBoard
  /// Rings after each change that a screen could show.
  package let changes: Bells
  /// Rings for who stores: when it is at rest and there is something to store, and when that has become urgent.
  let unstored = Bell()
  package let detail: Detail
  /// True if something is made of the metrics of operations.
  package let readsMetrics: Bool
  let costReporter = CostReporter()
  // Apart from the state, since what is decoded ahead of it is counted while it is busy.
  private let pendingChunks = Atomic(0)
  let state: Mutex<CoreState>
  private let replay: ReplaySpeed?
  private let clock: @Sendable () -> Timestamp

  /// Makes a core whose present is what `clock` reads.
  ///
  /// - Parameters:
  ///   - settings: what the operator set up: the health policy and the limits. `setPolicy` changes the policy later.
  ///   - standsStill: the clock never moves (`--at`).
  ///   - replay: the speed of the recording whose clock this is; nil if the clock is that of the wall.
  ///   - log: receives what belongs into a log.
  package init(
    settings: Settings = Settings(), standsStill: Bool = false, detail: Detail = .none,
    money: CostSettings = CostSettings(), replay: ReplaySpeed? = nil, log: Logger = .silent,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.clock = clock
    self.detail = detail
    self.replay = replay
    var monitor = MonitorState(
      policy: HealthPolicy(settings.health), standsStill: standsStill,
      wrapperLimit: settings.limits.wrappers ?? MonitorState.defaultWrapperLimit,
      breakdownHours: detail.breakdownHours, breakdownsHaveStore: detail == .recent)
    monitor.budgets = money.budgets
    monitor.prices = money.prices
    readsMetrics = monitor.readsMetrics
    changes = Bells()
    notices = NoticeBoard(log: log, changes: changes)
    state = Mutex(CoreState(monitor: monitor))
  }

  /// The present.
  package var now: Timestamp { clock() }

  /// Reads or changes the monitoring state, under the lock.
  package func withMonitor<Result: Sendable>(_ body: (inout MonitorState) -> Result) -> Result {
    state.withLock { body(&$0.monitor) }
  }

  // Changes the sources; a screen shows that, and the store learns of it.
  private func changeSources<Result: Sendable>(_ body: (inout SourceRegistry) -> Result) -> Result {
    let (result, wakes) = state.withLock { state in (body(&state.sources), state.backlog.add()) }
    if wakes { unstored.ring() }
    changes.ring()
    return result
  }

  // MARK: Sources

  /// Makes a source known and returns its number. One that a store knows goes on.
  package func addSource(_ status: SourceStatus) -> Int { changeSources { $0.add(status) } }

  /// Has snapshots ask `observed`, which knows more of a source than it has sent.
  func observe(_ number: Int, _ observed: any ObservedSource) { state.withLock { $0.observed[number] = observed } }

  /// Goes on with a source in a file at that position; its line numbers begin anew. Where reading began at the end of a
  /// file, a restart goes on from there, also if nothing came since.
  package func begin(at position: Position, in number: Int) { changeSources { $0.begin(at: position, in: number) } }

  /// Sets the state of a source. That it is in trouble, or no longer, is logged, and stored.
  package func setState(_ state: SourceState, of number: Int) {
    if let text = changeSources({ $0.setState(state, of: number) }) { notices.log.info("\(text)") }
  }

  /// Ends the sources that a store knows and that nobody reads any more, so that they are not waited for.
  package func endUnclaimedSources() { changeSources { $0.endUnclaimed() } }

  /// The positions up to which files were read before, as a store knows them.
  var knownPositions: [KnownPosition] { state.withLock { $0.sources.knownPositions } }

  /// Begins to read inputs to their ends; `readingOutcome` covers what comes from now on.
  func beginReading() { state.withLock { $0.sources.beginReading() } }

  /// Records that an input could not be read, or not to its end.
  func recordFailure(_ error: IngestionError) { state.withLock { $0.sources.recordFailure(error) } }

  /// Records that no file matches a pattern.
  func recordUnmatched(_ pattern: String) { state.withLock { $0.sources.recordUnmatched(pattern) } }

  /// What reading inputs to their ends came to.
  package var readingOutcome: ReadingOutcome { state.withLock { $0.sources.readingOutcome } }

  /// How far reading has come, this long after it began.
  package func progress(after time: Duration) -> CatchUp {
    state.withLock { $0.sources.progress(after: time / .seconds(1)) }
  }

  /// Applies what a chunk of a source decoded to, once it is completed by what came before (`SourceRegistry.complete`).
  /// `dedupes` says whether ids that are remembered count as duplicates.
  @discardableResult
  func apply(_ batch: inout EventBatch, from source: Int, _ progress: ChunkProgress, dedupes: Bool = false) -> Applied {
    let now = clock()
    let (applied, newKinds, wakes) = state.withLock { state in
      let begin = SuspendingClock.now
      defer { state.counters.countBatch(of: batch.events.count, from: begin, to: .now) }
      let isCatchingUp = state.sources.isCatchingUp(source)
      state.sources.complete(&batch, of: source)
      var applied = state.monitor.apply(
        batch, source: source, isCatchingUp: isCatchingUp, dedupes: dedupes, now: now)
      applied.mark = state.sources.record(batch, applied, progress, from: source, now: now)
      guard state.past != nil else { return (applied, state.sources.takeNewKinds(), false) }
      let entry = JournalEntry(
        batch: batch, source: source, isCatchingUp: isCatchingUp, dedupes: dedupes, at: now,
        pricings: applied.pricings)
      return (applied, state.sources.takeNewKinds(), state.backlog.add(entry, operations: applied.accepted))
    }
    for line in newKinds { notices.report(line) }
    if wakes { unstored.ring() }
    changes.ring()
    return applied
  }

  // MARK: Configuration

  /// Judges everything by a configuration from now on; snapshots carry it as `state`.
  package func adopt(_ loaded: LoadedConfiguration, shownAs configuration: ConfigurationState) {
    let wakes = state.withLock { state in
      let changesRetention = state.monitor.watching.retentionDays != loaded.watching.retentionDays
      state.monitor.budgets = loaded.budgets
      state.monitor.watching = loaded.watching
      state.configuration = .known(configuration)
      guard changesRetention else { return false }
      state.backlog.shortens = true
      return state.backlog.add(isUrgent: true)
    }
    if wakes { unstored.ring() }
    changes.ring()
  }

  /// Judges health by a policy from now on.
  package func setPolicy(_ policy: HealthPolicy) {
    state.withLock { $0.monitor.policy = policy }
    changes.ring()
  }

  /// Lets snapshots carry a configuration; what is in force stays so.
  package func showConfiguration(_ configuration: ConfigurationState) {
    state.withLock { $0.configuration = .known(configuration) }
    changes.ring()
  }

  /// Judges nothing by a configuration from now on, since it is not known here.
  package func forgetConfiguration(because reason: String) {
    state.withLock { state in
      state.monitor.budgets = BudgetPlan()
      state.monitor.watching = WrapperPolicies()
      state.configuration = .unknown(reason)
    }
    changes.ring()
  }

  /// Has the end of the audit trail stored, if there is a store that is written here.
  func recordAuditHead(_ head: StoredAuditHead) {
    state.withLock { $0.backlog.auditHead = head }
    requestCommit()
  }

  // MARK: Store

  /// Goes on from what a store holds. Nothing may have been applied before.
  package func restore(_ content: StoredContent) {
    state.withLock { state in
      state.sources.restore(content)
      state.monitor.restore(
        content.monitor, journal: content.journal, sourceTimes: state.sources.newestEvents, now: now)
      if !content.journal.isEmpty { state.backlog.requireCheckpoint() }
    }
    changes.ring()
  }

  /// Shows what a store holds in the place of all that was shown before.
  package func replaceContent(with content: StoredContent) {
    state.withLock { state in
      state.sources = SourceRegistry(showing: content.sources, rejected: content.rejected)
      state.monitor = state.monitor.emptied
      let begin = min(now, content.journal.first?.at ?? now)
      state.monitor.restore(content.monitor, sourceTimes: state.sources.newestEvents, now: begin)
      state.monitor.replay(content.journal)
      state.alerts = AlertsState(AlertBook(content.alerts), now: now)
    }
    changes.ring()
  }

  /// Adds to what is shown of a store what was stored since.
  package func follow(_ news: StoredNews) {
    state.withLock { state in
      state.sources = SourceRegistry(showing: news.sources, rejected: news.rejected)
      state.monitor.replay(news.journal)
      state.alerts = AlertsState(AlertBook(news.alerts), now: now)
    }
    changes.ring()
  }

  /// Lets snapshots tell how a store fares; nil for none.
  func setStorage(_ status: StorageStatus?) {
    let isNew = state.withLock { state in
      defer { state.storage = status }
      state.commits &+= 1
      state.isCommitting = false
      return state.storage?.state != status?.state
    }
    if isNew { changes.ring() }
  }

  /// Tracks from now on what a store has to learn, which `takeCommit` returns. `past` reads what memory no longer holds.
  func beginStoring(past: StoredBreakdowns) {
    let wakes = state.withLock { state in
      state.monitor.trackChanges()
      state.past = past
      return state.backlog.add(isUrgent: !state.monitor.watching.retentionDays.isEmpty)
    }
    if wakes { unstored.ring() }
  }

  /// Reads nothing from the store any more and shows none.
  package func endStoring() {
    state.withLock { ($0.past, $0.storage) = (nil, nil) }
  }

  /// Has what is not stored yet stored at once.
  func requestCommit() { if state.withLock({ $0.backlog.add(isUrgent: true) }) { unstored.ring() } }

  /// Lets `unstored` ring as soon as there is something to store. Returns false if there is something already.
  func restUntilNews() -> Bool { state.withLock { $0.backlog.rest() } }

  /// True if what is not stored should be stored at once.
  var isCommitUrgent: Bool { state.withLock { $0.backlog.isUrgent } }

  /// True while a source reads what was there before.
  var isCatchingUp: Bool { state.withLock { !$0.sources.catchingUp.isEmpty } }

  /// How many commits were tried, and whether something waits for the next one.
  var storingProgress: (commits: UInt64, isWaiting: Bool) {
    state.withLock { state in
      let isWaiting = state.backlog.hasNews || state.backlog.inFlight > 0 || state.isCommitting
      return (state.commits, state.past != nil && isWaiting)
    }
  }

  /// The number of operations that were applied since the last commit was taken.
  var uncommitted: UInt64 { state.withLock { $0.backlog.operations } }

  /// The number of operations that were applied and are not stored.
  var unstoredOperations: UInt64 { state.withLock { $0.backlog.inFlight &+ $0.backlog.operations } }

  /// Takes what is to be stored by now, and the mark that it covers. It is a checkpoint if that is due, or if it has to be.
  func takeCommit(isCheckpointDue: Bool) -> (commit: Commit, mark: UInt64) {
    state.withLock { state in
      let (sources, rejected, mark) = state.sources.takeChanges()
      var commit = Commit(at: clock(), sources: sources, rejected: rejected)
      if isCheckpointDue || state.backlog.needsCheckpoint {
        commit.checkpoint = state.monitor.takeChanges()
      } else {
        commit.journal = state.backlog.journal
      }
      commit.linker = state.sources.linker.takeChanges()
      commit.retentionDays = state.monitor.watching.retentionDays
      commit.shortens = state.backlog.shortens && !commit.retentionDays.isEmpty
      commit.auditHead = state.backlog.auditHead
      (commit.alerts, commit.alertMark) = (state.backlog.alerts, state.backlog.alertMark)
      state.isCommitting = true
      state.backlog.take()
      return (commit, mark)
    }
  }

  /// Takes all that there is, for a store that holds nothing, and the mark that it covers.
  func takeEverything() -> (commit: Commit, mark: UInt64) {
    state.withLock { state in
      let everything = state.monitor.takeEverything()
      let (_, _, mark) = state.sources.takeChanges()
      var commit = Commit(
        at: clock(), checkpoint: everything, sources: state.sources.stored, rejected: state.sources.newestRejected)
      commit.linker = state.sources.linker.bytes
      commit.retentionDays = state.monitor.watching.retentionDays
      commit.auditHead = state.backlog.auditHead
      (commit.alerts, commit.alertMark) = (state.alertRows.all, state.backlog.alertMark)
      state.backlog.take()
      return (commit, mark)
    }
  }

  /// Has the next commit be a checkpoint, since one could not be stored.
  func requireCheckpoint() { state.withLock { $0.backlog.requireCheckpoint() } }

  /// Records that a commit is stored, and with it all that was taken before.
  func recordStored(_ commit: Commit, after duration: Duration) {
    if let changes = commit.checkpoint { costReporter.recordStored(changes) }
    state.withLock { state in
      if !commit.isEmpty { state.counters.counters.committing.add(duration) }
      state.backlog.inFlight = 0
      state.alertRows.storedMark = commit.alertMark
      for source in commit.sources { state.sources.recordStored(source) }
    }
  }

  /// Reads the hours that memory no longer holds; nil without a store.
  var past: StoredBreakdowns? { detail == .recent ? state.withLock { $0.past } : nil }

  // MARK: Snapshots

  /// Everything at the present instant, or at that of the request. `isLive` is for a screen that asks again and again:
  /// costs may then be some seconds old, and what has to be read for them is read in portions.
  package func snapshot(_ request: SnapshotRequest = SnapshotRequest(), isLive: Bool = false) -> Snapshot {
    let begin = SuspendingClock.now
    let now = clock()
    var scope = request.scope
    // Whoever asks from outside may ask for any instant.
    scope.at = scope.at.map { max($0, .earliestAskedFor) }
    if let from = scope.costs?.from { scope.costs?.from = max(from, .earliestAskedFor) }
    let costs = costs(scope, now: now, isLive ? .live : .unlimited)
    scope.costs = nil
    let older = olderBreakdowns(scope, now: now)
    var (snapshot, shed, observed, operations) = state.withLock { state in
      state.monitor.abandon(now: now, catchingUp: state.sources.catchingUp)
      return (
        state.snapshot(at: now, scope: scope, older: older), state.shed, state.observed,
        request.operations == nil ? nil : state.monitor.recentOperations
      )
    }
    for (number, source) in observed where snapshot.sources.indices.contains(number) {
      source.refresh(&snapshot.sources[number])
    }
    shed.metrics = snapshot.monitor.wrappers.reduce(0) { $0 &+ $1.totals.metricsLeftOut }
    notices.fill(&snapshot, shed: shed)
    snapshot.monitor.costs = costs
    snapshot.replay = replay
    snapshot.isPast = snapshot.at < now
    if let query = request.operations { snapshot.operations = operations?.newest(query, through: snapshot.at) }
    let end = SuspendingClock.now
    state.withLock { state in
      state.counters.counters.snapshots.add(end - begin)
      guard request.counters else { return }
      var counters = state.counters.read(at: end)
      counters.pendingChunks = pendingChunks.load(ordering: .relaxed)
      if state.past != nil { counters.unstoredOperations = state.backlog.unstored }
      snapshot.counters = counters
    }
    if request.counters {
      let usage = ProcessUsage.current
      snapshot.counters?.residentBytes = usage.residentBytes
      snapshot.counters?.processorTime = usage.processorTime
    }
    return snapshot
  }

  /// Counts chunks that begin to wait until they are decoded and applied, or stop to.
  func countPendingChunks(_ change: Int) { pendingChunks.wrappingAdd(change, ordering: .relaxed) }

  /// Sets how many clients and sources wait for the store.
  func setWaitingForStore(_ count: Int) { state.withLock { $0.counters.counters.waitingForStore = count } }
}
