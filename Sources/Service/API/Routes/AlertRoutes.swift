import HTTPServer
import Reports
import Snapshots

/// Alerts: what there is, and what operators do about them. All answer with the document of `alerts list --json`.
struct AlertRoutes: Sendable {
  let core: Core
  let alerts: AlertEngine

  var routes: [APIRoute] {
    [
      APIRoute(
        "GET", "/v1/alerts", .read, "Alerts, silences, and how channels fare.",
        query: [APIParameter("all", .flag, "Whether alerts that are over are listed, too.")],
        answer: .json("Alerts")
      ) { request in list(request, withEnded: request.query.flag("all")) },
      APIRoute(
        "POST", "/v1/alerts/{id}/ack", .change, "Acknowledge an alert.", bodyLimit: APIServer.bodyLimit,
        body: "Acknowledgement", needsBody: false,
        answer: .json("Alerts")
      ) { request throws(HTTPProblem) in
        let body: AcknowledgeBody =
          try request.http.body.isEmpty ? AcknowledgeBody() : request.body(of: AcknowledgeBody.CodingKeys.self)
        return try await answer(.acknowledge(id: request.parameter("id"), note: body.note), request, otherwise: 404)
      },
      APIRoute(
        "POST", "/v1/silences", .change, "Keep alerts from being sent for a while.", bodyLimit: APIServer.bodyLimit,
        body: "Silence",
        answer: .json("Alerts")
      ) { request throws(HTTPProblem) in
        let body: SilenceBody = try request.body(of: SilenceBody.CodingKeys.self)
        let silence = AlertRequest.silence(
          rule: body.rule, subject: body.wrapper, seconds: body.seconds, reason: body.reason)
        return try await answer(silence, request, otherwise: 422)
      },
      APIRoute("DELETE", "/v1/silences/{id}", .change, "End a silence.", answer: .json("Alerts")) {
        request throws(HTTPProblem) in
        try await answer(.unsilence(id: request.parameter("id")), request, otherwise: 404)
      },
    ]
  }

  private func list(_ request: APIRoute.Request, withEnded: Bool) -> HTTPResponse {
    request.accepts(APIClient.ownAlerts)
      ? .json(core.alerts, type: APIClient.ownAlerts)
      : .document(AlertListJSON.bytes(of: core.alerts, withEnded: withEnded))
  }

  // The alerts after something was done about them, in the name of who asks.
  private func answer(
    _ wanted: AlertRequest, _ request: APIRoute.Request, otherwise status: Int
  ) async throws(HTTPProblem) -> HTTPResponse {
    if let problem = await alerts.answer(wanted, by: request.caller.actor.user) { throw HTTPProblem(status, problem) }
    return list(request, withEnded: false)
  }
}
