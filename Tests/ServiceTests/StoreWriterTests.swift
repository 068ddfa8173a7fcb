import Events
import Ingestion
import Monitoring
import Storage
import TestSupport
import Testing

@testable import Service

/// What a core takes in reaches a store, whatever the store does in between.
@Suite(.waiting) struct StoreWriterTests {
  private func ids(_ range: Range<Int>) -> [UInt8] {
    Array(range.map { line("w", #","operation_id":"op-\#($0)""#) }.joined().utf8)
  }

  // A client of a core that stores what it sends; the writer is closed at the end.
  private func storing(in store: FlakyStore, _ body: (EventStream) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let writer = StoreWriter(core: core, store: store, path: "memory", seed: 5)
    await writer.start()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder("in.sock")), writer: writer)
    let listeners = try intake.listen()
    let following = Task { await intake.follow(listeners) }
    try await body(try EventStream(path: try #require(listeners.socket?.path)))
    following.cancel()
    await following.value
    try await writer.close()
  }

  @Test func aFlushIsAnsweredOnceItIsStored() async throws {
    let store = FlakyStore()
    try await storing(in: store) { client in
      try await client.send(ids(0..<3))
      #expect(
        try await client.flush(id: 1) == #"{"flushed":1,"accepted":3,"rejected":0,"duplicates":0,"durable":true}"#)
      #expect(total(store) == 3)
      // Sent again, as after a cut: each counts once.
      try await client.send(ids(1..<5))
      #expect(
        try await client.flush(id: 2) == #"{"flushed":2,"accepted":5,"rejected":0,"duplicates":2,"durable":true}"#)
      #expect(total(store) == 5)
    }
  }

  @Test func whatComesAfterACheckpointGoesIntoTheJournal() async throws {
    let store = FlakyStore()
    try await storing(in: store) { client in
      for part in 0..<4 {
        try await client.send(ids(part * 5..<part * 5 + 5))
        _ = try await client.flush(id: part)
        #expect(total(store) == UInt64(part * 5 + 5))
      }
      // The first commit was a checkpoint, and the next ones cost little.
      #expect(try store.load().journal.count >= 3)
    }
    // Whoever goes on from here has nothing to apply again.
    #expect(try store.load().journal.isEmpty)
    #expect(total(store) == 20)
  }

  @Test func aSourceIsStoredWhetherOrNotAnythingComesFromIt() async throws {
    let core = makeCore()
    let store = FlakyStore()
    let writer = StoreWriter(core: core, store: store, path: "memory", seed: 5)
    await writer.start()
    for number in 0..<5 {
      _ = core.addSource(SourceStatus(name: "\(number)", kind: .file))
      // The writer rests by then.
      #expect(await eventually { (try? store.load())?.sources.count == number + 1 })
    }
    core.setState(.failed("first: is a folder, not a file"), of: 2)
    core.setState(.failed("then: is a pipe, not a file"), of: 2)
    #expect(await eventually { (try? store.load())?.sources[2].status.problem == "then: is a pipe, not a file" })
    try await writer.close()
  }

  @Test func aFullDiskHoldsNothingUpAndLosesNothing() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let store = FlakyStore()
    let full = StorageError.full(path: "store")
    store.fail(with: [full, full])
    let writer = StoreWriter(core: core, store: store, path: "store", seed: 5)
    await writer.start()
    let file = try folder.file("a.jsonl", line("w") + line("w"))
    try await Intake(core: core, plan: IntakePlan(patterns: [file])).readOnce()
    #expect(await eventually { core.snapshot().storage?.state == .failing(full.description) })
    #expect(core.snapshot().monitor.system.totalOperations == 2)
    let other = try folder.file("b.jsonl", line("w"))
    try await Intake(core: core, plan: IntakePlan(patterns: [other])).readOnce()
    #expect(await eventually { total(store) == 3 })
    // It says so once the commit is over, which is a moment after others can read it.
    #expect(await eventually { core.snapshot().storage?.state == .storing })
    #expect(try store.load().sources.map(\.status.accepted) == [2, 1])
    try await writer.close()
  }

  @Test func aDamagedStoreIsRebuiltFromMemory() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let store = FlakyStore()
    let writer = StoreWriter(core: core, store: store, path: "store", seed: 5)
    await writer.start()
    let file = try folder.file("a.jsonl", line("w") + line("v") + "bad\n")
    try await Intake(core: core, plan: IntakePlan(patterns: [file])).readOnce()
    #expect(await eventually { total(store) == 2 })
    store.fail(with: [.damaged(path: "store", reason: "a page makes no sense")])
    let other = try folder.file("b.jsonl", line("w"))
    try await Intake(core: core, plan: IntakePlan(patterns: [other])).readOnce()
    #expect(await eventually { store.isDone && total(store) == 3 })
    let content = try store.load()
    #expect(content.seed == 5)
    #expect(content.sources.map(\.status.accepted) == [2, 1])
    #expect(content.sources.map(\.positions.count) == [1, 1])
    #expect(content.rejected.count == 1)
    #expect(core.snapshot().notices.contains("a page makes no sense"))
    try await writer.close()
  }

  @Test func aCoreThatGoesOnKeepsItsSources() async throws {
    let folder = try TemporaryFolder()
    let store = FlakyStore()
    let file = try folder.file("a.jsonl", line("w") + line("w"))
    for expected in [2, 3] {
      let core = makeCore()
      core.restore(try store.load())
      let writer = StoreWriter(core: core, store: store, path: "store", seed: 5)
      await writer.start()
      try await Intake(core: core, plan: IntakePlan(patterns: [file])).readOnce()
      try await writer.close()
      #expect(core.snapshot().sources.map(\.accepted) == [UInt64(expected)])
      #expect(core.snapshot().sources.map(\.storedBytes) == [core.snapshot().sources[0].bytes])
      #expect(total(store) == UInt64(expected))
      try folder.append(line("w"), to: "a.jsonl")
    }
  }
}
