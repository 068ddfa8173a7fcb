import Events
import Monitoring
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// Whether a core counts as working.
@Suite(.waiting) struct CoreWatchdogTests {
  private let core = makeCore()
  private let now = SuspendingClock.now

  private func startStoring(in store: FlakyStore) async -> StoreWriter {
    let writer = StoreWriter(core: core, store: store, path: "memory", seed: 5)
    await writer.start()
    _ = core.addSource(SourceStatus(name: "events.jsonl", kind: .file))
    core.requestCommit()
    return writer
  }

  @Test func aCoreWithoutAStoreWorks() async {
    let watchdog = CoreWatchdog(of: core, patience: .zero)
    for seconds in 0..<3 { #expect(await watchdog.works(at: now + .seconds(seconds))) }
  }

  @Test func aStoreThatFailsIsNoReasonToBeginAnew() async throws {
    let watchdog = CoreWatchdog(of: core, patience: .seconds(60))
    let store = FlakyStore()
    store.fail(with: Array(repeating: .full(path: "memory"), count: 3))
    let writer = await startStoring(in: store)
    for round in 0..<3 {
      #expect(await watchdog.works(at: now + .seconds(100 * round)))
      let commits = core.storingProgress.commits
      #expect(await eventually { core.storingProgress.commits > commits })
    }
    try? await writer.close()
  }

  @Test func aStoreThatHangsIsOne() async throws {
    let watchdog = CoreWatchdog(of: core, patience: .seconds(60))
    let store = FlakyStore()
    store.hang(true)
    let writer = await startStoring(in: store)
    #expect(await eventually { store.isHanging })
    #expect(core.storingProgress.isWaiting)
    #expect(await watchdog.works(at: now))
    #expect(await watchdog.works(at: now + .seconds(60)))
    #expect(await !watchdog.works(at: now + .seconds(61)))
    store.hang(false)
    #expect(await eventually { !core.storingProgress.isWaiting })
    #expect(await watchdog.works(at: now + .seconds(200)))
    try await writer.close()
  }

  @Test func itIsToldAtOnceAndThenAtTheInterval() async {
    let count = Mutex(0)
    let watchdog = CoreWatchdog(of: core)
    let task = Task { await watchdog.run(every: .milliseconds(1)) { count.withLock { $0 += 1 } } }
    #expect(await eventually { count.withLock { $0 } >= 3 })
    task.cancel()
    await task.value
  }
}
