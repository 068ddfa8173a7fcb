/// One metric, by its key: its numbers, and its texts and flags.
struct MetricSums: NamedSums {
  static let limit = 64
  var name: BoundedName
  var numbers = NumberSums()
  var values = TopK<ValueCount>()

  init(_ name: BoundedName) { self.name = name }

  /// How often it was told.
  var weight: Int64 {
    var sum = numbers.totals.count &+ (values.other?.count ?? 0)
    for value in values.entries { sum &+= value.count }
    return Int64(clamping: sum)
  }

  mutating func merge(_ other: MetricSums) {
    numbers.merge(other.numbers)
    values.merge(other.values)
  }
}

/// How often a metric had one value.
struct ValueCount: NamedSums {
  static let limit = 32
  var name: BoundedName
  var count: UInt64

  init(_ name: BoundedName, count: UInt64) {
    self.name = name
    self.count = count
  }

  var weight: Int64 { Int64(clamping: count) }

  mutating func merge(_ other: ValueCount) { count &+= other.count }
}
