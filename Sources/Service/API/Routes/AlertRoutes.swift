import HTTPServer
import Snapshots

/// Alerts: what there is, and what operators do about them.
enum AlertRoutes {
  static func routes(_ core: Core, _ alerts: AlertEngine) -> [APIRoute] {
    // The alerts after something was done about them.
    @Sendable func answer(
      _ wanted: AlertRequest, _ request: APIRoute.Request, otherwise status: Int
    ) async throws(HTTPProblem) -> HTTPResponse {
      if let problem = await alerts.answer(wanted, by: request.caller.actor.user) { throw HTTPProblem(status, problem) }
      return .json(core.alerts)
    }
    return [
      APIRoute("GET", "/v1/alerts", .read, "Alerts, silences, and how channels fare.") { _ in .json(core.alerts) },
      APIRoute(
        "POST", "/v1/alerts/{id}/ack", .change, "Acknowledge an alert.", bodyLimit: APIServer.bodyLimit
      ) { request throws(HTTPProblem) in
        let body: AcknowledgeBody = try request.body()
        return try await answer(.acknowledge(id: request.parameter("id"), note: body.note), request, otherwise: 404)
      },
      APIRoute(
        "POST", "/v1/silences", .change, "Keep alerts from being sent for a while.", bodyLimit: APIServer.bodyLimit
      ) { request throws(HTTPProblem) in
        let body: SilenceBody = try request.body()
        let silence = AlertRequest.silence(
          rule: body.rule, subject: body.wrapper, seconds: body.seconds, reason: body.reason)
        return try await answer(silence, request, otherwise: 422)
      },
      APIRoute("DELETE", "/v1/silences/{id}", .change, "End a silence.") { request throws(HTTPProblem) in
        try await answer(.unsilence(id: request.parameter("id")), request, otherwise: 404)
      },
    ]
  }
}
