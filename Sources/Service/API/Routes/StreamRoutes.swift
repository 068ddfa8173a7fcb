import Foundation
import HTTPServer
import Snapshots

/// Snapshots as they change, for as long as a client stays (article API, Streams).
enum StreamRoutes {
  /// What a dashboard asks for in place of server-sent events.
  static let dashboardType = "application/vnd.wraptop.snapshots"
  /// Carries the number of a viewer, by which it asks for something else.
  static let viewerField = "Wraptop-Viewer"

  static func routes(_ core: Core) -> [APIRoute] {
    let hub = ViewerHub(of: core)
    return [
      APIRoute(
        "GET", "/v1/stream", .read, "The snapshot, then what changes in it, as server-sent events.",
        query: SnapshotRoutes.selection, answer: .text("text/event-stream")
      ) { request throws(HTTPProblem) in
        let selection = SnapshotSelection(request.query, range: request.query.range, now: core.now)
        return try await stream(hub, selection, .events, request)
      },
      APIRoute(
        "POST", "/v1/stream", .read, "Snapshots as they change, for a dashboard that is attached.",
        types: ["application/json"], bodyLimit: APIServer.bodyLimit, body: "Request", answer: .text(dashboardType)
      ) { request throws(HTTPProblem) in
        try await stream(hub, SnapshotSelection(try wanted(request)), .compact, request)
      },
      APIRoute(
        "PUT", "/v1/stream/{viewer}", .read, "Change what a dashboard that is attached gets.",
        types: ["application/json"], bodyLimit: APIServer.bodyLimit, body: "Request",
        answer: APIAnswer(status: 204, content: [])
      ) { request throws(HTTPProblem) in
        let wanted = try wanted(request)
        guard let id = UInt64(request.parameter("viewer"), radix: 16), await hub.change(id, to: wanted) else {
          throw HTTPProblem(404, "no viewer of that number looks; it may have been cut off")
        }
        return HTTPResponse(204)
      },
    ]
  }

  private static func wanted(_ request: APIRoute.Request) throws(HTTPProblem) -> SnapshotRequest {
    do {
      return try JSONDecoder().decode(SnapshotRequest.self, from: Data(request.http.body))
    } catch {
      throw HTTPProblem(400, "the body is not what a dashboard of this version asks for")
    }
  }

  private static func stream(
    _ hub: ViewerHub, _ selection: SnapshotSelection, _ encoding: ViewerHub.Encoding, _ request: APIRoute.Request
  ) async throws(HTTPProblem) -> HTTPResponse {
    let mayChange = request.caller.rights.contains(.change)
    let want = ViewerHub.Want(
      selection: selection, encoding: encoding,
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
