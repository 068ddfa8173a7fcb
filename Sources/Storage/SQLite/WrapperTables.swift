import Events
import GRDB
import Monitoring

/// Everything that is kept by wrapper, for the time of one transaction.
struct WrapperTables {
  private let retention: Retention
  private let days: [String: Int]
  private let records: WrapperRecordTable
  private let failures: Statement
  private let tens: SeriesTable<Slot>
  private let minutes: SeriesTable<DetailedSlot>
  private let hours: SeriesTable<DetailedSlot>
  private let spending: SeriesTable<Spending>
  private let fine: SeriesTable<Breakdown>
  private let coarse: SeriesTable<Breakdown>

  /// - Parameter days: how long hours and breakdowns are kept of wrappers that differ from `retention`, by name.
  init(_ database: Database, retention: Retention, days: [String: Int] = [:]) throws {
    self.retention = retention
    self.days = days
    records = try WrapperRecordTable(database)
    failures = try database.cachedStatement(sql: "INSERT OR REPLACE INTO failures (wrapper, records) VALUES (?, ?)")
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
    try add(changes.tens, to: tens, of: wrapper, keeping: Retention.tens, newest: &newest.ten) { _ in }

    var lateHours = changes.hours
    try add(changes.minutes, to: minutes, of: wrapper, keeping: Retention.minutes, newest: &newest.minute) {
      lateHours.append($0.inHour)
    }
    let kept = retention.hours(of: changes.record.name, days)
    let hour = newest.minute.map(Retention.hour(ofMinute:))
    try add(lateHours, to: hours, of: wrapper, keeping: kept, newest: &newest.hour, atLeast: hour) { _ in }

    let spent = changes.spending.map(Spending.init(of:))
    try add(spent, to: spending, of: wrapper, keeping: Retention.spending, newest: &newest.spending) { _ in }

    var lateBreakdowns = changes.coarse
    try add(changes.fine, to: fine, of: wrapper, keeping: Retention.fine, newest: &newest.fine) {
      lateBreakdowns.append($0.inHour)
    }
    let breakdownHour = newest.fine.map(Retention.hour(ofFine:))
    try add(
      lateBreakdowns, to: coarse, of: wrapper, keeping: kept, newest: &newest.coarse, atLeast: breakdownHour
    ) { _ in }

    if let failed = changes.failures {
      try failures.execute(arguments: [wrapper, Column.blob(RecordCoding.bytes(of: failed))])
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
    _ elements: [Element], to table: SeriesTable<Element>, of wrapper: Int, keeping span: Int32, newest: inout Int32?,
    atLeast least: Int32? = nil, pass: (Element) throws -> Void
  ) throws {
    let before = newest
    guard let last = [before, least, elements.map(\.slot).max()].compactMap({ $0 }).max() else { return }
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

  static func load(_ database: Database, into monitor: inout StoredMonitor) throws {
    try WrapperRecordTable.forEach(in: database) { number, record in
      guard number == monitor.wrappers.count else { throw ByteReader.Damage() }
      monitor.wrappers.append(StoredWrapper(record: record))
    }
    let count = monitor.wrappers.count
    func check(_ wrapper: Int) throws {
      guard wrapper >= 0, wrapper < count else { throw ByteReader.Damage() }
    }
    let failed = try Row.fetchCursor(database, sql: "SELECT wrapper, records FROM failures")
    while let row = try failed.next() {
      let wrapper: Int = try row.wide(0)
      try check(wrapper)
      monitor.wrappers[wrapper].failures = try RecordCoding.records(from: try row.bytes(1))
    }
    func read<Element: SeriesRow>(_ table: String, _ keep: (Int, Element) -> Void) throws {
      try SeriesTable<Element>.forEach(table, in: database) { wrapper, element in
        try check(wrapper)
        keep(wrapper, element)
      }
    }
    try read("tens") { monitor.wrappers[$0].tens.append($1) }
    try read("minutes") { monitor.wrappers[$0].minutes.append($1) }
    try read("hours") { monitor.wrappers[$0].hours.append($1) }
    try read("spending") { (wrapper, spent: Spending) in monitor.wrappers[wrapper].spending.append(spent.asSlot) }
    try read("fine") { monitor.wrappers[$0].fine.append($1) }
    try read("coarse") { monitor.wrappers[$0].coarse.append($1) }
  }
}
