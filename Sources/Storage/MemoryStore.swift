import Alerting
import Events
import Monitoring
import Synchronization

/// A store that forgets everything with the process: the twin of `SQLiteStore` in tests, and by its few lines the
/// explanation of it. It has no bound in bytes.
package final class MemoryStore: Store {
  private let retention: Retention
  private let content: Mutex<Content>

  package init(retention: Retention = Retention(), seed: UInt64 = 0, now: Timestamp) {
    self.retention = retention
    var stored = StoredContent(seed: seed)
    stored.created = now
    content = Mutex(Content(stored: stored))
  }

  @discardableResult
  package func commit(_ commit: Commit) throws(StorageError) -> CommitOutcome {
    content.withLock { $0.take(commit, retention) }
    return CommitOutcome()
  }

  package func startAnew(because reason: String, seed: UInt64, now: Timestamp) throws(StorageError) -> String {
    content.withLock { content in
      var stored = StoredContent(seed: seed)
      stored.created = now
      content = Content(stored: stored)
    }
    return reason
  }

  package func load() throws(StorageError) -> StoredContent {
    content.withLock { content in
      var loaded = content.stored
      loaded.monitor.wrappers = content.wrappers.map(\.stored)
      return loaded
    }
  }

  package func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown] {
    content.withLock { content in
      guard content.wrappers.indices.contains(wrapper) else { return [] }
      var all = content.wrappers[wrapper].coarse
      for part in content.wrappers[wrapper].fine.sorted { all.add(part.inHour) }
      return all.sorted.filter { hours.contains($0.index) }.opened
    }
  }

  package func lastCommit() throws(StorageError) -> Timestamp? { content.withLock { $0.stored.lastCommit } }

  package var size: UInt64 { 0 }
}

extension MemoryStore {
  /// Slots of one kind, by their number.
  fileprivate struct Series<Element: SeriesRow> {
    private var slots: [Int32: Element] = [:]

    var sorted: [Element] { slots.values.sorted { $0.slot < $1.slot } }
    var newest: Int32? { slots.keys.max() }

    mutating func add(_ element: Element) {
      var sum = element
      if let before = slots[element.slot] {
        sum = before
        sum.merge(element)
      }
      slots[element.slot] = sum
    }

    /// Takes out all but the last `span` slots up to the newest.
    mutating func takeOld(keeping span: Int32, endingAt newest: Int32?) -> [Element] {
      guard let newest else { return [] }
      let oldest = Retention.oldest(span, endingAt: newest)
      let old = slots.values.filter { $0.slot < oldest }
      for element in old { slots[element.slot] = nil }
      return old
    }
  }

  fileprivate struct Wrapper {
    var record: WrapperRecord
    var failures: [OperationRecord] = []
    var tens = Series<Bucket>()
    var minutes = Series<DetailedBucket>()
    var hours = Series<DetailedBucket>()
    var spending = Series<Spending>()
    var fine = Series<ClosedBreakdown>()
    var coarse = Series<ClosedBreakdown>()

    /// The newest slots of each kind, as far as their time has come.
    private func newest(_ now: Timestamp) -> NewestBuckets {
      var newest = NewestBuckets(
        ten: tens.newest, minute: minutes.newest,
        hour: [hours.newest, minutes.newest.map(Retention.hour(ofMinute:))].compactMap { $0 }.max(),
        spending: spending.newest, fine: fine.newest,
        coarse: [coarse.newest, fine.newest.map(Retention.hour(ofFine:))].compactMap { $0 }.max())
      newest.limit(to: now)
      return newest
    }

    /// Lets go of hours that are too old where so many are kept.
    mutating func shorten(to kept: Int32, now: Timestamp) {
      let newest = newest(now)
      _ = hours.takeOld(keeping: kept, endingAt: newest.hour)
      _ = coarse.takeOld(keeping: kept, endingAt: newest.coarse)
    }

    mutating func take(_ changes: WrapperChanges, keeping kept: Int32, now: Timestamp) {
      record = changes.record
      record.totals.clearPresent()
      failures = changes.failures ?? failures
      for slot in changes.tens { tens.add(slot) }
      for slot in changes.minutes { minutes.add(slot) }
      for slot in changes.hours { hours.add(slot) }
      for slot in changes.spending { spending.add(Spending(of: slot)) }
      for part in changes.breakdowns.fine { fine.add(part) }
      for part in changes.breakdowns.coarse { coarse.add(part) }
      let newest = newest(now)
      _ = tens.takeOld(keeping: Retention.tens, endingAt: newest.ten)
      for slot in minutes.takeOld(keeping: Retention.minutes, endingAt: newest.minute) { hours.add(slot.inHour) }
      _ = spending.takeOld(keeping: Retention.spending, endingAt: newest.spending)
      for part in fine.takeOld(keeping: Retention.fine, endingAt: newest.fine) { coarse.add(part.inHour) }
      shorten(to: kept, now: now)
    }

    var stored: StoredWrapper {
      var wrapper = StoredWrapper(record: record)
      wrapper.failures = failures
      wrapper.tens = tens.sorted
      wrapper.minutes = minutes.sorted
      wrapper.hours = hours.sorted
      wrapper.spending = spending.sorted.map(\.asSlot)
      wrapper.breakdowns = ClosedSlots(fine: fine.sorted, coarse: coarse.sorted)
      return wrapper
    }
  }

  fileprivate struct Content {
    var stored: StoredContent
    var wrappers: [Wrapper] = []
    var alerts: [String: AlertRow] = [:]

    mutating func take(_ commit: Commit, _ retention: Retention) {
      if let changes = commit.checkpoint { take(changes, of: commit, retention) }
      stored.journal += commit.journal
      if commit.shortens {
        for number in wrappers.indices {
          wrappers[number].shorten(
            to: retention.hours(of: wrappers[number].record.name, commit.retentionDays), now: commit.at)
        }
      }
      for var source in commit.sources {
        source.positions = Array(source.positions.suffix(Retention.positions))
        let isSame = { (other: StoredSource) in
          other.status.name == source.status.name && other.status.kind == source.status.kind
        }
        if let at = stored.sources.firstIndex(where: isSame) {
          stored.sources[at] = source
        } else {
          stored.sources.append(source)
        }
      }
      if let rejected = commit.rejected { stored.rejected = Array(rejected.prefix(Retention.rejected)) }
      stored.auditHead = commit.auditHead ?? stored.auditHead
      stored.linker = commit.linker ?? stored.linker
      for change in commit.alerts { alerts[change.kind.rawValue + "\u{1F}" + change.key] = change.row }
      stored.alerts = alerts.sorted { $0.key < $1.key }.map(\.value)
      stored.lastCommit = commit.at
    }

    private mutating func take(_ checkpoint: MonitorChanges, of commit: Commit, _ retention: Retention) {
      for (number, changes) in checkpoint.closingGaps(known: wrappers.count).sorted(by: { $0.key < $1.key }) {
        if number == wrappers.count { wrappers.append(Wrapper(record: changes.record)) }
        let kept = retention.hours(of: changes.record.name, commit.retentionDays)
        wrappers[number].take(changes, keeping: kept, now: commit.at)
      }
      stored.monitor.ids = Array((stored.monitor.ids + checkpoint.ids).suffix(Retention.ids))
      stored.monitor.operations = Array(
        (stored.monitor.operations + checkpoint.operations).suffix(Retention.operations))
      for (key, operation) in checkpoint.active { stored.monitor.active[key] = operation }
      stored.monitor.pending = checkpoint.pending ?? stored.monitor.pending
      stored.monitor.uncosted = checkpoint.uncosted ?? stored.monitor.uncosted
      stored.journal = []
    }
  }
}

extension WrapperTotals {
  /// Leaves out what is not stored: what is under way, and quantiles, which the durations give.
  fileprivate mutating func clearPresent() {
    active = 0
    (p50Ms, p90Ms, p95Ms, p99Ms) = (nil, nil, nil, nil)
  }
}
