import Events
import GRDB
import Monitoring
import Secrets

/// The newest slots that a wrapper has of each kind.
struct NewestBuckets: Equatable {
  var ten: Int32?
  var minute: Int32?
  /// Of its hours and of the hours that its minutes are in.
  var hour: Int32?
  var spending: Int32?
  var fine: Int32?
  /// Of its breakdowns of an hour and of the hours that those of five minutes are in.
  var coarse: Int32?

  /// Makes none later than the present: what lies after it, since the clock was ahead, makes nothing before it too old.
  mutating func limit(to now: Timestamp) {
    func limit(_ slot: inout Int32?, _ step: Int64) { slot = slot.map { min($0, now.slot(of: step)) } }
    limit(&ten, 10)
    limit(&minute, 60)
    limit(&hour, 3600)
    limit(&spending, 900)
    limit(&fine, Breakdown.fineStep)
    limit(&coarse, Breakdown.coarseStep)
  }
}

/// The table of wrappers, for the time of one transaction.
struct WrapperRecordTable {
  private let select: RowStatement
  private let replace: RowStatement

  private static let columns = [
    "number", "name", "total", "successful", "failed", "fallback", "timeouts", "cancelled", "abandoned",
    "duration_sum", "cost", "estimated", "unpriced", "durations", "outcomes", "last_end", "last_failure",
    "last_error_end", "last_error_message", "metrics_left_out", "first_end",
  ]
  private static let newestColumns = [
    "newest_ten", "newest_minute", "newest_hour", "newest_spending", "newest_fine", "newest_coarse",
  ]

  init(_ database: Database) throws {
    let newest = Self.newestColumns.joined(separator: ", ")
    select = try RowStatement("SELECT \(newest) FROM wrappers WHERE number = ?", in: database)
    let all = Self.columns + Self.newestColumns
    let places = all.map { _ in "?" }.joined(separator: ", ")
    replace = try RowStatement(
      "INSERT OR REPLACE INTO wrappers (\(all.joined(separator: ", "))) VALUES (\(places))", in: database)
  }

  /// The newest slots of a wrapper; none for one that is new.
  func newest(of wrapper: Int) throws -> NewestBuckets {
    select.bind(Int64(wrapper), at: 0)
    var newest = NewestBuckets()
    try select.rows { row in
      newest = NewestBuckets(
        ten: try row.optionalInteger(0), minute: try row.optionalInteger(1), hour: try row.optionalInteger(2),
        spending: try row.optionalInteger(3), fine: try row.optionalInteger(4), coarse: try row.optionalInteger(5))
    }
    return newest
  }

  func store(_ record: WrapperRecord, of wrapper: Int, newest: NewestBuckets) throws {
    let totals = record.totals
    replace.bind(Int64(wrapper), at: 0)
    replace.bind(record.name, at: 1)
    replace.bind(totals.total, at: 2)
    replace.bind(totals.successful, at: 3)
    replace.bind(totals.failed, at: 4)
    replace.bind(totals.fallback, at: 5)
    replace.bind(totals.timeouts, at: 6)
    replace.bind(totals.cancelled, at: 7)
    replace.bind(totals.abandoned, at: 8)
    replace.bind(totals.durationSumNanoseconds, at: 9)
    replace.bind(totals.cost.nanodollars, at: 10)
    replace.bind(totals.estimated.nanodollars, at: 11)
    replace.bind(totals.unpriced, at: 12)
    replace.bind(record.durations.encoded, at: 13)
    replace.bind(OutcomesCoding.bytes(of: record.outcomes), at: 14)
    replace.bind(record.lastEnd?.microseconds, at: 15)
    replace.bind(record.lastFailure?.microseconds, at: 16)
    replace.bind(record.lastErrorEnd?.microseconds, at: 17)
    if let message = record.lastErrorMessage { replace.bind(message, at: 18) } else { replace.bindNothing(at: 18) }
    replace.bind(totals.metricsLeftOut, at: 19)
    replace.bind(record.firstEnd?.microseconds, at: 20)
    let slots = [newest.ten, newest.minute, newest.hour, newest.spending, newest.fine, newest.coarse]
    for (place, slot) in slots.enumerated() { replace.bind(slot.map { Int64($0) }, at: Self.columns.count + place) }
    try replace.run()
  }

  /// Reads every wrapper, in the order of their numbers.
  static func load(_ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage) throws {
    let selection = try AddedColumn.selection(columns + newestColumns, of: "wrappers", in: database)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(selection) FROM wrappers ORDER BY number")
    var names: Set<String> = []
    while let row = try rows.next() {
      try salvage.read(.wrapper, from: "wrappers", key: [("number", row[0])], name: { _ in try? row.text(1) }) {
        let number: Int64 = try row.wide(0)
        try $0.place(wrapper: number)
        let record = LenientRecord(row, number: Int(number), isTaken: names.contains)
        names.insert(record.record.name)
        monitor.wrappers.append(StoredWrapper(record: record.record))
        if record.hasLostName { $0.lose(.wrapperName, "shown as \(record.record.name)") }
        for part in record.lost { $0.lose(.wrapper, "\(part) of \(record.record.name)") }
        guard record.hasLostName || !record.lost.isEmpty else { return }
        // Its row goes, and is written anew when the store is repaired.
        $0.remove(from: "wrappers", [("number", row[0])])
      }
    }
  }
}

/// A wrapper's record, read column by column: what makes no sense is left as it is for a new wrapper.
private struct LenientRecord {
  var record: WrapperRecord
  var hasLostName = false
  /// What could not be read.
  var lost: [String] = []

  init(_ row: Row, number: Int, isTaken: (String) -> Bool) {
    record = WrapperRecord(name: (try? row.text(1)) ?? "")
    if record.name.isEmpty || isTaken(record.name) {
      record.name = WrapperRecord.lostName(number)
      hasLostName = true
    }
    read("counts") {
      $0.totals.total = try row.wide(2)
      $0.totals.successful = try row.wide(3)
      $0.totals.failed = try row.wide(4)
      $0.totals.fallback = try row.wide(5)
      $0.totals.timeouts = try row.wide(6)
      $0.totals.cancelled = try row.wide(7)
      $0.totals.abandoned = try row.wide(8)
    }
    read("duration sum") { $0.totals.durationSumNanoseconds = try row.wide(9) }
    read("cost") {
      $0.totals.cost = Money(nanodollars: try row.wide(10))
      $0.totals.estimated = Money(nanodollars: try row.wide(11))
      $0.totals.unpriced = try row.wide(12)
      $0.totals.metricsLeftOut = try row.wide(19)
    }
    read("durations") {
      guard let durations = ExponentialHistogram(encoded: try row.bytes(13)) else { throw ByteReader.Damage() }
      $0.durations = durations
    }
    read("last outcomes") { $0.outcomes = try OutcomesCoding.outcomes(from: try row.bytes(14)) }
    read("last events") {
      $0.lastEnd = try row.optionalTime(15)
      $0.lastFailure = try row.optionalTime(16)
      $0.lastErrorEnd = try row.optionalTime(17)
      $0.lastErrorMessage = try row.optionalRedactedText(18)
      $0.firstEnd = try row.optionalTime(20)
    }
    read("newest slots") { _ in for column in 21..<27 { _ = try row.optionalWide(column) as Int32? } }
  }

  private mutating func read(_ part: String, _ body: (inout WrapperRecord) throws -> Void) {
    do { try body(&record) } catch { lost.append(part) }
  }
}
