import DequeModule
import Events
import Secrets

/// The last operations of all wrappers, for export and for lists. A large batch is kept as it was decoded, so that
/// what comes in fast costs nothing here; only what is asked for is made into records.
package struct RecentOperations: Sendable {
  /// How many are kept.
  package static let kept = MonitoringLimits.operations

  private enum Segment: Sendable {
    case batch(EventBatch, count: Int, BatchFailures)
    case records([OperationRecord])

    var count: Int {
      switch self {
      case .batch(_, let count, _): count
      case .records(let records): records.count
      }
    }
  }

  private var segments: Deque<Segment> = []
  private var tail: [OperationRecord] = []
  private var count = 0
  // The number of names in the newest table of each decoder.
  private var tableSizes: [UInt64: Int] = [:]
  private var goneFailures: [BatchFailures] = []

  /// The least number of operations in a batch that is kept as it is.
  static let largeBatch = 16
  // A batch with a table of names of its own is kept as it is if that has at most so many names for each operation.
  private static let namesPerOperation = 64

  /// Appends the operations that a batch completed, and returns their number. Whole ones among them are `whole`; the failures
  /// that refer to the batch are `failed`.
  mutating func append(_ batch: EventBatch, _ applied: Applied, whole: Int, failed: BatchFailures) -> Int {
    let sharesNames = sharesNames(batch.names)
    guard applied.ended.isEmpty, whole >= Self.largeBatch, 2 * whole >= batch.events.count,
      sharesNames || batch.names.names.count <= Self.namesPerOperation * whole
    else {
      applied.forEachCompleted(of: batch, where: { _, _ in true }) { append($0) }
      goneFailures.append(failed)
      return whole + applied.ended.count
    }
    closeTail()
    segments.append(.batch(batch.completed(applied), count: whole, failed))
    count += whole
    trim()
    return whole
  }

  // Tables of names grow by being copied: one is shared by the batches of a decoder between which no name was new.
  private mutating func sharesNames(_ table: NameTable) -> Bool {
    if tableSizes.count >= 64 { tableSizes = [:] }
    return tableSizes.updateValue(table.names.count, forKey: table.identity) == table.names.count
  }

  /// Takes out the failures of the batches that are not kept any more, or were not.
  mutating func takeGoneFailures() -> [BatchFailures] { goneFailures.isEmpty ? [] : exchange(&goneFailures, with: []) }

  /// Keeps one operation.
  mutating func append(_ record: OperationRecord) {
    tail.append(record)
    count += 1
    if tail.count >= 1024 { closeTail() }
    trim()
  }

  private mutating func closeTail() {
    guard !tail.isEmpty else { return }
    segments.append(.records(tail))
    tail = []
  }

  private mutating func trim() {
    while let first = segments.first, count - first.count >= Self.kept {
      count -= first.count
      if case .batch(_, _, let failed) = first { goneFailures.append(failed) }
      segments.removeFirst()
    }
  }

  /// Those that pass, at most `limit`, newest first.
  package func newest(_ limit: Int, where passes: (OperationRecord) -> Bool) -> [OperationRecord] {
    var found: [OperationRecord] = []
    var seen = 0
    func take(_ record: OperationRecord) -> Bool {
      seen += 1
      if passes(record) { found.append(record) }
      return found.count < limit && seen < Self.kept
    }
    for record in tail.reversed() where !take(record) { return found }
    for segment in segments.reversed() {
      switch segment {
      case .records(let records): for record in records.reversed() where !take(record) { return found }
      case .batch(let batch, _, _):
        for event in batch.events.reversed() where event.kind == .operation {
          if !take(OperationRecord(event, in: batch)) { return found }
        }
      }
    }
    return found
  }

  /// The last ones, at most `number`, in the order they were taken in.
  func newest(_ number: Int) -> [OperationRecord] {
    let number = min(number, Self.kept)
    // The newest come first here: what is put in front of an array moves all that is in it.
    var found: [OperationRecord] = tail.suffix(number).reversed()
    found.reserveCapacity(min(number, count))
    for segment in segments.reversed() where found.count < number {
      let wanted = number - found.count
      switch segment {
      case .records(let records): found.append(contentsOf: records.suffix(wanted).reversed())
      case .batch(let batch, _, _):
        for event in batch.events.reversed() where event.kind == .operation && found.count < number {
          found.append(OperationRecord(event, in: batch))
        }
      }
    }
    return found.reversed()
  }

  /// The operations that pass, in the order they were taken in, at most the last 10,000.
  package func records(where passes: (String, Timestamp) -> Bool) -> [OperationRecord] {
    var found: [OperationRecord] = []
    var excess = max(0, count - Self.kept)
    func take(_ record: @autoclosure () -> OperationRecord, _ name: String, _ end: Timestamp) {
      if excess > 0 {
        excess -= 1
      } else if passes(name, end) {
        found.append(record())
      }
    }
    for segment in segments {
      switch segment {
      case .records(let records):
        for record in records { take(record, record.wrapperName, record.end) }
      case .batch(let batch, _, _):
        for event in batch.events where event.kind == .operation {
          let name = event.wrapper >= 0 ? batch.names.names[Int(event.wrapper)] : ""
          take(OperationRecord(event, in: batch), name, event.time)
        }
      }
    }
    for record in tail { take(record, record.wrapperName, record.end) }
    return found
  }
}

extension EventBatch {
  /// The batch as far as its whole operations were counted: without duplicates, and with estimates in the place of costs
  /// that were not reported. What was rejected is left out.
  fileprivate func completed(_ applied: Applied) -> EventBatch {
    var batch = self
    batch.rejections = []
    batch.setEstimates(applied.estimated)
    var repeated = applied.repeated[...]
    guard !repeated.isEmpty else { return batch }
    batch.events.removeAll { event in
      guard event.kind == .operation, event.number == repeated.first else { return false }
      repeated.removeFirst()
      return true
    }
    return batch
  }

  private mutating func setEstimates(_ estimates: [EstimatedCost]) {
    var rest = estimates[...]
    for place in events.indices {
      guard let next = rest.first else { break }
      guard events[place].kind == .operation, events[place].number == next.number else { continue }
      events[place].cost = next.cost
      events[place].flags.insert(.costEstimated)
      rest.removeFirst()
    }
  }
}

extension Event {
  /// Gives it the cost at which it was counted, which may be an estimate.
  mutating func setCost(of completion: borrowing Completion) {
    guard completion.costOrigin == .estimated else { return }
    cost = completion.cost
    flags.insert(.costEstimated)
  }
}

extension OperationRecord {
  /// The record of a completed operation.
  package init(_ event: Event, in batch: EventBatch) {
    self.init(
      operationID: batch.text(event.id).map { Redaction.redact($0) },
      wrapperName: event.wrapper >= 0 ? batch.names.names[Int(event.wrapper)] : "",
      operationType: event.type >= 0 ? batch.names.names[Int(event.type)] : "default",
      start: event.start, end: event.time,
      durationMs: event.duration >= 0 ? Double(event.duration) / 1e6 : nil,
      status: event.status, fallbackUsed: event.flags.contains(.fallbackUsed),
      fallbackReason: batch.text(event.fallbackReason), errorMessage: batch.text(event.errorMessage),
      errorCode: batch.text(event.errorCode),
      cost: event.cost >= 0 ? Money(nanodollars: Int128(event.cost)) : nil)
    isCostEstimated = event.flags.contains(.costEstimated)
    metrics = batch.metrics(of: event).map { MetricValue($0, in: batch) }
  }

  /// Sets the cost to an estimate, in nano-dollars.
  mutating func estimate(_ nanodollars: Int64) {
    cost = Money(nanodollars: Int128(nanodollars))
    isCostEstimated = true
  }
}
