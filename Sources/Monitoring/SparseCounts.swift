/// The filled buckets of a histogram, as they are stored: a byte for the version of the form, the zeroes, in version 2 the
/// smallest and the largest value, then each filled bucket in ascending order as its distance from the one before and its
/// count.
struct SparseCounts: Sendable {
  var zeroes: UInt64
  /// Unknown where version 1 stored values.
  var extremes: DurationExtremes
  /// In ascending order; no count is 0.
  var filled: [(bucket: Int, count: UInt64)]

  private static let version: UInt8 = 2

  init(zeroes: UInt64, extremes: DurationExtremes, filled: [(bucket: Int, count: UInt64)]) {
    self.zeroes = zeroes
    self.extremes = extremes
    self.filled = filled
  }

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.byte(extremes.isEmpty ? 1 : Self.version)
    writer.varint(zeroes)
    if !extremes.isEmpty {
      writer.varint(UInt64(max(0, extremes.least)))
      writer.varint(UInt64(max(0, extremes.most)))
    }
    var before = HistogramBucket.range.lowerBound - 1
    for (bucket, count) in filled {
      writer.varint(UInt64(bucket - before))
      writer.varint(count)
      before = bucket
    }
    return writer.bytes
  }

  /// Nil if the bytes cannot have been written by `encoded`.
  init?(encoded: some Collection<UInt8>) {
    do {
      var reader = ByteReader(Array(encoded)[...])
      let version = try reader.byte()
      guard version == Self.version || version == 1 else { return nil }
      zeroes = try reader.varint()
      extremes = DurationExtremes()
      if version == Self.version {
        guard let least = Int64(exactly: try reader.varint()), let most = Int64(exactly: try reader.varint()),
          least <= most
        else { return nil }
        extremes = DurationExtremes(least: least, most: most)
      }
      filled = []
      var bucket = HistogramBucket.range.lowerBound - 1
      while !reader.isAtEnd {
        let distance = try reader.varint()
        let count = try reader.varint()
        guard distance >= 1, count >= 1, distance <= UInt64(HistogramBucket.range.upperBound - bucket) else {
          return nil
        }
        bucket += Int(distance)
        filled.append((bucket, count))
      }
      if version == 1, zeroes > 0 || !filled.isEmpty { extremes = .unknown }
    } catch {
      return nil
    }
  }
}
