import Configuration
import Events
import Formatting
import Ingestion
import Monitoring
import Snapshots
import Storage
import Synchronization

/// The running core: what all sources sent meets here, and snapshots are taken from here. Any thread may use it.
package final class Core: Sendable {
  package let monitor: WrapperMonitor
  let reporter: CostReporter
  // Taken before the monitor's lock where both are held: what was counted and how far it was read belong together.
  private let ledger: Mutex<SourceRegistry>
  private let clock: @Sendable () -> Timestamp
  private let refreshers = Mutex<[Int: @Sendable (inout SourceStatus) -> Void]>([:])
  private let observer = Mutex(Observer())
  private let configuration = Mutex<ShownConfiguration>(.none)
  private let uncommittedCount = Atomic<UInt64>(0)

  // A closure that lay in the mutex itself would be wrapped once more each time it is looked at.
  private struct Observer {
    var body: (@Sendable () -> Void)?
    var recorder: StoreWriter?
    var notice: (@Sendable (String) -> Void)?
    /// Who only shows a store, in the place of a recorder.
    var storage: StorageStatus?
  }

  /// What a core remembers beside the figures of article Monitoring, Totals, Statistics.
  package enum Detail: Sendable {
    /// Nothing: for a single report of those figures.
    case none
    /// What operations were made of, for as long as series are kept.
    case all
    /// The same; what is older than a day is left to the store.
    case recent

    var breakdownHours: Int {
      switch self {
      case .none: 0
      case .all: Int(MonitoringLimits.breakdownHours)
      case .recent: 26
      }
    }
  }

  private enum ShownConfiguration {
    case none
    case known(ConfigurationState)
    /// There may be one; why it is not known.
    case unknown(String)
  }

  package let detail: Detail
  private let replay: ReplaySpeed?
  /// True if something is made of the metrics of operations.
  package let readsMetrics: Bool

  /// A core whose present is what `clock` says. `standsStill` is for a clock that never moves (`--at`), `replay` for
  /// one that is the clock of a recording.
  package init(
    policy: HealthPolicy = HealthPolicy(), seed: UInt64, standsStill: Bool = false, detail: Detail = .none,
    money: CostSettings = CostSettings(), replay: ReplaySpeed? = nil, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.clock = clock
    self.detail = detail
    self.replay = replay
    var state = MonitorState(
      policy: policy, standsStill: standsStill, breakdownHours: detail.breakdownHours,
      breakdownsHaveStore: detail == .recent)
    state.budgets = money.budgets
    state.prices = money.prices
    readsMetrics = state.readsMetrics
    monitor = WrapperMonitor(state: state, seed: seed, clock: clock)
    reporter = CostReporter(of: monitor)
    ledger = Mutex(SourceRegistry())
  }

  /// The present.
  package var now: Timestamp { clock() }

  /// Calls `body`, from whatever thread, after each change that a screen could show.
  package func onChange(_ body: @escaping @Sendable () -> Void) { observer.withLock { $0.body = body } }

  // MARK: Sources

  /// Makes a source known; the answer is its number. One that a store told of goes on. `refresh` fills in what only the
  /// source itself knows, whenever a snapshot is taken.
  package func addSource(
    _ status: SourceStatus, refresh: (@Sendable (inout SourceStatus) -> Void)? = nil
  ) -> Int {
    defer {
      changed()
      observer.withLock { $0.recorder }?.noteNews()
    }
    return ledger.withLock { ledger in
      let number = ledger.add(status)
      if let refresh { refreshers.withLock { $0[number] = refresh } }
      return number
    }
  }

  /// The source goes on in a file at that position; its line numbers begin anew.
  package func begin(at position: Position, in number: Int) {
    ledger.withLock { $0.begin(at: position, in: number) }
    // Where reading began at the end of a file, a restart goes on from there, also if nothing came since.
    observer.withLock { $0.recorder }?.noteNews()
  }

  /// The source is in that state from now on. That it is in trouble, or no longer, is said in the log, and stored.
  package func setState(_ state: SourceState, of number: Int) {
    if let text = ledger.withLock({ $0.setState(state, of: number) }) { log(text) }
    changed()
    observer.withLock { $0.recorder }?.noteNews()
  }

  /// From now on inputs are read to their ends, and `readingOutcome` covers what comes.
  func beginReading() { ledger.withLock { $0.beginReading() } }

  /// An input could not be read, or not to its end.
  func noteFailure(_ error: IngestionError) { ledger.withLock { $0.noteFailure(error) } }

  /// No file matches a pattern.
  func noteUnmatched(_ pattern: String) { ledger.withLock { $0.noteUnmatched(pattern) } }

  /// What reading inputs to their ends came to.
  package var readingOutcome: ReadingOutcome { ledger.withLock { $0.readingOutcome } }

  /// Takes in what a chunk of a source decoded to. `dedupes` says whether ids that are remembered count as duplicates.
  @discardableResult
  func take(_ batch: EventBatch, from source: Int, _ progress: ChunkProgress, dedupes: Bool = false) -> Applied {
    let now = clock()
    let (applied, newKinds) = ledger.withLock { ledger in
      var applied = monitor.apply(
        batch, source: source, isCatchingUp: ledger.isCatchingUp(source), dedupes: dedupes, now: now)
      applied.mark = ledger.record(batch, applied, progress, from: source, now: now)
      return (applied, ledger.takeNewKinds())
    }
    for line in newKinds { log("\(line.report); more of this kind are only counted") }
    uncommittedCount.add(applied.accepted, ordering: .relaxed)
    changed()
    observer.withLock { $0.recorder }?.noteNews()
    return applied
  }

  // MARK: Notices

  /// Tells operators something that stops nothing, once.
  package func notice(_ text: String) {
    ledger.withLock { $0.notice(text) }
    log(text)
    changed()
  }

  /// Calls `body` with each notice, and with what else belongs into a log.
  package func onNotice(_ body: @escaping @Sendable (String) -> Void) { observer.withLock { $0.notice = body } }

  /// Says what belongs into a log, and is shown elsewhere on a screen.
  func log(_ text: String) { observer.withLock { $0.notice }?(text) }

  /// Tells operators no longer what has ceased to be so.
  package func withdrawNotice(_ text: String) { ledger.withLock { $0.withdrawNotice(text) } }

  // MARK: Configuration

  /// From now on everything is judged by that configuration, and snapshots carry it.
  package func take(_ state: ConfigurationState, _ loaded: LoadedConfiguration) {
    let watching = loaded.watching
    monitor.withState { monitor in
      monitor.budgets = loaded.budgets
      monitor.watching = watching
    }
    observer.withLock { $0.recorder }?.keep(watching.retentionDays)
    show(state)
  }

  /// Snapshots carry that configuration; what is in force stays so.
  package func show(_ state: ConfigurationState) {
    configuration.withLock { $0 = .known(state) }
    changed()
  }

  /// Nothing is judged by a configuration from now on, since it is not known here.
  package func forgetConfiguration(because reason: String) {
    monitor.withState { monitor in
      monitor.budgets = BudgetPlan()
      monitor.watching = WrapperPolicies()
    }
    configuration.withLock { $0 = .unknown(reason) }
    changed()
  }

  /// The end of the audit trail is kept in the store, if there is one that is written here.
  func keep(_ head: AuditHead) {
    observer.withLock { $0.recorder }?.keep(StoredAuditHead(number: head.number, hash: head.hash))
  }

  // MARK: Store

  /// Goes on from what a store holds. Nothing may have been taken in before.
  package func restore(_ content: StoredContent) {
    ledger.withLock { ledger in
      ledger.restore(content)
      let times = ledger.newestEvents
      monitor.withState { $0.restore(content.monitor, sourceTimes: times, now: now) }
    }
    changed()
  }

  /// Shows what a store holds in the place of all that was shown before.
  package func show(_ content: StoredContent) {
    ledger.withLock { ledger in
      let notices = ledger.notices
      ledger = SourceRegistry(showing: content)
      for notice in notices.reversed() { ledger.notice(notice) }
      let times = ledger.newestEvents
      monitor.withState { state in
        state = state.emptied
        state.restore(content.monitor, sourceTimes: times, now: now)
      }
    }
    changed()
  }

  /// How far files were read before, as a store told.
  var knownPositions: [KnownPosition] { ledger.withLock { $0.knownPositions } }

  /// The sources that are not read any more, though a store knows them, are not waited for.
  package func endUnclaimedSources() {
    ledger.withLock { $0.endUnclaimed() }
    changed()
    observer.withLock { $0.recorder }?.noteNews()
  }

  /// A backlog was taken in: it is stored now, and not when the pace of commits has it.
  func noteCaughtUp() { observer.withLock { $0.recorder }?.hurry() }

  /// From now on what changes is for that recorder to store.
  func attach(_ recorder: StoreWriter) {
    let retentionDays = monitor.withState { monitor in
      monitor.trackChanges()
      return monitor.watching.retentionDays
    }
    recorder.keep(retentionDays)
    observer.withLock { $0.recorder = recorder }
  }

  /// The store that is shown.
  func show(_ status: StorageStatus) { observer.withLock { $0.storage = status } }

  /// What comes from now on is not stored.
  func detach() { observer.withLock { $0.recorder = nil } }

  /// What is to be stored by now, the mark that it covers, and how many operations that are new.
  func takeCommit() -> (commit: Commit, mark: UInt64, operations: UInt64) {
    ledger.withLock { ledger in
      let changes = monitor.withState { $0.takeChanges() }
      let operations = uncommittedCount.exchange(0, ordering: .relaxed)
      let (sources, rejected, mark) = ledger.takeChanges()
      return (Commit(at: clock(), monitor: changes, sources: sources, rejected: rejected), mark, operations)
    }
  }

  /// All that there is, for a store that holds nothing, and the mark that it covers.
  func takeEverything() -> (Commit, UInt64) {
    ledger.withLock { ledger in
      let everything = monitor.withState { $0.takeEverything() }
      uncommittedCount.store(0, ordering: .relaxed)
      let (_, _, mark) = ledger.takeChanges()
      let commit = Commit(
        at: clock(), monitor: everything, sources: ledger.stored, rejected: ledger.newestRejected)
      return (commit, mark)
    }
  }

  /// That commit is stored, and the sources are as far as it says.
  func noteStored(_ commit: Commit) {
    reporter.noteStored(commit.monitor)
    guard !commit.sources.isEmpty else { return }
    ledger.withLock { ledger in for source in commit.sources { ledger.noteStored(source) } }
  }

  /// Operations that were taken in since the last commit.
  var uncommitted: UInt64 { uncommittedCount.load(ordering: .relaxed) }

  /// Waits until everything up to that mark is stored. False if nothing is stored here.
  ///
  /// - Throws: if that ends before it is so.
  func isStored(upTo mark: UInt64) async throws(CancellationError) -> Bool {
    guard let recorder = observer.withLock({ $0.recorder }) else { return false }
    try await recorder.waitUntilStored(upTo: mark)
    return true
  }

  /// Waits while the store is too far behind.
  func hasRoom() async { await observer.withLock { $0.recorder }?.hasRoom() }

  // MARK: Snapshots

  /// Everything at the present instant, or at that of the request. `isLive` is for a screen that asks again and again:
  /// costs may then be some seconds old, and what has to be read for them is read in portions.
  package func snapshot(_ request: SnapshotRequest = SnapshotRequest(), isLive: Bool = false) -> Snapshot {
    let now = clock()
    let costs = costs(request.scope, now: now, isLive ? .live : .unlimited)
    var scope = request.scope
    scope.costs = nil
    var ledger = ledger.withLock { $0 }
    for (number, refresh) in refreshers.withLock({ $0 }) { ledger.update(number, refresh) }
    let catchingUp = ledger.catchingUp
    let older = olderBreakdowns(scope, now: now)
    let (shown, earliest, waiting, aheadOfClock, overflow, shed, operations) = monitor.withState { state in
      state.abandon(now: now, catchingUp: catchingUp)
      return (
        state.snapshot(at: now, scope: scope, older: older), state.earliest, state.waiting, state.aheadOfClock,
        state.overflow, state.pendingShed, request.operations == nil ? nil : state.recentOperations
      )
    }
    for (number, count) in waiting where ledger.sources.indices.contains(number) {
      ledger.update(number) { $0.ahead = count }
    }
    var snapshot = Snapshot(
      monitor: shown, sources: ledger.sources, rejected: ledger.newestRejected,
      catchUp: ledger.progress(now: now), notices: ledger.notices)
    if overflow > 0 {
      snapshot.notices.append(
        "\(overflow) records name a wrapper beyond the first \(MonitorState.defaultWrapperLimit); they are counted as "
          + "\(MonitorState.otherName)")
    }
    if aheadOfClock > 0 {
      snapshot.notices.append(
        "the clock was ahead: what came in while it was (operations: \(aheadOfClock)) is in totals only until it is that "
          + "late again")
    }
    if shed > 0 {
      snapshot.notices.append("\(shed) operations that end in the future are in totals only: there are too many")
    }
    let leftOut = shown.wrappers.reduce(0) { $0 &+ $1.totals.metricsLeftOut }
    if leftOut > 0 {
      snapshot.notices.append(
        "\(leftOut) values in custom_metrics were left out: they lie too deep in others, or there are too many")
    }
    snapshot.monitor.costs = costs
    snapshot.replay = replay
    snapshot.isPast = shown.at < now
    snapshot.earliest = earliest
    if let wanted = request.operations { snapshot.operations = operations?.newest(wanted, through: shown.at) }
    switch configuration.withLock({ $0 }) {
    case .none: break
    case .known(let state): snapshot.configuration = state
    case .unknown(let reason): snapshot.configurationUnknown = reason
    }
    snapshot.storage = observer.withLock { $0.storage ?? $0.recorder?.status }
    return snapshot
  }

  /// How far reading has come, so long after it began.
  package func progress(after time: Duration) -> CatchUp {
    ledger.withLock { $0.progress(after: time / .seconds(1)) }
  }

  /// Reads hours of breakdowns that memory no longer holds; nil without a store.
  var hourReader: CostReporter.Reader? {
    guard detail == .recent, let recorder = observer.withLock({ $0.recorder }) else { return nil }
    return { recorder.storedBreakdowns(of: $0, hours: $1) }
  }

  // What memory no longer holds of the breakdowns that are wanted.
  private func olderBreakdowns(_ scope: SnapshotScope, now: Timestamp) -> [Int: [Breakdown]] {
    guard let recorder = observer.withLock({ $0.recorder }) else { return [:] }
    let wanted = monitor.withState { $0.olderBreakdowns(for: scope, at: now) }
    return Dictionary(
      uniqueKeysWithValues: wanted.map { ($0.wrapper, recorder.breakdowns(of: $0.wrapper, hours: $0.hours)) })
  }

  /// Says that a screen has something new to show.
  package func changed() { observer.withLock { $0.body }?() }
}
