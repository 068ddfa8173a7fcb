import Events
import GRDB
import Monitoring

/// Something that has a row for each slot and wrapper, and adds up.
protocol SeriesRow: Sendable {
  var slot: Int32 { get }
  /// The columns behind `slot` and `wrapper`.
  static var columns: [String] { get }
  /// What stands in them.
  var values: [DatabaseValue] { get }
  /// Reads a row whose first columns are `slot` and `wrapper`.
  init(slot: Int32, row: Row) throws(ByteReader.Damage)
  mutating func merge(_ other: Self)
}

extension Slot: SeriesRow {
  var slot: Int32 { index }
  static let columns = ["total", "successful", "failed", "fallback", "durations", "duration_sum", "cost"]

  var values: [DatabaseValue] {
    [
      total.databaseValue, successful.databaseValue, failed.databaseValue, fallback.databaseValue,
      durations.databaseValue, Column.wide(durationSum), Column.wide(cost),
    ]
  }

  init(slot: Int32, row: Row) throws(ByteReader.Damage) {
    self.init(index: slot)
    total = try row.wide(2)
    successful = try row.wide(3)
    failed = try row.wide(4)
    fallback = try row.wide(5)
    durations = try row.wide(6)
    durationSum = try row.wide(7)
    cost = try row.wide(8)
  }

  mutating func merge(_ other: Slot) { add(other) }
}

extension DetailedSlot: SeriesRow {
  var slot: Int32 { sums.index }
  static let columns = Slot.columns + ["histogram"]
  var values: [DatabaseValue] { sums.values + [Column.blob(histogram.encoded)] }

  init(slot: Int32, row: Row) throws(ByteReader.Damage) {
    self.init(index: slot)
    sums = try Slot(slot: slot, row: row)
    guard let histogram = CompactHistogram(encoded: try row.bytes(9)) else { throw ByteReader.Damage() }
    self.histogram = histogram
  }

  mutating func merge(_ other: DetailedSlot) { add(other) }
}

extension Breakdown: SeriesRow {
  var slot: Int32 { index }
  static let columns = ["content"]
  var values: [DatabaseValue] { [Column.blob(encoded)] }

  init(slot: Int32, row: Row) throws(ByteReader.Damage) {
    guard let breakdown = Breakdown(index: slot, encoded: try row.bytes(2)) else { throw ByteReader.Damage() }
    self = breakdown
  }
}

/// What was spent in a quarter of an hour: of a slot, only that is kept.
struct Spending: SeriesRow {
  var slot: Int32
  var cost: Int128

  static let columns = ["cost"]
  var values: [DatabaseValue] { [Column.wide(cost)] }

  /// The slot that this is of.
  var asSlot: Slot {
    var sums = Slot(index: slot)
    sums.cost = cost
    return sums
  }

  init(of sums: Slot) {
    slot = sums.index
    cost = sums.cost
  }

  init(slot: Int32, row: Row) throws(ByteReader.Damage) {
    self.slot = slot
    cost = try row.wide(2)
  }

  mutating func merge(_ other: Spending) { cost &+= other.cost }
}
