import Alerting
import Events
import Monitoring

/// Where figures outlive the process: one file, written by one process at a time.
///
/// Calls take as long as the disk takes, and are done one after the other, whatever threads they come from.
package protocol Store: ReadableStore {
  /// Stores all of it or nothing; once this returns, no crash and no power cut loses it. The numbers of new wrappers follow
  /// those that are stored; a wrapper that the changes leave out is stored with a name that says so.
  ///
  /// - Throws: `.full` if there is no room: nothing was stored, and a later commit succeeds once there is. `.damaged` if
  ///   the file makes no sense any more. `.unusable` for any other reason.
  @discardableResult
  func commit(_ commit: Commit) throws(StorageError) -> CommitOutcome
  /// Sets the files aside after a call has thrown `.damaged`, and begins a new, empty store with that seed. Whoever calls it
  /// has to store all that it knows. The answer says to operators what was done.
  func startAnew(because reason: String, seed: UInt64, now: Timestamp) throws(StorageError) -> String
}

/// A store that can be looked at.
package protocol ReadableStore: Sendable {
  /// Everything that was stored, as it was after some commit.
  func load() throws(StorageError) -> StoredContent
  /// What was stored after `journalEnd` of an earlier reading; nil if all has to be loaded anew.
  func news(after journalEnd: Int64) throws(StorageError) -> StoredNews?
  /// What is stored of a wrapper by the hour, for the given hours since the epoch, oldest first: the breakdowns of an hour
  /// and in them those of its five minutes.
  func breakdowns(of wrapper: Int, hours: ClosedRange<Int32>) throws(StorageError) -> [Breakdown]
  /// When the last commit was; nil if there was none.
  func lastCommit() throws(StorageError) -> Timestamp?
  /// Bytes on the disk.
  var size: UInt64 { get }
}

extension ReadableStore {
  package func news(after journalEnd: Int64) throws(StorageError) -> StoredNews? { nil }
}

/// What belongs together: figures, and how far the sources were read that they come from.
///
/// Figures come in two ways. A *checkpoint* brings all that changed since the last one, and takes the place of the journal. What
/// follows a checkpoint goes into the *journal* as it was applied, which is written at a fraction of the cost, and is applied
/// again by who reads the store.
package struct Commit: Sendable {
  package var at: Timestamp
  /// What changed since the last checkpoint; nil if this is none.
  package var checkpoint: MonitorChanges?
  /// What was applied after the last checkpoint and after all that the journal holds, in order.
  package var journal: [JournalEntry] = []
  /// The sources that changed, each with all its positions; the last 64 are kept.
  package var sources: [StoredSource]
  /// The last rejected lines, newest first, at most 200; nil if they are as before.
  package var rejected: [RejectedLine]?
  /// How many days hours and breakdowns of wrappers are kept, where it is not as long as those of others, by name.
  package var retentionDays: [String: Int] = [:]
  /// True if what is stored may have been kept for longer than that.
  package var shortens = false
  /// The end of the audit trail, which is kept here too; nil if it is as before.
  package var auditHead: StoredAuditHead?
  /// The state of the linker, if it changed (`EventLinker.takeChanges`).
  package var linker: [UInt8]?
  /// What changed of alerts, silences and deliveries; of each kind and key, the last change counts.
  package var alerts: [AlertRow.Change] = []
  /// How many changes of alerts there were in all, up to and with these.
  package var alertMark: UInt64 = 0

  package init(
    at: Timestamp, checkpoint: MonitorChanges? = nil, journal: [JournalEntry] = [], sources: [StoredSource] = [],
    rejected: [RejectedLine]? = nil
  ) {
    self.at = at
    self.checkpoint = checkpoint
    self.journal = journal
    self.sources = sources
    self.rejected = rejected
  }

  /// True if there is nothing to store.
  package var isEmpty: Bool {
    checkpoint?.isEmpty ?? true && journal.isEmpty && sources.isEmpty && rejected == nil && !shortens
      && auditHead == nil && linker == nil && alerts.isEmpty
  }

  /// Adds what is to be stored after this.
  package mutating func absorb(_ newer: Commit) {
    at = newer.at
    if let changes = newer.checkpoint {
      checkpoint?.absorb(changes)
      checkpoint = checkpoint ?? changes
      journal = []
    }
    journal += newer.journal
    for source in newer.sources {
      sources.removeAll { $0.status.name == source.status.name && $0.status.kind == source.status.kind }
      sources.append(source)
    }
    rejected = newer.rejected ?? rejected
    retentionDays = newer.retentionDays
    shortens = shortens || newer.shortens
    auditHead = newer.auditHead ?? auditHead
    linker = newer.linker ?? linker
    alerts += newer.alerts
    alertMark = newer.alertMark
  }
}

/// What a commit did beside storing.
package struct CommitOutcome: Sendable, Equatable {
  /// What had to go because the store had reached its size; empty if nothing had to.
  package var shed: [Shed] = []

  /// Slots that went before their time.
  package struct Shed: Sendable, Equatable, CustomStringConvertible {
    package var kind: Kind
    /// The end of the newest that went.
    package var before: Timestamp
    /// How many went, of all wrappers together.
    package var count: Int

    /// What went, in the order in which it goes.
    package enum Kind: String, Sendable {
      case hours, breakdowns, minutes, spending
    }

    package var description: String {
      "the store is full: \(count) \(kind.rawValue) before \(before) were dropped; raise its size to keep more"
    }
  }
}

/// What is known of a source. Name and kind tell sources apart.
package struct StoredSource: Sendable, Codable, Equatable {
  /// Its counts over all runs.
  package var status: SourceStatus
  /// How far each of its files was read, the one in use last; only for files.
  package var positions: [Position]

  package init(status: SourceStatus, positions: [Position]) {
    self.status = status
    self.positions = positions
  }
}

/// The end of the audit trail, as a store keeps it so that a cut shows.
package struct StoredAuditHead: Sendable, Equatable {
  /// The number of the last record.
  package var number: Int
  /// Its hash.
  package var hash: String

  package init(number: Int, hash: String) {
    self.number = number
    self.hash = hash
  }
}

/// All that a store holds.
package struct StoredContent: Sendable {
  /// The last checkpoint.
  package var monitor = StoredMonitor()
  /// What was applied after that, in order.
  package var journal: [JournalEntry] = []
  /// The number of the last part of the journal that there ever was, by which `ReadableStore.news` knows what is new.
  package var journalEnd: Int64 = 0
  /// In the order in which they were first stored.
  package var sources: [StoredSource] = []
  /// Newest first.
  package var rejected: [RejectedLine] = []
  /// The secret under which the fingerprints of ids were made.
  package var seed: UInt64
  /// When the store was made.
  package var created: Timestamp?
  /// When the last commit was.
  package var lastCommit: Timestamp?
  /// The end of the audit trail; nil if it is not known.
  package var auditHead: StoredAuditHead?
  /// The state of the linker (`EventLinker.bytes`); empty if there is none.
  package var linker: [UInt8] = []
  /// Alerts, silences and deliveries.
  package var alerts: [AlertRow] = []
  /// What could not be read, and is not in here.
  package var losses: [StoreLoss] = []

  package init(seed: UInt64) { self.seed = seed }
}

/// What was stored since a store was read.
package struct StoredNews: Sendable {
  /// What was applied, in order.
  package var journal: [JournalEntry] = []
  /// Takes the place of the one after which this comes.
  package var journalEnd: Int64
  /// All sources, in the order in which they were first stored.
  package var sources: [StoredSource] = []
  /// The last rejected lines, newest first.
  package var rejected: [RejectedLine] = []
  /// When the last commit was.
  package var lastCommit: Timestamp?
  /// The state of the linker (`EventLinker.bytes`); empty if there is none.
  package var linker: [UInt8] = []
  /// Alerts, silences and deliveries.
  package var alerts: [AlertRow] = []
  /// What could not be read, and is not in here.
  package var losses: [StoreLoss] = []

  package init(journalEnd: Int64) { self.journalEnd = journalEnd }
}
