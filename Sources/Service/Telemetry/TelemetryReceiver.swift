import Events
import HTTPServer
import Synchronization

/// Receives OTLP over HTTP: which requests are taken, from whom, and how they are answered (article Telemetry).
struct TelemetryReceiver: Sendable {
  private let intake: TelemetryIntake
  private let token: String?

  /// The most bytes of a request, as the protocol recommends, also after it is decompressed.
  private static let bodyLimit = 64 << 20

  /// - Parameter token: what a sender has to know; nil for nothing.
  init(_ intake: TelemetryIntake, token: String?) {
    self.intake = intake
    self.token = token
  }

  /// What a server serves for it.
  var application: HTTPApplication {
    HTTPApplication(
      routes: TelemetrySignal.allCases.map(route), http2Refusal: TelemetryReply.refusalOfGRPC, check: check,
      describe: TelemetryReply.problem)
  }

  private func route(_ signal: TelemetrySignal) -> HTTPRoute {
    HTTPRoute("POST", signal.path, types: TelemetryReply.types, bodyLimit: Self.bodyLimit) {
      [intake] request throws(HTTPProblem) in
      let isJSON = request.head.mediaType == TelemetryReply.json
      let outcome = try await intake.take(request.body, of: signal, isJSON: isJSON)
      return TelemetryReply.response(
        to: request.head, of: signal, rejected: outcome.rejected, message: outcome.message)
    }
  }

  private func check(_ head: HTTPHead) throws(HTTPProblem) {
    // A page of any site can send to a port of the machine on which it is shown, and its browser says so.
    guard head["Origin"] == nil else {
      throw HTTPProblem(403, "pages in a browser may not send telemetry here")
    }
    guard let token, !isSameSecret(token, head.bearerToken ?? "") else { return }
    throw HTTPProblem(
      401,
      "a token is needed: set OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer TOKEN\" for the sender, with the token of "
        + "--otlp-token-file",
      fields: ["WWW-Authenticate": "Bearer"])
  }
}

extension HTTPServer: ObservedSource {
  package func refresh(_ status: inout SourceStatus) {
    let counts = counts
    status.connections = counts.open
    status.refusedConnections = counts.refused
  }
}
