import Events

/// The newest failures of a wrapper. Those of a batch that is kept among the last operations stay events of it until someone
/// looks at them or the batch goes: while much comes in, most failures give way to newer ones before that.
struct RecentFailures: Sendable {
  private enum Failure: Sendable {
    case record(OperationRecord)
    /// Its cost is the one that was counted.
    case event(Event, in: FailedBatch)

    var end: Timestamp {
      switch self {
      case .record(let record): record.end
      case .event(let event, _): event.time
      }
    }

    var record: OperationRecord {
      switch self {
      case .record(let record): record
      case .event(let event, let failed): OperationRecord(event, in: failed.batch)
      }
    }
  }

  /// The number of failures kept.
  static let kept = 20

  // The one that ended last comes first.
  private var failures: [Failure] = []
  private var holdsEvents = false

  /// Failures that were stored, newest first.
  init(_ records: [OperationRecord] = []) { failures = records.map { .record($0) } }

  /// Adds a failure; false if there are enough newer ones.
  mutating func add(_ record: OperationRecord) -> Bool { add(.record(record)) }

  /// Adds a whole operation that failed; false if there are enough newer ones.
  @inline(__always)
  mutating func add(_ event: Event, in batch: FailedBatch) -> Bool {
    guard add(.event(event, in: batch)) else { return false }
    holdsEvents = true
    return true
  }

  private mutating func add(_ failure: Failure) -> Bool {
    let end = failure.end
    if failures.count == Self.kept, let last = failures.last, end < last.end { return false }
    var at = 0
    while at < failures.count, failures[at].end > end { at += 1 }
    if failures.count == Self.kept { failures.removeLast() }
    failures.insert(failure, at: at)
    return true
  }

  /// All of them, newest first.
  mutating func records() -> [OperationRecord] {
    makeRecords { _ in true }
    return failures.map(\.record)
  }

  /// Lets go of a batch.
  mutating func release(_ batch: FailedBatch) { makeRecords { $0 === batch } }

  private mutating func makeRecords(where isMeant: (FailedBatch) -> Bool) {
    guard holdsEvents else { return }
    holdsEvents = false
    for place in failures.indices {
      guard case .event(_, let batch) = failures[place] else { continue }
      if isMeant(batch) { failures[place] = .record(failures[place].record) } else { holdsEvents = true }
    }
  }

  /// Takes out those that ended after an instant, newest first.
  mutating func take(after last: Timestamp) -> [OperationRecord] {
    let later = records().filter { $0.end > last }
    failures.removeFirst(later.count)
    return later
  }
}

/// A batch that failures refer to: its texts, metrics and names.
final class FailedBatch: Sendable {
  fileprivate let batch: EventBatch

  init(_ batch: EventBatch) {
    var batch = batch
    batch.events = []
    batch.rejections = []
    self.batch = batch
  }
}

/// The failures of a batch: where they are.
struct BatchFailures: Sendable {
  /// Nil while there are none.
  private(set) var batch: FailedBatch?
  /// The numbers of the wrappers that have any; one can come several times.
  private(set) var wrappers: [Int] = []

  /// Records that an operation of a wrapper failed, and returns what its failure refers to.
  mutating func add(_ wrapper: Int, in batch: EventBatch) -> FailedBatch {
    if wrappers.last != wrapper { wrappers.append(wrapper) }
    if let known = self.batch { return known }
    let made = FailedBatch(batch)
    self.batch = made
    return made
  }
}
