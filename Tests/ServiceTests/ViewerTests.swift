import CompactCoding
import Configuration
import Events
import Foundation
import Monitoring
import Notifications
import Synchronization
import TestSupport
import Testing

@testable import Service
@testable import Snapshots

/// Snapshots go to those who look from outside, as changes (article API, Streams).
@Suite(.waiting) final class ViewerTests {
  private let folder: TemporaryFolder
  private let session: MonitorSession
  private let following: Task<Void, any Error>

  private var core: Core { session.core }
  private var socket: String { folder("run/api.sock") }

  /// A clock that moves on when it is told to.
  private final class TestClock: Sendable {
    let instant = Mutex(testNow)
  }

  init() throws {
    folder = try TemporaryFolder()
    let events = try folder.file("events.jsonl", line("first"))
    let clock = TestClock()
    self.clock = clock
    let session = MonitorSession(
      plan: IntakePlan(patterns: [events]), storePath: nil, clock: { clock.instant.withLock { $0 } })
    self.session = session
    following = Task { try await session.run() }
  }

  private let clock: TestClock

  deinit { following.cancel() }

  private func append(_ lines: String) throws { try folder.append(lines, to: "events.jsonl") }

  private func serve() throws -> Task<Void, Never> {
    let server = try #require(APIServer.open(of: session, configuration: nil, path: socket))
    return Task { await server.run() }
  }

  private func look(readOnlyReason: String? = nil) -> (core: AttachedCore, feed: any SnapshotFeed) {
    let attached = AttachedCore(paths: [socket], readOnlyReason: readOnlyReason, clock: { testNow })
    return (attached, attached.feed {})
  }

  // Waits for a snapshot of the feed for which a condition holds.
  private func newest(
    _ feed: any SnapshotFeed, _ condition: @escaping (Snapshot) -> Bool
  ) async -> Snapshot? {
    var found: Snapshot?
    _ = await eventually {
      if let newest = feed.takeNewest(), condition(newest) { found = newest }
      return found != nil
    }
    return found
  }

  // What comes over the line, without what is only told of the line itself.
  private func plain(_ snapshot: Snapshot) -> Snapshot {
    var plain = snapshot
    plain.link = nil
    return plain
  }

  // MARK: Changes

  @Test("What changed, laid over what was there, is what is there now")
  func changes() async throws {
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    var random = SeededRandom(seed: 17)
    let encoder = CompactEncoder()
    var decoder = CompactDecoder()
    var (base, keys, operations) = (Snapshot?.none, 0, UInt64(1))
    for _ in 0..<40 {
      let names = (0..<Int.random(in: 1...6, using: &random)).map { _ in "w\(Int.random(in: 0..<30, using: &random))" }
      try append(names.map { line($0, #","duration_ms":\#(Int.random(in: 1...9, using: &random))"#) }.joined())
      operations += UInt64(names.count)
      #expect(await eventually { core.snapshot().monitor.system.totalOperations == operations })
      var scope = SnapshotScope(
        detail: .some(Set(names.prefix(1))), sparklines: .all, totalQuantiles: Bool.random(using: &random))
      if Bool.random(using: &random) { scope.costs = CostScope() }
      scope.timeRange = TimeRange.allCases.randomElement(using: &random) ?? .hour
      let newest = core.snapshot(
        SnapshotRequest(scope: scope, operations: Bool.random(using: &random) ? OperationsQuery() : nil))
      let bytes = try encoder.encode(SnapshotChange(from: base, to: newest))
      try decoder.add(encoder.additions(since: keys))
      keys = encoder.keyCount
      let change = try decoder.decode(SnapshotChange.self, from: bytes)
      #expect(change.applied(to: base) == newest)
      // Somebody may miss some.
      if Bool.random(using: &random) { base = newest }
    }
  }

  @Test("A wrapper that is gone is gone, and names that only look alike are two")
  func wrappersThatGo() {
    func snapshot(_ names: [String]) -> Snapshot {
      let empty = Core(clock: { testNow }).snapshot()
      var shown = empty
      shown.monitor.wrappers = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
        WrapperSnapshot(name: $0, health: WrapperHealth(score: 1, status: .healthy))
      }
      return shown
    }
    let lists = [[], ["a"], ["a", "b"], ["b"], ["e\u{301}", "\u{E9}"], ["\u{E9}"], ["a", "c", "e\u{301}"]]
    for before in lists {
      for after in lists {
        let (base, newest) = (snapshot(before), snapshot(after))
        #expect(SnapshotChange(from: base, to: newest).applied(to: base) == newest, "\(before) to \(after)")
      }
    }
  }

  // MARK: The hub

  @Test func thoseWhoAskForTheSameShareASnapshotAndEachGetsTheNewest() async throws {
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    let hub = ViewerHub(of: core)
    let want = ViewerHub.Want(selection: SnapshotSelection(SnapshotRequest()), encoding: .events, readOnlyReason: nil)
    let quick = try #require(await hub.join(want))
    let slow = try #require(await hub.join(want))
    #expect(quick != slow)
    let first = String(decoding: try await hub.next(for: quick), as: UTF8.self)
    #expect(first.hasPrefix("event: snapshot\nid: "))
    _ = try await hub.next(for: slow)
    // What comes between is not queued for one that does not take it.
    for number in 0..<5 {
      try append(line("w\(number)"))
      #expect(await eventually { core.snapshot().monitor.wrappers.contains { $0.name == "w\(number)" } })
      var seen = ""
      while !seen.contains("\"w\(number)\"") { seen = String(decoding: try await hub.next(for: quick), as: UTF8.self) }
      #expect(seen.hasPrefix("event: change\n") && !seen.contains("\"first\""))
    }
    var late = ""
    for _ in 0..<3 where !late.contains("\"w4\"") {
      late = String(decoding: try await hub.next(for: slow), as: UTF8.self)
    }
    #expect((0..<5).allSatisfy { late.contains("\"w\($0)\"") })
    await hub.leave(quick)
    await hub.leave(slow)
    #expect(await hub.count == 0)
  }

  @Test func nothingNewIsSaidAsSuchAndAnEndIsNoticed() async throws {
    let hub = ViewerHub(of: core)
    let want = ViewerHub.Want(selection: SnapshotSelection(SnapshotRequest()), encoding: .compact, readOnlyReason: nil)
    let viewer = try #require(await hub.join(want))
    _ = try await hub.next(for: viewer)
    // What was read at the start may still be on its way.
    var frame: [UInt8] = [1]
    for _ in 0..<100 where frame != [UInt8](repeating: 0, count: 8) {
      frame = try await hub.next(for: viewer, within: .milliseconds(20))
    }
    #expect(frame == [UInt8](repeating: 0, count: 8))
    let waiting = Task { try await hub.next(for: viewer, within: .seconds(600)) }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }

  @Test func thereIsALimit() async throws {
    let hub = ViewerHub(of: core)
    let want = ViewerHub.Want(selection: SnapshotSelection(SnapshotRequest()), encoding: .events, readOnlyReason: nil)
    var viewers: [UInt64] = []
    for _ in 0..<ViewerHub.limit { viewers.append(try #require(await hub.join(want))) }
    #expect(await hub.join(want) == nil)
    await hub.leave(viewers[0])
    #expect(await hub.join(want) != nil)
  }

  // MARK: A dashboard elsewhere

  @Test func anAttachedDashboardSeesWhatTheCoreSees() async throws {
    let server = try serve()
    let (_, feed) = look()
    feed.start()
    #expect(await newest(feed) { $0.monitor.system.totalOperations == 1 } != nil)
    try append(line("second", #","status":"error","error_message":"boom""#))
    let shown = try #require(await newest(feed) { $0.monitor.wrappers.count == 2 })
    #expect(plain(shown) == core.snapshot(SnapshotRequest()))
    // Something else is asked for.
    var request = SnapshotRequest(operations: OperationsQuery(failuresOnly: true))
    request.scope.detail = .some(["second"])
    feed.setRequest(request)
    let other = try #require(await newest(feed) { $0.operations != nil })
    #expect(other.operations?.map(\.wrapperName) == ["second"])
    #expect(plain(other) == core.snapshot(request))
    feed.close()
    server.cancel()
    await server.value
  }

  @Test func whoMayOnlyLookIsToldSo() async throws {
    let server = try serve()
    let (_, feed) = look(readOnlyReason: "--read-only")
    feed.start()
    let shown = try #require(await newest(feed) { _ in true })
    #expect(shown.alerts.readOnlyReason == "--read-only")
    feed.close()
    let hub = ViewerHub(of: core)
    let want = ViewerHub.Want(
      selection: SnapshotSelection(SnapshotRequest()), encoding: .compact, readOnlyReason: "bob may only look")
    let viewer = try #require(await hub.join(want))
    var reader = ViewerFrameReader()
    let part = UnixHTTPClient.Part(status: 200, field: nil, bytes: try await hub.next(for: viewer))
    #expect(reader.take(part)?.last?.alerts.readOnlyReason == "bob may only look")
    server.cancel()
    await server.value
  }

  @Test func aCoreThatIsLostIsSaidAndFoundAgain() async throws {
    var server = try serve()
    let (attached, feed) = look()
    attached.post("the terminal is odd")
    feed.start()
    let before = try #require(await newest(feed) { $0.monitor.wrappers.count == 1 })
    #expect(before.link == CoreLink(path: socket) && before.notices == ["the terminal is odd"])
    server.cancel()
    await server.value
    let lost = try #require(await newest(feed) { $0.link?.loss != nil })
    #expect(lost.monitor == before.monitor && lost.notices.count == 2)
    #expect(lost.notices[0].contains("lost") && lost.notices[0].contains(socket))
    try append(line("meanwhile"))
    server = try serve()
    let after = try #require(await newest(feed) { $0.link?.loss == nil && $0.monitor.wrappers.count == 2 })
    #expect(after.notices == ["the terminal is odd"])
    feed.close()
    server.cancel()
    await server.value
  }

  @Test("Of several cores, the next one is tried when one is lost")
  func severalCores() async throws {
    let server = try serve()
    let attached = AttachedCore(paths: [folder("run/none.sock"), socket], clock: { testNow })
    let feed = attached.feed {}
    feed.start()
    #expect(await newest(feed) { $0.link?.loss == nil }?.link?.path == socket)
    feed.close()
    server.cancel()
    await server.value
    #expect(try await AttachedCore.answering([socket]) == nil)
  }

  @Test("The clock of a core that is wrong is the one that ages are told by")
  func clockOfTheCore() async throws {
    clock.instant.withLock { $0 = testNow.advanced(seconds: 3600) }
    let server = try serve()
    let (attached, feed) = look()
    feed.start()
    #expect(await newest(feed) { $0.at == testNow.advanced(seconds: 3600) } != nil)
    #expect(attached.now == testNow.advanced(seconds: 3600))
    feed.close()
    server.cancel()
    await server.value
  }

  // MARK: What comes over the line

  @Test func aStreamIsReadHoweverItIsCut() async throws {
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    let encoder = CompactEncoder()
    var (bytes, base, expected, keys) = ([UInt8](), Snapshot?.none, [Snapshot](), 0)
    for number in 0..<3 {
      var snapshot = core.snapshot()
      snapshot.notices = ["\(number)"]
      let body = try encoder.encode(SnapshotChange(from: base, to: snapshot))
      bytes += ViewerFrame.bytes(encoder.additions(since: keys), body) + ViewerFrame.empty(.compact)
      (base, keys) = (snapshot, encoder.keyCount)
      expected.append(snapshot)
    }
    for length in [1, 7, 8, 1000, bytes.count] {
      var reader = ViewerFrameReader()
      var read: [Snapshot] = []
      for start in stride(from: 0, to: bytes.count, by: length) {
        let part = Array(bytes[start..<min(start + length, bytes.count)])
        let taken = reader.take(.init(status: 200, field: nil, bytes: part))
        read += try #require(taken)
      }
      #expect(read == expected)
    }
  }

  @Test func anotherVersionIsRefusedInWords() throws {
    var reader = ViewerFrameReader()
    #expect(reader.take(.init(status: 200, field: nil, bytes: [0, 0, 0, 0, 2, 0, 0, 0, 17, 17])) == nil)
    #expect(reader.problem?.contains("another version") == true)
    var refused = ViewerFrameReader()
    let problem = #"{"detail":"64 viewers look at this core already","status":503,"type":"about:blank"}"#
    #expect(refused.take(.init(status: 503, field: nil, bytes: Array(problem.utf8)))?.isEmpty == true)
    #expect(refused.problem == "64 viewers look at this core already")
  }
}
