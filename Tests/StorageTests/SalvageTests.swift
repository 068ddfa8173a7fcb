import Events
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Monitoring
@testable import Storage

/// One bad record never costs the rest of a store: what can be read is kept, what cannot is named and counted.
@Suite struct SalvageTests {
  private let folder: TemporaryFolder
  private var path: String { folder("store.db") }

  init() throws { folder = try TemporaryFolder() }

  private func change(_ sql: String, _ arguments: StatementArguments = []) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    try queue.close()
  }

  /// A store with three wrappers, an operation under way of each, and something in every table.
  private static let filled = Result {
    let folder = try TemporaryFolder()
    let path = folder("store.db")
    var random = RandomChanges(seed: 11)
    let opening = try SQLiteStore.open(path: path, now: random.now)
    while true {
      var commit = random.next()
      let numbers = commit.checkpoint?.wrappers.keys.max() ?? 0
      commit.rejected = [
        RejectedLine(
          source: "stdin", lineNumber: 4, byteOffset: 9, reason: .notJSON, field: nil, sample: "{", time: random.now)
      ]
      commit.auditHead = StoredAuditHead(number: 4, hash: "h")
      try opening.store.commit(commit)
      let content = try opening.store.load()
      let monitor = content.monitor
      if numbers >= 2, !monitor.active.isEmpty, !monitor.pending.isEmpty, !monitor.uncosted.isEmpty,
        !content.sources.isEmpty,
        monitor.wrappers.allSatisfy({ !$0.failures.isEmpty && $0.tens.count > 1 && $0.minutes.count > 1 })
      {
        return folder
      }
    }
  }

  /// Puts such a store in place.
  private func fill() throws {
    let filled = try Self.filled.get()
    for name in filled.contents where name.hasPrefix("store.db") && !name.hasSuffix(".lock") {
      try FileManager.default.copyItem(atPath: filled(name), toPath: folder(name))
    }
  }

  /// Damage to one record of each kind, what is said of it, and how much less there is of something.
  private static let damages: [(sql: String, kind: StoreLoss.Kind)] = [
    ("UPDATE wrappers SET name = '' WHERE number = 1", .wrapperName),
    ("UPDATE wrappers SET durations = x'99' WHERE number = 1", .wrapper),
    ("UPDATE wrappers SET total = 'many' WHERE number = 0", .wrapper),
    ("UPDATE wrappers SET newest_minute = 'x' WHERE number = 0", .wrapper),
    ("UPDATE failures SET records = x'0102' WHERE wrapper = 0", .failures),
    ("UPDATE tens SET cost = 'free' WHERE slot = (SELECT min(slot) FROM tens)", .tens),
    ("UPDATE minutes SET histogram = x'ff' WHERE slot = (SELECT max(slot) FROM minutes)", .minutes),
    ("UPDATE spending SET cost = x'01' WHERE slot = (SELECT max(slot) FROM spending)", .spending),
    ("UPDATE fine SET content = 'text' WHERE slot = (SELECT max(slot) FROM fine)", .fine),
    ("UPDATE operations SET record = x'07' WHERE sequence = (SELECT max(sequence) FROM operations)", .operation),
    ("UPDATE active SET key = x'01' WHERE key = (SELECT min(key) FROM active)", .active),
    ("UPDATE active SET wrapper = 2000000 WHERE key = (SELECT min(key) FROM active)", .active),
    ("UPDATE pending SET status = 77 WHERE sequence = (SELECT min(sequence) FROM pending)", .pending),
    ("UPDATE uncosted SET content = x'0101ff'", .uncosted),
    ("UPDATE ids SET keys = x'0102' WHERE sequence = (SELECT max(sequence) FROM ids)", .ids),
    ("UPDATE ids SET count = count + 1 WHERE sequence = (SELECT max(sequence) FROM ids)", .ids),
    ("UPDATE sources SET positions = x'09' WHERE number = (SELECT min(number) FROM sources)", .source),
    ("UPDATE sources SET reasons = '{' WHERE number = (SELECT min(number) FROM sources)", .source),
    ("UPDATE sources SET kind = 'pigeon' WHERE number = (SELECT min(number) FROM sources)", .source),
    ("UPDATE rejected SET reason = 'dull' WHERE rank = 0", .rejected),
    ("DELETE FROM meta", .seed),
    ("UPDATE meta SET seed = 'x'", .seed),
    ("UPDATE audit_head SET number = 'x'", .auditHead),
  ]

  @Test(arguments: damages) func oneBadRecordCostsNothingElse(sql: String, kind: StoreLoss.Kind) throws {
    try fill()
    let before = Compared(try StoreReader(path: path).load())
    try change(sql)
    let read = try StoreReader(path: path).load()
    #expect(read.losses.map(\.kind) == [kind] && read.losses.first?.count ?? 0 > 0, "\(read.losses)")

    let opening = try SQLiteStore.open(path: path, now: noon)
    #expect(opening.notices == [.lost(path: path, losses: read.losses)])
    let after = Compared(opening.content)
    // Nothing but that kind is another than before.
    if kind != .wrapper, kind != .wrapperName {
      #expect(zip(after.wrappers, before.wrappers).allSatisfy { $0.record == $1.record })
    }
    #expect(after.wrappers.count == before.wrappers.count)
    #expect((after.operations != before.operations) == (kind == .operation))
    #expect((after.ids != before.ids) == (kind == .ids))
    #expect((after.active != before.active) == (kind == .active))
    #expect((after.pending != before.pending) == (kind == .pending))
    #expect((after.uncosted != before.uncosted) == (kind == .uncosted))
    #expect((after.sources != before.sources) == (kind == .source))
    #expect((after.rejected != before.rejected) == (kind == .rejected))
    for (mine, theirs) in zip(after.wrappers, before.wrappers) {
      #expect(kind == .tens || mine.tens == theirs.tens)
      #expect(kind == .minutes || mine.minutes == theirs.minutes)
      #expect(mine.hours == theirs.hours && mine.coarse == theirs.coarse)
      #expect(kind == .spending || mine.spending == theirs.spending)
      #expect(kind == .fine || mine.fine == theirs.fine)
      #expect(kind == .failures || mine.failures == theirs.failures)
    }
    // It is whole from then on, and goes on.
    let again = try StoreReader(path: path).load()
    #expect(again.losses.isEmpty)
    var random = RandomChanges(seed: 3)
    for _ in 0..<20 { try opening.store.commit(random.next()) }
    #expect(try opening.store.load().losses.isEmpty)
  }

  @Test func whatIsLostIsNamedAndCounted() throws {
    try fill()
    try change("UPDATE operations SET record = x'07'")
    let losses = try StoreReader(path: path).load().losses
    let count = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM operations") }
    #expect(losses.first?.count == count)
    #expect(losses.summary.contains("\(count ?? 0) recent operations (of "), "\(losses.summary)")
  }

  // 6d95e01 stored the start of a new wrapper's operation, but not the wrapper: first a socket client sent 20 records of
  // alpha, then another one only a start of lost, then a third one 10 records of beta.
  @Test func aStoreWithAGapIsOpenedAndRepairedAndSaysWhatIsLost() throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/gap-of-6d95e01.db")
    try FileManager.default.copyItem(atPath: fixture.path(percentEncoded: false), toPath: path)
    let now = try #require(Timestamp("2026-11-29T21:00:00Z"))
    let read = try StoreReader(path: path).load()
    #expect(read.losses == [StoreLoss(kind: .wrapperName, count: 1, names: ["shown as (lost wrapper 1)"])])
    #expect(Set(read.monitor.wrappers.map(\.record.name)) == ["alpha", "beta", "(lost wrapper 1)"])

    let opening = try SQLiteStore.open(path: path, now: now)
    #expect(
      opening.notices.map(\.description) == [
        SQLiteStore.Notice.upgraded(path: path, version: 2, copy: path + ".schema2").description,
        "\(path): some records could not be read and are lost: 1 name of a wrapper (shown as (lost wrapper 1))",
      ])
    var state = MonitorState()
    state.restore(opening.content.monitor, now: now)
    let shown = state.snapshot(at: now).wrappers
    #expect(shown.map(\.name) == ["(lost wrapper 1)", "alpha", "beta"])
    #expect(shown.map(\.totals.total) == [0, 20, 10])
    #expect(shown.map(\.totals.failed) == [0, 5, 0])
    #expect(shown.map(\.totals.active) == [1, 0, 0])
    #expect(shown.map(\.totals.cost) == [.zero, Money("5"), Money("2.5")])
    // Ids of that version are known again.
    let id = OperationKey("r3", seed: opening.content.seed)
    #expect(state.ids.marks(of: RememberedID(id, wrapper: 5))?.contains(.completed) == true)

    // It goes on, and what it stores can be read.
    state.trackChanges()
    let number = state.number(of: "gamma")
    #expect(number == 3)
    try opening.store.commit(Commit(at: now, checkpoint: state.takeChanges()))
    let after = try opening.store.load()
    #expect(after.losses.isEmpty)
    #expect(after.monitor.wrappers.map(\.record.name).sorted() == ["(lost wrapper 1)", "alpha", "beta", "gamma"])
    #expect(after.monitor.wrappers.map(\.record.totals.total).sorted() == [0, 0, 10, 20])
  }

  // A second start of an active id under a new name left a number that nothing refers to.
  @Test func aGapThatNothingRefersToCloses() throws {
    try fill()
    let before = try StoreReader(path: path).load()
    let last = before.monitor.wrappers.count - 1
    try change("UPDATE wrappers SET number = 9 WHERE number = \(last)")
    for table in ["failures", "tens", "minutes", "hours", "spending", "fine", "coarse", "active", "pending"] {
      try change("UPDATE \(table) SET wrapper = 9 WHERE wrapper = \(last)")
    }
    let read = try StoreReader(path: path).load()
    Compared(read).expectEqual(Compared(before))
    #expect(read.losses.isEmpty)
    let opening = try SQLiteStore.open(path: path, now: noon)
    #expect(opening.notices.isEmpty)
    Compared(try opening.store.load()).expectEqual(Compared(before))
  }

  @Test func aCommitThatLeavesWrappersOutLeavesNoGap() throws {
    try overBoth { store, name in
      var commit = Commit(at: noon, checkpoint: MonitorChanges())
      commit.checkpoint?.wrappers[2] = WrapperChanges(record: WrapperRecord(name: "known"))
      let operation = ActiveOperation(wrapper: 3, id: "a", type: "t", start: noon, source: 0, serial: 1)
      commit.checkpoint?.active[OperationKey(high: 8, low: 1)] = operation
      try store.commit(commit)
      let names = try store.load().monitor.wrappers.map(\.record.name)
      #expect(names == ["(lost wrapper 0)", "(lost wrapper 1)", "known", "(lost wrapper 3)"], name)
      // Who knows better is believed.
      commit = Commit(at: noon, checkpoint: MonitorChanges())
      commit.checkpoint?.wrappers[3] = WrapperChanges(record: WrapperRecord(name: "late"))
      try store.commit(commit)
      #expect(try store.load().monitor.wrappers.map(\.record.name).last == "late", name)
    }
  }
}
