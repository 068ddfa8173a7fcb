import Events
import Foundation
import TestSupport
import Testing

@testable import Monitoring

/// Changes are told from chance (article Monitoring, Trends).
@Suite struct TrendTests {
  private typealias Share = TrendTest.Share
  private typealias Figure = TrendTest.Figure

  private func rates(_ count: UInt64, of total: UInt64, against baseline: UInt64, of all: UInt64) -> Trend? {
    TrendTest.trend(
      .errorRate, recent: Share(count: count, total: total), baseline: Share(count: baseline, total: all))
  }

  @Test func ratesByHand() throws {
    // 15 of 100 against 50 of 1000: pooled 65/1100, variance 65/1100 x 1035/1100 x (1/100 + 1/1000) = 0.000611570.
    let trend = try #require(rates(15, of: 100, against: 50, of: 1000))
    #expect(abs(trend.deviations - 0.1 / 0.000611570.squareRoot()) < 1e-3)
    #expect(abs(trend.change - 2) < 1e-9)
    #expect(trend.isRegression)
    #expect(trend.recentOperations == 100)
    #expect(trend.baselineOperations == 1000)
    // 11 of 100: 0.06 over the square root of 61/1100 x 1039/1100 x 0.011, z = 2.5.
    #expect(rates(11, of: 100, against: 50, of: 1000) == nil)
    // An improvement: 20 of 1000 against 1000 of 20,000, z = -4.3.
    let better = try #require(rates(20, of: 1000, against: 1000, of: 20_000))
    #expect(!better.isRegression)
    #expect(better.deviations < -4)
  }

  @Test func aFifthIsLargeAndLessIsNot() {
    #expect(rates(120_000, of: 1_000_000, against: 100_000, of: 1_000_000) != nil)
    #expect(rates(119_999, of: 1_000_000, against: 100_000, of: 1_000_000) == nil)
    #expect(rates(80_000, of: 1_000_000, against: 100_000, of: 1_000_000) != nil)
    #expect(rates(80_001, of: 1_000_000, against: 100_000, of: 1_000_000) == nil)
  }

  @Test func fromNothingIsInfinite() throws {
    let trend = try #require(rates(9, of: 100, against: 0, of: 1000))
    #expect(trend.change == .infinity)
    #expect(trend.deviations.isFinite)
    #expect(rates(0, of: 100, against: 0, of: 1000) == nil)
    #expect(rates(100, of: 100, against: 1000, of: 1000) == nil)
    #expect(rates(0, of: 0, against: 10, of: 1000) == nil)
    #expect(rates(10, of: 10, against: 0, of: 0) == nil)
  }

  @Test func fewOccurrencesHaveToBeUnlikelyToo() {
    // z is 4.0, but one of ten fails once in 20 times by chance.
    #expect(rates(1, of: 10, against: 50, of: 10_000) == nil)
    #expect(rates(8, of: 10, against: 50, of: 10_000) != nil)
    // One of ten that never failed before in a thousand: once in a hundred times; two: once in 10,000.
    #expect(rates(1, of: 10, against: 0, of: 1000) == nil)
    #expect(rates(2, of: 10, against: 0, of: 1000) != nil)
    // The rarer outcome may as well be success.
    #expect(rates(9, of: 10, against: 9950, of: 10_000) == nil)
    #expect(rates(2, of: 10, against: 9950, of: 10_000) != nil)
  }

  private func latency(_ recent: Double, _ baseline: Double, recentOperations: UInt64 = 50, values: [Double]) -> Trend?
  {
    TrendTest.trend(
      .p95, recent: Figure(value: recent, operations: recentOperations),
      baseline: Figure(value: baseline, operations: 50), values: values)
  }

  @Test func figuresByHand() throws {
    // Mean 100, sum of squares 1000, standard deviation of the sample 14.142: outside is over 142.4.
    let values: [Double] = [100, 120, 80, 100, 110, 90]
    let trend = try #require(latency(142.5, 100, values: values))
    #expect(abs(trend.deviations - 42.5 / 200.0.squareRoot()) < 1e-9)
    #expect(latency(142.4, 100, values: values) == nil)
    #expect(latency(57.5, 100, values: values)?.isRegression == false)
    #expect(latency(57.6, 100, values: values) == nil)
  }

  @Test func fiftyOperationsAndSixValuesAreNeeded() {
    let values: [Double] = [100, 101, 99, 100, 101, 99]
    #expect(latency(200, 100, recentOperations: 50, values: values) != nil)
    #expect(latency(200, 100, recentOperations: 49, values: values) == nil)
    #expect(latency(200, 100, values: Array(values.dropLast())) == nil)
    #expect(latency(120, 100, values: values) != nil)
    #expect(latency(119.9, 100, values: values) == nil)
    // Above the baseline, but below what its ten minutes had.
    #expect(latency(150, 100, values: values.map { $0 * 3 }) == nil)
  }

  @Test func valuesThatDoNotVary() throws {
    let trend = try #require(latency(0.12, 0.1, values: Array(repeating: 0.1, count: 144)))
    #expect(trend.deviations == .infinity)
    #expect(latency(0.1, 0.1, values: Array(repeating: 0.1, count: 144)) == nil)
    let back = try JSONDecoder().decode(Trend.self, from: JSONEncoder().encode(trend))
    #expect(back == trend)
  }

  /// A day and 16 minutes of a wrapper, with other chances in the last 16 minutes: so many slots hold the last 15.
  private func state(
    _ random: inout SeededRandom, perMinute: Int, failures: (Double, Double), slowness: Double = 1, price: Int64 = 1000
  ) -> (MonitorState, Timestamp) {
    var state = MonitorState()
    let now: Int64 = 1_767_312_000_000_000 + 59_000_000
    for minute in (0..<1456).reversed() {
      let isRecent = minute < 16
      for _ in 0..<perMinute {
        state.count(
          "w", end: now - Int64(minute) * 60_000_000 - Int64.random(in: 0..<59_000_000, using: &random), now: now,
          isFailed: random.happens(isRecent ? failures.1 : failures.0), isFallback: random.happens(0.1),
          ms: Double.random(in: 1...2, using: &random) * Double.random(in: 50...100, using: &random)
            * (isRecent ? slowness : 1), cost: isRecent ? price : Int64.random(in: 800...1200, using: &random))
      }
    }
    return (state, Timestamp(microseconds: now))
  }

  private func found(in state: inout MonitorState, at now: Timestamp) -> [Trend] {
    state.trends(of: "w", at: now) ?? []
  }

  @Test func aRegressionAndAnImprovementAreFound() {
    var random = SeededRandom(seed: 1)
    var (state, now) = state(&random, perMinute: 10, failures: (0.02, 0.1), slowness: 2, price: 2000)
    var trends = found(in: &state, at: now)
    #expect(trends.map(\.metric) == [.errorRate, .p95, .costPerOperation])
    #expect(trends.allSatisfy { $0.isRegression })
    #expect(trends.allSatisfy { $0.recentOperations == 160 && $0.baselineOperations == 14_400 })
    let p95 = trends[1]
    #expect(p95.recent / p95.baseline > 1.8 && p95.recent / p95.baseline < 2.2)
    let cost = trends[2]
    #expect(abs(cost.recent - 2e-6) < 1e-12 && abs(cost.baseline - 1e-6) < 1e-8)
    var scope = SnapshotScope.all(.hour)
    #expect(state.only(at: now, scope)?.trends == [])
    scope.trends = .all
    #expect(state.only(at: now, scope)?.trends == trends)
    (state, now) = self.state(&random, perMinute: 10, failures: (0.3, 0.02), slowness: 0.4, price: 200)
    trends = found(in: &state, at: now)
    #expect(trends.map(\.metric) == [.errorRate, .p95, .costPerOperation])
    #expect(!trends.contains { $0.isRegression })
    #expect(state.trends(of: "nobody", at: now) == nil)
  }

  @Test func trendsStayTheSameForAMinute() throws {
    var random = SeededRandom(seed: 2)
    var (state, now) = state(&random, perMinute: 5, failures: (0.02, 0.02))
    #expect(found(in: &state, at: now) == [])
    for _ in 0..<100 { state.count("w", end: now.microseconds, now: now.microseconds, isFailed: true) }
    #expect(found(in: &state, at: now) == [])
    #expect(found(in: &state, at: now.advanced(seconds: 60)).first?.metric == .errorRate)
  }

  @Test func steadyRatesHaveNoTrends() {
    // z >= 3 by chance: 2.7 of 1000 times on two sides; with rare occurrences the exact chance is no greater.
    var random = SeededRandom(seed: 3)
    for (chance, operations) in [(0.002, 40), (0.01, 10), (0.05, 100), (0.3, 100), (0.5, 20)] {
      func draw(_ total: Int) -> TrendTest.Share {
        // From one occurrence to the next.
        var count: UInt64 = 0
        var place = 0
        while true {
          place += 1 + Int(log(Double.random(in: .leastNonzeroMagnitude..<1, using: &random)) / log(1 - chance))
          if place > total { return TrendTest.Share(count: count, total: UInt64(total)) }
          count += 1
        }
      }
      let rounds = 2000
      let found = (0..<rounds).count { _ in
        TrendTest.trend(.errorRate, recent: draw(operations), baseline: draw(operations * 20)) != nil
      }
      #expect(Double(found) / Double(rounds) < 0.006, "\(found) of \(rounds) at \(chance) of \(operations)")
    }
  }

  @Test func steadyWrappersHardlyEverHaveTrends() {
    // Four figures of twelve wrappers: one by chance in seven runs or so.
    var found: [Trend] = []
    for seed in 10..<22 {
      var random = SeededRandom(seed: seed)
      var (state, now) = state(&random, perMinute: 4, failures: (0.03, 0.03))
      found += self.found(in: &state, at: now)
    }
    #expect(found.count <= 1, "\(found)")
  }
}
