import Events

extension Sums {
  func write(to writer: inout ByteWriter) {
    for count in [operations, successful, failed, fallback, timed, tokens] { writer.varint(count) }
    writer.signed(durationSum)
    writer.signed(cost)
    writer.signed(costs.estimated.nanodollars)
    writer.varint(costs.unpriced)
    writer.varint(costs.unknown)
  }

  init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init()
    operations = try reader.varint()
    successful = try reader.varint()
    failed = try reader.varint()
    fallback = try reader.varint()
    timed = try reader.varint()
    tokens = try reader.varint()
    durationSum = try reader.signed()
    costs.amount.nanodollars = try reader.signed()
    guard reader.version > 1 else {
      costs.unknown = cost != 0 || tokens > 0 ? 1 : 0
      return
    }
    costs.estimated.nanodollars = try reader.signed()
    costs.unpriced = try reader.varint()
    costs.unknown = try reader.varint()
  }
}

extension OperationSums {
  func write(to writer: inout ByteWriter) {
    basic.write(to: &writer)
    durations.write(to: &writer)
    costs.write(to: &writer)
    figures.write(to: &writer)
  }

  init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    basic = try Sums(&reader)
    durations = try CompactHistogram(&reader)
    costs = try CompactHistogram(&reader)
    figures = try FieldSums(&reader)
    guard reader.version == 1 else { return }
    basic.costs.unknown = 0
    let parts: [MetricField] = [.estimatedInput, .estimatedCacheRead, .estimatedCacheWrite, .estimatedOutput]
    basic.costs.estimated.nanodollars = parts.reduce(0) { $0 &+ figures[$1] }
    basic.costs.unpriced = UInt64(clamping: figures[.unpriced])
  }
}

extension FieldSums {
  /// Those that are not zero, by place.
  fileprivate func write(to writer: inout ByteWriter) {
    let told = values.indices.filter { values[$0] != 0 }
    writer.count(told.count)
    for place in told {
      writer.byte(UInt8(place))
      writer.signed(values[place])
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init()
    for _ in 0..<(try reader.count(limit: MetricField.allCases.count)) {
      guard let figure = MetricField(rawValue: try reader.byte()) else { throw ByteReader.Damage() }
      add(figure, try reader.signed())
    }
  }
}

extension NumberSums {
  func write(to writer: inout ByteWriter) {
    writer.varint(totals.count)
    guard totals.count > 0 else { return }
    writer.signed(totals.sum)
    for number in [totals.min, totals.max, totals.last] { writer.double(number) }
    writer.signed(Int128(totals.lastEnd.microseconds))
    positive.write(to: &writer)
    negative.write(to: &writer)
  }

  init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init()
    totals.count = try reader.varint()
    guard totals.count > 0 else { return }
    totals.sum = try reader.signed()
    totals.min = try reader.double()
    totals.max = try reader.double()
    totals.last = try reader.double()
    guard let lastEnd = Int64(exactly: try reader.signed()), totals.min <= totals.max else {
      throw ByteReader.Damage()
    }
    totals.lastEnd = Timestamp(microseconds: lastEnd)
    positive = try CompactHistogram(&reader)
    negative = try CompactHistogram(&reader)
  }
}

extension CompactHistogram {
  // From under 2^-40 to 2^64 (see `HistogramBucket`).
  private static let lowest = -1921
  private static let highest = 1408

  /// The buckets in ascending order, each as its distance from the one before, and between which the durations lie.
  fileprivate func write(to writer: inout ByteWriter) {
    let filled = filled
    writer.varint(UInt64(zeroes))
    writer.count(filled.count)
    var before = Self.lowest
    for (bucket, count) in filled {
      writer.count(Int(bucket) - before)
      writer.varint(UInt64(count))
      before = Int(bucket)
    }
    writer.count(extremes.isEmpty ? 0 : 1)
    guard !extremes.isEmpty else { return }
    writer.varint(UInt64(max(0, extremes.least)))
    writer.varint(UInt64(max(0, extremes.most)))
  }

  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init()
    add(zeroes: try reader.varint(UInt32.self))
    var bucket = Self.lowest
    for _ in 0..<(try reader.count(limit: Self.highest - Self.lowest + 1)) {
      let distance: UInt64 = try reader.varint()
      guard distance <= UInt64(Self.highest - bucket) else { throw ByteReader.Damage() }
      bucket += Int(distance)
      add(bucket: Int16(bucket), count: try reader.varint(UInt32.self))
    }
    guard reader.version > 2 else {
      if self != CompactHistogram() { forgetExtremes() }
      return
    }
    guard try reader.count(limit: 1) == 1 else { return }
    let (least, most) = (try reader.varint(Int64.self), try reader.varint(Int64.self))
    guard least <= most else { throw ByteReader.Damage() }
    add(DurationExtremes(least: least, most: most))
  }
}
