import Events
import Foundation
import Ingestion
import Monitoring
import Snapshots
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// What clients send counts in its order, once, and no faster than it is applied, though it is decoded ahead.
@Suite(.serialized) struct ClientIntakeTests {
  private func following(_ intake: Intake, _ body: (String) async throws -> Void) async throws {
    let listeners = try intake.listen()
    let task = Task { await intake.follow(listeners) }
    try await body(try #require(listeners.socket?.path))
    task.cancel()
    await task.value
  }

  /// Operations in steps that lie far apart, and whole ones; each of them once more at the end of what is sent.
  private func traffic(_ count: Int) -> String {
    let padding = #","note":"\#(String(repeating: "x", count: 100))"}"# + "\n"
    let starts = (0..<count).map {
      #"{"event":"start","operation_id":"s\#($0)","wrapper_name":"w","time":"2026-01-01T23:30:00Z""# + padding
    }
    let errors = (0..<count).map {
      #"{"event":"error","operation_id":"s\#($0)","time":"2026-01-01T23:30:01Z","error_message":"e\#($0)""# + padding
    }
    let ends = (0..<count).map {
      #"{"event":"end","operation_id":"s\#($0)","time":"2026-01-01T23:30:02Z""# + padding
    }
    let whole = (0..<count).map { line("v", #","operation_id":"w\#($0)""#) }
    return (starts + whole + errors + ends + whole.reversed() + starts).joined()
  }

  @Test func orderAndDuplicatesHoldAcrossChunksThatAreDecodedAhead() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder("in.sock")))
    try await following(intake) { path in
      let client = try EventStream(path: path)
      // More than a hundred chunks.
      try await client.send(Array(traffic(4000).utf8))
      #expect(
        try await client.flush(id: 1)
          == #"{"flushed":1,"accepted":16000,"rejected":0,"duplicates":8000,"durable":false}"#)
      let snapshot = core.snapshot(SnapshotRequest(counters: true))
      #expect(snapshot.monitor.wrappers.map(\.totals.total) == [4000, 4000])
      #expect(snapshot.monitor.wrappers.map(\.totals.failed) == [0, 4000])
      #expect(snapshot.monitor.wrappers[1].detail?.recentFailures.first?.errorMessage == "e3999")
      #expect(snapshot.counters?.pendingChunks == 0)
    }
  }

  @Test func aFlushIsAnsweredAfterAllThatCameBeforeItIsStored() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let store = FlakyStore()
    let writer = StoreWriter(core: core, store: store, path: "memory", seed: 5)
    await writer.start()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder("in.sock")), writer: writer)
    try await following(intake) { path in
      var sender = try EventSender(path: path)
      var text = ""
      for round in 1...20 {
        text += (0..<round * 50).map { line("w", #","operation_id":"\#(round).\#($0)""#) }.joined()
        text += #"{"event":"flush","id":\#(round)}"# + "\n"
      }
      // What comes behind a flush is sent before it is answered.
      try sender.send(Array(text.utf8))
      var expected = 0
      for round in 1...20 {
        expected += round * 50
        let reply = try #require(try sender.receiveLine(within: .seconds(60)))
        #expect(
          reply == #"{"flushed":\#(round),"accepted":\#(expected),"rejected":0,"duplicates":0,"durable":true}"#)
        #expect(total(store) >= UInt64(expected))
      }
    }
    try await writer.close()
  }

  @Test func whatAClientSentBeforeItBrokeOffCounts() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder("in.sock")))
    try await following(intake) { path in
      do {
        var sender = try EventSender(path: path)
        let lines = (0..<5000).map { line("w", #","operation_id":"\#($0)""#) }.joined()
        try sender.send(Array((lines + #"{"wrapper_name":"w","end_ti"#).utf8))
      }
      // Half a line at the end is one that makes no sense.
      #expect(await eventually { core.snapshot().sources.first?.rejectedByReason == [.notJSON: 1] })
      #expect(core.snapshot().sources.first?.accepted == 5000)
    }
  }

  @Test func aClientThatIsFasterThanTheCoreIsHeldBack() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder("in.sock")))
    try await following(intake) { path in
      let sent = Mutex(0), isBusy = Mutex(true)
      let block = Array((0..<100).map { _ in line("w") }.joined().utf8)
      let (started, begin) = AsyncStream<Void>.makeStream()
      // Nothing can be applied while this holds the lock.
      let blocker = Thread {
        core.withMonitor { _ in
          begin.finish()
          for _ in 0..<60_000 where isBusy.withLock({ $0 }) { usleep(1000) }
        }
      }
      blocker.start()
      for await _ in started {}
      let sending = Thread {
        guard var sender = try? EventSender(path: path) else { return }
        for _ in 0..<400 {
          guard (try? sender.send(block)) != nil else { return }
          sent.withLock { $0 += block.count }
        }
      }
      sending.start()
      // It has come to a stop once nothing more is taken for a while.
      var last = -1
      while last != sent.withLock({ $0 }) {
        last = sent.withLock { $0 }
        try await Task.sleep(for: .milliseconds(500))
      }
      // The buffers of the kernel and of the connection, and the chunks that wait.
      #expect(last > 0 && last < 1 << 20)
      isBusy.withLock { $0 = false }
      #expect(await eventually { core.snapshot().monitor.system.totalOperations == 40_000 })
    }
  }

  // MARK: The queue alone

  private func chunk(_ number: UInt64) -> DecodedChunk {
    DecodedChunk(batch: EventBatch(), chunk: Chunk(bytes: [], lines: 0..<0, offset: number))
  }

  @Test func theReaderWaitsBehindFourChunks() async throws {
    let core = makeCore()
    let chunks = DecodedChunks(core: core, allowance: ChunkAllowance())
    let read = Mutex<UInt64>(0)
    async let reading: Void = {
      while read.withLock({ $0 }) < 100, await chunks.waitForRoom() {
        let number = read.withLock { read in
          defer { read += 1 }
          return read
        }
        chunks.append(self.chunk(number))
      }
      chunks.finish()
    }()
    var applied: UInt64 = 0
    while let next = await chunks.next() {
      #expect(next.chunk.offset == applied)
      applied += 1
      if applied % 10 == 0 {
        // The one that is being applied, and four behind it.
        let limit = min(100, applied + UInt64(DecodedChunks.limit))
        #expect(await eventually { read.withLock { $0 } == limit })
        try await Task.sleep(for: .milliseconds(5))
        #expect(read.withLock { $0 } == limit)
      }
    }
    await reading
    #expect(applied == 100)
    #expect(await chunks.next() == nil)
  }

  @Test func clientsShareWhatIsReadAhead() async throws {
    let core = makeCore()
    let allowance = ChunkAllowance(3)
    do {
      let first = DecodedChunks(core: core, allowance: allowance)
      let second = DecodedChunks(core: core, allowance: allowance)
      for number in 0..<4 {
        #expect(await first.waitForRoom())
        first.append(chunk(UInt64(number)))
      }
      // The first chunk of a client always has room, the second one has to wait until the first is applied.
      #expect(await second.waitForRoom())
      second.append(chunk(0))
      let waiting = Task { await second.waitForRoom() }
      #expect(await second.next()?.chunk.offset == 0)
      let next = Task { await second.next() }
      #expect(await waiting.value)
      second.append(chunk(1))
      #expect(await next.value?.chunk.offset == 1)
      // A client that ends gives back what it has.
      #expect(!allowance.take())
      let cancelled = Task { await second.waitForRoom() }
      cancelled.cancel()
      #expect(await !cancelled.value)
      #expect(core.snapshot(SnapshotRequest(counters: true)).counters?.pendingChunks == 4)
      withExtendedLifetime((first, second)) {}
    }
    #expect(core.snapshot(SnapshotRequest(counters: true)).counters?.pendingChunks == 0)
    for _ in 0..<3 { #expect(allowance.take()) }
    #expect(!allowance.take())
  }
}
