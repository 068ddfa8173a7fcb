import Events
import GRDB
import Monitoring

/// Everything that is kept by wrapper, for the time of one transaction.
struct WrapperTables {
  private let retention: Retention
  private let days: [String: Int]
  private let now: Timestamp
  private let records: WrapperRecordTable
  private let failures: RowStatement
  private let tens: SeriesTable<Bucket>
  private let minutes: SeriesTable<DetailedBucket>
  private let hours: SeriesTable<DetailedBucket>
  private let spending: SeriesTable<Spending>
  private let fine: SeriesTable<ClosedBreakdown>
  private let coarse: SeriesTable<ClosedBreakdown>

  /// - Parameters:
  ///   - days: how long hours and breakdowns are kept of wrappers that differ from `retention`, by name.
  ///   - now: the present. What lies after it, since the clock was ahead, makes nothing before it too old.
  init(_ database: Database, retention: Retention, days: [String: Int] = [:], now: Timestamp) throws {
    self.retention = retention
    self.days = days
    self.now = now
    records = try WrapperRecordTable(database)
    failures = try FailuresRow.layout.insertion(orReplace: true, in: database)
    tens = try SeriesTable("tens", in: database)
    minutes = try SeriesTable("minutes", in: database)
    hours = try SeriesTable("hours", in: database)
    spending = try SeriesTable("spending", in: database)
    fine = try SeriesTable("fine", in: database)
    coarse = try SeriesTable("coarse", in: database)
  }

  /// Stores what changed of a wrapper, and lets go of what is too old by that.
  func store(_ changes: WrapperChanges, of wrapper: Int) throws {
    var newest = try records.newest(of: wrapper)
    newest.limit(to: now)
    try add(changes.tens, to: tens, of: wrapper, step: 10, keeping: Retention.tens, newest: &newest.ten) { _ in }

    var lateHours = changes.hours
    try add(changes.minutes, to: minutes, of: wrapper, step: 60, keeping: Retention.minutes, newest: &newest.minute) {
      lateHours.append($0.inHour)
    }
    let kept = retention.hours(of: changes.record.name, days)
    let hour = newest.minute.map(Retention.hour(ofMinute:))
    try add(lateHours, to: hours, of: wrapper, step: 3600, keeping: kept, newest: &newest.hour, atLeast: hour) { _ in }

    let spent = changes.spending.map(Spending.init(of:))
    try add(spent, to: spending, of: wrapper, step: 900, keeping: Retention.spending, newest: &newest.spending) { _ in }

    var lateBreakdowns = changes.breakdowns.coarse
    try add(
      changes.breakdowns.fine, to: fine, of: wrapper, step: Breakdown.fineStep, keeping: Retention.fine,
      newest: &newest.fine
    ) {
      lateBreakdowns.append($0.inHour)
    }
    let breakdownHour = newest.fine.map(Retention.hour(ofFine:))
    try add(
      lateBreakdowns, to: coarse, of: wrapper, step: Breakdown.coarseStep, keeping: kept, newest: &newest.coarse,
      atLeast: breakdownHour
    ) { _ in }

    if let failed = changes.failures {
      try FailuresRow.layout.write(FailuresRow(wrapper: Int64(wrapper), records: failed), by: failures)
    }
    try records.store(changes.record, of: wrapper, newest: newest)
  }

  /// Lets go of hours that are kept no longer, where they were.
  ///
  /// - Parameter days: how long those of wrappers are kept that differ from `retention`, by name.
  static func shorten(to retention: Retention, days: [String: Int] = [:], in database: Database) throws {
    try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS kept (name PRIMARY KEY, hours INTEGER NOT NULL)")
    try database.execute(sql: "DELETE FROM kept")
    for name in days.keys {
      try database.execute(
        sql: "INSERT INTO kept (name, hours) VALUES (?, ?)",
        arguments: [Column.text(name), retention.hours(of: name, days)])
    }
    for (table, newest) in [("hours", "newest_hour"), ("coarse", "newest_coarse")] {
      try database.execute(
        sql: """
          DELETE FROM \(table) WHERE slot <= (
            SELECT \(newest) - COALESCE((SELECT hours FROM kept WHERE kept.name = wrappers.name), ?)
            FROM wrappers WHERE number = \(table).wrapper
          )
          """, arguments: [retention.hours])
    }
  }

  // Adds elements to a table that keeps `span` slots up to the newest, and hands to `pass` what is too old: of the new
  // elements, and of what the table held before they moved the newest slot on. A table never holds what is too old, so
  // that only a span of slots has to be looked at, and most of the time only one.
  private func add<Element>(
    _ elements: [Element], to table: SeriesTable<Element>, of wrapper: Int, step: Int64, keeping span: Int32,
    newest: inout Int32?, atLeast least: Int32? = nil, pass: (Element) throws -> Void
  ) throws {
    let before = newest
    let present = now.slot(of: step)
    guard var last = [before, least, elements.map(\.slot).max()].compactMap({ $0 }).max() else { return }
    last = min(last, present)
    let oldest = Retention.oldest(span, endingAt: last)
    if let before, before < last {
      let first = Retention.oldest(span, endingAt: before)
      for slot in first..<max(first, min(oldest, before + 1)) {
        if let element = try table.take(slot, wrapper: wrapper) { try pass(element) }
      }
    }
    for element in elements {
      if element.slot >= oldest { try table.add(element, wrapper: wrapper) } else { try pass(element) }
    }
    newest = last
  }

  static func load(_ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage) throws {
    try WrapperRecordTable.load(database, into: &monitor, &salvage)
    let failed = try FailuresRow.layout.rows(orderedBy: "wrapper", in: database)
    while let row = try failed.next() {
      let number: DatabaseValue = row["wrapper"]
      try salvage.read(.failures, from: "failures", key: [("wrapper", number)], name: { monitor.name(of: number, $0) })
      {
        let read = try FailuresRow.layout.record(of: row, from: FailuresRow())
        monitor.wrappers[try $0.place(of: read.wrapper, in: &monitor)].failures = read.records
      }
    }
    func read<Element: SeriesRow>(
      _ kind: StoreLoss.Kind, _ table: String, _ keep: (inout StoredWrapper, Element) -> Void
    ) throws {
      try SeriesTable<Element>.forEach(table, in: database) { slot, wrapper, read in
        try salvage.read(
          kind, from: table, key: [("slot", slot), ("wrapper", wrapper)], name: { monitor.name(of: wrapper, $0) }
        ) {
          let (number, element) = try read()
          keep(&monitor.wrappers[try $0.place(of: number, in: &monitor)], element)
        }
      }
    }
    try read(.tens, "tens") { $0.tens.append($1) }
    try read(.minutes, "minutes") { $0.minutes.append($1) }
    try read(.hours, "hours") { $0.hours.append($1) }
    try read(.spending, "spending") { (wrapper, spent: Spending) in wrapper.spending.append(spent.asSlot) }
    try read(.fine, "fine") { $0.breakdowns.fine.append($1) }
    try read(.coarse, "coarse") { $0.breakdowns.coarse.append($1) }
  }
}

extension StoredMonitor {
  /// What the wrapper with a number of the store is called; nil if it is not there.
  func name(of number: DatabaseValue, _ salvage: Salvage) -> String? {
    Int64.fromDatabaseValue(number).flatMap { salvage.places[$0] }.map { wrappers[$0].record.name }
  }
}

/// The newest failures of a wrapper.
private struct FailuresRow {
  var wrapper: Int64 = 0
  var records: [OperationRecord] = []

  static let layout = TableLayout<FailuresRow>(
    table: "failures",
    columns: [
      .integer("wrapper", \.wrapper),
      TableColumn("records") {
        $1.bind(RecordCoding.bytes(of: $0.records), at: $2)
      } read: {
        $0.records = try RecordCoding.records(from: try $1.bytes($2))
      },
    ])
}
