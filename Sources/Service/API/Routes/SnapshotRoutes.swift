import Events
import Formatting
import HTTPServer
import Monitoring
import Reports
import Snapshots

/// What the core shows at an instant: the document of `status --json`, and parts of it.
struct SnapshotRoutes: Sendable {
  let context: APIContext

  /// What selects of a snapshot.
  static let selection = [at, range, wrapper, detail]

  private static let at = APIParameter("at", .time, "The instant to look back at; the present without it.")
  static let wrapper = APIParameter(
    "wrapper", .text, "Only wrappers whose names match this pattern, such as support-*.")
  private static let detail = APIParameter(
    "detail", .flag, "Whether stats is wanted, the figures of the last 24 hours.")
  private static let range = APIParameter(
    "range", .choice(TimeRange.allCases.map(\.text)), "Adds range to each wrapper: the figures of that time.")

  var routes: [APIRoute] {
    [
      APIRoute(
        "GET", "/v1/snapshot", .read, "Everything at one instant: the document of status --json.",
        query: Self.selection, answer: .json("Snapshot")
      ) { request in
        let range = Self.range(request)
        let snapshot = snapshot(request, range: range)
        return request.accepts(APIClient.ownSnapshot)
          ? .json(snapshot, type: APIClient.ownSnapshot) : .document(StatusJSON(range: range).bytes(of: snapshot))
      },
      APIRoute(
        "GET", "/v1/wrappers", .read, "The wrappers, each as in the snapshot.",
        query: Self.selection, answer: .json("Wrappers")
      ) { request in
        let range = Self.range(request)
        return .document(StatusJSON(range: range).wrappers(of: snapshot(request, range: range)))
      },
      APIRoute(
        "GET", "/v1/wrappers/{name}", .read, "One wrapper, as in the snapshot.", query: [Self.at, Self.range],
        answer: .json("OneWrapper")
      ) { request throws(HTTPProblem) in
        let range = Self.range(request)
        let snapshot = snapshot(request, range: range, detail: .some([request.parameter("name")]))
        let wrapper = try Self.wrapper(request, of: snapshot)
        return .document(StatusJSON(range: range).wrapper(wrapper, at: snapshot.at))
      },
      APIRoute(
        "GET", "/v1/sources", .read, "Where events come from, and how far they were read.", answer: .json("Sources")
      ) { _ in
        .document(StatusJSON().sources(of: context.core.snapshot(.figuresOnly)))
      },
      APIRoute(
        "GET", "/v1/rejects", .read, "The last 200 lines that were rejected, and why, newest first.",
        answer: .json("Rejects")
      ) { _ in
        .document(StatusJSON().rejected(of: context.core.snapshot(.figuresOnly)))
      },
      APIRoute(
        "GET", "/v1/trends", .read, "What has changed of late: the last 15 minutes against the 24 hours before.",
        query: [Self.at, Self.wrapper], answer: .json("Trends")
      ) { request in
        .document(StatusJSON().trends(of: snapshot(request, detail: .some([]), trends: .all)))
      },
      APIRoute("GET", "/healthz", .read, "Whether the core takes events in and stores them.", answer: .json("Health")) {
        _ throws(HTTPProblem) in
        if let problem = problem { throw HTTPProblem(503, problem) }
        return .json(["status": "ok"])
      },
    ]
  }

  /// A wrapper of the path.
  ///
  /// - Throws: 404 if there is none of that name.
  static func wrapper(
    _ request: APIRoute.Request, of snapshot: Snapshot
  ) throws(HTTPProblem) -> WrapperSnapshot {
    let name = request.parameter("name")
    guard let wrapper = snapshot.monitor.wrappers.first(where: { $0.name == name }) else {
      throw .unknownWrapper(name, among: snapshot.monitor.wrappers.map(\.name))
    }
    return wrapper
  }

  private static func range(_ request: APIRoute.Request) -> TimeRange? { request.query.range }

  private func snapshot(
    _ request: APIRoute.Request, range: TimeRange? = nil, detail: SnapshotScope.Choice? = nil,
    trends: SnapshotScope.Choice = .some([])
  ) -> Snapshot {
    var selection = SnapshotSelection(request.query, range: range, detail: detail, now: context.core.now)
    selection.request.scope.trends = trends
    return selection.narrow(context.core.snapshot(selection.request))
  }

  // Why events are not taken in or not stored; nil if they are.
  private var problem: String? {
    guard context.events.isOpen else { return "the core is about to start or to end: no events are taken in" }
    switch context.core.snapshot(.figuresOnly).storage?.state {
    case .failing(let why): return "what comes in is not stored: \(why)"
    case .readOnly(let why): return "the store is only read: \(why)"
    case .storing, nil: return nil
    }
  }
}

extension SnapshotRequest {
  /// What costs least.
  static var figuresOnly: SnapshotRequest {
    var scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    scope.lastHour = .some([])
    return SnapshotRequest(scope: scope)
  }
}

extension TimeRange {
  /// How a query calls it.
  var text: String {
    switch self {
    case .fiveMinutes: "5m"
    case .hour: "1h"
    case .day: "24h"
    case .week: "7d"
    case .month: "30d"
    }
  }
}
