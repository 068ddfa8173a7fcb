import Monitoring
import Snapshots
import Storage
import SystemFiles

/// Writes what a core takes in into a store, on a thread of its own: within a second while that is cheap, at once when a
/// client waits for it or much has come in. What could not be stored is kept and tried again.
///
/// Most commits only add to the store's journal. Checkpoints, which cost far more, come every ten seconds to a minute and
/// whenever the journal has grown long, so that whoever reads the store has little to apply again.
package actor StoreWriter {
  private let executor = BlockingExecutor(label: "wraptop.store")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let seed: UInt64
  private var store: (any Store)?
  /// False for a store in memory.
  private let hasFile: Bool
  private var status: StorageStatus
  private var writing: Task<Void, Never>?
  /// Everything up to this mark is stored.
  private var stored: UInt64 = 0
  /// Those who wait until a mark is stored, by the order in which they came.
  private var waiters: [UInt64: (mark: UInt64, resume: CheckedContinuation<Bool, Never>)] = [:]
  private var waiterCount: UInt64 = 0
  /// Sources that wait because too much is not stored yet.
  private var heldSources: [CheckedContinuation<Void, Never>] = []
  /// Someone waits for the next commit.
  private var isUrgent = false
  private var isClosed = false
  private var hasEnded = false
  /// Why the store makes no sense; nil while it does.
  private var damage: String?

  /// When the last checkpoint was, and how long it took.
  private var lastCheckpoint: (at: SuspendingClock.Instant, took: Duration)?
  /// How many operations were stored in the journal since.
  private var journaled: UInt64 = 0

  /// The least time between the beginnings of two commits that no one waits for; also ten times as long as the last one
  /// took.
  private static let minimumPause = Duration.seconds(1)
  private static let maximumPause = Duration.seconds(10)
  /// The same for checkpoints while a source catches up, of which nothing is lost that is not stored.
  private static let catchUpPause = Duration.seconds(5)
  /// The time between two checkpoints: a hundred times as long as the last one took within these bounds, and never less than
  /// twenty times; and the most operations in the journal, which take a second or two to apply again.
  private static let checkpointPauses = (least: Duration.seconds(10), most: Duration.seconds(60))
  private static let maximumJournal: UInt64 = 1_000_000
  /// Sources have to wait when so many operations are not stored.
  private static let maximumBacklog: UInt64 = 1_000_000

  /// Makes a writer that begins to work with `start`. `seed` is that of the store.
  package init(core: Core, store: any Store, path: String, seed: UInt64) {
    self.core = core
    self.seed = seed
    self.store = store
    hasFile = store.size > 0
    status = StorageStatus(path: path, state: .storing)
    status.bytes = store.size
  }

  /// Begins to store what the core takes in from now on.
  package func start() {
    guard let store else { return }
    core.beginStoring(
      past: StoredBreakdowns(of: store, path: status.path, notices: core.notices, changes: core.changes))
    core.setStorage(status)
    writing = Task { await run(store) }
  }

  /// Stores what is left, ends, and lets the store go. Waits for it.
  ///
  /// - Throws: if not all could be stored.
  package func close() async throws(ServiceError) {
    isClosed = true
    core.unstored.ring()
    await writing?.value
    store = nil
    guard case .failing(let problem) = status.state else { return }
    throw .notStored(problem: problem, operations: core.unstoredOperations)
  }

  // MARK: Those who wait

  /// What could not be stored is tried again, and nobody knows until when.
  var isFailing: Bool { status.state != .storing }

  /// Waits until everything that the core took in up to that mark is stored.
  ///
  /// - Throws: if the task is cancelled or the writer closed before that. A store that fails would let it wait for ever.
  func waitUntilStored(upTo mark: UInt64) async throws(CancellationError) {
    if stored >= mark { return }
    waiterCount += 1
    let number = waiterCount
    let isStored = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if hasEnded || Task.isCancelled { return continuation.resume(returning: false) }
        waiters[number] = (mark, continuation)
        hurry()
      }
    } onCancel: {
      Task { await giveUp(number) }
    }
    if !isStored { throw CancellationError() }
  }

  /// The same, but gives up after so long.
  nonisolated func waitUntilStored(upTo mark: UInt64, within patience: Duration) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await self.waitUntilStored(upTo: mark)) != nil }
      group.addTask {
        try? await Task.sleep(for: patience, clock: .suspending)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
  }

  private func giveUp(_ number: UInt64) { waiters.removeValue(forKey: number)?.resume.resume(returning: false) }

  /// Waits while more is not stored than memory should hold. Never waits for a store that fails: then the screen goes on.
  nonisolated func waitForRoom() async { if core.uncommitted >= Self.maximumBacklog { await hold() } }

  private func hold() async {
    await withCheckedContinuation { continuation in
      // Another commit may have been taken meanwhile.
      if hasEnded || status.state != .storing || core.uncommitted < Self.maximumBacklog { return continuation.resume() }
      heldSources.append(continuation)
      hurry()
    }
  }

  private func hurry() {
    isUrgent = true
    core.setWaitingForStore(waiters.count + heldSources.count)
    core.unstored.ring()
  }

  // MARK: Writing

  private func run(_ store: any Store) async {
    let clock = SuspendingClock()
    var unstored: Commit?
    var pause = Duration.zero
    var began = clock.now
    repeat {
      // The pause comes first, so that nothing wakes it in between but what is urgent.
      while !isClosed, !mayHurry, clock.now < began + pause { await core.unstored.wait(until: began + pause) }
      while unstored == nil, !isClosed, !isUrgent, core.restUntilNews() { await core.unstored.wait() }
      isUrgent = false
      let (commit, mark) = core.takeCommit(isCheckpointDue: isClosed || isCheckpointDue(at: clock.now))
      if unstored == nil { unstored = commit } else { unstored?.absorb(commit) }
      began = clock.now
      if let trying = unstored, write(trying, mark, to: store) || rebuild(store) {
        unstored = nil
        let least = core.isCatchingUp ? Self.catchUpPause : Self.minimumPause
        pause = min(Self.maximumPause, max(least, (clock.now - began) * 10))
      } else {
        // The journal would grow for as long as this lasts; what changed does not.
        unstored?.journal = []
        core.requireCheckpoint()
        pause = min(Self.maximumPause, max(Self.minimumPause, pause * 2))
      }
    } while !isClosed
    end()
  }

  private func isCheckpointDue(at now: SuspendingClock.Instant) -> Bool {
    guard let lastCheckpoint else { return true }
    guard journaled < Self.maximumJournal else { return true }
    let (least, most) = Self.checkpointPauses
    return now >= lastCheckpoint.at + max(least, min(most, lastCheckpoint.took * 100), lastCheckpoint.took * 20)
  }

  // A store that fails does not work any sooner because more comes in.
  private var mayHurry: Bool { status.state == .storing && (isUrgent || core.isCommitUrgent) }

  private func write(_ commit: Commit, _ mark: UInt64, to store: any Store) -> Bool {
    let begin = SuspendingClock.now
    do throws(StorageError) {
      if !commit.isEmpty || commit.checkpoint != nil && journaled > 0 { try store.commit(commit) }
      // The system takes what is written to a file that someone has removed, and keeps none of it.
      if hasFile, store.size == 0 { throw .removed(status.path) }
      let end = SuspendingClock.now
      core.recordStored(commit, after: end - begin)
      if commit.checkpoint != nil {
        lastCheckpoint = (end, end - begin)
        journaled = 0
      }
      journaled &+= commit.journal.reduce(0) { $0 + UInt64($1.batch.events.count) }
      if status.state != .storing { core.notices.log.info("\(status.path): storing again") }
      status.state = .storing
      if !commit.isEmpty { status.lastCommit = commit.at }
      stored = mark
      for (number, waiter) in waiters where waiter.mark <= stored {
        waiters[number] = nil
        waiter.resume.resume(returning: true)
      }
    } catch {
      let problem = error.description
      if case .damaged(_, let reason) = error { damage = reason }
      if status.state != .failing(problem) {
        core.notices.log.info("cannot store, and tries again: \(problem)")
      }
      status.state = .failing(problem)
    }
    status.bytes = store.size
    core.setStorage(status)
    releaseSources()
    return status.state == .storing
  }

  /// Stores everything anew if the store turned out to be damaged. False if it is not that, or cannot be done.
  private func rebuild(_ store: any Store) -> Bool {
    guard let reason = damage else { return false }
    do {
      core.notices.post(try store.startAnew(because: reason, seed: seed, now: core.now), as: .store(reason))
      damage = nil
      let (commit, mark) = core.takeEverything()
      return write(commit, mark, to: store)
    } catch {
      core.notices.log.info("cannot begin a new store: \(error)")
      return false
    }
  }

  private func releaseSources() {
    for source in exchange(&heldSources, with: []) { source.resume() }
    core.setWaitingForStore(waiters.count)
  }

  private func end() {
    hasEnded = true
    for waiter in exchange(&waiters, with: [:]).values { waiter.resume.resume(returning: false) }
    releaseSources()
  }
}

extension StorageError {
  /// Someone has taken the file away from under the one who writes it.
  fileprivate static func removed(_ path: String) -> StorageError {
    .unusable(
      path: path, reason: "was removed while it was in use, and keeps nothing; start wraptop again", isPermission: false
    )
  }
}
