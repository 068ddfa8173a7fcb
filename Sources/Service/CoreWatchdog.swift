import Monitoring
import SystemFiles

/// Tells for as long as a core works that it does, so that a service manager can start one anew that does not.
///
/// A core works while its state can be reached and what it takes in gets stored. A store that fails is known to, is said
/// to operators and tried again: a new start would only lose what waits for it. But one that neither stores nor fails hangs.
package actor CoreWatchdog {
  private let executor = BlockingExecutor(label: "wraptop.watchdog")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let patience: Duration
  /// How many commits had been tried when something first waited for the next one, and when that was.
  private var waiting: (commits: UInt64, since: SuspendingClock.Instant)?

  /// - Parameter patience: how long something may wait to be stored without a commit being tried.
  package init(of core: Core, patience: Duration = .seconds(60)) {
    self.core = core
    self.patience = patience
  }

  /// Calls `alive` at that interval while the core works, until the task is cancelled.
  package func run(every interval: Duration, _ alive: @Sendable () -> Void) async {
    while !Task.isCancelled {
      if works(at: .now) { alive() }
      try? await Task.sleep(for: interval, clock: .suspending)
    }
  }

  /// Whether the core works. Does not return while its state cannot be reached.
  func works(at now: SuspendingClock.Instant) -> Bool {
    let (commits, isWaiting) = core.storingProgress
    guard isWaiting else {
      waiting = nil
      return true
    }
    guard let before = waiting, before.commits == commits else {
      waiting = (commits, now)
      return true
    }
    return now - before.since <= patience
  }
}
