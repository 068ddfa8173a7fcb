import Events
import Monitoring
import Storage
import TestSupport
import Testing

/// What was acknowledged is there after a crash, and nothing else but at most one whole commit.
@Suite(.waiting) struct CrashTests {
  @Test func killedThirtyTimesNothingIsLostOrTorn() async throws {
    let folder = try TemporaryFolder()
    var acknowledged = 0
    for round in 0..<30 {
      let writer = try ProbeProcess("count", folder("store.db"), in: folder, named: "said-\(round)")
      #expect(await eventually { !writer.lines.isEmpty })
      try await Task.sleep(for: .microseconds(Int.random(in: 0...60_000)))
      writer.kill()
      let last = try #require(writer.lines.last.flatMap { Int($0) })
      #expect(last >= acknowledged, "round \(round)")
      acknowledged = last
      // One round in two is only looked at, so that the next writer is the first to open what the crash has left.
      let content =
        try round.isMultiple(of: 2)
        ? StoreReader(path: folder("store.db")).load()
        : {
          let opening = try SQLiteStore.open(path: folder("store.db"), now: noon)
          #expect(opening.notices == [])
          return opening.content
        }()
      let stored = try whole(content, "round \(round)")
      #expect(stored == acknowledged || stored == acknowledged + 1, "round \(round)")
    }
    #expect(acknowledged > 30)
  }

  /// The number of commits that are in a store; each of its parts has to tell the same.
  private func whole(_ content: StoredContent, _ comment: Comment) throws -> Int {
    guard let wrapper = content.monitor.wrappers.first else { return 0 }
    let count = Int(wrapper.record.totals.total)
    let slots = (wrapper.minutes + wrapper.hours).reduce(0) { $0 + Int($1.sums.total) }
    #expect(slots == count, comment)
    #expect(wrapper.spending.reduce(0) { $0 + $1.cost } == Int128(count), comment)
    #expect(content.monitor.operations.map(\.operationID) == (1...count).suffix(10_000).map { "\($0)" }, comment)
    #expect(content.monitor.ids.last?.high == UInt64(count) << 3, comment)
    let expected = (1...count).reduce(0) { $0 + ($1 % 10 == 0 ? 2000 : 3) }
    #expect(content.monitor.ids.count == min(expected, 1_000_000), comment)
    #expect(content.sources.first?.status.accepted == UInt64(count), comment)
    #expect(content.sources.first?.positions.first?.offset == UInt64(count) * 100, comment)
    return count
  }
}
