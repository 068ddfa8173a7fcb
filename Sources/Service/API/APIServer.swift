import Configuration
import Foundation
import HTTPServer
import Ingestion
import Snapshots

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
  ///   - groups: who may use the socket, besides the user.
  ///   - others: where clients come in as well.
  ///   - version: that of the program.
  package static func open(
    of session: MonitorSession, path: String, groups: AccessGroups = AccessGroups(), and others: [Listener] = [],
    version: String = ""
  ) -> APIServer? {
    var listeners = others
    do throws(IngestionError) {
      let socket = try ListeningSocket.open(path, sharing: groups.apiSharing)
      listeners.append(Listener(socket, SocketAccess(groups)))
    } catch {
      session.core.notices.log.info("no commands are answered here: \(error)")
    }
    guard !listeners.isEmpty else { return nil }
    let routes = Self.routes(session.core, session.alerts) + MetricsRoutes.routes(session.core, version: version)
    return APIServer(of: session.core, routes: routes, at: listeners)
  }

  /// All that the API has.
  static func routes(_ core: Core, _ alerts: AlertEngine) -> [APIRoute] {
    AlertRoutes.routes(core, alerts)
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

extension APIRoute.Request {
  /// The body as the value that it is to be.
  ///
  /// - Throws: 400 if it is none.
  func body<Body: Decodable>() throws(HTTPProblem) -> Body {
    do {
      return try JSONDecoder().decode(Body.self, from: Data(http.body.isEmpty ? Array("{}".utf8) : http.body))
    } catch {
      throw HTTPProblem(400, "the body is no JSON object of the fields that are expected")
    }
  }
}
