import Events
import Monitoring
import Snapshots
import Synchronization

/// The running core: what all sources sent meets here, and snapshots are taken from here. Any thread may use it.
package final class Core: Sendable {
  package let monitor: WrapperMonitor
  private let ledger: Mutex<SourceLedger>
  private let clock: @Sendable () -> Timestamp
  private let refreshers = Mutex<[Int: @Sendable (inout SourceStatus) -> Void]>([:])
  private let observer = Mutex(Observer())

  // A closure that lay in the mutex itself would be wrapped once more each time it is looked at.
  private struct Observer {
    var body: (@Sendable () -> Void)?
  }

  /// A core whose present is what `clock` says. `standsStill` is for a clock that never moves (`--at`).
  package init(
    policy: HealthPolicy = HealthPolicy(), seed: UInt64, standsStill: Bool = false,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.clock = clock
    monitor = WrapperMonitor(
      state: MonitorState(policy: policy, standsStill: standsStill), seed: seed, clock: clock)
    ledger = Mutex(SourceLedger())
  }

  /// The present.
  package var now: Timestamp { clock() }

  /// Calls `body`, from whatever thread, after each change that a screen could show.
  package func onChange(_ body: @escaping @Sendable () -> Void) { observer.withLock { $0.body = body } }

  /// Makes a source known; the answer is its number. `refresh` fills in what only the source itself knows, whenever a
  /// snapshot is taken.
  package func addSource(
    _ status: SourceStatus, refresh: (@Sendable (inout SourceStatus) -> Void)? = nil
  ) -> Int {
    defer { changed() }
    return ledger.withLock { ledger in
      let number = ledger.add(status)
      if let refresh { refreshers.withLock { $0[number] = refresh } }
      return number
    }
  }

  /// The source goes on in a file from its beginning, so that its line numbers begin anew.
  package func restartLineNumbers(of number: Int) { ledger.withLock { $0.restartLineNumbers(of: number) } }

  /// Changes what is known of a source beside its counts: its state, its lag, its connections.
  package func updateSource(_ number: Int, _ change: (inout SourceStatus) -> Void) {
    ledger.withLock { $0.update(number, change) }
    changed()
  }

  /// Tells operators something that stops nothing, once.
  package func notice(_ text: String) {
    ledger.withLock { $0.notice(text) }
    changed()
  }

  /// Tells operators no longer what has ceased to be so.
  package func withdrawNotice(_ text: String) { ledger.withLock { $0.withdrawNotice(text) } }

  /// Takes in what a chunk of a source decoded to.
  @discardableResult
  func take(_ batch: EventBatch, from source: Int, _ progress: ChunkProgress) -> Applied {
    let now = clock()
    let isCatchingUp = ledger.withLock { $0.isCatchingUp(source) }
    let applied = monitor.apply(batch, source: source, isCatchingUp: isCatchingUp, now: now)
    ledger.withLock { ledger in
      ledger.record(batch, applied, from: source, now: now)
      ledger.update(source) { status in
        status.bytes &+= progress.bytes
        if let lag = progress.lag { status.lagBytes = lag }
      }
    }
    changed()
    return applied
  }

  /// Everything at the present instant.
  package func snapshot(scope: SnapshotScope = SnapshotScope()) -> Snapshot {
    let now = clock()
    var ledger = ledger.withLock { $0 }
    for (number, refresh) in refreshers.withLock({ $0 }) { ledger.update(number, refresh) }
    let catchingUp = ledger.catchingUp
    let (snapshot, overflow, shed) = monitor.withState { state in
      state.abandon(now: now, catchingUp: catchingUp)
      return (state.snapshot(at: now, scope: scope), state.overflow, state.pendingShed)
    }
    var notices = ledger.notices
    if overflow > 0 {
      notices.append(
        "\(overflow) records name a wrapper beyond the first \(MonitorState.defaultWrapperLimit); they are counted as "
          + "\(MonitorState.otherName)")
    }
    if shed > 0 { notices.append("\(shed) operations that end in the future are in totals only: there are too many") }
    return Snapshot(
      monitor: snapshot, sources: ledger.sources, rejected: ledger.newestRejected,
      catchUp: ledger.progress(now: now), notices: notices)
  }

  /// Says that a screen has something new to show.
  package func changed() { observer.withLock { $0.body }?() }
}
