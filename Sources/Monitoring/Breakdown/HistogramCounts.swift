/// The histograms of many rows while operations are counted, in one place: a value takes four bytes in a list that is written
/// from one end to the other, and only once that is long, they go into a table of counts.
struct HistogramCounts: Sendable {
  /// What is counted of a row.
  enum Kind: UInt32, CaseIterable {
    case durations, costs
    /// The numbers of a metric, zeroes among the positive ones.
    case positive, negative
  }

  /// How often a row had values of one bucket, nil for zero.
  struct Count {
    var row: Int
    var kind: Kind
    var bucket: Int16?
    var number: UInt32
  }

  // A value as a number: its row, kind and bucket, never 0.
  private typealias Code = UInt32
  private var values: [Code] = []
  // By hash, a code in the upper half of each place and its count in the lower; 0 where free.
  private var table: [UInt64] = []
  private var filled = 0

  private static let longest = 512
  // `HistogramBucket` goes from -1921 to 1408.
  private static let bucketBits = 12
  private static let lowestBucket: Int16 = -1921

  init() {}

  /// Counts a value of a row.
  @inline(__always)
  mutating func add(_ row: Int, _ kind: Kind, bucket: Int16?) {
    let place = bucket.map { UInt32(truncatingIfNeeded: Int32($0) &- Int32(Self.lowestBucket) &+ 1) } ?? 0
    let code = (UInt32(truncatingIfNeeded: row) &* 4 &+ kind.rawValue) << UInt32(Self.bucketBits) | place
    values.append(code &+ 1)
    if values.count >= Self.longest { settle() }
  }

  private mutating func settle() {
    while (filled + values.count) * 4 > table.count * 3 { grow() }
    let mask = table.count - 1
    table.withUnsafeMutableBufferPointer { table in
      for code in values {
        var at = Self.place(code) & mask
        while table[at] != 0, UInt32(truncatingIfNeeded: table[at] >> 32) != code { at = (at &+ 1) & mask }
        if table[at] == 0 {
          table[at] = UInt64(code) << 32
          filled += 1
        }
        table[at] &+= 1
      }
    }
    values.removeAll(keepingCapacity: true)
  }

  private mutating func grow() {
    let before = table
    table = Array(repeating: 0, count: max(1024, before.count * 2))
    let mask = table.count - 1
    for entry in before where entry != 0 {
      var at = Self.place(UInt32(truncatingIfNeeded: entry >> 32)) & mask
      while table[at] != 0 { at = (at + 1) & mask }
      table[at] = entry
    }
  }

  private static func place(_ code: Code) -> Int {
    Int(truncatingIfNeeded: (UInt64(code) &* 0x9E37_79B9_7F4A_7C15) >> 40)
  }

  /// What was counted, in the order of rows, kinds and buckets.
  var counts: [Count] {
    var all = self
    all.settle()
    return all.table.filter { $0 != 0 }.sorted().map { entry in
      let code = UInt32(truncatingIfNeeded: entry >> 32) &- 1
      let place = code & (1 << UInt32(Self.bucketBits) - 1)
      let owner = code >> UInt32(Self.bucketBits)
      return Count(
        row: Int(owner / 4), kind: Kind(rawValue: owner % 4) ?? .durations,
        bucket: place == 0 ? nil : Int16(truncatingIfNeeded: Int32(place) &- 1 &+ Int32(Self.lowestBucket)),
        number: UInt32(truncatingIfNeeded: entry))
    }
  }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    values.removeAll(keepingCapacity: true)
    guard filled > 0 else { return }
    filled = 0
    for at in table.indices { table[at] = 0 }
  }
}
