import Events
import Glibc
import Monitoring
import Storage

/// Commits that count: each part of the n-th says n, so that a store that lacks a part of one shows.
enum Counting {
  static let start: Int64 = 1_767_225_600

  /// Goes on from what the store holds, and tells each commit once it is acknowledged.
  static func run(_ path: String) throws(StorageError) {
    let opening = try SQLiteStore.open(path: path, now: Timestamp(seconds: start))
    var number = opening.content.monitor.wrappers.first.map { Int($0.record.totals.total) } ?? 0
    Probe.say("\(number)")
    // Without the test that started it, it ends, too.
    while getppid() != 1 {
      number += 1
      // Now and then a commit that takes a while, so that more than one page of the log is being written.
      try opening.store.commit(commit(number, size: number % 10 == 0 ? 2000 : 3))
      Probe.say("\(number)")
    }
  }

  /// The commit of a number: one operation in every place where an operation is, and `size` ids.
  static func commit(_ number: Int, size: Int) -> Commit {
    let end = Timestamp(seconds: start + Int64(number) * 7)
    var changes = WrapperChanges(record: WrapperRecord(name: "counter"))
    changes.record.totals.total = UInt64(number)
    let completion = Completion(end: end, status: .success, fallbackUsed: false, duration: 1_000_000, cost: 1)
    var minute = DetailedBucket(index: Int32(end.seconds / 60))
    minute.sums.add(completion)
    minute.histogram.add(bucket: 0)
    changes.minutes = [minute]
    var quarter = Bucket(index: Int32(end.seconds / 900))
    quarter.add(completion)
    changes.spending = [quarter]
    var monitor = MonitorChanges()
    monitor.wrappers[0] = changes
    monitor.ids = (0..<size).map {
      RememberedID(OperationKey(high: UInt64(number) << 3, low: UInt64($0) << 32), wrapper: 1)
    }
    monitor.operations = [
      OperationRecord(
        operationID: "\(number)", wrapperName: "counter", operationType: "default", start: nil, end: end,
        durationMs: 1, status: .success, fallbackUsed: false)
    ]
    var status = SourceStatus(name: "file", kind: .file)
    status.accepted = UInt64(number)
    let position = Position(device: 1, inode: 1, fingerprint: .empty, offset: UInt64(number) * 100)
    return Commit(at: end, checkpoint: monitor, sources: [StoredSource(status: status, positions: [position])])
  }
}
