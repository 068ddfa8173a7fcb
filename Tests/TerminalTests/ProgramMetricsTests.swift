import Foundation
import TestSupport
import Testing

/// Debian's Prometheus scrapes a core, and tells the figures by its own API.
@Suite(
  .waiting,
  .enabled(if: access("/usr/bin/prometheus", X_OK) == 0 && access("/usr/bin/curl", X_OK) == 0, "needs prometheus, curl")
)
struct ProgramMetricsTests {
  private let world: StoredProgram

  init() throws { world = try StoredProgram() }

  private func curl(_ arguments: String...) throws -> String {
    try ProgramRun("/usr/bin/curl", ["-s", "--max-time", "30"] + arguments, environment: [:]).output
  }

  // What Prometheus has for a query: labels joined, and the value.
  private func query(_ text: String, _ server: String) throws -> [String: String] {
    struct Answer: Decodable {
      struct Series: Decodable {
        struct Value: Decodable {
          var text: String

          init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            _ = try list.decode(Double.self)
            text = try list.decode(String.self)
          }
        }
        var metric: [String: String]
        var value: Value
      }
      struct Content: Decodable { var result: [Series] }
      var data: Content
    }
    let answer = try curl("-G", "--data-urlencode", "query=\(text)", "http://\(server)/api/v1/query")
    let series = try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).data.result
    let ignored: Set = ["__name__", "instance", "job"]
    return Dictionary(
      series.map { item in
        (
          item.metric.filter { !ignored.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value).joined(
            separator: " "), item.value.text
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func figuresAreTheSameInPrometheus() async throws {
    let core = try world.serve("--metrics", "127.0.0.1:0")
    let target = try #require(core.errors.firstMatch(of: #/http://(127\.0\.0\.1:\d+)/#)).1
    // A cent and a nano-dollar must not get lost.
    let costs = ["0.01", "0.02", "1234.560000001"]
    var lines = costs.enumerated().map { number, cost in
      StoredProgram.operation("c\(number)", of: "paid", more: #","cost_usd":\#(cost)"#)
    }.joined()
    lines += (0..<7).map { StoredProgram.operation("f\($0)", of: "o\\\"dd", more: #","status":"error""#) }.joined()
    try world.send(lines)
    try world.folder.append(
      "scrape_configs:\n- {job_name: wraptop, scrape_interval: 1s, static_configs: [{targets: ['\(target)']}]}\n",
      to: "prometheus.yml")
    let prometheus = try RunningProgram(
      "/usr/bin/prometheus",
      [
        "--config.file=\(world.folder("prometheus.yml"))", "--storage.tsdb.path=\(world.folder("data"))",
        "--web.listen-address=127.0.0.1:0",
      ], environment: [:], errorsPath: world.folder("prometheus.log"))
    let pattern = #/msg="Listening on" address=(127\.0\.0\.1:\d+)/#
    #expect(world.eventually { prometheus.errors.contains(pattern) || !prometheus.isRunning })
    let server = String(try #require(prometheus.errors.firstMatch(of: pattern), "\(prometheus.errors.suffix(2000))").1)
    #expect(try world.eventually { try query("wraptop_cost_usd_total", server)["paid"] == "1234.590000001" })
    #expect(try query("up", server) == ["": "1"])
    #expect(try query(#"wraptop_errors_total{wrapper="o\"dd"}"#, server) == [#"o"dd"#: "7"])
    #expect(try query("sum by (wrapper) (wraptop_operations_total)", server) == ["paid": "3", #"o"dd"#: "7"])
    #expect(try query("wraptop_operation_duration_seconds_count", server)["paid"] == "3")
    let median = "histogram_quantile(0.5, wraptop_operation_duration_seconds_bucket{wrapper=\"paid\"})"
    let seconds = try query(median, server)["paid"].flatMap { Double($0) }
    #expect(seconds.map { (0.004...0.009).contains($0) } == true, "\(String(describing: seconds))")
    #expect(try query("wraptop_build_info", server).values.first == "1")
    // The port has nothing else.
    #expect(try curl("-o", "/dev/null", "-w", "%{http_code}", "http://\(target)/v1/alerts") == "404")
    #expect(try curl("-I", "http://\(target)/metrics").contains("application/openmetrics-text; version=1.0.0"))
    prometheus.end(with: SIGTERM)
    #expect(core.end(with: SIGTERM) == 0)
  }
}
