import Configuration
import ConfigurationFiles
import Events
import Foundation
import Ingestion
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The configuration of a running core as its own dashboard asks for it, and as one in another process does, by its
/// socket: the replies are the same.
@Suite(.waiting, .serialized) struct SharedConfigurationTests {
  enum Side: CaseIterable { case local, remote }

  private let folder: TemporaryFolder
  private let paths: ConfigurationPaths
  private let session: MonitorSession
  private let log = LogLines()
  private let owner = AuditActor(uid: 7, user: "ada", from: "local")
  private static let key = "sk-proj-4711aaaabbbbccccddddeeee"

  init() throws {
    folder = try TemporaryFolder()
    session = MonitorSession(plan: IntakePlan(), storePath: nil, log: log.logger, clock: { testNow })
    paths = ConfigurationPaths(wrappers: folder("wrappers.yaml"), stateFolder: folder("state"))
    try folder.makeFolder("state")
    let text = """
      wrappers:
        bot: {daily_budget: 5, monthly_budget: 90}
        other: {daily_budget: 1}
        router: {kind: routellm}

      """
    try folder.append(text, to: "wrappers.yaml")
  }

  /// Somebody who keeps the configuration, and the core's own controller.
  private func keeping(
    _ side: Side, readOnlyReason: String? = nil,
    _ body: (any ConfigurationHandling, ConfigurationController) async throws -> Void
  ) async throws {
    let controller = try ConfigurationController(
      of: session.core, paths: paths, isComplete: true, readOnlyReason: readOnlyReason, actor: owner,
      clock: { testNow })
    guard side == .remote else { return try await body(controller, controller) }
    let access = FixedAccess(who: APICaller(rights: .all, actor: owner))
    let server = APIServer(
      of: session.core, routes: APIServer.routes(APIContext(session, controller)),
      at: [APIServer.Listener(try ListeningSocket.open(folder("run/api.sock")), access)])
    let running = Task { await server.run() }
    defer { running.cancel() }
    try await body(RemoteConfiguration { [folder] in APIClient(path: folder("run/api.sock")) }, controller)
    running.cancel()
    await running.value
  }

  private var state: ConfigurationState { session.core.snapshot().configuration ?? ConfigurationState() }

  private func request(
    _ edit: (inout Draft) -> Void, of wrapper: String = "bot", newKind: String? = nil, reason: String = "because"
  ) throws -> ChangeRequest {
    var draft = Draft(of: wrapper, in: state, newKind: newKind)
    edit(&draft)
    return try #require(draft.request(reason: reason))
  }

  private func given(_ path: FieldPath, _ wrapper: String = "bot") -> GivenValue? {
    state.resolved.wrappers[wrapper]?.given[path]?.first
  }

  @Test(arguments: Side.allCases) func aChangeIsWrittenInForceAndAudited(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      var draft = Draft(of: "bot", in: state)
      draft.set("daily_budget", to: .number(7.25))
      draft.set("monthly_budget", to: .null)
      draft.set("api_version", to: .text("v \"2\""))
      draft.set("enabled", to: .flag(false))
      draft.set("api_key", to: .reference(.environment("KEY")))
      let request = try #require(draft.request(reason: "a \"new\" quarter"))
      #expect(await keeper.answer(.write(request)) == .written(records: [1, 2, 3, 4, 5]))
      #expect(given("daily_budget")?.value == .number(7.25) && given("monthly_budget")?.value == .null)
      guard case .history("bot", let records) = await keeper.answer(.history(wrapper: "bot")) else {
        Issue.record("no history")
        return
      }
      #expect(records == (try AuditFile(path: paths.audit).history(wrapper: "bot")))
      #expect(records.allSatisfy { $0.actor == owner && $0.reason == "a \"new\" quarter" && $0.time == "\(testNow)" })
      #expect(records.first { $0.field == "monthly_budget" }?.new == .null)
      // Taken out again.
      var back = Draft(of: "bot", in: state)
      back.remove("monthly_budget")
      let out = try #require(back.request())
      #expect(await keeper.answer(.write(out)) == .written(records: [6]))
      #expect(given("monthly_budget")?.layer == .file)
      #expect(await keeper.answer(.write(out)).isConflict)
      #expect(await keeper.answer(.reload) == .reloaded)
    }
  }

  @Test(arguments: Side.allCases) func aTableHasKeysWithDots(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let path = FieldPath(["domain_routing_overrides", "law.example", "threshold"])
      let request = try request({ $0.set(path, to: .number(0.5)) }, of: "router")
      #expect(await keeper.answer(.write(request)) == .written(records: [1]))
      #expect(given(path, "router")?.value == .number(0.5))
    }
  }

  @Test(arguments: Side.allCases) func aConflictTellsBothSides(side: Side) async throws {
    try await keeping(side) { keeper, controller in
      let mine = try request { draft in
        draft.set("daily_budget", to: .number(8))
        draft.set("timeout_seconds", to: .number(9))
      }
      let theirs = try request { $0.set("daily_budget", to: .number(7)) }
      #expect(await controller.answer(.write(theirs)) == .written(records: [1]))
      let current = [
        FieldChange(wrapper: "bot", path: "timeout_seconds", old: nil, new: .number(9)),
        FieldChange(wrapper: "bot", path: "daily_budget", old: .number(7), new: .number(8)),
      ]
      let versions = ["bot": state.version(of: "bot")]
      #expect(await keeper.answer(.write(mine)) == .conflict(current: current, versions: versions))
      #expect(given("daily_budget")?.value == .number(7))
      // Whoever saw that may decide.
      var again = mine
      again.versions = versions
      #expect(await keeper.answer(.write(again)) == .written(records: [2, 3]))
    }
  }

  @Test(arguments: Side.allCases) func anEditOfAnotherWrapperIsNoConflict(side: Side) async throws {
    try await keeping(side) { keeper, controller in
      let mine = try request { $0.set("daily_budget", to: .number(8)) }
      let theirs = try request({ $0.set("daily_budget", to: .number(2)) }, of: "other")
      #expect(await controller.answer(.write(theirs)) == .written(records: [1]))
      #expect(await keeper.answer(.write(mine)) == .written(records: [2]))
      #expect(given("daily_budget", "other")?.value == .number(2) && given("daily_budget")?.value == .number(8))
    }
  }

  @Test(arguments: Side.allCases) func ofManyWhoBeganTogetherOneWrites(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let requests = try (1...8).map { number in
        try request { $0.set("max_retry_attempts", to: .integer(Int64(number))) }
      }
      let replies = await withTaskGroup(of: ConfigurationReply.self) { group in
        for request in requests { group.addTask { await keeper.answer(.write(request)) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(replies.count { $0 == .written(records: [1]) } == 1 && replies.count(where: \.isConflict) == 7)
      #expect(try AuditFile(path: paths.audit).history().count == 1)
    }
  }

  @Test(arguments: Side.allCases) func whatWouldNotBeValidIsRefusedWithAllOfIt(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let changes = [
        FieldChange(wrapper: "bot", path: "timeout_seconds", old: nil, new: .number(0)),
        FieldChange(wrapper: "bot", path: "daily_budget", old: nil, new: .number(100)),
      ]
      let reply = await keeper.answer(.write(ChangeRequest(changes: changes, versions: [:])))
      guard case .refused(let findings) = reply else {
        Issue.record("\(reply)")
        return
      }
      // What the core itself says of the same.
      let writer = ChangeWriter(paths: paths)
      let expected = writer.write(
        ChangeRequest(changes: changes, versions: [:]), actor: owner, time: "\(testNow)", now: testNow.seconds)
      #expect(.refused(findings) == expected && findings.count == 2)
      #expect(!folder.has("state/runtime.json"))
      let plain = ChangeRequest(
        changes: [FieldChange(wrapper: "bot", path: "api_version", old: nil, new: .text(Self.key))], versions: [:])
      guard case .refused(let exposed) = await keeper.answer(.write(plain)) else {
        Issue.record("it is to be refused")
        return
      }
      #expect(exposed.map(\.severity) == [.warning] && !exposed.description.contains(Self.key))
      let mask = ChangeRequest(
        changes: [FieldChange(wrapper: "bot", path: "api_key", old: nil, new: .secret)], versions: [:])
      guard case .refused = await keeper.answer(.write(mask)) else {
        Issue.record("it is to be refused")
        return
      }
    }
  }

  @Test(arguments: Side.allCases) func whatFailsSaysWhy(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let long = try request({ $0.set("daily_budget", to: .number(7)) }, reason: String(repeating: "x", count: 4097))
      #expect(
        await keeper.answer(.write(long)) == .failed("reason: has to be at most 4096 bytes; shorten it"))
      let secret = try request({ $0.set("daily_budget", to: .number(7)) }, reason: "new \(Self.key)")
      #expect(
        await keeper.answer(.write(secret))
          == .failed(ChangeRequest.fault(ofReason: Self.key) ?? ""))
      #expect(
        await keeper.answer(.rollback(number: 5, reason: ""))
          == .failed("record 5: there is none; see wraptop config history"))
    }
    try await keeping(side, readOnlyReason: "--read-only") { keeper, _ in
      let request = try request { $0.set("daily_budget", to: .number(7)) }
      guard case .failed(let why) = await keeper.answer(.write(request)) else {
        Issue.record("it is written")
        return
      }
      #expect(why.hasPrefix("--read-only: nothing is changed from here"))
    }
    #expect(!folder.has("state/runtime.json"))
  }

  @Test(arguments: Side.allCases) func aChangeIsTakenBack(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let request = try request { $0.set("daily_budget", to: .number(7)) }
      #expect(await keeper.answer(.write(request)) == .written(records: [1]))
      #expect(await keeper.answer(.rollback(number: 1, reason: "oops")) == .written(records: [2]))
      #expect(given("daily_budget")?.layer == .file)
      let record = try #require(try AuditFile(path: paths.audit).record(2))
      #expect(record.takesBack == 1 && record.reason == "oops" && record.action == .rollback)
    }
  }

  @Test(arguments: Side.allCases) func aNewWrapperIsOfItsKind(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      let request = try request({ $0.set("threshold", to: .number(0.4)) }, of: "new/one", newKind: "routellm")
      #expect(await keeper.answer(.write(request)) == .written(records: [1, 2]))
      #expect(state.resolved.wrappers["new/one"]?.kind == "routellm")
      var other = request
      other.newKind = "poml"
      other.versions = state.versions
      guard case .refused(let findings) = await keeper.answer(.write(other)) else {
        Issue.record("it is to be refused")
        return
      }
      #expect(findings.contains { $0.path == "kind" } || findings.contains { $0.path == "threshold" })
    }
  }

  @Test(arguments: Side.allCases) func aSecretGoesIntoItsStoreAndNowhereElse(side: Side) async throws {
    try await keeping(side) { keeper, _ in
      // One that looks like something else.
      let texts = [Self.key, "${env:HOME}", FieldValue.mask]
      var passphrase: Secret?
      for text in texts {
        var current = Draft(of: "bot", in: state)
        current.setSecret(at: "api_key")
        let secret = try #require(Secret(text))
        var request = try #require(current.request(reason: "because", secrets: ["api_key": secret]))
        if passphrase == nil {
          #expect(await keeper.answer(.write(request)) == .needsPassphrase(isNew: true, isWrong: false))
          passphrase = Secret("correct horse")
        } else {
          request.passphrase = Secret("wrong")
          #expect(await keeper.answer(.write(request)) == .needsPassphrase(isNew: false, isWrong: true))
        }
        request.passphrase = passphrase
        guard case .written = await keeper.answer(.write(request)) else {
          Issue.record("it is not written")
          return
        }
        let known = try #require(passphrase)
        let store = CredentialStore(path: paths.credentials, key: .passphrase(known)) { _, _ in }
        let name = try #require(CredentialName("bot/api_key"))
        let kept = try store.read(name, at: testNow.seconds) { String(decoding: $0, as: UTF8.self) }
        #expect(kept == text)
      }
      #expect(given("api_key")?.value.shown == "${credential:bot/api_key}")
      for name in ["state/runtime.json", "state/audit.jsonl"] {
        let text = try String(contentsOfFile: folder(name), encoding: .utf8)
        #expect(!text.contains(Self.key) && !text.contains("correct horse"))
      }
      #expect(!log.lines.joined().contains(Self.key) && !log.lines.joined().contains("correct horse"))
    }
  }
}

extension ConfigurationReply {
  fileprivate var isConflict: Bool { if case .conflict = self { true } else { false } }
}
