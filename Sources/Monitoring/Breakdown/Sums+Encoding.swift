import Events

extension BasicSums {
  func write(to writer: inout ByteWriter) {
    for count in [operations, successful, failed, fallback, durations, tokens] { writer.number(count) }
    writer.wide(durationSum)
    writer.wide(cost)
  }

  init(_ reader: inout ByteReader) throws(MalformedBytes) {
    operations = try reader.number()
    successful = try reader.number()
    failed = try reader.number()
    fallback = try reader.number()
    durations = try reader.number()
    tokens = try reader.number()
    durationSum = try reader.wide()
    cost = try reader.wide()
  }
}

extension OperationSums {
  func write(to writer: inout ByteWriter) {
    basic.write(to: &writer)
    durations.write(to: &writer)
    costs.write(to: &writer)
    figures.write(to: &writer)
  }

  init(_ reader: inout ByteReader) throws(MalformedBytes) {
    basic = try BasicSums(&reader)
    durations = try CompactHistogram(&reader)
    costs = try CompactHistogram(&reader)
    figures = try FigureSums(&reader)
  }
}

extension FigureSums {
  /// Those that are not zero, by place.
  fileprivate func write(to writer: inout ByteWriter) {
    let told = values.indices.filter { values[$0] != 0 }
    writer.count(told.count)
    for place in told {
      writer.byte(UInt8(place))
      writer.wide(values[place])
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(MalformedBytes) {
    self.init()
    for _ in 0..<(try reader.count(limit: Figure.allCases.count)) {
      guard let figure = Figure(rawValue: try reader.byte()) else { throw MalformedBytes() }
      add(figure, try reader.wide())
    }
  }
}

extension NumberSums {
  func write(to writer: inout ByteWriter) {
    writer.number(count)
    guard count > 0 else { return }
    writer.wide(sum)
    for number in [min, max, last] { writer.real(number) }
    writer.wide(Int128(lastEnd.microseconds))
    positive.write(to: &writer)
    negative.write(to: &writer)
  }

  init(_ reader: inout ByteReader) throws(MalformedBytes) {
    let count: UInt64 = try reader.number()
    guard count > 0 else {
      self.init()
      return
    }
    let sum = try reader.wide()
    let min = try reader.real()
    let max = try reader.real()
    let last = try reader.real()
    guard let lastEnd = Int64(exactly: try reader.wide()), min <= max else { throw MalformedBytes() }
    self.init(
      count: count, sum: sum, min: min, max: max, last: last, lastEnd: Timestamp(microseconds: lastEnd),
      positive: try CompactHistogram(&reader), negative: try CompactHistogram(&reader))
  }
}

extension CompactHistogram {
  // From under 2^-40 to 2^64 (see `HistogramBucket`).
  private static let lowest = -1921
  private static let highest = 1408

  /// The buckets in ascending order, each as its distance from the one before.
  fileprivate func write(to writer: inout ByteWriter) {
    let filled = filled
    writer.number(zeroes)
    writer.count(filled.count)
    var before = Self.lowest
    for (bucket, count) in filled {
      writer.count(Int(bucket) - before)
      writer.number(count)
      before = Int(bucket)
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(MalformedBytes) {
    self.init()
    add(zeroes: try reader.number32())
    var bucket = Self.lowest
    for _ in 0..<(try reader.count(limit: Self.highest - Self.lowest + 1)) {
      let distance: UInt64 = try reader.number()
      guard distance <= UInt64(Self.highest - bucket) else { throw MalformedBytes() }
      bucket += Int(distance)
      add(bucket: Int16(bucket), count: try reader.number32())
    }
  }
}
