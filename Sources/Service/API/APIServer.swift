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

    package init(_ socket: any HTTPListener, _ access: any APIAccess) {
      self.socket = socket
      self.access = access
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
  /// - Parameter passed: a socket that is open already, and takes the place of that at `path`.
  package static func open(
    of session: MonitorSession, path: String, passed: ListeningSocket? = nil, owner: AuditActor
  ) -> APIServer? {
    do throws(IngestionError) {
      let socket = if let passed { passed } else { try ListeningSocket.open(path) }
      return APIServer(
        of: session.core, routes: Self.routes(session.core, session.alerts),
        at: [Listener(socket, OwnerAccess(owner))])
    } catch {
      session.core.notices.log.info("no commands are answered here: \(error)")
      return nil
    }
  }

  /// All that the API has.
  static func routes(_ core: Core, _ alerts: AlertEngine) -> [APIRoute] {
    AlertRoutes.routes(core, alerts) + PageRoutes().routes
  }

  /// Answers until the task is cancelled.
  package func run() async {
    await withDiscardingTaskGroup { tasks in
      for listener in listeners { tasks.addTask { await serve(listener) } }
    }
  }

  private func serve(_ listener: Listener) async {
    do {
      try await HTTPServer([listener.socket], application(listener.access)).run()
    } catch {
      core.notices.log.info("the API cannot be served: \(error)")
    }
    (listener.socket as? ListeningSocket)?.removePath()
  }

  private func application(_ access: any APIAccess) -> HTTPApplication {
    HTTPApplication(
      routes: routes.map { $0.route(access) }, http2Refusal: "this socket speaks HTTP/1.1",
      check: { head throws(HTTPProblem) in _ = try access.caller(of: head) },
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
