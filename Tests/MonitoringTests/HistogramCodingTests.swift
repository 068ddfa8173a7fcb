import Monitoring
import Testing

/// Histograms come back from their bytes as they were, and no bytes do harm.
@Suite struct HistogramCodingTests {
  @Test(arguments: [0, 1, 5, 192, 193, 5000]) func comeBackAsTheyWere(count: Int) throws {
    var compact = CompactHistogram()
    var wide = ExponentialHistogram()
    for _ in 0..<count {
      let duration = [0, 1, Int64.random(in: 1...10_000_000_000), .max].randomElement() ?? 0
      let bucket = duration == 0 ? nil : Int16(HistogramBucket.index(ofNanoseconds: duration))
      compact.add(bucket: bucket)
      wide.add(nanoseconds: duration)
    }
    var back = try #require(CompactHistogram(encoded: compact.encoded))
    #expect(back == compact)
    back.add(compact)
    var twice = compact
    twice.add(compact)
    #expect(back == twice)
    #expect(ExponentialHistogram(encoded: wide.encoded) == wide)
  }

  @Test func largeCountsComeBack() {
    var wide = ExponentialHistogram()
    wide.addZeroes(1 << 60)
    wide.add(bucket: -641, 1 << 40)
    wide.add(bucket: 1375, 3)
    #expect(ExponentialHistogram(encoded: wide.encoded) == wide)
    #expect(CompactHistogram(encoded: wide.encoded) == nil)
  }

  @Test func anyBytesAreReadOrRefused() {
    var compact = CompactHistogram()
    for bucket in 0..<300 { compact.add(bucket: Int16(bucket % 90)) }
    let good = compact.encoded
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3) { bytes[Int.random(in: bytes.indices)] = .random(in: .min ... .max) }
      bytes.removeLast(Int.random(in: 0...3))
      if let read = CompactHistogram(encoded: bytes) {
        #expect(CompactHistogram(encoded: read.encoded) == read)
      } else {
        refused += 1
      }
      if let read = ExponentialHistogram(encoded: bytes) {
        #expect(ExponentialHistogram(encoded: read.encoded) == read)
      }
    }
    #expect(refused > 100)
    for bytes: [UInt8] in [[], [2, 0], [1], [1, 0, 0, 1], [1, 0, 5, 0], [1, 0, 0xff, 0xff, 0x7f, 1], [1, 0, 5]] {
      #expect(CompactHistogram(encoded: bytes) == nil && ExponentialHistogram(encoded: bytes) == nil, "\(bytes)")
    }
  }
}
