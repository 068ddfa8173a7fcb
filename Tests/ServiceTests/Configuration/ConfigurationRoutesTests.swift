import Configuration
import ConfigurationFiles
import Events
import Foundation
import HTTPServer
import Ingestion
import TestSupport
import Testing

@testable import Service

/// The configuration over the API, as a script asks for it.
@Suite(.waiting) struct ConfigurationRoutesTests {
  private let folder: TemporaryFolder
  private let session: MonitorSession
  private let controller: ConfigurationController
  private let log = LogLines()
  private static let key = "sk-proj-4711aaaabbbbccccddddeeee"

  init() throws {
    folder = try TemporaryFolder()
    session = MonitorSession(plan: IntakePlan(), storePath: nil, log: log.logger, clock: { testNow })
    try folder.makeFolder("state")
    let text = "wrappers: {bot: {daily_budget: 5, api_key: \(Self.key), api_version: \(Self.key)}, other: {}}\n"
    try folder.append(text, to: "wrappers.yaml")
    controller = try ConfigurationController(
      of: session.core, paths: ConfigurationPaths(wrappers: folder("wrappers.yaml"), stateFolder: folder("state")),
      isComplete: true, actor: AuditActor(uid: 7, user: "core", from: "local"), clock: { testNow })
  }

  private func asking(
    _ rights: APIRights = .all, isRemote: Bool = false, _ body: (TestHTTPClient) async throws -> Void
  ) async throws {
    let caller = APICaller(
      rights: rights, actor: AuditActor(uid: 8, user: "ann", from: "10.0.0.7"), isRemote: isRemote)
    let socket = try ListeningSocket.open(folder("run/api.sock"))
    let server = APIServer(
      of: session.core, routes: APIServer.routes(APIContext(session, controller)),
      at: [APIServer.Listener(socket, FixedAccess(who: caller))])
    let running = Task { await server.run() }
    defer { running.cancel() }
    try await body(TestHTTPClient(socket: folder("run/api.sock")))
    running.cancel()
    await running.value
  }

  private func json(_ answer: TestAnswer) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
  }

  @Test func whatIsReadIsMaskedAndHasItsLayersAndItsVersion() async throws {
    try await asking(.read) { client in
      let list = try client.ask("GET", "/v1/config")
      #expect(try list.status == 200 && (json(list)["wrappers"] as? [Any])?.count == 2)
      let bot = try client.ask("GET", "/v1/config/bot")
      #expect(bot.status == 200 && bot["ETag"] == "\"0\"" && !bot.text.contains(Self.key))
      let fields = try #require(try json(bot)["fields"] as? [[String: Any]])
      let key = try #require(fields.first { $0["field"] as? String == "api_key" })
      #expect(key["value"] as? String == "********" && key["layer"] as? String == "file")
      #expect(try client.ask("GET", "/v1/config/bott").text.contains("did you mean bot?"))
      let wrong = try client.ask("PATCH", "/v1/config/bot", ["If-Match": "\"0\""], body: "{}")
      #expect(wrong.status == 403 && !folder.has("state/runtime.json"))
    }
  }

  @Test func aChangeNamesTheVersionThatWasRead() async throws {
    try await asking { client in
      let body = #"{"values": {"daily_budget": 7, "max_retry_attempts": 2}, "reason": "quarter"}"#
      #expect(try client.ask("PATCH", "/v1/config/bot", body: body).status == 428)
      #expect(try client.ask("PATCH", "/v1/config/bot", ["If-Match": "*"], body: body).status == 400)
      let first = try client.ask("PATCH", "/v1/config/bot", ["If-Match": "\"0\""], body: body)
      #expect(first.status == 200 && first.text == #"{"records":[1,2]}"#, "\(first.text)")
      let version = try #require(first["ETag"])
      #expect(try client.ask("GET", "/v1/config/bot")["ETag"] == version && version != "\"0\"")
      let late = try client.ask(
        "PATCH", "/v1/config/bot", ["If-Match": "\"0\""], body: #"{"values": {"daily_budget": 8}}"#)
      #expect(late.status == 409 && late["Content-Type"] == "application/problem+json")
      let conflict = try #require(try (json(late)["conflicts"] as? [[String: Any]])?.first)
      #expect(conflict["field"] as? String == "daily_budget" && conflict["current"] as? Double == 7)
      #expect(conflict["wanted"] as? Double == 8)
      let out = try client.ask(
        "PATCH", "/v1/config/bot", ["If-Match": version], body: #"{"values": {"daily_budget": null}}"#)
      #expect(out.status == 200 && out["ETag"] != version)
      let history = try client.ask("GET", "/v1/config/bot/history")
      let records = try #require(try json(history)["records"] as? [[String: Any]])
      #expect(records.count == 3 && records[2]["reason"] as? String == "quarter")
      let actor = try #require(records[0]["actor"] as? [String: Any])
      #expect(actor["user"] as? String == "ann" && actor["from"] as? String == "10.0.0.7")
      let back = try client.ask("POST", "/v1/config/rollback", body: #"{"record": 3, "reason": "undo"}"#)
      #expect(back.status == 200 && back.text == #"{"records":[4]}"#)
      #expect(try client.ask("POST", "/v1/config/rollback", body: #"{"record": 99}"#).status == 422)
    }
  }

  @Test func everythingThatIsWrongIsToldAtOnce() async throws {
    try await asking { client in
      let match = ["If-Match": "\"0\""]
      let unknown = try client.ask(
        "PATCH", "/v1/config/bot", match, body: #"{"values": {"tiemout_seconds": 5, "daily_bugdet": 1}}"#)
      #expect(unknown.status == 422 && unknown.text.contains("did you mean timeout_seconds?"), "\(unknown.text)")
      #expect(try (json(unknown)["findings"] as? [Any])?.count == 2)
      let invalid = try client.ask(
        "PATCH", "/v1/config/bot", match, body: #"{"values": {"timeout_seconds": 0, "daily_budget": "five"}}"#)
      #expect(try invalid.status == 422 && (json(invalid)["findings"] as? [Any])?.count == 2)
      for body in [#"{"valeus": {}}"#, "[1]", "{", #"{"values": {"daily_budget": {"a": 1}}}"#] {
        #expect(try client.ask("PATCH", "/v1/config/bot", match, body: body).status == 400, "\(body)")
      }
      #expect(
        try client.ask("PATCH", "/v1/config/bot", match, body: #"{"valeus": {}}"#).text.contains("did you mean values?")
      )
      let long = try client.ask(
        "PATCH", "/v1/config/bot", match,
        body: #"{"values": {"daily_budget": 6}, "reason": "\#(String(repeating: "x", count: 5000))"}"#)
      #expect(long.status == 422)
      #expect(!folder.has("state/runtime.json"))
    }
  }

  @Test func aFieldIsEmptiedOnPurpose() async throws {
    try await asking { client in
      let answer = try client.ask(
        "PATCH", "/v1/config/bot", ["If-Match": "\"0\""], body: #"{"none": ["daily_budget"]}"#)
      #expect(answer.status == 200)
      let runtime = try String(contentsOfFile: folder("state/runtime.json"), encoding: .utf8)
      #expect(runtime.contains(#""daily_budget": null"#))
    }
  }

  @Test func secretsAreTakenAsSuchAndOnlyFromThisMachine() async throws {
    let body = #"{"secrets": {"api_key": "\#(Self.key)"}, "passphrase": "correct horse"}"#
    let match = ["If-Match": "\"0\""]
    try await asking(isRemote: true) { client in
      for body in [
        body, #"{"values": {"api_key": "${env:K}"}}"#, #"{"values": {"api_key": null}}"#, #"{"none": ["api_key"]}"#,
      ] {
        let answer = try client.ask("PATCH", "/v1/config/bot", match, body: body)
        #expect(answer.status == 403 && answer.text.contains("TCP") && !answer.text.contains(Self.key))
      }
      #expect(try client.ask("PATCH", "/v1/config/bot", match, body: #"{"values": {"enabled": false}}"#).status == 200)
    }
    try await asking { client in
      let plain = try client.ask("PATCH", "/v1/config/other", match, body: #"{"values": {"api_key": "\#(Self.key)"}}"#)
      #expect(plain.status == 422 && !plain.text.contains(Self.key))
      let without = try client.ask(
        "PATCH", "/v1/config/other", match, body: #"{"secrets": {"api_key": "\#(Self.key)"}}"#)
      #expect(without.status == 403 && without.text.contains(#""passphrase":{"is_new":true,"is_wrong":false}"#))
      let wrong = try client.ask("PATCH", "/v1/config/other", match, body: #"{"secrets": {"daily_budget": "x"}}"#)
      #expect(wrong.status == 422)
      #expect(try client.ask("PATCH", "/v1/config/other", match, body: body).status == 200)
    }
    for name in ["state/runtime.json", "state/audit.jsonl"] {
      let text = try String(contentsOfFile: folder(name), encoding: .utf8)
      #expect(!text.contains(Self.key) && !text.contains("correct horse"), "\(name)")
    }
    #expect(!log.lines.joined().contains(Self.key) && !log.lines.joined().contains("correct horse"))
  }
}
