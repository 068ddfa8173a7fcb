import Monitoring

/// Something that has a row for each slot and wrapper, and adds up.
protocol SeriesRow: Sendable {
  var slot: Int32 { get }
  /// The columns behind `slot` and `wrapper`.
  static var columns: [String] { get }
  /// Sets the parameters that stand for them, from the third on.
  func bind(to statement: RowStatement)
  /// Reads a row whose first columns are `slot` and `wrapper`.
  init(slot: Int32, row: RowStatement) throws(ByteReader.Damage)
  mutating func merge(_ other: Self)
}

extension Bucket: SeriesRow {
  var slot: Int32 { index }
  static let columns =
    ["total", "successful", "failed", "fallback", "durations", "duration_sum"] + BucketCost.columns

  func bind(to statement: RowStatement) {
    statement.bind(Int64(total), at: 2)
    statement.bind(Int64(successful), at: 3)
    statement.bind(Int64(failed), at: 4)
    statement.bind(Int64(fallback), at: 5)
    statement.bind(Int64(durations), at: 6)
    statement.bind(durationSum, at: 7)
    costs.bind(to: statement, from: 8)
  }

  init(slot: Int32, row: RowStatement) throws(ByteReader.Damage) {
    self.init(index: slot)
    total = try row.integer(2)
    successful = try row.integer(3)
    failed = try row.integer(4)
    fallback = try row.integer(5)
    durations = try row.integer(6)
    durationSum = try row.integer(7)
    costs = try BucketCost(row: row, from: 8)
  }

  mutating func merge(_ other: Bucket) { add(other) }
}

extension BucketCost {
  static let columns = ["cost", "estimated", "unpriced", "unknown"]

  /// Sets the parameters that stand for its columns.
  fileprivate func bind(to statement: RowStatement, from place: Int) {
    statement.bind(amount, at: place)
    statement.bind(estimated, at: place + 1)
    statement.bind(Int64(unpriced), at: place + 2)
    statement.bind(Int64(unknown), at: place + 3)
  }

  fileprivate init(row: RowStatement, from place: Int) throws(ByteReader.Damage) {
    self.init(
      amount: try row.integer(place), estimated: try row.integer(place + 1), unpriced: try row.integer(place + 2),
      unknown: try row.integer(place + 3))
  }
}

extension DetailedBucket: SeriesRow {
  var slot: Int32 { sums.index }
  static let columns = Bucket.columns + ["histogram"]

  func bind(to statement: RowStatement) {
    sums.bind(to: statement)
    statement.bind(histogram.encoded, at: 12)
  }

  init(slot: Int32, row: RowStatement) throws(ByteReader.Damage) {
    self.init(index: slot)
    sums = try Bucket(slot: slot, row: row)
    guard let histogram = CompactHistogram(encoded: try row.bytes(12)) else { throw ByteReader.Damage() }
    self.histogram = histogram
  }

  mutating func merge(_ other: DetailedBucket) { add(other) }
}

extension Breakdown: SeriesRow {
  var slot: Int32 { index }
  static let columns = ["content"]

  func bind(to statement: RowStatement) { statement.bind(encoded, at: 2) }

  init(slot: Int32, row: RowStatement) throws(ByteReader.Damage) {
    guard let breakdown = Breakdown(index: slot, encoded: try row.bytes(2)) else { throw ByteReader.Damage() }
    self = breakdown
  }
}

/// What was spent in a quarter of an hour: of a slot, only that is kept.
struct Spending: SeriesRow {
  var slot: Int32
  var costs: BucketCost

  static let columns = BucketCost.columns

  /// The slot that this is of.
  var asSlot: Bucket {
    var sums = Bucket(index: slot)
    sums.costs = costs
    return sums
  }

  init(of sums: Bucket) {
    slot = sums.index
    costs = sums.costs
  }

  func bind(to statement: RowStatement) { costs.bind(to: statement, from: 2) }

  init(slot: Int32, row: RowStatement) throws(ByteReader.Damage) {
    self.slot = slot
    costs = try BucketCost(row: row, from: 2)
  }

  mutating func merge(_ other: Spending) { costs.add(other.costs) }
}
