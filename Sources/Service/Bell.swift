import Synchronization

/// Wakes the one task that waits for it. Rings that nobody waits for count as one, so that ringing is cheap and never
/// builds a queue.
package final class Bell: Sendable {
  private struct State {
    var isRung = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Wakes the task that waits, or the next one that is going to.
  package func ring() {
    let waiter = state.withLock { state in
      state.isRung = state.waiter == nil
      return exchange(&state.waiter, with: nil)
    }
    waiter?.resume()
  }

  /// Forgets that it was rung.
  package func clear() { state.withLock { $0.isRung = false } }

  /// Waits until it rings; returns at once if it has rung since the last wait, or if the task is cancelled.
  package func wait(isolation: isolated (any Actor)? = #isolation) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let resumed = state.withLock { state in
          if state.isRung || Task.isCancelled {
            state.isRung = false
            return continuation as CheckedContinuation<Void, Never>?
          }
          return exchange(&state.waiter, with: continuation)
        }
        resumed?.resume()
      }
    } onCancel: {
      ring()
    }
  }

  /// Waits until it rings, at the latest until `deadline`. A ring in the same moment may be followed by one that nobody
  /// rang. The clock is one that nobody sets, and that stands still while the machine sleeps.
  package func wait(until deadline: SuspendingClock.Instant, isolation: isolated (any Actor)? = #isolation) async {
    let timer = Task {
      try await Task.sleep(until: deadline, clock: .suspending)
      ring()
    }
    await wait()
    timer.cancel()
  }
}

/// Wakes all who wait for the same thing, each by a bell of its own.
package final class Bells: Sendable {
  private let hung = Mutex<[Bell]>([])

  package init() {}

  /// A further bell that rings from now on.
  package func hang() -> Bell {
    let bell = Bell()
    hung.withLock { $0.append(bell) }
    return bell
  }

  /// Takes down a bell of those that were hung.
  package func takeDown(_ bell: Bell) { hung.withLock { $0.removeAll { $0 === bell } } }

  /// Rings all of them.
  package func ring() { for bell in hung.withLock({ $0 }) { bell.ring() } }
}
