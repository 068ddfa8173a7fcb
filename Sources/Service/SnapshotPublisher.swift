import Events
import Snapshots
import Synchronization
import SystemFiles

/// Takes snapshots of a core when something changed, on a thread of its own, and leaves the newest in a mailbox of one
/// slot: the first change at once, later ones at most ten times a second, and less often where a snapshot takes long, so that what
/// comes in has the state for itself most of the time. Nothing runs when nothing changes, but for the instants at which a
/// window moves on.
package actor SnapshotPublisher {
  private struct Mailbox {
    var request = SnapshotRequest()
    var newest: Snapshot?
    var isClosed = false
  }

  private let executor = BlockingExecutor(label: "wraptop.snapshots")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let changed: Bell
  private let mailbox: Mutex<Mailbox>
  private let deliver: @Sendable () -> Void

  /// The least time between two snapshots.
  package static let interval = Duration.milliseconds(100)
  /// The least time from one to the next in times of what it took.
  private static let rest = 5

  /// Makes a publisher that calls `deliver`, from its thread, whenever a new snapshot lies in the mailbox.
  package init(core: Core, request: SnapshotRequest = SnapshotRequest(), deliver: @escaping @Sendable () -> Void) {
    self.core = core
    changed = core.changes.hang()
    self.deliver = deliver
    mailbox = Mutex(Mailbox(request: request))
  }

  /// Starts to watch the core.
  package nonisolated func start() { Task { await run() } }

  /// Takes the newest snapshot out of the mailbox; nil if there is none since the last time.
  package nonisolated func takeNewest() -> Snapshot? { mailbox.withLock { exchange(&$0.newest, with: nil) } }

  /// Sets what the snapshots should hold from now on.
  package nonisolated func setRequest(_ request: SnapshotRequest) {
    let before = mailbox.withLock { exchange(&$0.request, with: request) }
    if before != request { changed.ring() }
  }

  /// Ends the watch.
  package nonisolated func close() {
    mailbox.withLock { $0.isClosed = true }
    changed.ring()
  }

  private func run() async {
    while true {
      changed.clear()
      let (request, isClosed) = mailbox.withLock { ($0.request, $0.isClosed) }
      if isClosed { return core.changes.takeDown(changed) }
      let begun = SuspendingClock.now
      let snapshot = core.snapshot(request, isLive: true)
      mailbox.withLock { $0.newest = snapshot }
      deliver()
      let taken = SuspendingClock.now
      await changed.wait(until: taken + snapshot.validity)
      try? await Task.sleep(until: max(taken + Self.interval, begun + (taken - begun) * Self.rest), clock: .suspending)
    }
  }
}

extension Snapshot {
  /// How long it stays true if nothing comes in: until the next slot of ten seconds begins, or for a second where ages or
  /// progress show.
  var validity: Duration {
    if catchUp != nil || monitor.system.activeOperations > 0 { return .seconds(1) }
    let slot: Int64 = 10_000_000
    let into = at.microseconds % slot
    return .microseconds(slot - into + 1000)
  }
}
