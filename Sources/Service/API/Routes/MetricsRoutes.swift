import HTTPServer
import Monitoring
import Reports
import Snapshots

/// Figures for Prometheus and its like.
enum MetricsRoutes {
  /// - Parameter version: that of the program.
  static func routes(_ core: Core, version: String) -> [APIRoute] {
    [
      APIRoute(
        "GET", MetricsAccess.path, .read, "Figures as metrics: OpenMetrics 1.0, or Prometheus's older text.",
        answer: .text("application/openmetrics-text")
      ) { request in
        let form = MetricsForm(accept: request.http.head["Accept"])
        let report = MetricsReport(form, version: version)
        return HTTPResponse(type: form.mediaType, body: report.bytes(of: core.snapshot(wanted)))
      }
    ]
  }

  private static var wanted: SnapshotRequest {
    var scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    scope.lastHour = .some([])
    scope.durationHistograms = true
    return SnapshotRequest(scope: scope, counters: true)
  }
}
