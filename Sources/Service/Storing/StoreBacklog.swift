import Storage

/// What waits for the store, beside the figures and sources themselves, which know what changed in them.
struct StoreBacklog {
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

  /// From this number of operations on a commit is urgent.
  private static let urgent: UInt64 = 200_000

  init() {}

  private init(taking operations: UInt64) {
    inFlight = operations
    shortens = false
  }

  /// Operations that were applied and are not stored.
  var unstored: UInt64 { inFlight &+ operations }

  /// Adds something to store. Returns true if whoever stores has to be woken for it: because it is at rest, or because this
  /// has become urgent. Otherwise it looks by itself when its pause is over.
  mutating func add(operations count: UInt64 = 0, isUrgent: Bool = false) -> Bool {
    let wasUrgent = self.isUrgent
    operations &+= count
    hasNews = true
    self.isUrgent = self.isUrgent || isUrgent || operations >= Self.urgent
    return exchange(&isAtRest, with: false) || self.isUrgent != wasUrgent
  }

  /// Lets whoever stores rest until there is something to store. Returns false if there is.
  mutating func rest() -> Bool {
    isAtRest = !hasNews
    return isAtRest
  }

  /// Leaves all of it to a commit.
  mutating func take() { self = StoreBacklog(taking: unstored) }
}
