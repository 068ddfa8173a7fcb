import Monitoring

/// A column of a series table: its name, and how it is written from and read into a row.
struct SeriesColumn<Element>: Sendable {
  let name: String
  /// Sets the parameter of a number.
  let bind: @Sendable (Element, RowStatement, Int) -> Void
  /// Reads the column of a number.
  let read: @Sendable (inout Element, RowStatement, Int) throws -> Void

  init(
    _ name: String, bind: @escaping @Sendable (Element, RowStatement, Int) -> Void,
    read: @escaping @Sendable (inout Element, RowStatement, Int) throws -> Void
  ) {
    self.name = name
    self.bind = bind
    self.read = read
  }

  /// An integer of any size.
  static func integer<Number: FixedWidthInteger & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<Element, Number> & Sendable
  ) -> SeriesColumn {
    SeriesColumn(name) {
      $1.bind($0[keyPath: path], at: $2)
    } read: {
      $0[keyPath: path] = try $1.integer($2)
    }
  }

  /// The same column of something that this is a part of.
  func within<Whole>(_ path: WritableKeyPath<Whole, Element> & Sendable) -> SeriesColumn<Whole> {
    SeriesColumn<Whole>(name) {
      bind($0[keyPath: path], $1, $2)
    } read: {
      try read(&$0[keyPath: path], $1, $2)
    }
  }
}

/// Something that has a row for each slot and wrapper, and adds up.
protocol SeriesRow: Sendable {
  var slot: Int32 { get }
  /// The columns behind `slot` and `wrapper`.
  static var columns: [SeriesColumn<Self>] { get }
  /// What a slot is in which nothing was counted.
  init(index: Int32)
  mutating func merge(_ other: Self)
}

extension BucketCost {
  fileprivate static let columns: [SeriesColumn<BucketCost>] = [
    .integer("cost", \.amount), .integer("estimated", \.estimated), .integer("unpriced", \.unpriced),
    .integer("unknown", \.unknown),
  ]
}

extension Bucket: SeriesRow {
  var slot: Int32 { index }
  static let columns: [SeriesColumn<Bucket>] =
    [
      .integer("total", \.total), .integer("successful", \.successful), .integer("failed", \.failed),
      .integer("fallback", \.fallback), .integer("durations", \.durations), .integer("duration_sum", \.durationSum),
    ] + BucketCost.columns.map { $0.within(\.costs) }

  mutating func merge(_ other: Bucket) { add(other) }
}

extension DetailedBucket: SeriesRow {
  var slot: Int32 { sums.index }
  static let columns: [SeriesColumn<DetailedBucket>] =
    Bucket.columns.map { $0.within(\.sums) } + [
      SeriesColumn("histogram") {
        $1.bind($0.histogram.encoded, at: $2)
      } read: {
        guard let histogram = CompactHistogram(encoded: try $1.bytes($2)) else { throw ByteReader.Damage() }
        $0.histogram = histogram
      }
    ]

  mutating func merge(_ other: DetailedBucket) { add(other) }
}

extension Breakdown: SeriesRow {
  var slot: Int32 { index }
  static let columns: [SeriesColumn<Breakdown>] = [
    SeriesColumn("content") {
      $1.bind($0.encoded, at: $2)
    } read: {
      guard let breakdown = Breakdown(index: $0.index, encoded: try $1.bytes($2)) else { throw ByteReader.Damage() }
      $0 = breakdown
    }
  ]
}

/// What was spent in a quarter of an hour: of a slot, only that is kept.
struct Spending: SeriesRow {
  var slot: Int32
  var costs = BucketCost()

  static let columns: [SeriesColumn<Spending>] = BucketCost.columns.map { $0.within(\.costs) }

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

  mutating func merge(_ other: Spending) { costs.add(other.costs) }
}
