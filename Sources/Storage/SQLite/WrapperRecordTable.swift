import Events
import GRDB
import Monitoring

/// The newest slots that a wrapper has of each kind.
struct NewestSlots: Equatable {
  var ten: Int32?
  var minute: Int32?
  /// Of its hours and of the hours that its minutes are in.
  var hour: Int32?
  var spending: Int32?
  var fine: Int32?
  /// Of its breakdowns of an hour and of the hours that those of five minutes are in.
  var coarse: Int32?
}

/// The table of wrappers, for the time of one transaction.
struct WrapperRecordTable {
  private let select: Statement
  private let replace: Statement

  private static let columns = [
    "number", "name", "total", "successful", "failed", "fallback", "timeouts", "cancelled", "abandoned",
    "duration_sum", "cost", "estimated", "unpriced", "durations", "outcomes", "last_end", "last_failure",
    "last_error_end", "last_error_message",
  ]
  private static let newestColumns = [
    "newest_ten", "newest_minute", "newest_hour", "newest_spending", "newest_fine", "newest_coarse",
  ]

  init(_ database: Database) throws {
    let newest = Self.newestColumns.joined(separator: ", ")
    select = try database.cachedStatement(sql: "SELECT \(newest) FROM wrappers WHERE number = ?")
    let all = Self.columns + Self.newestColumns
    let places = all.map { _ in "?" }.joined(separator: ", ")
    replace = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO wrappers (\(all.joined(separator: ", "))) VALUES (\(places))")
  }

  /// The newest slots of a wrapper; none for one that is new.
  func newest(of wrapper: Int) throws -> NewestSlots {
    guard let row = try Row.fetchOne(select, arguments: [wrapper]) else { return NewestSlots() }
    return NewestSlots(
      ten: try row.optionalWide(0), minute: try row.optionalWide(1), hour: try row.optionalWide(2),
      spending: try row.optionalWide(3), fine: try row.optionalWide(4), coarse: try row.optionalWide(5))
  }

  func store(_ record: WrapperRecord, of wrapper: Int, newest: NewestSlots) throws {
    let totals = record.totals
    let counts = [
      totals.total, totals.successful, totals.failed, totals.fallback, totals.timeouts, totals.cancelled,
      totals.abandoned,
    ]
    var values = [wrapper.databaseValue, Column.text(record.name)] + counts.map { Column.wide($0) }
    values += [
      Column.wide(totals.durationSumNanoseconds), Column.wide(totals.cost.nanodollars),
      Column.wide(totals.estimated.nanodollars), Column.wide(totals.unpriced), Column.blob(record.durations.encoded),
      Column.blob(OutcomesCoding.bytes(of: record.outcomes)),
    ]
    for time in [record.lastEnd, record.lastFailure, record.lastErrorEnd] { values.append(Column.time(time)) }
    values.append(Column.text(record.lastErrorMessage))
    for slot in [newest.ten, newest.minute, newest.hour, newest.spending, newest.fine, newest.coarse] {
      values.append(slot?.databaseValue ?? .null)
    }
    try replace.execute(arguments: StatementArguments(values))
  }

  /// Every wrapper by its number.
  static func forEach(in database: Database, _ body: (Int, WrapperRecord) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(columns.joined(separator: ", ")) FROM wrappers ORDER BY number")
    while let row = try rows.next() { try body(try row.wide(0), try WrapperRecord(row: row)) }
  }
}

extension WrapperRecord {
  fileprivate init(row: Row) throws {
    self.init(name: try row.text(1))
    totals.total = try row.wide(2)
    totals.successful = try row.wide(3)
    totals.failed = try row.wide(4)
    totals.fallback = try row.wide(5)
    totals.timeouts = try row.wide(6)
    totals.cancelled = try row.wide(7)
    totals.abandoned = try row.wide(8)
    totals.durationSumNanoseconds = try row.wide(9)
    totals.cost = Money(nanodollars: try row.wide(10))
    totals.estimated = Money(nanodollars: try row.wide(11))
    totals.unpriced = try row.wide(12)
    guard let durations = ExponentialHistogram(encoded: try row.bytes(13)) else { throw ByteReader.Damage() }
    self.durations = durations
    outcomes = try OutcomesCoding.outcomes(from: try row.bytes(14))
    lastEnd = try row.optionalTime(15)
    lastFailure = try row.optionalTime(16)
    lastErrorEnd = try row.optionalTime(17)
    lastErrorMessage = try row.optionalText(18)
  }
}
