import Events
import Glibc
import Monitoring
import Storage

/// How long a store takes for what the benchmarks measure.
enum Measuring {
  static func run(_ path: String) throws(StorageError) {
    let start = Timestamp(seconds: Counting.start)
    var store: SQLiteStore? = try SQLiteStore.open(path: path, now: start).store
    var now = start.seconds
    var seconds: [Double] = []
    for _ in 0..<200 {
      now += 1
      let commit = typical(wrappers: 20, operations: 50, at: now)
      seconds.append(try timed { () throws(StorageError) in try store?.commit(commit) })
    }
    seconds.sort()
    tell("20 wrappers, 1,000 operations", "median \(ms(seconds[100])), worst \(ms(seconds[199]))")
    let many = (0..<4).map { typical(wrappers: 10_000, operations: 5, at: now + 10 + $0) }
    for commit in many {
      tell("10,000 wrappers, 50,000 operations", ms(try timed { () throws(StorageError) in try store?.commit(commit) }))
    }
    var catchUp = typical(wrappers: 20, operations: 50, at: now + 60)
    catchUp.checkpoint?.ids = (0..<50_000).map { RememberedID(OperationKey(high: UInt64($0), low: 9), wrapper: 1) }
    catchUp.checkpoint?.operations = (0..<10_000).map { operation($0, at: now) }
    tell("50,000 ids, 10,000 operations", ms(try timed { () throws(StorageError) in try store?.commit(catchUp) }))
    tell("size", "\((store?.size ?? 0) >> 10) KiB")
    store = nil

    let full = path + "-full"
    store = try SQLiteStore.open(path: full, now: start).store
    var all = series(wrappers: 20)
    all.checkpoint?.operations = catchUp.checkpoint?.operations ?? []
    tell("20 wrappers with full series at once", ms(try timed { () throws(StorageError) in try store?.commit(all) }))
    for part in 0..<20 {
      var ids = Commit(at: start, checkpoint: MonitorChanges())
      ids.checkpoint?.ids = (0..<50_000).map {
        RememberedID(OperationKey(high: UInt64(part), low: UInt64($0)), wrapper: 1)
      }
      try store?.commit(ids)
    }
    for _ in 0..<3 {
      tell("load 20 full wrappers, 1,000,000 ids", ms(try timed { () throws(StorageError) in _ = try store?.load() }))
    }
    store = nil
    tell("size", "\(StoreReader(path: full).size >> 10) KiB")
    tell(
      "open", ms(try timed { () throws(StorageError) in store = try SQLiteStore.open(path: full, now: start).store }))
    store = nil
    tell("read", ms(try timed { () throws(StorageError) in _ = try StoreReader(path: full).load() }))
  }

  private static func tell(_ what: String, _ figure: String) { Probe.say("\(what): \(figure)") }

  private static func ms(_ seconds: Double) -> String { "\((seconds * 10_000).rounded() / 10) ms" }

  private static func timed(_ body: () throws(StorageError) -> Void) throws(StorageError) -> Double {
    let start = ContinuousClock.now
    try body()
    let took = (ContinuousClock.now - start).components
    return Double(took.seconds) + Double(took.attoseconds) / 1e18
  }

  private static func record(_ number: Int) -> WrapperRecord {
    var record = WrapperRecord(name: "wrapper-\(number)")
    for bucket in 0..<120 { record.durations.add(bucket: bucket, UInt64(bucket * 1000 + 1)) }
    record.outcomes = (0..<10).map { RecentOutcomes.Outcome(end: Timestamp(seconds: $0), error: nil) }
    return record
  }

  private static func minute(_ index: Int32, operations: Int) -> DetailedBucket {
    var slot = DetailedBucket(index: index)
    for number in 0..<operations {
      slot.sums.add(
        Completion(end: Timestamp(seconds: 0), status: .success, fallbackUsed: false, duration: 7_000_000, cost: 1234))
      slot.histogram.add(bucket: Int16((number * 37) % 160))
    }
    return slot
  }

  private static func typical(wrappers: Int, operations: Int, at now: Int64) -> Commit {
    var commit = Commit(at: Timestamp(seconds: now), checkpoint: MonitorChanges())
    for number in 0..<wrappers {
      var changes = WrapperChanges(record: record(number))
      changes.minutes = [minute(Int32(now / 60), operations: operations)]
      var ten = changes.minutes[0].sums
      ten.index = Int32(now / 10)
      changes.tens = [ten]
      ten.index = Int32(now / 900)
      changes.spending = [ten]
      changes.breakdowns.fine = [ClosedBreakdown(Breakdown(index: Int32(now / 300)))]
      commit.checkpoint?.wrappers[number] = changes
    }
    commit.checkpoint?.ids = (0..<(wrappers * operations)).map {
      RememberedID(OperationKey(high: UInt64(now), low: UInt64($0)), wrapper: 1)
    }
    commit.checkpoint?.operations = (0..<min(10_000, wrappers * operations)).map { operation($0, at: now) }
    var status = SourceStatus(name: "file", kind: .file)
    status.accepted = 1
    let position = Position(device: 1, inode: 1, fingerprint: .empty, offset: UInt64(now))
    commit.sources = [StoredSource(status: status, positions: [position])]
    return commit
  }

  private static func operation(_ number: Int, at now: Int64) -> OperationRecord {
    var record = OperationRecord(
      operationID: "operation-\(number)", wrapperName: "wrapper-\(number % 20)", operationType: "chat",
      start: Timestamp(seconds: now - 1), end: Timestamp(seconds: now), durationMs: 812.5, status: .success,
      fallbackUsed: false, cost: Money(nanodollars: 1_234_567))
    record.metrics = [
      MetricValue(name: "tokens_used", isCustom: true, value: .number(1234)),
      MetricValue(name: "model_used", isCustom: true, value: .text("gpt-4-1106-preview")),
    ]
    return record
  }

  private static func series(wrappers: Int) -> Commit {
    var commit = Commit(at: Timestamp(seconds: Counting.start), checkpoint: MonitorChanges())
    let now = Counting.start
    for number in 0..<wrappers {
      var changes = WrapperChanges(record: record(number))
      changes.minutes = (0..<1460).map { minute(Int32(now / 60) - $0, operations: 50) }
      changes.hours = (24..<720).map { minute(Int32(now / 3600) - $0, operations: 1000) }
      changes.tens = (Int32(0)..<361).map { index in
        var ten = changes.minutes[0].sums
        ten.index = Int32(now / 10) - index
        return ten
      }
      changes.spending = (Int32(0)..<5952).map { index in
        var quarter = changes.minutes[0].sums
        quarter.index = Int32(now / 900) - index
        return quarter
      }
      changes.breakdowns.fine = (0..<13).map { ClosedBreakdown(Breakdown(index: Int32(now / 300) - $0)) }
      changes.breakdowns.coarse = (1..<720).map { ClosedBreakdown(Breakdown(index: Int32(now / 3600) - $0)) }
      commit.checkpoint?.wrappers[number] = changes
    }
    return commit
  }
}
