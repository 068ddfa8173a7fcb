import Events
import Monitoring
import Storage
import TestSupport
import Testing

/// What is kept how long, the same in both stores (article Monitoring, Windows).
@Suite struct RetentionTests {
  private func minute(_ index: Int32, count: UInt32 = 1) -> DetailedBucket {
    var slot = DetailedBucket(index: index)
    slot.sums.total = count
    slot.histogram.add(bucket: 5)
    return slot
  }

  private func commit(_ change: (inout WrapperChanges) -> Void) -> Commit {
    var changes = WrapperChanges(record: WrapperRecord(name: "w"))
    change(&changes)
    var commit = Commit(at: noon, checkpoint: MonitorChanges())
    commit.checkpoint?.wrappers[0] = changes
    return commit
  }

  private func wrapper(_ store: any Store) throws -> StoredWrapper {
    try #require(try store.load().monitor.wrappers.first)
  }

  @Test func oldMinutesBecomeHoursAndNothingIsCountedTwice() throws {
    try overBoth { store, name in
      for first in stride(from: Int32(0), to: 3000, by: 25) {
        try store.commit(commit { $0.minutes = (first..<first + 25).map { minute($0) } })
        guard first % 500 == 475 else { continue }
        let stored = try wrapper(store)
        let total = (stored.minutes + stored.hours).reduce(0) { $0 + $1.sums.total }
        #expect(total == UInt32(first) + 25, name)
        #expect(stored.minutes.count == min(1460, Int(first) + 25), name)
      }
      let stored = try wrapper(store)
      #expect(stored.minutes.first?.sums.index == 1540, name)
      #expect(stored.hours.map(\.sums.index) == Array(0...25), name)
      #expect(stored.hours.map(\.sums.total) == Array(repeating: 60, count: 25) + [40], name)
      var whole = CompactHistogram()
      for _ in 0..<60 { whole.add(bucket: 5) }
      #expect(stored.hours.first?.histogram == whole, name)
    }
  }

  @Test func aMinuteThatComesTooLateIsInItsHour() throws {
    try overBoth { store, name in
      try store.commit(commit { $0.minutes = [minute(5000)] })
      try store.commit(commit { $0.minutes = [minute(3540, count: 7), minute(3541)] })
      let stored = try wrapper(store)
      #expect(stored.minutes.map(\.sums.index) == [3541, 5000], name)
      #expect(stored.hours.map(\.sums.index) == [59], name)
      #expect(stored.hours.first?.sums.total == 7, name)
    }
  }

  @Test func silenceKeepsTheLastSlots() throws {
    try overBoth { store, name in
      try store.commit(
        commit {
          $0.tens = [Bucket(index: 100), Bucket(index: 460)]
          $0.spending = [Bucket(index: 0), Bucket(index: 62 * 96)]
        })
      #expect(try wrapper(store).tens.map(\.index) == [100, 460], name)
      #expect(try wrapper(store).spending.map(\.index) == [0, 62 * 96], name)
      try store.commit(
        commit {
          $0.tens = [Bucket(index: 461)]
          $0.spending = [Bucket(index: 62 * 96 + 1)]
        })
      #expect(try wrapper(store).tens.map(\.index) == [460, 461], name)
      #expect(try wrapper(store).spending.map(\.index) == [62 * 96, 62 * 96 + 1], name)
    }
  }

  @Test func hoursAndBreakdownsGoAfterTheirDays() throws {
    try overBoth(Retention(days: 2)) { store, name in
      try store.commit(
        commit {
          $0.hours = [minute(1000), minute(1001)]
          $0.breakdowns.coarse = [1000, 1001].map { ClosedBreakdown(Breakdown(index: $0)) }
        })
      // The minutes and the five minutes are in hour 1049, which makes 1000 too old and leaves 1001.
      try store.commit(
        commit {
          $0.minutes = [minute(1049 * 60)]
          $0.breakdowns.fine = [ClosedBreakdown(Breakdown(index: 1049 * 12))]
        })
      #expect(try wrapper(store).hours.map(\.sums.index) == [1001], name)
      #expect(try wrapper(store).breakdowns.coarse.map(\.index) == [1001], name)
      #expect(try store.breakdowns(of: 0, hours: .min ... .max).map(\.index) == [1001, 1049], name)
      #expect(try store.breakdowns(of: 0, hours: 1002...1049).map(\.index) == [1049], name)
      #expect(try store.breakdowns(of: 7, hours: 0...2000) == [], name)
    }
  }

  @Test func aWrapperHasDaysOfItsOwn() throws {
    try overBoth(Retention(days: 2)) { store, name in
      var longer = commit {
        $0.hours = [minute(1000), minute(1049)]
        $0.breakdowns.coarse = [1000, 1049].map { ClosedBreakdown(Breakdown(index: $0)) }
      }
      longer.retentionDays = [try #require(longer.checkpoint?.wrappers[0]).record.name: 3]
      try store.commit(longer)
      #expect(try wrapper(store).hours.map(\.sums.index) == [1000, 1049], name)
      // Fewer days hold at once, also where nothing new comes.
      var shorter = Commit(at: noon, checkpoint: MonitorChanges())
      shorter.shortens = true
      #expect(!shorter.isEmpty)
      try store.commit(shorter)
      #expect(try wrapper(store).hours.map(\.sums.index) == [1049], name)
      #expect(try wrapper(store).breakdowns.coarse.map(\.index) == [1049], name)
    }
  }

  @Test func theEndOfTheAuditTrailIsKept() throws {
    try overBoth { store, name in
      #expect(try store.load().auditHead == nil, name)
      for number in 1...2 {
        var commit = Commit(at: noon, checkpoint: MonitorChanges())
        commit.auditHead = StoredAuditHead(number: number, hash: "h\(number)")
        #expect(!commit.isEmpty)
        try store.commit(commit)
        try store.commit(Commit(at: noon, checkpoint: MonitorChanges()))
        #expect(try store.load().auditHead == StoredAuditHead(number: number, hash: "h\(number)"), name)
      }
    }
  }

  @Test func fewerDaysThanBeforeAreKeptFromTheNextOpening() throws {
    let folder = try TemporaryFolder()
    do {
      let store = try SQLiteStore.sound(folder("store.db"), retention: Retention(days: 30))
      try store.commit(
        commit {
          $0.hours = (Int32(0)..<700).map { minute($0) }
          $0.breakdowns.coarse = (Int32(0)..<700).map { ClosedBreakdown(Breakdown(index: $0)) }
        })
    }
    for _ in 0..<2 {
      let store = try SQLiteStore.sound(folder("store.db"), retention: Retention(days: 1))
      #expect(try wrapper(store).hours.map(\.sums.index) == Array(675..<700))
      #expect(try wrapper(store).breakdowns.coarse.map(\.index) == Array(675..<700))
    }
  }

  private func id(_ high: UInt64, _ low: UInt64) -> RememberedID {
    RememberedID(OperationKey(high: high << 3, low: low << 32), wrapper: 1)
  }

  @Test func theLastOperationsAndIdsStay() throws {
    var random = RandomChanges(seed: 1)
    let record = random.operation()
    try overBoth { store, name in
      for part in 0..<23 {
        var commit = Commit(at: noon, checkpoint: MonitorChanges())
        commit.checkpoint?.ids = (0..<50_000).map { id(UInt64(part), UInt64($0)) }
        commit.checkpoint?.operations = (0..<1000).map {
          var numbered = record
          numbered.operationID = "\(part * 1000 + $0)"
          return numbered
        }
        try store.commit(commit)
      }
      let monitor = try store.load().monitor
      #expect(monitor.ids.count == 1_000_000, name)
      #expect(monitor.ids.first == id(3, 0), name)
      #expect(monitor.ids.last == id(22, 49_999), name)
      #expect(monitor.operations.map(\.operationID) == (13_000..<23_000).map { "\($0)" }, name)
    }
  }

  @Test func manySmallCommitsKeepTheOrderOfIds() throws {
    try overBoth { store, name in
      for number in 0..<700 {
        var commit = Commit(at: noon, checkpoint: MonitorChanges())
        commit.checkpoint?.ids = [id(0, UInt64(number))]
        try store.commit(commit)
      }
      #expect(try store.load().monitor.ids == (0..<700).map { id(0, $0) }, name)
    }
  }

  @Test func aFullStoreShedsTheOldestHoursAndSaysSo() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore.sound(folder("store.db"), retention: Retention(days: 3650, size: 2 << 20))
    var detailed = minute(0)
    for bucket in 0..<200 { detailed.histogram.add(bucket: Int16(bucket)) }
    var shed: [CommitOutcome.Shed] = []
    for part in Int32(0)..<40 {
      let outcome = try store.commit(
        commit {
          $0.hours = (part * 200..<(part + 1) * 200).map { index in
            var slot = detailed
            slot.sums.index = index
            return slot
          }
        })
      shed += outcome.shed
    }
    #expect(shed.count > 1 && shed.allSatisfy { $0.kind == .hours })
    let stored = try wrapper(store)
    #expect(stored.hours.count + shed.reduce(0) { $0 + $1.count } == 8000)
    let oldest = try #require(stored.hours.first?.sums.index)
    #expect(shed.last?.before == Timestamp(seconds: Int64(oldest) * 3600))
    #expect(stored.hours.map(\.sums.index) == Array(oldest..<8000))
    let notice = try #require(shed.last).description
    #expect(notice.contains("the store is full") && notice.contains("hours before"))
    let reopened = StoreReader(path: folder("store.db"))
    #expect(try reopened.load().monitor.wrappers[0].hours.count == stored.hours.count)
  }
}
