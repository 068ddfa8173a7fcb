import Alerting
import Monitoring
import Storage

/// What waits for the store, beside the figures and sources themselves, which know what changed in them.
struct StoreBacklog {
  /// What was applied since the last commit was taken, for the journal.
  private(set) var journal: [JournalEntry] = []
  /// Not all that was applied since the last checkpoint is in the journal, or must not stay there: the next commit has to be a
  /// checkpoint.
  private(set) var needsCheckpoint = false
  // How many operations are in the journal.
  private var journalOperations: UInt64 = 0
  /// Operations that were applied since the last commit was taken.
  var operations: UInt64 = 0
  /// Operations in commits that were taken and are not stored.
  var inFlight: UInt64 = 0
  /// Something has to be stored.
  private(set) var hasNews = false
  /// What is not stored should be stored at once.
  private(set) var isUrgent = false
  /// Whoever stores has nothing to do and waits for news.
  private var isAtRest = false
  /// How long figures are kept may have become shorter; what an earlier process stored may be too old.
  var shortens = true
  /// The end of the audit trail, if it has changed.
  var auditHead: StoredAuditHead?

  /// What changed of alerts.
  private(set) var alerts: [AlertRow.Change] = []
  /// How many changes of alerts there were in all.
  private(set) var alertMark: UInt64 = 0

  /// From this number of operations in the journal on a commit is urgent.
  private static let urgent: UInt64 = 50_000

  init() {}

  private init(taking operations: UInt64, alertMark: UInt64) {
    inFlight = operations
    self.alertMark = alertMark
    shortens = false
  }

  /// Operations that were applied and are not stored.
  var unstored: UInt64 { inFlight &+ operations }

  /// Adds what was applied. What a source catches up on is not worth a journal: it can be read again, and there is much of it.
  /// For the result see `add`.
  mutating func add(_ entry: JournalEntry, operations count: UInt64) -> Bool {
    guard !entry.isCatchingUp else {
      needsCheckpoint = true
      return add(operations: count)
    }
    journalOperations &+= count
    if !entry.batch.events.isEmpty, !needsCheckpoint { journal.append(entry) }
    return add(operations: count, isUrgent: journalOperations >= Self.urgent)
  }

  /// Adds what changed of alerts, which somebody waits to hear of. For the result see `add(operations:isUrgent:)`.
  mutating func add(_ changes: [AlertRow.Change]) -> Bool {
    alerts += changes
    alertMark &+= UInt64(changes.count)
    return add(isUrgent: true)
  }

  /// Has the next commit be a checkpoint.
  mutating func requireCheckpoint() { needsCheckpoint = true }

  /// Adds something to store. Returns true if whoever stores has to be woken for it: because it is at rest, or because this
  /// has become urgent. Otherwise it looks by itself when its pause is over.
  mutating func add(operations count: UInt64 = 0, isUrgent: Bool = false) -> Bool {
    let wasUrgent = self.isUrgent
    operations &+= count
    hasNews = true
    self.isUrgent = self.isUrgent || isUrgent
    return exchange(&isAtRest, with: false) || self.isUrgent != wasUrgent
  }

  /// Lets whoever stores rest until there is something to store. Returns false if there is.
  mutating func rest() -> Bool {
    isAtRest = !hasNews
    return isAtRest
  }

  /// Leaves all of it to a commit.
  mutating func take() { self = StoreBacklog(taking: unstored, alertMark: alertMark) }
}
