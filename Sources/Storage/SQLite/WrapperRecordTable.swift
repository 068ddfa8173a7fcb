import Events
import GRDB
import Monitoring

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

/// A row of the table of wrappers.
private struct WrapperRow {
  var number: Int64
  var record: WrapperRecord
  var newest = NewestBuckets()

  static let newest: [(name: String, path: WritableKeyPath<NewestBuckets, Int32?> & Sendable)] = [
    ("newest_ten", \.ten), ("newest_minute", \.minute), ("newest_hour", \.hour), ("newest_spending", \.spending),
    ("newest_fine", \.fine), ("newest_coarse", \.coarse),
  ]

  static let layout = TableLayout<WrapperRow>(
    table: "wrappers",
    columns: [
      TableColumn("number") { $1.bind($0.number, at: $2) },
      TableColumn("name") { $1.bind($0.record.name, at: $2) },
      .integer("total", in: "counts", \.record.totals.total),
      .integer("successful", in: "counts", \.record.totals.successful),
      .integer("failed", in: "counts", \.record.totals.failed),
      .integer("fallback", in: "counts", \.record.totals.fallback),
      .integer("timeouts", in: "counts", \.record.totals.timeouts),
      .integer("cancelled", in: "counts", \.record.totals.cancelled),
      .integer("abandoned", in: "counts", \.record.totals.abandoned),
      .integer("duration_sum", in: "duration sum", \.record.totals.durationSumNanoseconds),
      .money("cost", in: "cost", \.record.totals.cost),
      .money("estimated", in: "cost", \.record.totals.estimated),
      .integer("unpriced", in: "cost", \.record.totals.unpriced),
      .integer("metrics_left_out", in: "cost", \.record.totals.metricsLeftOut),
      TableColumn("durations", in: "durations") {
        $1.bind($0.record.durations.encoded, at: $2)
      } read: {
        guard let durations = ExponentialHistogram(encoded: try $1.bytes($2)) else { throw ByteReader.Damage() }
        $0.record.durations = durations
      },
      TableColumn("outcomes", in: "last outcomes") {
        $1.bind(OutcomesCoding.bytes(of: $0.record.outcomes), at: $2)
      } read: {
        $0.record.outcomes = try OutcomesCoding.outcomes(from: try $1.bytes($2))
      },
      .time("last_end", in: "last events", \.record.lastEnd),
      .time("last_failure", in: "last events", \.record.lastFailure),
      .time("last_error_end", in: "last events", \.record.lastErrorEnd),
      .redacted("last_error_message", in: "last events", \.record.lastErrorMessage),
      .time("first_end", in: "last events", \.record.firstEnd),
    ]
      + newest.map { name, path in
        TableColumn(name, in: "newest slots") { row, statement, place in
          statement.bind(row.newest[keyPath: path].map { Int64($0) }, at: place)
        } read: {
          $0.newest[keyPath: path] = try $1.optionalWide($2)
        }
      })
}

/// The table of wrappers, for the time of one transaction.
struct WrapperRecordTable {
  private let select: RowStatement
  private let replace: RowStatement

  init(_ database: Database) throws {
    let newest = WrapperRow.newest.map(\.name).joined(separator: ", ")
    select = try RowStatement("SELECT \(newest) FROM wrappers WHERE number = ?", in: database)
    replace = try WrapperRow.layout.insertion(orReplace: true, in: database)
  }

  /// The newest slots of a wrapper; none for one that is new.
  func newest(of wrapper: Int) throws -> NewestBuckets {
    select.bind(Int64(wrapper), at: 0)
    var newest = NewestBuckets()
    try select.rows { row in
      for (place, column) in WrapperRow.newest.enumerated() {
        newest[keyPath: column.path] = try row.optionalInteger(place)
      }
    }
    return newest
  }

  func store(_ record: WrapperRecord, of wrapper: Int, newest: NewestBuckets) throws {
    try WrapperRow.layout.write(WrapperRow(number: Int64(wrapper), record: record, newest: newest), by: replace)
  }

  /// Reads every wrapper, in the order of their numbers.
  static func load(_ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage) throws {
    let rows = try WrapperRow.layout.rows(orderedBy: "number", in: database)
    var names: Set<String> = []
    while let row = try rows.next() {
      let (stored, name): (DatabaseValue, DatabaseValue) = (row["number"], row["name"])
      try salvage.read(.wrapper, from: "wrappers", key: [("number", stored)], name: { _ in try? name.text }) {
        let number: Int64 = try stored.wide()
        try $0.place(wrapper: number)
        var read = WrapperRow(number: number, record: WrapperRecord(name: (try? name.text) ?? ""))
        let hasLostName = read.record.name.isEmpty || names.contains(read.record.name)
        if hasLostName { read.record.name = WrapperRecord.lostName(Int(number)) }
        // What makes no sense is left as it is for a new wrapper.
        let lost = WrapperRow.layout.salvage(row, into: &read)
        names.insert(read.record.name)
        monitor.wrappers.append(StoredWrapper(record: read.record))
        if hasLostName { $0.lose(.wrapperName, "shown as \(read.record.name)") }
        for part in lost { $0.lose(.wrapper, "\(part) of \(read.record.name)") }
        guard hasLostName || !lost.isEmpty else { return }
        // Its row goes, and is written anew when the store is repaired.
        $0.remove(from: "wrappers", [("number", stored)])
      }
    }
  }
}
