import Dispatch
import Events
import Monitoring
import Snapshots
import Synchronization

/// Takes snapshots of a core when something changed, on a thread of its own, and leaves the newest in a mailbox of one
/// slot: the first change at once, later ones at most ten times a second. Nothing runs when nothing changes, but for the
/// instants at which a window moves on.
package final class SnapshotPublisher: Sendable {
  private struct Request {
    var content = SnapshotRequest()
    var newest: Snapshot?
    var isClosed = false
  }

  private let core: Core
  private let request: Mutex<Request>
  private let isRung = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)
  private let deliver: @Sendable () -> Void

  /// The least time between two snapshots.
  package static let interval = Duration.milliseconds(100)

  /// A publisher that calls `deliver`, from its thread, whenever a new snapshot lies in the mailbox.
  package init(
    core: Core, request content: SnapshotRequest = SnapshotRequest(), deliver: @escaping @Sendable () -> Void
  ) {
    self.core = core
    self.deliver = deliver
    request = Mutex(Request(content: content))
  }

  /// Starts to watch the core.
  package func start() {
    core.onChange { [weak self] in self?.ring() }
    ring()
    let queue = DispatchQueue(label: "wraptop.snapshots", qos: .userInitiated)
    queue.async { [self] in run() }
  }

  /// Takes the newest snapshot out of the mailbox; nil if there is none since the last time.
  package func take() -> Snapshot? {
    request.withLock { request in
      defer { request.newest = nil }
      return request.newest
    }
  }

  /// Says what the snapshots should hold from now on.
  package func want(_ content: SnapshotRequest) {
    let changed = request.withLock { request in
      defer { request.content = content }
      return request.content != content
    }
    if changed { ring() }
  }

  /// Ends the thread.
  package func close() {
    request.withLock { $0.isClosed = true }
    ring()
  }

  private func ring() {
    if !isRung.exchange(true, ordering: .acquiringAndReleasing) { bell.signal() }
  }

  private func run() {
    let clock = ContinuousClock()
    var last: ContinuousClock.Instant?
    while true {
      isRung.store(false, ordering: .sequentiallyConsistent)
      let (content, isClosed) = request.withLock { ($0.content, $0.isClosed) }
      if isClosed { return }
      let snapshot = core.snapshot(content, isLive: true)
      request.withLock { $0.newest = snapshot }
      deliver()
      last = clock.now
      _ = bell.wait(timeout: .now() + Self.pause(after: snapshot))
      if let last {
        let rest = Self.interval - (clock.now - last)
        if rest > .zero { Self.sleep(rest) }
      }
    }
  }

  // How long a snapshot stays true if nothing comes in: until the next slot of ten seconds begins, or for a second
  // where ages or progress show.
  private static func pause(after snapshot: Snapshot) -> DispatchTimeInterval {
    if snapshot.catchUp != nil || snapshot.monitor.system.activeOperations > 0 { return .seconds(1) }
    let slot: Int64 = 10_000_000
    let into = snapshot.at.microseconds % slot
    return .microseconds(Int(slot - into) + 1000)
  }

  private static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let never = DispatchSemaphore(value: 0)
    _ = never.wait(timeout: .now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)))
  }
}
