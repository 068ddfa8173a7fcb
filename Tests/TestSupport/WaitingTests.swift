import Dispatch
import Synchronization
import Testing

/// Gives each test of a suite a thread of its own, for suites that wait for programs, files, sockets or the clock.
///
/// All other tests share a thread for each processor. A test that blocks one of them holds up hundreds of others, and what a
/// test waits for comes late where it needs those threads while hundreds of others have them. So tests that wait begin when
/// the shared threads are free, and a few of them go on at the same time.
package struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  package let isRecursive = true

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turns.shared.begin()
    defer { Turns.shared.end() }
    await sharedThreadsAreFree()
    try await withTaskExecutorPreference(OwnThread(), operation: function)
  }

  /// Returns when the threads that tests share run at once what comes to them. Tasks run in the order in which they come:
  /// one that gives way comes back after all those that were there.
  private func sharedThreadsAreFree() async {
    var quick = 0
    while quick < 3 {
      try? await Task.sleep(for: .milliseconds(1))
      let start = ContinuousClock.now
      await Task.yield()
      quick = ContinuousClock.now - start < .milliseconds(10) ? quick + 1 : 0
    }
  }
}

extension Trait where Self == WaitingTrait {
  /// Gives each test a thread of its own, a few of them at the same time.
  package static var waiting: Self { WaitingTrait() }
}

/// A thread on which one test runs.
private final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "a test that waits")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Lets a few tests go on at a time, in the order in which they came.
private final class Turns: Sendable {
  static let shared = Turns(4)

  private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

  init(_ count: Int) { state = Mutex((count, [])) }

  func begin() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  func end() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
