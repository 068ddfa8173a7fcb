import Events

/// What has come in since the last commit, as a store takes it: sums are to be added to those that the store has, all else
/// replaces what it has. Two changes that follow each other can be merged into one.
package struct MonitorChanges: Sendable {
  /// The wrappers that changed, by number. Numbers go from 0 in the order in which wrappers were met, and stay the same in
  /// a store for good.
  package var wrappers: [Int: WrapperChanges] = [:]
  /// The ids of completed operations, in the order of completion.
  package var ids: [RememberedID] = []
  /// Completed operations in the order they were taken in, at most the last `RecentOperations.kept`.
  package var operations: [OperationRecord] = []
  /// Operations under way that are new or have changed; nil for those that have ended.
  package var active: [OperationKey: ActiveOperation?] = [:]
  /// All operations that end later than the present, if any came or went.
  package var pending: [PendingCompletion]?
  /// All operations without a cost that are remembered, oldest first, if any came.
  package var uncosted: [UncostedOperation]?

  package init() {}

  /// True if there is nothing to store.
  package var isEmpty: Bool {
    wrappers.isEmpty && ids.isEmpty && operations.isEmpty && active.isEmpty && pending == nil && uncosted == nil
  }
}

/// What changed of one wrapper.
package struct WrapperChanges: Sendable {
  /// Replaces what is stored.
  package var record: WrapperRecord
  /// The newest failures, newest first, at most 20; nil if they are as before.
  package var failures: [OperationRecord]?
  /// To be added to the slots of 10 s.
  package var tens: [Bucket] = []
  /// To be added to the slots of a minute.
  package var minutes: [DetailedBucket] = []
  /// To be added to the slots of an hour: what came too late for the minutes.
  package var hours: [DetailedBucket] = []
  /// To be added to the slots of a quarter of an hour that hold spending; only `cost` counts.
  package var spending: [Bucket] = []
  /// To be added to the breakdowns.
  package var breakdowns = ClosedSlots()

  package init(record: WrapperRecord) { self.record = record }
}

/// What is known of a wrapper beside its slots.
package struct WrapperRecord: Sendable, Equatable {
  package var name: String
  /// Everything that was ever taken in. `active` and the quantiles mean nothing here.
  package var totals = WrapperTotals()
  /// The durations of everything that was ever taken in.
  package var durations = ExponentialHistogram()
  /// The last outcomes, oldest first.
  package var outcomes: [RecentOutcomes.Outcome] = []
  package var lastEnd: Timestamp?
  package var lastFailure: Timestamp?
  package var lastErrorEnd: Timestamp?
  /// When the first operation ended; nil if there was none or it is not known.
  package var firstEnd: Timestamp?
  package var lastErrorMessage: String?

  package init(name: String) { self.name = name }
}

/// Everything that a store holds of monitoring, from which a `MonitorState` goes on.
package struct StoredMonitor: Sendable {
  /// By number.
  package var wrappers: [StoredWrapper] = []
  /// The remembered ids, oldest first.
  package var ids: [RememberedID] = []
  /// The last operations, oldest first.
  package var operations: [OperationRecord] = []
  package var active: [OperationKey: ActiveOperation] = [:]
  package var pending: [PendingCompletion] = []
  package var uncosted: [UncostedOperation] = []

  package init() {}
}

/// One wrapper as it was stored. Slots are in the order of time; an operation that is in a minute is in no hour.
package struct StoredWrapper: Sendable {
  package var record: WrapperRecord
  package var failures: [OperationRecord] = []
  package var tens: [Bucket] = []
  package var minutes: [DetailedBucket] = []
  package var hours: [DetailedBucket] = []
  package var spending: [Bucket] = []
  package var breakdowns = ClosedSlots()

  package init(record: WrapperRecord) { self.record = record }
}

extension WrapperRecord {
  /// What a wrapper is called whose name was lost.
  package static func lostName(_ number: Int) -> String { "(lost wrapper \(number))" }
}

extension MonitorChanges {
  /// The changes with a record for each wrapper that a store will know afterwards, so that its numbers have no gap whatever
  /// these changes leave out.
  ///
  /// - Parameter known: how many wrappers the store knows before.
  package func closingGaps(known: Int) -> [Int: WrapperChanges] {
    let last = max(
      wrappers.keys.max() ?? -1, active.values.compactMap { $0?.wrapper }.max() ?? -1,
      pending?.map(\.wrapper).max() ?? -1)
    var closed = wrappers
    for number in known..<max(known, last + 1) where closed[number] == nil {
      closed[number] = WrapperChanges(record: WrapperRecord(name: WrapperRecord.lostName(number)))
    }
    return closed
  }
}
