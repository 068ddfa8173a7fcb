import HTTPServer

/// Events that are posted.
struct EventRoutes: Sendable {
  let events: PostedEvents

  /// The most bytes of events in one request, also after they are decompressed.
  private static let bodyLimit = 64 << 20

  var routes: [APIRoute] {
    [
      APIRoute(
        "POST", "/v1/events", .send,
        "Take events in: JSON lines, or an array as LiteLLM posts it. The answer comes once they are stored.",
        bodyLimit: Self.bodyLimit, body: "Events", needsBody: false, answer: .json("Stored")
      ) { request throws(HTTPProblem) in .document(try await events.take(request.http.body)) }
    ]
  }
}
