import Alerting
import Events
import Monitoring
import Snapshots
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// From a failing wrapper to who is told, through the core and the store.
@Suite(.waiting) struct AlertEngineTests {
  private let clock = SteppedClock()
  private let receiver = Receiver()

  private func plan(_ change: (inout AlertChannel) -> Void = { _ in }) -> AlertPlan {
    var plan = AlertPlan()
    var channel = AlertChannel("hook")
    change(&channel)
    plan.channels = [
      AlertPlan.Channel(channel, kind: "webhook") { .success(ChannelValues(["url": .text("http://localhost/secret")])) }
    ]
    return plan
  }

  private func core() -> Core { Core(detail: .recent, clock: { [clock] in clock.now }) }

  private func engine(of core: Core, _ plan: AlertPlan? = nil) -> AlertEngine {
    AlertEngine(of: core, plan: plan ?? self.plan(), deliverer: receiver, host: "host")
  }

  // Takes in operations of a wrapper, all of which fail.
  private func fail(_ count: Int, in core: Core) throws {
    let source = core.addSource(SourceStatus(name: "s", kind: .stdin))
    core.setState(.live, of: source)
    guard var decoder = EventDecoder(seed: 1, keepsMetrics: true, makeIdentity: { .random(in: 0...(.max)) }) else {
      return
    }
    let lines = (0..<count).map { _ in
      """
      {"wrapper_name":"w","status":"error","error_code":"HTTP_502","error_message":"bad gateway","end_time":"\(clock.now)"}

      """
    }
    let bytes = Array(lines.joined().utf8)
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    var batch = decoder.decode(chunk, now: clock.now)
    core.apply(&batch, from: source, ChunkProgress(chunk))
  }

  // Lets that many seconds pass, with a look in each.
  private func pass(_ seconds: Int, _ engine: AlertEngine) async {
    for _ in 0..<seconds {
      clock.advance(1)
      await engine.look()
    }
  }

  @Test func whoFailsIsToldOfOnceWithWhatFailed() async throws {
    let core = core()
    let engine = engine(of: core)
    try fail(20, in: core)
    await pass(75, engine)
    #expect(await eventually { receiver.bodies.count == 1 })
    let body = try #require(receiver.bodies.first)
    for part in ["high_error_rate", "low_health_score", "critical_health", "code HTTP_502", "bad gateway", "host"] {
      #expect(body.contains(part) != (part == "low_health_score"), "\(part)")
    }
    let state = core.snapshot().alerts
    #expect(state.active.map(\.alert.rule) == ["critical_health", "high_error_rate", "low_health_score"])
    #expect(state.items.first { $0.alert.rule == "low_health_score" }?.heldBack == .worseAlert)
    await pass(5, engine)
    #expect(core.snapshot().alerts.channels.first?.lastDelivered != nil)
    #expect(receiver.bodies.count == 1)
  }

  @Test func whatFailsIsTriedAgainAndSaid() async throws {
    receiver.answers = [
      .failed("localhost: answers 500", retryAfter: nil), .failed("localhost: answers 500", retryAfter: nil),
    ]
    let core = core()
    let engine = engine(of: core)
    try fail(20, in: core)
    await pass(73, engine)
    #expect(await eventually { core.snapshot().alerts.channels.first?.problem == "localhost: answers 500" })
    #expect(core.snapshot().alerts.channels.first?.waiting == 1)
    for count in 2...3 {
      await settle(engine)
      await pass(5, engine)
      #expect(await eventually { receiver.bodies.count >= count })
    }
    await settle(engine)
    #expect(receiver.bodies.count == 3 && Set(receiver.bodies).count == 1)
    #expect(core.snapshot().alerts.channels.first?.problem == nil)
  }

  @Test func whatIsRefusedIsListedWithWhy() async throws {
    receiver.answers = [.refused("localhost: answers 404")]
    let core = core()
    let engine = engine(of: core)
    try fail(20, in: core)
    await pass(75, engine)
    await settle(engine)
    let lost = try #require(core.snapshot().alerts.undeliverable.first)
    #expect(lost.channel == "hook" && lost.reason == "localhost: answers 404")
    #expect(lost.about.contains("firing critical_health w"))
    #expect(core.snapshot().alerts.channels.first?.undeliverable == 1 && receiver.bodies.count == 1)
  }

  @Test func nothingIsSentBeforeItIsStored() async throws {
    let store = FlakyStore()
    let core = core()
    core.setStorage(StorageStatus(path: "memory", state: .storing))
    core.beginStoring(past: StoredBreakdowns(of: store, path: "memory", notices: core.notices, changes: core.changes))
    let engine = engine(of: core)
    try fail(20, in: core)
    await pass(90, engine)
    #expect(receiver.bodies.isEmpty)
    let (commit, _) = core.takeCommit(isCheckpointDue: true)
    _ = try store.commit(commit)
    await pass(1, engine)
    #expect(receiver.bodies.isEmpty)
    core.recordStored(commit, after: .zero)
    await pass(1, engine)
    #expect(await eventually { receiver.bodies.count == 1 })
  }

  @Test func aStoreThatFailsKeepsNobodyFromHearingOfIt() async throws {
    let store = FlakyStore()
    let core = core()
    core.setStorage(StorageStatus(path: "memory", state: .failing("no space left")))
    core.beginStoring(past: StoredBreakdowns(of: store, path: "memory", notices: core.notices, changes: core.changes))
    let engine = engine(of: core)
    await pass(75, engine)
    #expect(await eventually { receiver.bodies.count == 1 })
    #expect(receiver.bodies.first?.contains("no space left") == true)
  }

  @Test(arguments: [false, true])
  func whatWasNotDeliveredIsAfterARestart(wasUnderWay: Bool) async throws {
    let store = FlakyStore()
    let first = core()
    first.setStorage(StorageStatus(path: "memory", state: .storing))
    first.beginStoring(
      past: StoredBreakdowns(of: store, path: "memory", notices: first.notices, changes: first.changes))
    let engine = engine(of: first)
    try fail(20, in: first)
    await pass(73, engine)
    let (commit, _) = first.takeCommit(isCheckpointDue: true)
    _ = try store.commit(commit)
    if wasUnderWay {
      receiver.hangs = true
      first.recordStored(commit, after: .zero)
      await pass(1, engine)
      #expect(await eventually { receiver.bodies.count == 1 })
    }
    // Here it is killed: nothing more is stored.
    receiver.hangs = false
    let second = core()
    let content = try store.load()
    second.restore(content)
    let next = self.engine(of: second)
    await next.restore(content.alerts)
    await pass(2, next)
    #expect(await eventually { receiver.bodies.count == (wasUnderWay ? 2 : 1) })
    // It is the same alert, so that the receiver knows it, and nothing more comes of it.
    #expect(
      Set(receiver.bodies.flatMap { $0.matches(of: /"fingerprint":"([0-9a-f]+)"/).map { String($0.1) } }).count == 2)
    await pass(30, next)
    #expect(receiver.bodies.count == (wasUnderWay ? 2 : 1))
  }

  @Test func operatorsAcknowledgeAndSilence() async throws {
    let core = core()
    let engine = engine(of: core)
    try fail(20, in: core)
    await pass(65, engine)
    let id = try #require(core.snapshot().alerts.active.first?.alert.id)
    #expect(await engine.answer(.acknowledge(id: id, note: "on it"), by: "ann") == nil)
    #expect(core.snapshot().alerts.items.contains { $0.alert.acknowledgement?.note == "on it" })
    #expect(await engine.answer(.acknowledge(id: "none", note: nil), by: "ann")?.contains("none") == true)
    #expect(await engine.answer(.silence(rule: nil, subject: "w", seconds: 900, reason: nil), by: "ann") == nil)
    let silence = try #require(core.snapshot().alerts.silences.first)
    #expect(core.snapshot().alerts.items.filter { $0.alert.state == .silenced }.count == 2)
    await pass(30, engine)
    #expect(receiver.bodies.isEmpty)
    #expect(await engine.answer(.unsilence(id: silence.id), by: "ann") == nil)
    #expect(await engine.answer(.unsilence(id: silence.id), by: "ann") != nil)
    #expect(await engine.answer(.silence(rule: nil, subject: nil, seconds: 0, reason: nil), by: "ann") != nil)
    await pass(13, engine)
    #expect(await eventually { receiver.bodies.count == 1 })
  }

  @Test func aLockedSecretHoldsBackOnlyWhoNeedsIt() async throws {
    var plan = plan()
    plan.channels.append(
      AlertPlan.Channel(AlertChannel("locked"), kind: "webhook") { .failure(UnresolvedSecret("the store is locked")) })
    let core = core()
    let engine = engine(of: core, plan)
    try fail(20, in: core)
    await pass(75, engine)
    #expect(await eventually { core.snapshot().alerts.channels.last?.problem == "the store is locked" })
    #expect(receiver.bodies.count == 1 && core.snapshot().alerts.channels.last?.waiting == 1)
  }

  @Test func lookingOnceFiresWhatIsTrue() throws {
    let core = core()
    try fail(20, in: core)
    core.judgeAlerts()
    let first = core.snapshot().alerts
    #expect(first.active.count == 3 && first.items.allSatisfy { $0.alert.state == .firing })
    core.judgeAlerts()
    #expect(core.snapshot().alerts == first)
  }

  // Until what is being sent has been answered.
  private func settle(_ engine: AlertEngine) async {
    while await engine.isSending { try? await Task.sleep(for: .milliseconds(3)) }
  }
}

/// A clock that a test sets.
private final class SteppedClock: Sendable {
  private let time = Mutex(testNow)
  var now: Timestamp { time.withLock { $0 } }
  func advance(_ seconds: Int64) { time.withLock { $0 = $0.advanced(seconds: seconds) } }
}

/// Takes what is sent, and answers as it is told.
private final class Receiver: AlertDelivering {
  private let state = Mutex((bodies: [String](), answers: [DeliveryOutcome](), hangs: false))

  var bodies: [String] { state.withLock { $0.bodies } }
  var answers: [DeliveryOutcome] {
    get { state.withLock { $0.answers } }
    set { state.withLock { $0.answers = newValue } }
  }
  var hangs: Bool {
    get { state.withLock { $0.hangs } }
    set { state.withLock { $0.hangs = newValue } }
  }

  func deliver(_ request: DeliveryRequest) async -> DeliveryOutcome {
    guard case .http(let http) = request else { return .refused("no request over HTTP") }
    let (answer, hangs) = state.withLock { state in
      state.bodies.append(String(decoding: http.body, as: UTF8.self))
      return (state.answers.isEmpty ? DeliveryOutcome.delivered : state.answers.removeFirst(), state.hangs)
    }
    if hangs { try? await Task.sleep(for: .seconds(600)) }
    return answer
  }

  func beat(_ url: String) async -> String? { nil }
}
