import Events
import GRDB
import TestSupport
import Testing

@testable import Monitoring
@testable import Storage

/// Estimated costs in a store, and stores of the version before there were any.
@Suite struct EstimateTests {
  private let folder: TemporaryFolder
  private var path: String { folder("store.db") }
  private var now: Timestamp { Timestamp(seconds: 1_767_312_000) }

  init() throws { folder = try TemporaryFolder() }

  // What a state that has prices tells a store of an estimated operation and one that is unpriced.
  private func changes() -> MonitorChanges {
    var state = MonitorState(breakdownHours: 26, breakdownsHaveStore: true)
    state.prices = PriceTable(["m": TokenPrices(input: 1_000_000_000_000, output: 2_000_000_000_000)])
    state.trackChanges()
    let lines = ["m", "unknown"].map { model in
      #"{"wrapper_name":"w","end_time":\#(now.seconds),"custom_metrics":{"model_used":"\#(model)","#
        + #""prompt_tokens":7,"completion_tokens":3}}"# + "\n"
    }
    let bytes = Array(lines.joined().utf8)
    if var decoder = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { 1 }) {
      let padded = bytes + Array(repeating: 0, count: Chunk.padding)
      let batch = decoder.decode(Chunk(bytes: padded, lines: 0..<bytes.count, offset: 0), now: now)
      _ = state.apply(batch, now: now)
    }
    return state.takeChanges()
  }

  private func expectEstimates(_ content: StoredContent) throws {
    let wrapper = try #require(content.monitor.wrappers.last)
    #expect(wrapper.record.totals.cost == Money("0.000013"))
    #expect(wrapper.record.totals.estimated == Money("0.000013"))
    #expect(wrapper.record.totals.unpriced == 1)
    let figures = GroupFigures(name: "all", try #require(wrapper.breakdowns.fine.opened.last).all)
    #expect(figures.estimatedInput == Money("0.000007") && figures.estimatedOutput == Money("0.000006"))
    #expect(figures.estimated == Money("0.000013"))
    #expect(figures.unpriced == 1 && figures.unpricedTokens == 10)
    let records = content.monitor.operations.suffix(2)
    #expect(records.map(\.cost) == [Money("0.000013"), nil])
    #expect(records.map(\.isCostEstimated) == [true, false])
  }

  @Test func estimatesComeBackAsTheyWere() throws {
    let store = try SQLiteStore.open(path: path, now: now).store
    try store.commit(Commit(at: now, checkpoint: changes()))
    try expectEstimates(try store.load())
    let memory = MemoryStore(now: now)
    try memory.commit(Commit(at: now, checkpoint: changes()))
    try expectEstimates(try memory.load())
  }

  @Test(arguments: [1, 2, 3]) func aStoreOfAnEarlierVersionIsReadAndGoesOn(version: Int) throws {
    var random = RandomChanges(seed: 5)
    let earlier = random.next()
    try SQLiteStore.open(path: path, now: now).store.commit(earlier)
    try EarlierVersion.bringBack(path, to: version)

    let before = Compared(try StoreReader(path: path).load())
    #expect(!before.wrappers.isEmpty && !before.operations.isEmpty)
    var begun: [SQLiteStore.Notice] = []
    let bytes = StoreFile.size(of: path)
    let opening = try SQLiteStore.open(path: path, now: now) { begun.append($0) }
    #expect(begun == [.upgrading(path: path, version: version, bytes: bytes)])
    let copy = path + ".schema\(version)"
    #expect(opening.notices == [.upgraded(path: path, version: version, copy: copy)])
    Compared(opening.content).expectEqual(before)
    Compared(try StoreReader(path: copy).load()).expectEqual(before)
    // Before version 3, it does not tell how exact the costs of its slots are.
    for wrapper in opening.content.monitor.wrappers where version < 3 {
      let slots = wrapper.tens + wrapper.minutes.map(\.sums) + wrapper.hours.map(\.sums) + wrapper.spending
      #expect(slots.allSatisfy { $0.costs.unknown == 1 && CostSum($0.costs).certainty.isEstimated })
    }
    #expect(opening.content.monitor.wrappers.contains { !$0.spending.isEmpty })
    let queue = try DatabaseQueue(path: path)
    #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.version)
    var added = changes()
    added.wrappers = Dictionary(uniqueKeysWithValues: added.wrappers.map { ($0.key + before.wrappers.count, $0.value) })
    try opening.store.commit(Commit(at: now, checkpoint: added))
    try expectEstimates(try opening.store.load())
  }
}
