/// The filled buckets of a histogram, as they are stored: a byte for the version of the form, the zeroes, then each
/// filled bucket in ascending order as its distance from the one before and its count.
struct SparseCounts: Sendable {
  var zeroes: UInt64
  /// In ascending order; no count is 0.
  var filled: [(bucket: Int, count: UInt64)]

  private static let version: UInt8 = 1

  init(zeroes: UInt64, filled: [(bucket: Int, count: UInt64)]) {
    self.zeroes = zeroes
    self.filled = filled
  }

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.byte(Self.version)
    writer.varint(zeroes)
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
      guard try reader.byte() == Self.version else { return nil }
      zeroes = try reader.varint()
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
    } catch {
      return nil
    }
  }
}
