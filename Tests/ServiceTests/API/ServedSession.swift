import Configuration
import Events
import Foundation
import HTTPServer
import Ingestion
import TestSupport
import Testing

@testable import Service

/// Lets everybody do what the test says.
struct FixedAccess: APIAccess {
  var who: APICaller
  func admit(_ head: HTTPHead) throws(HTTPProblem) {}
  func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller { who }
}

/// A core with a store that runs, and its API on a Unix socket.
struct ServedSession {
  let folder: TemporaryFolder
  let session: MonitorSession
  var core: Core { session.core }

  init(keepsStore: Bool = true, maxLine: LineLimits = LineLimits()) throws {
    folder = try TemporaryFolder()
    let plan = IntakePlan(socketPath: folder("run/in.sock"), maxLine: maxLine)
    session = MonitorSession(plan: plan, storePath: keepsStore ? folder("store.db") : nil, clock: { testNow })
  }

  /// Runs the core and its API while a client asks.
  func serve(
    _ rights: APIRights = .all, _ body: (TestHTTPClient) async throws -> Void
  ) async throws {
    let caller = APICaller(rights: rights, actor: AuditActor(uid: 8, user: "ann", from: "local"))
    let socket = try ListeningSocket.open(folder("run/api.sock"))
    let server = APIServer(
      of: core, routes: APIServer.routes(APIContext(session, nil)),
      at: [APIServer.Listener(socket, FixedAccess(who: caller))])
    let listeners = try session.listen()
    let running = Task { [session] in try await session.run(listeners) }
    let serving = Task { await server.run() }
    #expect(await eventually { session.posted.isOpen })
    defer {
      running.cancel()
      serving.cancel()
    }
    try await body(TestHTTPClient(socket: folder("run/api.sock")))
    serving.cancel()
    running.cancel()
    await serving.value
    try await running.value
  }
}

extension TestAnswer {
  /// The body as a JSON object.
  func object() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any], "\(text)")
  }

  /// The body as a JSON array of objects.
  func rows() throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]], "\(text)")
  }
}
