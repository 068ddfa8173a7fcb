import Events
import TestSupport
import Testing

@testable import Monitoring

/// What is kept up to date from snapshot to snapshot equals what is worked out anew, whatever comes in, in whatever order.
@Suite struct RunningFiguresTests {
  @Test(arguments: modelSeeds(12, brief: 2)) func askingOftenIsAskingOnce(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    var state = MonitorState()
    var now: Int64 = 1_767_312_000_000_000
    for _ in 0..<150 {
      // Mostly seconds or minutes go by, at times hours or weeks; now and then the clock is set back.
      let pauses: [Double] = [2, 2, 2, 20, 20, 200, 200, 4000, 90_000, 900_000, -100]
      let pause = pauses.randomElement(using: &random) ?? 0
      now += Int64(pause * 1e6 * Double.random(in: 0..<1, using: &random))
      for _ in 0..<Int.random(in: 0..<30, using: &random) {
        // Mostly they come at once, at times minutes, hours or weeks late.
        let delays: [Double] = [1, 1, 1, 30, 700, 9000, 100_000, 3e6]
        let late = delays.randomElement(using: &random) ?? 0
        state.count(
          random.happens(0.5) ? "v" : "w", end: now - Int64(late * 1e6 * Double.random(in: 0..<1, using: &random)),
          now: now, isFailed: random.happens(0.2), isFallback: random.happens(0.2),
          ms: Double.random(in: 0..<5000, using: &random), cost: Int64.random(in: -1..<1000, using: &random))
      }
      let at = Timestamp(microseconds: now)
      var scope = SnapshotScope.all(TimeRange.allCases.randomElement(using: &random) ?? .hour)
      if random.happens(0.5) { scope.detail = .some(["w"]) }
      if random.happens(0.5) { scope.sparklines = .some(["v"]) }
      var fresh = state
      for number in fresh.wrappers.indices { fresh.wrappers[number].running = RunningWindows() }
      #expect(state.snapshot(at: at, scope: scope) == fresh.snapshot(at: at, scope: scope))
    }
  }

  @Test(arguments: modelSeeds(6, brief: 1)) func trendsThatAreWatchedAreThoseWorkedOutAnew(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    var state = MonitorState()
    var now: Int64 = 1_767_312_000_000_000
    var found = 0
    var failures = 0.02
    for _ in 0..<250 {
      now += Int64.random(in: 60_000_000..<1_500_000_000, using: &random)
      if random.happens(0.1) { failures = random.happens(0.7) ? 0.02 : 0.5 }
      for _ in 0..<Int.random(in: 0..<120, using: &random) {
        let delays: [Double] = [600, 600, 600, 600, 30_000]
        let late = delays.randomElement(using: &random) ?? 0
        state.count(
          "w", end: now - Int64(late * 1e6 * Double.random(in: 0..<1, using: &random)), now: now,
          isFailed: random.happens(failures), ms: Double.random(in: 50..<60, using: &random) * (1 + failures),
          cost: 1000)
      }
      guard !state.wrappers.isEmpty else { continue }
      var fresh = state
      fresh.wrappers[0].trendWatch = TrendWatch()
      let at = Timestamp(microseconds: now)
      let trends = state.trends(of: "w", at: at)
      #expect(trends == fresh.trends(of: "w", at: at))
      found += trends?.count ?? 0
    }
    #expect(found > 0)
  }
}
