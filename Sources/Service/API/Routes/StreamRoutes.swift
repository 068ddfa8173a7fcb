import HTTPServer
import PlainText
import Snapshots

/// Snapshots as they change, for as long as a client stays (article API, Streams).
enum StreamRoutes {
  /// What a dashboard asks for in place of server-sent events.
  static let dashboardType = "application/vnd.wraptop.snapshots"
  /// Carries the number of a viewer, by which it asks for something else.
  static let viewerField = "Wraptop-Viewer"

  static func routes(_ hub: ViewerHub) -> [APIRoute] {
    [
      APIRoute(
        "GET", "/v1/stream", .read, "Snapshots as they change, as server-sent events.",
        answer: APIAnswer(content: [("text/event-stream", .text)])
      ) {
        request throws(HTTPProblem) in
        try await stream(hub, SnapshotRequest(), .events, request)
      },
      APIRoute(
        "POST", "/v1/stream", .read, "Snapshots as they change, for a dashboard of the same version.",
        types: ["application/json"], bodyLimit: APIServer.bodyLimit, body: "SnapshotRequest",
        answer: APIAnswer(content: [(dashboardType, .any)])
      ) { request throws(HTTPProblem) in
        try await stream(hub, try request.body(), .compact, request)
      },
      APIRoute(
        "PUT", "/v1/stream/{viewer}", .read, "Change what a dashboard gets.", types: ["application/json"],
        bodyLimit: APIServer.bodyLimit, body: "SnapshotRequest", answer: APIAnswer(status: 204, content: [])
      ) { request throws(HTTPProblem) in
        let wanted: SnapshotRequest = try request.body()
        guard let id = UInt64(request.parameter("viewer"), radix: 16), await hub.change(id, to: wanted) else {
          throw HTTPProblem(404, "no viewer of that number looks; it may have been cut off")
        }
        return HTTPResponse(204)
      },
    ]
  }

  private static func stream(
    _ hub: ViewerHub, _ wanted: SnapshotRequest, _ encoding: ViewerHub.Encoding, _ request: APIRoute.Request
  ) async throws(HTTPProblem) -> HTTPResponse {
    let mayChange = request.caller.rights.contains(.change)
    let want = ViewerHub.Want(
      request: wanted, encoding: encoding,
      readOnlyReason: mayChange ? nil : "\(request.caller.actor.user) may only look at this core")
    guard let seat = await ViewerSeat(at: hub, want) else {
      throw .busy("\(ViewerHub.limit) viewers look at this core already", retryAfter: 10)
    }
    let type = encoding == .compact ? dashboardType : "text/event-stream"
    let fields = ["Cache-Control": "no-store", viewerField: String(seat.viewer, radix: 16)]
    return HTTPResponse(
      type: type, fields: fields,
      content: .stream { writer in
        while true { try await writer.write(try await hub.next(for: seat.viewer)) }
      })
  }
}

/// A viewer's place at a hub, for as long as anything refers to it.
private final class ViewerSeat: Sendable {
  let viewer: UInt64
  private let hub: ViewerHub

  /// Nil if there are too many.
  init?(at hub: ViewerHub, _ want: ViewerHub.Want) async {
    guard let viewer = await hub.join(want) else { return nil }
    self.hub = hub
    self.viewer = viewer
  }

  deinit { Task { [hub, viewer] in await hub.leave(viewer) } }
}
