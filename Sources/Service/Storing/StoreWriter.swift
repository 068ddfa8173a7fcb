import Dispatch
import Events
import Monitoring
import Snapshots
import Storage
import Synchronization

/// Brings what a core takes in into a store, on a thread of its own: within a second while that is cheap, at once when a
/// client waits for it or much has come in. What could not be stored is kept and tried again.
package final class StoreWriter: Sendable {
  private struct State {
    /// Everything up to this mark is stored.
    var stored: UInt64 = 0
    /// Those who wait until a mark is stored, by the order in which they came.
    var waiting: [UInt64: (mark: UInt64, resume: CheckedContinuation<Bool, Never>)] = [:]
    var waiters: UInt64 = 0
    /// Operations that were taken from the core and are not stored.
    var taken: UInt64 = 0
    /// Sources that wait because too much is not stored yet.
    var held: [CheckedContinuation<Void, Never>] = []
    var isUrgent = false
    var isClosed = false
    var hasEnded = false
    var status: StorageStatus
    var keeping = Keeping()
  }

  /// What every commit has to say beside what came in.
  private struct Keeping {
    var retentionDays: [String: Int] = [:]
    // What was stored by an earlier process may be too old by now.
    var shortens = true
    var auditHead: StoredAuditHead?
  }

  private struct Answer {
    var wrapper: Int
    var hours: ClosedRange<Int32>
    var breakdowns: [Breakdown]
    var until: ContinuousClock.Instant
  }

  private let core: Core
  private let store: any Store
  /// False for a store in memory.
  private let hasFile: Bool
  private let seed: UInt64
  private let answer = Mutex<Answer?>(nil)
  /// Why the store makes no sense; nil while it does.
  private let damage = Mutex<String?>(nil)
  private let state: Mutex<State>
  private let bell = DispatchSemaphore(value: 0)
  private let isRung = Atomic<Bool>(false)
  private let queue = DispatchQueue(label: "wraptop.store", qos: .utility)

  /// The least time between the beginnings of two commits that no one waits for; also ten times as long as the last one took.
  static let pause = Duration.seconds(1)
  static let longestPause = Duration.seconds(10)
  /// From so many operations on a commit is made at once.
  static let many: UInt64 = 200_000
  /// Sources have to wait when so many operations are not stored.
  static let tooMany: UInt64 = 1_000_000

  /// A recorder that starts to work with `start`. `seed` is that of the store.
  package init(core: Core, store: any Store, path: String, seed: UInt64) {
    self.core = core
    self.seed = seed
    self.store = store
    hasFile = store.size > 0
    state = Mutex(State(status: StorageStatus(path: path, state: .storing)))
  }

  /// Starts to store what the core takes in from now on.
  package func start() {
    core.attach(self)
    state.withLock { $0.status.bytes = store.size }
    queue.async { [self] in run() }
  }

  /// Waits until everything that the core took in up to that mark is stored.
  ///
  /// - Throws: if the task is cancelled or the recorder closed before that. A store that fails would let it wait for ever.
  func waitUntilStored(upTo mark: UInt64) async throws(CancellationError) {
    let number = state.withLock { state in
      state.waiters += 1
      return state.waiters
    }
    let isStored = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          if state.stored >= mark { return true }
          if state.hasEnded || Task.isCancelled { return false }
          state.waiting[number] = (mark, continuation)
          state.isUrgent = true
          return nil
        }
        if let answer { continuation.resume(returning: answer) } else { ring() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume.resume(returning: false)
    }
    if !isStored { throw CancellationError() }
  }

  /// Waits while more is not stored than memory should hold. Never waits for a store that fails: then the screen goes on.
  func hasRoom() async {
    guard core.uncommitted >= Self.tooMany else { return }
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if state.hasEnded || state.status.state != .storing { return true }
        state.held.append(continuation)
        state.isUrgent = true
        return false
      }
      if goesOn { continuation.resume() } else { ring() }
    }
  }

  /// The core took something in.
  func noteNews() {
    if core.uncommitted >= Self.many { state.withLock { $0.isUrgent = true } }
    ring()
  }

  /// From now on figures of wrappers are kept for so many days, where it is not as long as usual, by name.
  func keep(_ retentionDays: [String: Int]) {
    let isNew = state.withLock { state in
      defer { state.keeping.retentionDays = retentionDays }
      guard state.keeping.retentionDays != retentionDays else { return false }
      state.keeping.shortens = true
      return true
    }
    if isNew { hurry() }
  }

  /// Stores where the audit trail ends.
  func keep(_ head: StoredAuditHead) {
    state.withLock { $0.keeping.auditHead = head }
    hurry()
  }

  /// Stores at once what is not stored yet.
  func hurry() {
    state.withLock { $0.isUrgent = true }
    ring()
  }

  /// How the store fares.
  var status: StorageStatus {
    var (status, taken) = state.withLock { ($0.status, $0.taken) }
    status.uncommitted = taken + core.uncommitted
    return status
  }

  /// Stores what is left, ends, and lets the store go. Waits for it.
  ///
  /// - Throws: if not all could be stored.
  package func close() throws(ServiceError) {
    state.withLock { $0.isClosed = true }
    ring()
    // Behind the work, so that the queue holds on to nothing any more.
    queue.sync {}
    let status = status
    guard case .failing(let problem) = status.state else { return }
    throw .notStored(problem: problem, operations: status.uncommitted)
  }

  /// What is stored of a wrapper in those hours. Hours of the past do not change often, so that the last answer is kept for a
  /// minute. If they cannot be read, the answer is empty, the status says so, and they are read again after a second.
  func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) -> [Breakdown] {
    let now = ContinuousClock.now
    if let known = answer.withLock({ $0 }), known.wrapper == wrapper, known.hours == hours, known.until > now {
      return known.breakdowns
    }
    let found = storedBreakdowns(of: wrapper, hours: hours)
    let until = now + (found == nil ? .seconds(1) : .seconds(60))
    answer.withLock { $0 = Answer(wrapper: wrapper, hours: hours, breakdowns: found ?? [], until: until) }
    return found ?? []
  }

  /// What is stored of a wrapper in those hours, read anew; nil if it cannot be read.
  func storedBreakdowns(of wrapper: Int, hours: ClosedRange<Int32>) -> [Breakdown]? {
    do throws(StorageError) {
      let breakdowns = try store.breakdowns(of: wrapper, hours: hours)
      noteReading(problem: nil)
      return breakdowns
    } catch {
      noteReading(problem: error.description)
      return nil
    }
  }

  private func noteReading(problem: String?) {
    let before = state.withLock { state in
      defer { state.status.readProblem = problem }
      return state.status.readProblem
    }
    guard before != problem else { return }
    core.log(
      problem.map { "cannot read the past, and tries again: \($0)" } ?? "\(status.path): the past can be read again")
    core.changed()
  }

  private func ring() {
    if !isRung.exchange(true, ordering: .acquiringAndReleasing) { bell.signal() }
  }

  private func run() {
    let clock = ContinuousClock()
    var unstored: Commit?
    var pause = Duration.zero
    var began = clock.now
    while true {
      wait(until: began + pause, on: clock, evenWithoutNews: unstored != nil)
      let isClosed = state.withLock { state in
        state.isUrgent = false
        return state.isClosed
      }
      var (commit, mark, operations) = core.takeCommit()
      state.withLock { state in
        state.taken += operations
        commit.retentionDays = state.keeping.retentionDays
        commit.shortens = state.keeping.shortens && !state.keeping.retentionDays.isEmpty
        commit.auditHead = state.keeping.auditHead
        state.keeping.shortens = false
        state.keeping.auditHead = nil
      }
      if var earlier = unstored {
        earlier.absorb(commit)
        unstored = earlier
      } else {
        unstored = commit
      }
      began = clock.now
      if let trying = unstored, store(trying, mark) || rebuild() {
        unstored = nil
        pause = min(Self.longestPause, max(Self.pause, (clock.now - began) * 10))
      } else {
        pause = min(Self.longestPause, max(Self.pause, pause * 2))
      }
      if isClosed { break }
    }
    end()
  }

  /// Waits for news, and then for the time of the next commit unless it is urgent.
  private func wait(until next: ContinuousClock.Instant, on clock: ContinuousClock, evenWithoutNews: Bool) {
    if !evenWithoutNews { bell.wait() }
    while true {
      isRung.store(false, ordering: .sequentiallyConsistent)
      let goesOn = state.withLock { state in
        // A failing store is not tried more often because more comes in.
        state.isClosed || state.isUrgent && state.status.state == .storing
      }
      let rest = next - clock.now
      if goesOn || rest <= .zero { return }
      let (seconds, attoseconds) = rest.components
      let time = DispatchTime.now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
      _ = bell.wait(timeout: time)
    }
  }

  private func store(_ commit: Commit, _ mark: UInt64) -> Bool {
    do throws(StorageError) {
      if !commit.isEmpty { try store.commit(commit) }
      // The system takes what is written to a file that someone has removed, and keeps none of it.
      if hasFile, store.size == 0 { throw .removed(status.path) }
      core.noteStored(commit)
      resume(storedUpTo: mark) { status in
        if status.state != .storing { core.log("\(status.path): storing again") }
        status.state = .storing
        if !commit.isEmpty { status.lastCommit = commit.at }
      }
      return true
    } catch {
      let problem = error.description
      if case .damaged(_, let reason) = error { damage.withLock { $0 = reason } }
      resume(storedUpTo: nil) { status in
        if status.state != .failing(problem) { core.log("cannot store, and tries again: \(problem)") }
        status.state = .failing(problem)
      }
      core.changed()
      return false
    }
  }

  /// Stores everything anew if the store turned out to be damaged. False if it is not that, or cannot be done.
  private func rebuild() -> Bool {
    guard let reason = damage.withLock({ $0 }) else { return false }
    do {
      core.notice(try store.startAnew(because: reason, seed: seed, now: core.now))
      damage.withLock { $0 = nil }
      var (commit, mark) = core.takeEverything()
      commit.retentionDays = state.withLock { $0.keeping.retentionDays }
      return store(commit, mark)
    } catch {
      core.log("cannot begin a new store: \(error)")
      return false
    }
  }

  private func resume(storedUpTo mark: UInt64?, _ change: (inout StorageStatus) -> Void) {
    let size = store.size
    let (done, held) = state.withLock { state in
      change(&state.status)
      state.status.bytes = size
      if let mark {
        state.stored = mark
        state.taken = 0
      }
      let done = state.waiting.filter { $0.value.mark <= state.stored }
      for number in done.keys { state.waiting[number] = nil }
      defer { state.held = [] }
      return (done.values, state.held)
    }
    for waiter in done { waiter.resume.resume(returning: true) }
    for source in held { source.resume() }
  }

  private func end() {
    let (waiting, held) = state.withLock { state in
      state.hasEnded = true
      defer {
        state.waiting = [:]
        state.held = []
      }
      return (state.waiting.values, state.held)
    }
    for waiter in waiting { waiter.resume.resume(returning: false) }
    for source in held { source.resume() }
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
