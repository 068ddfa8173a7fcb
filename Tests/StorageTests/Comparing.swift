import Events
import Monitoring
import Storage
import TestSupport
import Testing

/// The content of a store in a form that can be compared, without what differs from store to store.
struct Compared: Equatable {
  struct Wrapper: Equatable {
    var record: WrapperRecord
    var failures: [OperationRecord]
    var tens: [Bucket]
    var minutes: [DetailedBucket]
    var hours: [DetailedBucket]
    var spending: [Bucket]
    var fine: [ClosedBreakdown]
    var coarse: [ClosedBreakdown]
  }

  var wrappers: [Wrapper]
  var ids: [RememberedID]
  var operations: [OperationRecord]
  var active: [OperationKey: String]
  var pending: [String]
  var uncosted: [UncostedOperation]
  var sources: [String: StoredSource]
  var rejected: [RejectedLine]
  var linker: [UInt8]
  var lastCommit: Timestamp?

  init(_ content: StoredContent) {
    wrappers = content.monitor.wrappers.map {
      Wrapper(
        record: $0.record, failures: $0.failures, tens: $0.tens, minutes: $0.minutes, hours: $0.hours,
        spending: $0.spending, fine: $0.breakdowns.fine, coarse: $0.breakdowns.coarse)
    }
    ids = content.monitor.ids
    operations = content.monitor.operations
    active = content.monitor.active.mapValues { "\($0)" }
    pending = content.monitor.pending.map { "\($0)" }
    uncosted = content.monitor.uncosted
    sources = Dictionary(uniqueKeysWithValues: content.sources.map { ("\($0.status.name) \($0.status.kind)", $0) })
    rejected = content.rejected
    linker = content.linker
    lastCommit = content.lastCommit
  }

  /// Says where two contents differ.
  func expectEqual(_ other: Compared, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(wrappers.count == other.wrappers.count, comment, sourceLocation: sourceLocation)
    for (mine, theirs) in zip(wrappers, other.wrappers) {
      #expect(mine.record == theirs.record, comment, sourceLocation: sourceLocation)
      #expect(mine.failures == theirs.failures, comment, sourceLocation: sourceLocation)
      #expect(mine.tens == theirs.tens, comment, sourceLocation: sourceLocation)
      #expect(mine.minutes == theirs.minutes, comment, sourceLocation: sourceLocation)
      #expect(mine.hours == theirs.hours, comment, sourceLocation: sourceLocation)
      #expect(mine.spending == theirs.spending, comment, sourceLocation: sourceLocation)
      #expect(mine.fine == theirs.fine, comment, sourceLocation: sourceLocation)
      #expect(mine.coarse == theirs.coarse, comment, sourceLocation: sourceLocation)
    }
    #expect(ids == other.ids, comment, sourceLocation: sourceLocation)
    #expect(operations == other.operations, comment, sourceLocation: sourceLocation)
    #expect(active == other.active, comment, sourceLocation: sourceLocation)
    #expect(pending == other.pending, comment, sourceLocation: sourceLocation)
    #expect(uncosted == other.uncosted, comment, sourceLocation: sourceLocation)
    #expect(sources == other.sources, comment, sourceLocation: sourceLocation)
    #expect(rejected == other.rejected, comment, sourceLocation: sourceLocation)
    #expect(linker == other.linker, comment, sourceLocation: sourceLocation)
    #expect(lastCommit == other.lastCommit, comment, sourceLocation: sourceLocation)
  }
}

let noon = Timestamp(seconds: 1_767_268_800)

extension SQLiteStore {
  /// Opens a store that is as it should be.
  static func sound(
    _ path: String, retention: Retention = Retention(), sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SQLiteStore {
    let opening = try open(path: path, retention: retention, now: noon)
    #expect(opening.notices == [], sourceLocation: sourceLocation)
    return opening.store
  }
}

/// Runs a test over both stores.
func overBoth(_ retention: Retention = Retention(), _ body: (any Store, Comment) throws -> Void) throws {
  let folder = try TemporaryFolder()
  try body(MemoryStore(retention: retention, now: noon), "memory")
  try body(try SQLiteStore.sound(folder("store.db"), retention: retention), "SQLite")
}
