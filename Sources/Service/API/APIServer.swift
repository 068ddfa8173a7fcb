import Alerting
import Foundation
import HTTPServer
import Ingestion
import Snapshots
import SystemFiles

/// Answers commands of the same user on a Unix socket (article API).
package struct APIServer: Sendable {
  private let core: Core
  private let alerts: AlertEngine
  private let socket: ListeningSocket

  /// The most bytes of a body.
  private static let bodyLimit = 1 << 20

  /// Listens; who connects waits until `run`.
  ///
  /// - Throws: if the socket cannot be made there.
  package init(of core: Core, alerts: AlertEngine, path: String) throws(IngestionError) {
    self.core = core
    self.alerts = alerts
    socket = try ListeningSocket.open(path)
  }

  /// Listens for a session that runs, or says in the log why that cannot be: another core has the socket, most likely.
  package static func open(of session: MonitorSession, path: String) -> APIServer? {
    do throws(IngestionError) {
      return try APIServer(of: session.core, alerts: session.alerts, path: path)
    } catch {
      session.core.notices.log.info("no commands are answered here: \(error)")
      return nil
    }
  }

  /// Answers until the task is cancelled.
  package func run() async {
    do {
      try await HTTPServer([socket], application).run()
    } catch {
      core.notices.log.info("\(socket.path): the API cannot be served: \(error)")
    }
    socket.removePath()
  }

  private var application: HTTPApplication {
    HTTPApplication(
      routes: routes, http2Refusal: "this socket speaks HTTP/1.1",
      check: { head throws(HTTPProblem) in
        if head["Origin"] != nil { throw HTTPProblem(403, "pages in a browser may not ask here") }
      },
      describe: { problem, _ in
        HTTPResponse(
          problem.status, type: "application/problem+json", fields: problem.fields,
          body: Self.json(APIProblem(status: problem.status, detail: problem.message)))
      })
  }

  private var routes: [HTTPRoute] {
    let core = core
    return [
      HTTPRoute("GET", "/v1/alerts", bodyLimit: 0) { _ in
        HTTPResponse(type: "application/json", body: Self.json(core.alerts))
      },
      HTTPRoute("POST", "/v1/alerts/{id}/ack", bodyLimit: Self.bodyLimit) { request throws(HTTPProblem) in
        let body: AcknowledgeBody = try Self.read(request.body)
        return try await answer(
          .acknowledge(id: request.parameters["id"] ?? "", note: body.note), by: body.by, otherwise: 404)
      },
      HTTPRoute("POST", "/v1/silences", bodyLimit: Self.bodyLimit) { request throws(HTTPProblem) in
        let body: SilenceBody = try Self.read(request.body)
        return try await answer(
          .silence(rule: body.rule, subject: body.wrapper, seconds: body.seconds, reason: body.reason), by: body.by,
          otherwise: 422)
      },
      HTTPRoute("DELETE", "/v1/silences/{id}", bodyLimit: 0) { request throws(HTTPProblem) in
        try await answer(.unsilence(id: request.parameters["id"] ?? ""), by: nil, otherwise: 404)
      },
    ]
  }

  private func answer(
    _ request: AlertRequest, by name: String?, otherwise status: Int
  ) async throws(HTTPProblem) -> HTTPResponse {
    if let problem = await alerts.answer(request, by: name ?? "somebody") { throw HTTPProblem(status, problem) }
    return HTTPResponse(type: "application/json", body: Self.json(core.alerts))
  }

  private static func read<Body: Decodable>(_ bytes: [UInt8]) throws(HTTPProblem) -> Body {
    do {
      return try JSONDecoder().decode(Body.self, from: Data(bytes.isEmpty ? Array("{}".utf8) : bytes))
    } catch {
      throw HTTPProblem(400, "the body is no JSON object of the fields that are expected")
    }
  }

  private static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { Array($0) } ?? Array("{}".utf8)
  }
}

extension ListeningSocket: HTTPListener {
  package var isTCP: Bool { false }
}
