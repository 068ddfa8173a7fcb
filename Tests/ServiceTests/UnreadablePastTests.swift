import Events
import Monitoring
import Snapshots
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// Where the store cannot read what memory no longer holds, that is said, and it is tried again soon.
@Suite(.waiting) final class UnreadablePastTests: Sendable {
  private let now = Mutex(testNow)
  private let store = FlakyStore()
  private let log = LogLines()

  private static let problem = StorageError.unusable(path: "store", reason: "disk I/O error", isPermission: false)

  private func operations(_ snapshot: Snapshot) -> UInt64? {
    snapshot.monitor.wrappers.first?.detail?.breakdown?.all.operations
  }

  private func waitUntilStored(_ operations: UInt64) async throws {
    let isStored = await eventually { total(store) == operations }
    try #require(isStored)
  }

  @Test func itIsSaidAndReadAgain() async throws {
    let folder = try TemporaryFolder()
    let core = Core(detail: .recent, log: log.logger) { [self] in now.withLock { $0 } }
    let writer = StoreWriter(core: core, store: store, path: "store", seed: 5)
    await writer.start()
    // Three operations, and three days later two: memory holds the breakdowns of about a day.
    let old = try folder.file("old.jsonl", line("w") + line("w") + line("w"))
    try await Intake(core: core, plan: IntakePlan(patterns: [old])).readOnce()
    try await waitUntilStored(3)
    now.withLock { $0 = testNow.advanced(seconds: 3 * 86_400) }
    let fresh = try folder.file(
      "new.jsonl",
      String(repeating: line("w").replacingOccurrences(of: "01-01T", with: "01-04T"), count: 2))
    try await Intake(core: core, plan: IntakePlan(patterns: [fresh])).readOnce()
    // What is stored is left to the store.
    try await waitUntilStored(5)

    store.failReading(with: Self.problem)
    var request = SnapshotRequest()
    request.scope.timeRange = .week
    request.scope.detail = .all
    request.scope.breakdown = .all
    let shown = core.snapshot(request)
    #expect(operations(shown) == 2)
    #expect(shown.storage?.state == .storing)
    #expect(shown.storage?.readProblem == Self.problem.description)
    #expect(shown.monitor.system.totalOperations == 5)
    // Once it can be read, what is missing comes back within seconds, and nothing is said any more.
    store.failReading(with: nil)
    let comesBack = await eventually {
      let shown = core.snapshot(request)
      return operations(shown) == 5 && shown.storage?.readProblem == nil
    }
    #expect(comesBack)
    #expect(
      log.lines == [
        "cannot read the past, and tries again: \(Self.problem.description)", "store: the past can be read again",
      ])
    // What was read is good for a minute: another fault does not take it away at once.
    store.failReading(with: Self.problem)
    #expect(operations(core.snapshot(request)) == 5)
    try await writer.close()
  }

  @Test func aViewerSaysItAsLongAsItLasts() async throws {
    let core = Core(detail: .all) { testNow }
    let viewer = StoreViewer(core: core, store: store, path: "store") { "another process writes it" }
    store.failReading(with: Self.problem)
    let following = Task { await viewer.follow() }
    let said = "cannot read the store, and tries again: \(Self.problem.description)"
    #expect(await eventually { core.snapshot().notices == [said] })
    store.failReading(with: nil)
    #expect(await eventually { core.snapshot().notices.isEmpty && core.snapshot().storage != nil })
    following.cancel()
    await following.value
  }
}
