import Events
import GRDB
import TestSupport
import Testing

@testable import Monitoring
@testable import Storage

/// What was applied after a checkpoint comes back as it was applied.
@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private var path: String { folder("store.db") }
  private let now = Timestamp(seconds: 1_767_312_000)

  init() throws { folder = try TemporaryFolder() }

  // Records and steps of all kinds, with texts, metrics and costs of all kinds.
  private func line(_ random: inout SeededRandom, at now: Timestamp) -> String {
    let id = "op-\(random.below(60))", wrapper = ["a", "ünï", "c\u{1F600}"][Int(random.below(3))]
    let time = now.advanced(microseconds: Int64(random.below(9_000_000_000)) - 8_700_000_000)
    let metrics = [
      #"{"model_used":"m\#(random.below(4))","prompt_tokens":\#(random.below(9000)),"api_cost":0.00\#(random.below(99))}"#,
      #"{"model_used":"m1","prompt_tokens":7,"completion_tokens":3}"#,
      #"{"a":{"b":[1,-0.5,true,"x"]},"optimization_applied":true,"big":1e17,"small":-1e-9,"zero":0,"n":4294967296}"#,
      "{}",
    ][Int(random.below(4))]
    switch random.below(10) {
    case 0: return #"{"event":"start","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","time":"\#(time)"}"#
    case 1: return #"{"event":"end","operation_id":"\#(id)","time":"\#(time)"}"#
    case 2: return #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"\#(wrapper)","cost_estimate":0.25}"#
    case 3: return #"{"event":"error","operation_id":"\#(id)","error_message":"m","custom_metrics":\#(metrics)}"#
    case 4: return #"{"event":"fallback","operation_id":"\#(id)","fallback_reason":"r"}"#
    case 5: return #"{"event":"flush","id":1}"#
    case 6: return #"{"wrapper_name":"\#(wrapper)","status":"started","operation_id":"\#(id)"}"#
    case 7: return "not JSON"
    default:
      return #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","operation_type":"t\#(random.below(3))","#
        + #""end_time":"\#(time)","duration_ms":\#(random.below(90_000)).25,"user_id":"u\#(random.below(9))","#
        + #""status":"\#(["success", "error", "timeout", "fallback"][Int(random.below(4))])","#
        + #""error_message":"sk-abcdefghijklmnopqrstuvwx","error_code":"E","fallback_reason":"","quality_score":0.5,"#
        + #""custom_metrics":\#(metrics)}"#
    }
  }

  private func entries(_ count: Int, seed: Int) -> [JournalEntry] {
    var random = SeededRandom(seed: seed)
    guard var one = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { 1 }),
      var other = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { 2 })
    else { return [] }
    var entries: [JournalEntry] = []
    for number in 0..<count {
      let at = now.advanced(seconds: Int64(number) * 7)
      let text = (0..<Int(random.below(12))).map { _ in line(&random, at: at) + "\n" }.joined()
      let bytes = Array(text.utf8)
      let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
      let batch = random.happens(0.5) ? one.decode(chunk, now: at) : other.decode(chunk, now: at)
      entries.append(
        JournalEntry(
          batch: batch, source: Int(random.below(3)), isCatchingUp: random.happens(0.3), dedupes: random.happens(0.5),
          at: at))
    }
    return entries
  }

  private func state(after entries: [JournalEntry]) -> MonitorState {
    var state = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
    state.restore(StoredMonitor(), journal: entries, now: now)
    return state
  }

  // Two states that hold the same, as far as anything is shown, exported or stored of it.
  private func expectEqual(_ one: MonitorState, _ other: MonitorState) {
    var (one, other) = (one, other)
    let at = now.advanced(seconds: 3600)
    var scope = SnapshotScope()
    scope.timeRange = .day
    #expect(one.snapshot(at: at, scope: scope) == other.snapshot(at: at, scope: scope))
    #expect(one.recentOperations.records { _, _ in true } == other.recentOperations.records { _, _ in true })
    let (mine, theirs) = (one.takeChanges(), other.takeChanges())
    #expect(mine.ids == theirs.ids)
    #expect(
      mine.active.mapValues { "\(String(describing: $0))" } == theirs.active.mapValues { "\(String(describing: $0))" })
    #expect(mine.wrappers.keys.sorted() == theirs.wrappers.keys.sorted())
    for (number, changes) in mine.wrappers {
      #expect(changes.record == theirs.wrappers[number]?.record)
      #expect(changes.failures == theirs.wrappers[number]?.failures)
      #expect(changes.breakdowns.fine.opened == theirs.wrappers[number]?.breakdowns.fine.opened)
      #expect(changes.breakdowns.coarse.opened == theirs.wrappers[number]?.breakdowns.coarse.opened)
    }
  }

  @Test(arguments: 0..<20) func whatIsReadIsAppliedLikeWhatWasWritten(seed: Int) throws {
    let written = entries(60, seed: seed)
    let rows = JournalCoding.rows(of: Array(written[..<35])) + JournalCoding.rows(of: Array(written[35...]))
    let read = try rows.enumerated().flatMap { place, row in
      try JournalCoding.entries(from: row, identity: 1000 + UInt64(place))
    }
    #expect(read.count == written.count)
    let mine = state(after: written)
    #expect(mine.wrapperNames.count == 3)
    expectEqual(mine, state(after: read))
    // Nothing that looks like a key is written, though ids come as they are.
    #expect(!rows.contains { row in String(decoding: row, as: UTF8.self).contains("sk-abcdefg") })
  }

  @Test func estimatesAreThoseThatWereMade() throws {
    var priced = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
    priced.prices = PriceTable(["m1": TokenPrices(input: 1_000_000_000_000, output: 2_000_000_000_000)])
    priced.trackChanges()
    var journal: [JournalEntry] = []
    for entry in entries(60, seed: 21) { journal.append(entry.applied(to: &priced)) }
    let rows = JournalCoding.rows(of: journal)
    let read = try rows.flatMap { try JournalCoding.entries(from: $0, identity: 1000) }
    #expect(read.map(\.pricings) == journal.map(\.pricings))
    #expect(Set(journal.flatMap(\.pricings).map { "\($0.pricing)".prefix(4) }) == ["unpr", "esti"])
    // Whoever reads it has no prices.
    let restored = state(after: read)
    #expect(restored.prices == nil)
    var shown = restored
    let totals = shown.snapshot(at: now.advanced(seconds: 3600)).wrappers.map(\.totals)
    #expect(totals.contains { $0.estimated != .zero } && totals.contains { $0.unpriced > 0 })
    expectEqual(priced, restored)
  }

  @Test func muchIsToldInSeveralRows() throws {
    let some = entries(40, seed: 1)
    let many = Array(repeating: some, count: 300).flatMap { $0 }
    let rows = JournalCoding.rows(of: many)
    #expect(rows.count > 1)
    #expect(rows.allSatisfy { $0.count < 2 << 20 })
    let counts = try rows.map { try JournalCoding.entries(from: $0, identity: 1).count }
    #expect(counts.reduce(0, +) == many.count)
    #expect(JournalCoding.rows(of: []).isEmpty)
  }

  @Test func anyBytesAreReadOrRefused() throws {
    let row = try #require(JournalCoding.rows(of: entries(30, seed: 7)).first)
    var random = SeededRandom(seed: 9)
    for _ in 0..<400 {
      var bytes = Array(row.dropLast(8))
      for _ in 0...Int(random.below(3)) { bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(random.below(256)) }
      if random.happens(0.2) { bytes.removeLast(Int(random.below(UInt64(bytes.count)))) }
      #expect(throws: ByteReader.Damage.self) {
        try JournalCoding.entries(from: bytes + row.suffix(8), identity: 1)
      }
      // Even where the checksum fits, reading and applying it does no harm.
      var writer = ByteWriter()
      writer.fixed(BlockChecksum.of(bytes[...]))
      if let read = try? JournalCoding.entries(from: bytes + writer.bytes, identity: 1) { _ = state(after: read) }
    }
  }

  @Test func aCheckpointTakesThePlaceOfTheJournal() throws {
    let all = entries(30, seed: 3)
    let sqlite = try SQLiteStore.open(path: path, now: now).store
    for store in [sqlite, MemoryStore(now: now)] as [any Store] {
      var state = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
      state.trackChanges()
      for (place, given) in all.enumerated() {
        let entry = given.applied(to: &state)
        if place == 11 {
          try store.commit(Commit(at: entry.at, checkpoint: state.takeChanges()))
          #expect(try store.load().journal.isEmpty)
        } else {
          try store.commit(Commit(at: entry.at, journal: [entry]))
        }
        let content = try store.load()
        #expect(content.lastCommit == entry.at)
        var restored = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
        restored.restore(content.monitor, journal: content.journal, now: entry.at)
        var (mine, theirs) = (state, restored)
        #expect(mine.snapshot(at: entry.at) == theirs.snapshot(at: entry.at))
      }
      #expect(try store.load().journal.count == 18)
    }
  }

  @Test func whatCannotBeReadOfItIsLostAlone() throws {
    let all = entries(3, seed: 11)
    do {
      let store = try SQLiteStore.open(path: path, now: now).store
      for entry in all { try store.commit(Commit(at: now, journal: [entry])) }
    }
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "UPDATE journal SET content = x'01' WHERE sequence = 2") }
    try queue.close()
    let opening = try SQLiteStore.open(path: path, now: now)
    #expect(opening.content.journal.map(\.at) == [all[0].at, all[2].at])
    #expect(opening.content.losses.map(\.description) == ["1 part of what came in last"])
    #expect(try opening.store.load().losses.isEmpty)
  }

  @Test func whoFollowsAStoreGetsWhatIsNewOrAllAnew() throws {
    let store = try SQLiteStore.open(path: path, now: now).store
    let reader = StoreReader(path: path)
    let written = entries(30, seed: 5).filter { !$0.batch.events.isEmpty }
    var empty = MonitorState(breakdownHours: 26)
    empty.budgets.zone = .utc
    // What a viewer shows that follows, and one that reads all each time.
    func fresh() throws -> MonitorState {
      let content = try reader.load()
      var state = empty
      state.restore(content.monitor, now: now)
      state.replay(content.journal)
      return state
    }
    try store.commit(Commit(at: now, journal: Array(written[..<5])))
    var state = try fresh()
    var end = try reader.load().journalEnd
    for place in stride(from: 5, to: 20, by: 5) {
      let at = now.advanced(seconds: Int64(place))
      try store.commit(Commit(at: at, journal: Array(written[place..<place + 5])))
      let news = try #require(try reader.news(after: end))
      #expect(news.journal.count == 5 && news.lastCommit == at && news.journalEnd > end)
      state.replay(news.journal)
      end = news.journalEnd
      expectEqual(state, try fresh())
    }
    #expect(try reader.news(after: end)?.journal.isEmpty == true)
    // A checkpoint that took in nothing unseen changes nothing; one that did is told by what is missing.
    try store.commit(Commit(at: now, checkpoint: MonitorChanges()))
    #expect(try reader.news(after: end)?.journal.isEmpty == true)
    try store.commit(Commit(at: now, journal: Array(written[20..<22])))
    #expect(try reader.news(after: end)?.journal.count == 2)
    try store.commit(Commit(at: now, checkpoint: MonitorChanges()))
    #expect(try reader.news(after: end) == nil)
    try store.commit(Commit(at: now, journal: Array(written[22...])))
    #expect(try reader.news(after: end) == nil)
    #expect(try reader.news(after: 0) == nil)
  }
}

extension JournalEntry {
  /// Applies the batch, and keeps what prices said.
  fileprivate func applied(to state: inout MonitorState) -> JournalEntry {
    var entry = self
    entry.pricings =
      state.apply(batch, source: source, isCatchingUp: isCatchingUp, dedupes: dedupes, now: at).pricings
    return entry
  }
}
