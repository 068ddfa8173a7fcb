import Monitoring

/// Goes through the columns of a row in their order: to name them, to write them, or to read them. It is one list for all three;
/// a row of each slot is too often for a list of closures.
protocol SeriesColumns {
  /// An integer of any size, which is replaced by what is read.
  mutating func integer<Number: FixedWidthInteger>(_ name: StaticString, _ value: inout Number) throws
  /// Bytes; the answer is what is read, nil if nothing is.
  mutating func bytes(_ name: StaticString, _ value: @autoclosure () -> [UInt8]) throws -> [UInt8]?
}

/// Something that has a row for each slot and wrapper, and adds up.
protocol SeriesRow: Sendable {
  var slot: Int32 { get }
  /// What a slot is in which nothing was counted.
  init(index: Int32)
  /// Takes the columns behind `slot` and `wrapper` through `columns`.
  mutating func go(through columns: inout some SeriesColumns) throws
  mutating func merge(_ other: Self)
}

extension SeriesRow {
  /// The names of the columns behind `slot` and `wrapper`.
  static var columns: [String] {
    var names = ColumnNames()
    var row = Self(index: 0)
    // Naming reads nothing that could be damaged.
    try? row.go(through: &names)
    return names.names
  }

  /// Sets the parameters that stand for them, from the third on.
  func bind(to statement: RowStatement) throws {
    var row = self
    var binding = ColumnBinding(statement: statement)
    try row.go(through: &binding)
  }

  /// Reads a row whose first columns are `slot` and `wrapper`.
  init(slot: Int32, row: RowStatement) throws {
    self.init(index: slot)
    var reading = ColumnReading(row: row)
    try go(through: &reading)
  }
}

private struct ColumnNames: SeriesColumns {
  var names: [String] = []

  mutating func integer<Number: FixedWidthInteger>(_ name: StaticString, _ value: inout Number) {
    names.append("\(name)")
  }

  mutating func bytes(_ name: StaticString, _ value: @autoclosure () -> [UInt8]) -> [UInt8]? {
    names.append("\(name)")
    return nil
  }
}

private struct ColumnBinding: SeriesColumns {
  let statement: RowStatement
  private var place = 2

  init(statement: RowStatement) { self.statement = statement }

  mutating func integer<Number: FixedWidthInteger>(_ name: StaticString, _ value: inout Number) {
    statement.bind(value, at: place)
    place += 1
  }

  mutating func bytes(_ name: StaticString, _ value: @autoclosure () -> [UInt8]) -> [UInt8]? {
    statement.bind(value(), at: place)
    place += 1
    return nil
  }
}

private struct ColumnReading: SeriesColumns {
  let row: RowStatement
  private var place = 2

  init(row: RowStatement) { self.row = row }

  mutating func integer<Number: FixedWidthInteger>(_ name: StaticString, _ value: inout Number) throws {
    value = try row.integer(place)
    place += 1
  }

  mutating func bytes(_ name: StaticString, _ value: @autoclosure () -> [UInt8]) throws -> [UInt8]? {
    defer { place += 1 }
    return try row.bytes(place)
  }
}

extension BucketCost {
  fileprivate mutating func go(through columns: inout some SeriesColumns) throws {
    try columns.integer("cost", &amount)
    try columns.integer("estimated", &estimated)
    try columns.integer("unpriced", &unpriced)
    try columns.integer("unknown", &unknown)
  }
}

extension Bucket: SeriesRow {
  var slot: Int32 { index }

  mutating func go(through columns: inout some SeriesColumns) throws {
    try columns.integer("total", &total)
    try columns.integer("successful", &successful)
    try columns.integer("failed", &failed)
    try columns.integer("fallback", &fallback)
    try columns.integer("durations", &durations)
    try columns.integer("duration_sum", &durationSum)
    try costs.go(through: &columns)
  }

  mutating func merge(_ other: Bucket) { add(other) }
}

extension DetailedBucket: SeriesRow {
  var slot: Int32 { sums.index }

  mutating func go(through columns: inout some SeriesColumns) throws {
    try sums.go(through: &columns)
    guard let bytes = try columns.bytes("histogram", histogram.encoded) else { return }
    guard let read = CompactHistogram(encoded: bytes) else { throw ByteReader.Damage() }
    histogram = read
  }

  mutating func merge(_ other: DetailedBucket) { add(other) }
}

extension ClosedBreakdown: SeriesRow {
  var slot: Int32 { index }

  init(index: Int32) { self.init(Breakdown(index: index)) }

  mutating func go(through columns: inout some SeriesColumns) throws {
    guard let stored = try columns.bytes("content", bytes) else { return }
    guard let read = ClosedBreakdown(index: index, stored: stored) else { throw ByteReader.Damage() }
    self = read
  }

  mutating func merge(_ other: ClosedBreakdown) {
    var sum = opened
    sum.merge(other.opened)
    self = ClosedBreakdown(sum)
  }
}

/// What was spent in a quarter of an hour: of a slot, only that is kept.
struct Spending: SeriesRow {
  var slot: Int32
  var costs = BucketCost()

  /// The slot that this is of.
  var asSlot: Bucket {
    var sums = Bucket(index: slot)
    sums.costs = costs
    return sums
  }

  init(index: Int32) { slot = index }

  init(of sums: Bucket) {
    slot = sums.index
    costs = sums.costs
  }

  mutating func go(through columns: inout some SeriesColumns) throws { try costs.go(through: &columns) }

  mutating func merge(_ other: Spending) { costs.add(other.costs) }
}
