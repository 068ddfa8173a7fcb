import Events

/// The metrics of one wrapper while operations are counted: found by the number of their key, and their values by hash.
struct MetricsAccumulator: Sendable {
  fileprivate struct Entry {
    /// The number of the key's name, and the origin.
    var code: Int32
    var numbers = NumberTotals()
    var values = ValuesAccumulator()
  }

  private var entries: [Entry] = []
  // Of the numbers of entries, by place.
  private var histograms = HistogramCounts()
  // Places of entries by code, -1 where free; at least half of them are.
  private var table: [Int16] = []
  private var custom = 0
  // Of those, how many have joined names.
  private var joined = 0
  private var other: Entry?
  /// True if the distribution of numbers is not counted.
  var hasSumsOnly = false

  /// Fields of records are few; should there be more, they are left out.
  private static let mostFields = 32
  /// How many of the keys may be joined names, so that objects do not crowd out what stands by itself (article
  /// Monitoring, Metrics).
  private static let mostJoined = MetricSums.limit / 2
  // Behind those of all entries that there can be.
  private static let otherPlace = mostFields + MetricSums.limit

  init() {}

  /// Takes in a metric of an operation that ended at an instant; `key` is the number of its name.
  @inline(__always)
  mutating func add(_ metric: borrowing Metric, key: Int32, end: Timestamp, in texts: [UInt8]) {
    if metric.isField, !metric.isNumber { return }
    let code = key &* 4 &+ Int32(metric.origin.rawValue)
    let mask = table.count - 1
    var at = Int(code) & mask
    while mask >= 0, table[at] >= 0 {
      let place = Int(table[at])
      if entries[place].code == code {
        entries[place].add(metric, end: end, in: texts)
        count(metric, place)
        return
      }
      at = (at + 1) & mask
    }
    addNew(metric, code: code, end: end, in: texts)
  }

  private mutating func addNew(
    _ metric: borrowing Metric, code: Int32, end: Timestamp, in texts: [UInt8]
  ) {
    var entry = Entry(code: code)
    let isJoined = metric.origin == .joined
    if metric.isField {
      guard entries.count - custom < Self.mostFields else { return }
    } else if custom < MetricSums.limit, !isJoined || joined < Self.mostJoined {
      custom += 1
      if isJoined { joined += 1 }
    } else {
      if other == nil { other = entry }
      other?.add(metric, end: end, in: texts)
      count(metric, Self.otherPlace)
      return
    }
    entry.add(metric, end: end, in: texts)
    count(metric, entries.count)
    entries.append(entry)
    if entries.count * 2 > table.count { table = Array(repeating: -1, count: max(32, table.count * 2)) }
    enter()
  }

  // Counts a number in the histograms of an entry.
  @inline(__always)
  private mutating func count(_ metric: borrowing Metric, _ place: Int) {
    guard !hasSumsOnly, metric.isNumber, metric.number.isFinite else { return }
    let number = metric.number
    if number < 0 {
      histograms.add(place, .negative, bucket: NumberSums.bucket(-number))
    } else {
      histograms.add(place, .positive, bucket: number > 0 ? NumberSums.bucket(number) : nil)
    }
  }

  private mutating func enter() {
    for at in table.indices { table[at] = -1 }
    let mask = table.count - 1
    for (place, entry) in entries.enumerated() {
      var at = Int(entry.code) & mask
      while table[at] >= 0 { at = (at + 1) & mask }
      table[at] = Int16(place)
    }
  }

  /// What was counted: fields of records, and all else.
  func sums(_ names: [String]) -> (fields: TopK<MetricSums>, custom: TopK<MetricSums>) {
    var numbers = Array(repeating: NumberSums(), count: Self.otherPlace + 1)
    for count in histograms.counts {
      if count.kind == .negative {
        numbers[count.row].negative.add(count)
      } else {
        numbers[count.row].positive.add(count)
      }
    }
    var fields: [MetricSums] = []
    var custom: [MetricSums] = []
    for (place, entry) in entries.enumerated() {
      let sums = entry.sums(BoundedName(names[Int(entry.code / 4)]), numbers[place])
      if entry.code % 4 == Int32(Metric.Origin.record.rawValue) { fields.append(sums) } else { custom.append(sums) }
    }
    return (TopK(fields), TopK(custom, other: other?.sums(.other, numbers[Self.otherPlace])))
  }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    entries.removeAll(keepingCapacity: true)
    for at in table.indices { table[at] = -1 }
    histograms.clear()
    custom = 0
    joined = 0
    other = nil
  }
}

// What enumerations of another module are compared by is not specialized here, and would take a tenth of the time.
extension Metric {
  /// True if it is a field of the record.
  @inline(__always)
  fileprivate var isField: Bool { if case .record = origin { true } else { false } }
  /// True for a number.
  @inline(__always)
  fileprivate var isNumber: Bool { if case .number = kind { true } else { false } }
}

extension MetricsAccumulator.Entry {
  @inline(__always)
  fileprivate mutating func add(_ metric: borrowing Metric, end: Timestamp, in texts: [UInt8]) {
    switch metric.kind {
    case .number:
      if metric.number.isFinite { numbers.add(metric.number, end: end) }
    case .flag:
      let isTrue = metric.number != 0
      values.add(hash: isTrue ? 1 : 0) { isTrue ? "true" : "false" }
    case .text:
      let range = metric.text
      values.add(hash: metric.hash) { BreakdownAccumulator.text(range, in: texts) }
    }
  }

  // `distribution` has the histograms of its numbers.
  fileprivate func sums(_ name: BoundedName, _ distribution: NumberSums) -> MetricSums {
    var sums = MetricSums(name)
    sums.numbers = distribution
    sums.numbers.totals = numbers
    sums.values = values.sums
    return sums
  }
}

/// The values of one metric while operations are counted.
struct ValuesAccumulator: Sendable {
  private var hashes: [UInt64] = []
  private var counts: [ValueCount] = []
  private var other: UInt64 = 0

  init() {}

  /// Counts a value; `name` makes the text of a new one.
  @inline(__always)
  mutating func add(hash: UInt64, name: () -> String) {
    for place in hashes.indices where hashes[place] == hash {
      counts[place].count &+= 1
      return
    }
    if counts.count < ValueCount.limit {
      hashes.append(hash)
      counts.append(ValueCount(BoundedName(name()), count: 1))
    } else {
      other &+= 1
    }
  }

  /// What was counted.
  var sums: TopK<ValueCount> {
    TopK(counts, other: other == 0 ? nil : ValueCount(.other, count: other))
  }
}
