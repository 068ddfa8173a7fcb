import Configuration
import Events
import Foundation
import HTTPServer
import Ingestion
import Snapshots

/// What the paths of the API answer from.
package struct APIContext: Sendable {
  package let core: Core
  package let alerts: AlertEngine
  /// Nil where no configuration is kept.
  package let configuration: ConfigurationController?
  /// That of the program.
  package var version = ""
  let events: PostedEvents

  package init(_ session: MonitorSession, _ configuration: ConfigurationController?) {
    core = session.core
    alerts = session.alerts
    events = session.posted
    self.configuration = configuration
  }
}

/// Answers operators, scripts and dashboards, at as many sockets as it has listeners (article API).
package struct APIServer: Sendable {
  /// Where clients come in, and who may do what there.
  package struct Listener: Sendable {
    package var socket: any HTTPListener
    package var access: any APIAccess
    /// The certificate; nil for plain HTTP.
    package var identity: TLSIdentity?
    /// The only paths that there are; nil for all.
    package var paths: Set<String>?

    package init(
      _ socket: any HTTPListener, _ access: any APIAccess, identity: TLSIdentity? = nil, paths: Set<String>? = nil
    ) {
      self.socket = socket
      self.access = access
      self.identity = identity
      self.paths = paths
    }

    /// Where it listens, as operators see it; nil for a Unix socket.
    package var address: String? {
      (socket as? ListeningPort).map { "\(identity == nil ? "http" : "https")://\($0.address)" }
    }
  }

  private let core: Core
  private let routes: [APIRoute]
  private let listeners: [Listener]

  /// The most bytes of a body, events aside.
  static let bodyLimit = 1 << 20

  /// Serves `routes`; who connects waits until `run`.
  package init(of core: Core, routes: [APIRoute], at listeners: [Listener]) {
    self.core = core
    self.routes = routes
    self.listeners = listeners
  }

  /// Listens for a session that runs, or says in the log why that cannot be: another core has the socket, most likely.
  ///
  /// - Parameters:
  ///   - passed: a socket that is open already, and takes the place of that at `path`.
  ///   - groups: who may use the socket beside its owner.
  ///   - others: where else clients come in.
  ///   - version: that of the program.
  package static func open(
    of session: MonitorSession, configuration: ConfigurationController?, path: String,
    passed: ListeningSocket? = nil, groups: AccessGroups = AccessGroups(), and others: [Listener] = [],
    version: String = ""
  ) -> APIServer? {
    var listeners = others
    do throws(IngestionError) {
      let socket = if let passed { passed } else { try ListeningSocket.open(path, sharing: groups.apiSharing) }
      listeners.append(Listener(socket, SocketAccess(groups)))
    } catch {
      session.core.notices.log.info("no commands are answered here: \(error)")
    }
    guard !listeners.isEmpty else { return nil }
    var context = APIContext(session, configuration)
    context.version = version
    return APIServer(of: session.core, routes: Self.routes(context), at: listeners)
  }

  /// The description of the API, as `GET /openapi.json` answers it.
  package static var description: [UInt8] { OpenAPI.document(of: table) }

  /// What the API has, by method and path, with what is needed and what it is for.
  package static var summaries: [(call: String, right: String, summary: String)] {
    table.map { ("\($0.method) \($0.path)", $0.right.name, $0.summary) }
  }

  // The routes of no core in particular.
  private static var table: [APIRoute] {
    let session = MonitorSession(plan: IntakePlan(), storePath: nil) { Timestamp(seconds: 0) }
    return functions(APIContext(session, nil)) + [descriptionRoute([])]
  }

  /// All that the API has.
  static func routes(_ context: APIContext) -> [APIRoute] {
    let routes = functions(context)
    return routes + [descriptionRoute(OpenAPI.document(of: routes + [descriptionRoute([])]))]
  }

  private static func descriptionRoute(_ document: [UInt8]) -> APIRoute {
    APIRoute("GET", "/openapi.json", .read, "This description.", answer: .json("OpenAPI")) { _ in .document(document) }
  }

  private static func functions(_ context: APIContext) -> [APIRoute] {
    SnapshotRoutes(context: context).routes + RowRoutes(core: context.core).routes
      + EventRoutes(events: context.events).routes + AlertRoutes(core: context.core, alerts: context.alerts).routes
      + ConfigurationRoutes(configuration: context.configuration).routes
      + MetricsRoutes.routes(context.core, version: context.version) + PageRoutes().routes
      + StreamRoutes.routes(context.core)
  }

  /// Answers until the task is cancelled.
  package func run() async {
    await withDiscardingTaskGroup { tasks in
      for listener in listeners { tasks.addTask { await serve(listener) } }
    }
  }

  private func serve(_ listener: Listener) async {
    do {
      var options = HTTPServer.Options()
      options.identity = listener.identity
      try await HTTPServer([listener.socket], application(listener), options: options).run()
    } catch {
      core.notices.log.info("the API cannot be served: \(error)")
    }
    (listener.socket as? ListeningSocket)?.removePath()
  }

  private func application(_ listener: Listener) -> HTTPApplication {
    let access = listener.access
    let routes = routes.filter { listener.paths?.contains($0.path) ?? true }
    let openPaths = Set(routes.filter(\.right.isEmpty).map(\.path))
    return HTTPApplication(
      routes: routes.map { $0.route(access) }, http2Refusal: "this socket speaks HTTP/1.1",
      check: { head throws(HTTPProblem) in
        if openPaths.contains(head.path) { try access.admit(head) } else { _ = try access.caller(of: head) }
      },
      describe: { problem, _ in
        .json(
          APIProblem(status: problem.status, detail: problem.message), problem.status,
          type: "application/problem+json", fields: problem.fields)
      })
  }
}

extension ListeningSocket: HTTPListener {
  package var isTCP: Bool { false }
}

extension HTTPResponse {
  /// A value as JSON.
  static func json(
    _ value: some Encodable, _ status: Int = 200, type: String = "application/json", fields: [String: String] = [:]
  ) -> HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = (try? encoder.encode(value)).map { Array($0) } ?? Array("{}".utf8)
    return HTTPResponse(status, type: type, fields: fields, body: body)
  }
}

extension HTTPResponse {
  /// A document that is JSON already.
  static func document(_ bytes: [UInt8], fields: [String: String] = [:]) -> HTTPResponse {
    HTTPResponse(type: "application/json", fields: fields, body: bytes)
  }
}

extension APIRoute.Request {
  /// The body as the value that it is to be, which has no other fields than `keys`.
  ///
  /// - Throws: 400 if it is none.
  func body<Body: Decodable, Key: CodingKey & CaseIterable>(of keys: Key.Type) throws(HTTPProblem) -> Body {
    let known = keys.allCases.map(\.stringValue)
    if let fields = try? JSONDecoder().decode([String: AnyValue].self, from: Data(http.body)) {
      for name in fields.keys.sorted() where !known.contains(name) {
        let hint = Suggestion.text(for: name, among: known)
        throw HTTPProblem(400, "the body has no field \(ShownText.name(name))\(hint)")
      }
    }
    return try body()
  }

  /// The body as the value that it is to be.
  ///
  /// - Throws: 400 if it is none.
  func body<Body: Decodable>() throws(HTTPProblem) -> Body {
    do {
      return try JSONDecoder().decode(Body.self, from: Data(http.body))
    } catch {
      throw HTTPProblem(400, "the body is no JSON object with the fields that are expected; see /openapi.json")
    }
  }
}

/// Whatever a field holds.
private struct AnyValue: Decodable {
  init(from decoder: any Decoder) throws {}
}
