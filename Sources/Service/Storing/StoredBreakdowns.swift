import Events
import Monitoring
import Storage
import Synchronization

/// Reads from a store the hours that memory no longer holds, and reports when they cannot be read. Any thread may use it.
final class StoredBreakdowns: Sendable {
  private struct Answer {
    var wrapper: Int
    var hours: ClosedRange<Int32>
    var breakdowns: [Breakdown]
    var until: SuspendingClock.Instant
  }

  private struct State {
    var answer: Answer?
    var problem: String?
  }

  private let store: any ReadableStore
  private let path: String
  private let notices: NoticeBoard
  private let changes: Bells
  private let state = Mutex(State())

  /// Reads `store`, which is called `path` in the log.
  init(of store: any ReadableStore, path: String, notices: NoticeBoard, changes: Bells) {
    self.store = store
    self.path = path
    self.notices = notices
    self.changes = changes
  }

  /// Why it could not be read the last time; nil if it could.
  var problem: String? { state.withLock { $0.problem } }

  /// What is stored of a wrapper in those hours. Hours of the past do not change often, so that the last answer is kept
  /// for a minute. If they cannot be read, the answer is empty, `problem` says so, and they are read again after a second.
  func recent(of wrapper: Int, hours: ClosedRange<Int32>) -> [Breakdown] {
    let now = SuspendingClock.now
    if let known = state.withLock({ $0.answer }), known.wrapper == wrapper, known.hours == hours, known.until > now {
      return known.breakdowns
    }
    let found = read(of: wrapper, hours: hours)
    let until = now + (found == nil ? .seconds(1) : .seconds(60))
    state.withLock { $0.answer = Answer(wrapper: wrapper, hours: hours, breakdowns: found ?? [], until: until) }
    return found ?? []
  }

  /// What is stored of a wrapper in those hours, read anew; nil if it cannot be read.
  func read(of wrapper: Int, hours: ClosedRange<Int32>) -> [Breakdown]? {
    do throws(StorageError) {
      let breakdowns = try store.breakdowns(of: wrapper, hours: hours)
      report(problem: nil)
      return breakdowns
    } catch {
      report(problem: error.description)
      return nil
    }
  }

  private func report(problem: String?) {
    let before = state.withLock { exchange(&$0.problem, with: problem) }
    guard before != problem else { return }
    let text = problem.map { "cannot read the past, and tries again: \($0)" } ?? "\(path): the past can be read again"
    notices.log.info("\(text)")
    changes.ring()
  }
}

extension Core {
  /// Reads what memory no longer holds of the breakdowns of a scope, by the number of the wrapper.
  func olderBreakdowns(_ scope: SnapshotScope, now: Timestamp) -> [Int: [Breakdown]] {
    guard let past else { return [:] }
    let wanted = withMonitor { $0.olderBreakdowns(for: scope, at: now) }
    return Dictionary(
      uniqueKeysWithValues: wanted.map { ($0.wrapper, past.recent(of: $0.wrapper, hours: $0.hours)) })
  }
}
