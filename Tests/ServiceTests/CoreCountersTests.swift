import Snapshots
import Storage
import TestSupport
import Testing

@testable import Service

/// What a core says of its own work.
@Suite(.waiting) struct CoreCountersTests {
  @Test func workIsCountedAndOnlyToldWhereItIsAskedFor() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let store = FlakyStore()
    let writer = StoreWriter(core: core, store: store, path: "store", seed: 5)
    await writer.start()
    // Enough for chunks that are decoded on other cores.
    let file = try folder.file("a.jsonl", String(repeating: line("w"), count: 10_000) + "bad\n")
    try await Intake(core: core, plan: IntakePlan(patterns: [file]), writer: writer).readOnce()
    #expect(core.snapshot().counters == nil)
    #expect(try #require(core.snapshot(SnapshotRequest(counters: true)).counters).unstoredOperations <= 10_000)
    try await writer.close()
    let counters = try #require(core.snapshot(SnapshotRequest(counters: true)).counters)
    #expect(counters.events == 10_000 && counters.pendingChunks == 0)
    #expect(counters.unstoredOperations == 0 && counters.waitingForStore == 0)
    #expect(counters.applying.count >= 1 && counters.applying.longest <= counters.applying.total)
    #expect(counters.committing.count >= 1 && counters.snapshots.count == 3)
    #expect(counters.residentBytes ?? 0 > 1_000_000 && counters.processorTime ?? .zero > .zero)
    #expect(counters.uptime > .zero && counters.eventsPerSecond >= 0)
  }

  @Test func theRateIsThatOfTheLastTenSeconds() {
    var meter = CoreMeter()
    let begin = SuspendingClock.now
    func at(_ seconds: Double) -> SuspendingClock.Instant { begin + .milliseconds(Int(seconds * 1000) + 500) }
    for second in 0..<20 { meter.countBatch(of: 100 * (second + 1), from: at(Double(second)), to: at(Double(second))) }
    // Seconds 10 to 19 are complete at 20.
    #expect(meter.read(at: at(20)).eventsPerSecond == 1550)
    #expect(meter.read(at: at(25)).eventsPerSecond == 900)
    #expect(meter.read(at: at(100)).eventsPerSecond == 0)
    #expect(meter.read(at: at(100)).events == 21_000)
  }
}
