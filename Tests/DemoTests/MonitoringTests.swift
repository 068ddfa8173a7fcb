import Events
import Monitoring
import TestSupport
import Testing

@testable import Demo

/// The demo through wraptop's own rules: what was told has to come out, and the first screen has to show something of
/// everything.
@Suite struct MonitoringTests {
  private static let now = Timestamp(seconds: 1_767_312_000)

  private typealias Monitored = (snapshot: MonitorSnapshot, rejected: UInt64, totals: Totals)

  private static let usual = Result { try monitored(seed: 1) }

  private static func monitored(seed: UInt64, at now: Timestamp = now) throws -> Monitored {
    var traffic = Traffic(seed: seed, now: now)
    let bytes = traffic.lines(until: now)
    let made = EventDecoder(seed: 7, keepsAllRejections: true, keepsMetrics: true) { UInt64.random(in: 0...(.max)) }
    guard var decoder = made else { throw NoDecoder() }
    let chunk = Chunk(
      bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    let batch = decoder.decode(chunk, now: now)
    var state = MonitorState(standsStill: true)
    state.budgets = traffic.budgets
    state.prices = traffic.prices
    let applied = state.apply(batch, source: 0, now: now)
    let rejected = UInt64(batch.rejections.count + applied.rejections.count)
    return (state.snapshot(at: now), rejected, traffic.totals)
  }

  private struct NoDecoder: Error {}

  @Test func whatWasToldComesOut() throws {
    let (snapshot, rejected, totals) = try Self.usual.get()
    #expect(snapshot.wrappers.count == totals.wrappers.count)
    for wrapper in snapshot.wrappers {
      let told = try #require(totals.wrappers[wrapper.name])
      #expect(wrapper.totals.total == told.operations, "\(wrapper.name)")
      #expect(wrapper.totals.failed == told.failed, "\(wrapper.name)")
      #expect(wrapper.totals.fallback == told.fallback, "\(wrapper.name)")
      #expect(wrapper.totals.timeouts == told.timeouts, "\(wrapper.name)")
      #expect(wrapper.totals.cancelled == told.cancelled, "\(wrapper.name)")
      #expect(wrapper.totals.active == told.active, "\(wrapper.name)")
      #expect(wrapper.totals.cost == told.cost, "\(wrapper.name)")
      #expect(wrapper.totals.durationSumNanoseconds == Int128(told.durationMicroseconds) * 1000, "\(wrapper.name)")
      #expect(wrapper.health.lastActivity == told.lastEnd, "\(wrapper.name)")
    }
    #expect(rejected == totals.rejected)
  }

  // All round the clock, and at the turn of a month and a year; fewer hours by default.
  @Test(arguments: modelSeeds(6, brief: 2).map { [-20, 3, -13, -5, 0, 8][$0] as Int64 })
  func budgetsLookTheSameAtAnyHour(_ hour: Int64) throws {
    let (snapshot, _, _) = try Self.monitored(seed: 1, at: Self.now.advanced(seconds: hour * 3600 + 300))
    func status(_ name: String) -> BudgetStatus? {
      snapshot.wrappers.first { $0.name == name }?.budget?.daily?.status
    }
    let days = Dictionary(
      uniqueKeysWithValues: snapshot.wrappers.map { ($0.name, $0.budget?.daily?.status) })
    #expect(status("openai-chat") == .warning)
    #expect(status("anthropic-msgs") == .critical)
    #expect(status("langchain-agent") == .exceeded)
    #expect(days.values.count { $0 == .healthy } == 7, "\(days)")
    #expect(days.values.count { $0 == nil } == 2, "\(days)")
    let overall = try #require(snapshot.budget?.daily)
    #expect(overall.status ?? .exceeded < .exceeded)
    #expect((6..<22).contains((snapshot.at.seconds - overall.began.seconds) / 3600))
    for wrapper in snapshot.wrappers {
      guard let month = wrapper.budget?.monthly, let day = wrapper.budget?.daily else { continue }
      #expect(month.status ?? .exceeded < .exceeded && month.spent >= day.spent, "\(wrapper.name)")
    }
    let estimated = try #require(snapshot.wrappers.first { $0.name == "gemini-batch" }?.totals)
    #expect(estimated.estimated > .zero && estimated.estimated < estimated.cost && estimated.unpriced == 0)
    let unpriced = try #require(snapshot.wrappers.first { $0.name == "vllm-pool" }?.totals)
    #expect(unpriced.unpriced > 0 && unpriced.estimated == .zero)
  }

  @Test(arguments: modelSeeds(3, brief: 1).map { UInt64($0 + 1) })
  func theFirstScreenShowsEveryState(_ seed: UInt64) throws {
    let wrappers = try (seed == 1 ? Self.usual.get() : Self.monitored(seed: seed)).snapshot.wrappers
    let awake = wrappers.filter { !$0.isIdle }
    #expect(wrappers.count - awake.count == 1)
    #expect(awake.filter { $0.health.status == .healthy }.count >= 4)
    #expect(awake.contains { $0.health.status == .degraded })
    #expect(awake.contains { $0.health.status == .unhealthy })
    let busiest = try #require(wrappers.first { $0.name == "litellm-proxy" })
    #expect(busiest.traffic.count == 60)
    #expect(busiest.traffic.dropLast().allSatisfy { $0 > 0 })
  }
}
