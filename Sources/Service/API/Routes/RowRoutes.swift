import Configuration
import Events
import HTTPServer
import Monitoring
import Reports
import Snapshots
import Synchronization

/// Rows as `export` writes them: operations, series and costs.
struct RowRoutes: Sendable {
  let core: Core

  /// The most bytes of an answer.
  private static let limit = 64 << 20

  private static let format = APIParameter(
    "format", .choice(ExportFormat.allCases.map(\.rawValue)), "How rows are written; json if left out.")
  private static let since = APIParameter("since", .time, "From then on.")
  private static let until = APIParameter("until", .time, "Up to then.")
  private static let operations = [
    APIParameter("text", .text, "Only operations of which some text contains this, whatever its case."),
    APIParameter("failures", .flag, "Only operations that did not succeed."), since, until,
    APIParameter("limit", .count(1...10_000), "At most so many, the newest; 100 if left out."), format,
  ]

  var routes: [APIRoute] {
    [
      APIRoute(
        "GET", "/v1/operations", .read, "The last operations, newest first.",
        query: [SnapshotRoutes.wrapper] + Self.operations, answer: .rows(of: "Operation")
      ) { request throws(HTTPProblem) in
        let glob = request.query.text("wrapper").map { NameGlob($0) }
        return try operations(request) { glob?.matches($0) ?? true }
      },
      APIRoute(
        "GET", "/v1/wrappers/{name}/operations", .read, "The last operations of a wrapper, newest first.",
        query: Self.operations, answer: .rows(of: "Operation")
      ) { request throws(HTTPProblem) in
        let name = try wrapper(request)
        return try operations(request) { $0 == name }
      },
      APIRoute(
        "GET", "/v1/wrappers/{name}/series", .read, "What a wrapper did, slot by slot, oldest first.",
        query: [
          APIParameter("step", .choice(["10s", "1m", "1h"]), "The length of a slot; 1m if left out."), Self.since,
          Self.until, Self.format,
        ], answer: .rows(of: "SeriesPoint")
      ) { request throws(HTTPProblem) in
        let name = try wrapper(request)
        let step = request.query.text("step").flatMap { TimeSpan($0) }.flatMap { ExportStep(rawValue: $0.seconds) }
        let selection = selection(request)
        return try rows(request) { (rows: RowStream<SeriesRow>) in
          for row in try CoreExport(core).series(of: name, selection, step: step ?? .minute) { try rows.append(row) }
        }
      },
      APIRoute(
        "GET", "/v1/costs", .read, "Costs by wrapper, and by day or something else.",
        query: [
          APIParameter(
            "by", .choice(CostGrouping.allCases.map(\.rawValue)), "By what costs are told apart; day if left out."),
          SnapshotRoutes.wrapper, Self.since, Self.until, Self.format,
        ], answer: .rows(of: "Costs")
      ) { request throws(HTTPProblem) in try await costs(request, by: request.query.choice("by") ?? .day) },
      APIRoute(
        "GET", "/v1/recommendations", .read, "What would save money or keep a budget, by the last 7 days.",
        query: [SnapshotRoutes.wrapper, Self.format], answer: .rows(of: "Recommendation")
      ) { request throws(HTTPProblem) in try await costs(request, by: .recommendation) },
    ]
  }

  private func operations(
    _ request: APIRoute.Request, of includes: @escaping (String) -> Bool
  ) throws(HTTPProblem) -> HTTPResponse {
    let query = OperationsQuery(
      text: request.query.text("text") ?? "", failuresOnly: request.query.flag("failures"),
      limit: request.query.count("limit") ?? 100)
    let selection = selection(request)
    let operations = core.withMonitor { $0.recentOperations }
    return try rows(request) { (rows: RowStream<OperationRecord>) in
      let found = operations.newest(query, through: core.now) { selection.includes($0.end) && includes($0.wrapperName) }
      for record in found { try rows.append(record) }
    }
  }

  private func costs(_ request: APIRoute.Request, by grouping: CostGrouping) async throws(HTTPProblem) -> HTTPResponse {
    let export = RowExport(.costs(grouping), of: selection(request), as: format(request))
    let bytes = Mutex<[UInt8]>([])
    do {
      try await export.run(from: CoreExport(core)) { more in try bytes.withLock { try Self.append(more, to: &$0) } }
    } catch {
      throw Self.problem(error)
    }
    return response(bytes.withLock { $0 }, export.format)
  }

  // MARK: Rows

  private func rows<Row: ExportRow>(
    _ request: APIRoute.Request, _ body: (RowStream<Row>) throws -> Void
  ) throws(HTTPProblem) -> HTTPResponse {
    var bytes: [UInt8] = []
    let format = format(request)
    do {
      try withoutActuallyEscaping({ (more: [UInt8]) in try Self.append(more, to: &bytes) }) { write in
        let rows = RowStream<Row>(format: format, write: write)
        try body(rows)
        try rows.finish()
      }
    } catch {
      throw Self.problem(error)
    }
    return response(bytes, format)
  }

  private struct IsTooLarge: Error {}

  private static func append(_ more: [UInt8], to bytes: inout [UInt8]) throws {
    guard bytes.count + more.count <= limit else { throw IsTooLarge() }
    bytes += more
  }

  private static func problem(_ error: any Error) -> HTTPProblem {
    error is IsTooLarge
      ? HTTPProblem(
        422,
        "the answer would have more than \(limit >> 20) MiB: ask for less by wrapper, since and until, or use "
          + "wraptop export --store FILE")
      : HTTPProblem(500, "\(error)")
  }

  private func response(_ bytes: [UInt8], _ format: ExportFormat) -> HTTPResponse {
    HTTPResponse(type: format.mediaType, body: bytes)
  }

  // MARK: Queries

  private func format(_ request: APIRoute.Request) -> ExportFormat { request.query.choice("format") ?? .json }

  private func selection(_ request: APIRoute.Request) -> ExportSelection {
    ExportSelection(
      wrappers: request.query.text("wrapper").map { NameGlob($0) },
      since: request.query.time("since", at: core.now), until: request.query.time("until", at: core.now))
  }

  private func wrapper(_ request: APIRoute.Request) throws(HTTPProblem) -> String {
    try SnapshotRoutes.wrapper(request, of: core.snapshot(.figuresOnly)).name
  }
}

extension ExportFormat {
  var mediaType: String {
    switch self {
    case .json: "application/json"
    case .jsonl: "application/jsonl"
    case .csv: "text/csv; charset=utf-8"
    }
  }
}

extension HTTPProblem {
  /// A path that names a wrapper which is not there.
  static func unknownWrapper(_ name: String, among known: [String]) -> HTTPProblem {
    HTTPProblem(404, "\(ShownText.name(name)): no wrapper has that name\(Suggestion.text(for: name, among: known))")
  }
}
