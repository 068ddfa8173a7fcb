import Events
import Glibc
import Monitoring
import Storage
import Synchronization

@testable import Service

/// A store in memory that fails as often as it is told to.
final class FlakyStore: Store {
  private let inner = MemoryStore(seed: 5, now: testNow)
  private let failures = Mutex<[StorageError]>([])
  private let readFailure = Mutex<StorageError?>(nil)
  private let hangs = Mutex(false)
  private let waits = Mutex(false)

  /// The next commits fail with these.
  func fail(with errors: [StorageError]) { failures.withLock { $0 += errors } }
  /// True once all those commits have been tried.
  var isDone: Bool { failures.withLock { $0.isEmpty } }
  /// Nothing can be read from now on; nil if it can again.
  func failReading(with error: StorageError?) { readFailure.withLock { $0 = error } }

  /// Commits do not return until it hangs no longer.
  func hang(_ hangs: Bool) { self.hangs.withLock { $0 = hangs } }
  /// A commit has begun to hang.
  var isHanging: Bool { waits.withLock { $0 } }

  func commit(_ commit: Commit) throws(StorageError) -> CommitOutcome {
    while hangs.withLock({ $0 }) {
      waits.withLock { $0 = true }
      usleep(1_000)
    }
    let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let failure { throw failure }
    return try inner.commit(commit)
  }
  func startAnew(because reason: String, seed: UInt64, now: Timestamp) throws(StorageError) -> String {
    try inner.startAnew(because: reason, seed: seed, now: now)
  }
  func load() throws(StorageError) -> StoredContent { try reading().load() }
  func lastCommit() throws(StorageError) -> Timestamp? { try reading().lastCommit() }
  func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown] {
    try reading().breakdowns(of: wrapper, hours: hours)
  }
  private func reading() throws(StorageError) -> MemoryStore {
    if let failure = readFailure.withLock({ $0 }) { throw failure }
    return inner
  }
  var size: UInt64 { inner.size }
}

/// The number of operations that a core shows that goes on from a store; 0 if it cannot be read.
func total(_ store: some ReadableStore) -> UInt64 {
  guard let content = try? store.load() else { return 0 }
  let core = makeCore()
  core.restore(content)
  return core.snapshot().monitor.system.totalOperations
}
