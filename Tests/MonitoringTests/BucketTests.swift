import Events
import Foundation
import Testing

@testable import Monitoring

/// Slots add up in any order, and come back from storage as they were (article Monitoring, Windows).
@Suite struct BucketTests {
  private func completions(_ count: Int) -> [Completion] {
    (0..<count).map { _ in
      Completion(
        end: Timestamp(seconds: 1), status: [.success, .error, .fallback, .timeout].randomElement() ?? .success,
        fallbackUsed: Bool.random(), duration: [-1, 0, Int64.random(in: 1...90_000_000_000)].randomElement() ?? 0,
        cost: Int64.random(in: -1...1_000_000_000_000_000))
    }
  }

  private func slot(_ completions: some Sequence<Completion>) -> DetailedBucket {
    var slot = DetailedBucket(index: 7)
    for completion in completions {
      slot.sums.add(completion)
      if let bucket = completion.bucket { slot.histogram.add(bucket: bucket) }
    }
    return slot
  }

  @Test(arguments: [0, 1, 50, 192, 193, 1000]) func mergingInAnyOrderIsCountingAtOnce(count: Int) {
    let all = completions(count)
    let whole = slot(all)
    for _ in 0..<10 {
      let cuts = [0, Int.random(in: 0...count), Int.random(in: 0...count), count].sorted()
      var merged = DetailedBucket(index: 7)
      for part in (0..<3).shuffled() { merged.add(slot(all[cuts[part]..<cuts[part + 1]])) }
      #expect(merged == whole)
    }
    if count > 0 { #expect(slot(all.dropLast()) != whole) }
  }

  @Test func slotsSurviveEncoding() throws {
    for count in [0, 3, 500] {
      var slot = slot(completions(count))
      slot.sums.costs.amount = Int128(Int64.max) * 1000
      let data = try JSONEncoder().encode(slot)
      #expect(try JSONDecoder().decode(DetailedBucket.self, from: data) == slot)
    }
  }

  @Test func histogramsSurviveEncoding() throws {
    var histogram = ExponentialHistogram()
    for _ in 0..<1000 { histogram.add(nanoseconds: Int64.random(in: 0...1_000_000_000)) }
    let back = try JSONDecoder().decode(ExponentialHistogram.self, from: JSONEncoder().encode(histogram))
    for q in [0, 0.5, 0.9, 0.99, 1] { #expect(back.quantile(q) == histogram.quantile(q)) }
    #expect(back.count == 1000)
  }
}
