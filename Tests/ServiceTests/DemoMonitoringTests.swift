import Events
import Monitoring
import Testing

@testable import Service

/// The demo through wraptop's own rules: what was told has to come out, and the first screen has to show something of
/// everything.
@Suite struct DemoMonitoringTests {
  private static let now = Timestamp(seconds: 1_767_312_000)

  private func monitored(seed: UInt64) throws -> (snapshot: MonitorSnapshot, rejected: UInt64, totals: DemoTotals) {
    var traffic = DemoTraffic(seed: seed, now: Self.now)
    let bytes = traffic.lines(until: Self.now)
    let made = EventDecoder(seed: 7, keepsAllRejections: true) { UInt64.random(in: 0...(.max)) }
    guard var decoder = made else { throw NoDecoder() }
    let chunk = Chunk(
      bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    let batch = decoder.decode(chunk, now: Self.now)
    var state = MonitorState(standsStill: true)
    let applied = state.apply(batch, source: 0, now: Self.now)
    let rejected = UInt64(batch.rejections.count + applied.rejections.count)
    return (state.snapshot(at: Self.now), rejected, traffic.totals)
  }

  private struct NoDecoder: Error {}

  @Test func whatWasToldComesOut() throws {
    let (snapshot, rejected, totals) = try monitored(seed: 21)
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

  @Test(arguments: [1, 2, 3] as [UInt64]) func theFirstScreenShowsEveryState(_ seed: UInt64) throws {
    let wrappers = try monitored(seed: seed).snapshot.wrappers
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
