import Alerting
import Events
import Glibc
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Reports

/// The figures as metrics (article Metrics).
@Suite(.waiting) struct MetricsReportTests {
  private static let parser = "/usr/lib/python3/dist-packages/prometheus_client/openmetrics/parser.py"

  private func snapshot() -> Snapshot {
    var sample = Sample.withBudgets()
    var histogram = ExponentialHistogram()
    for milliseconds: Int64 in [0, 1, 5, 100, 100, 2000, 400_000] {
      histogram.add(nanoseconds: milliseconds * 1_000_000)
    }
    sample.monitor.wrappers[1].durationHistogram = histogram
    var counters = CoreCounters()
    counters.events = 1234
    counters.applying.add(.milliseconds(250))
    counters.applying.add(.milliseconds(500))
    counters.residentBytes = 50_000_000
    counters.processorTime = .milliseconds(1500)
    counters.uptime = .seconds(3600)
    sample.counters = counters
    return sample
  }

  private func lines(_ snapshot: Snapshot, _ form: MetricsForm = .openMetrics) -> [String] {
    String(decoding: MetricsReport(form, version: "1.2.3").bytes(of: snapshot), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func figuresAreThoseOfTheSnapshot() {
    let lines = lines(snapshot())
    let name = "a-router-with-a-long-name"
    for line in [
      "# TYPE wraptop_operations counter", "wraptop_build_info{version=\"1.2.3\"} 1",
      "wraptop_operations_total{wrapper=\"\(name)\",outcome=\"success\"} 900",
      "wraptop_operations_total{wrapper=\"\(name)\",outcome=\"fallback\"} 0",
      "wraptop_operations_total{wrapper=\"\(name)\",outcome=\"error\"} 290",
      "wraptop_operations_total{wrapper=\"\(name)\",outcome=\"timeout\"} 7",
      "wraptop_operations_total{wrapper=\"\(name)\",outcome=\"cancelled\"} 3",
      "wraptop_errors_total{wrapper=\"\(name)\"} 300", "wraptop_fallbacks_total{wrapper=\"\(name)\"} 100",
      "wraptop_active_operations{wrapper=\"\(name)\"} 2", "# UNIT wraptop_cost_usd usd",
      "wraptop_cost_usd_total{wrapper=\"\(name)\"} 12.300000001",
      "wraptop_estimated_cost_usd_total{wrapper=\"\(name)\"} 0.3",
      "wraptop_budget_ratio{wrapper=\"\(name)\",period=\"day\"} 1230.0000001",
      "wraptop_overall_budget_ratio{period=\"day\"} 0.836",
      "wraptop_overall_budget_spent_usd{period=\"month\"} 123456.789",
      "wraptop_operation_duration_seconds_bucket{wrapper=\"\(name)\",le=\"0.004194304\"} 2",
      "wraptop_operation_duration_seconds_bucket{wrapper=\"\(name)\",le=\"0.008388608\"} 3",
      "wraptop_operation_duration_seconds_bucket{wrapper=\"\(name)\",le=\"0.134217728\"} 5",
      "wraptop_operation_duration_seconds_bucket{wrapper=\"\(name)\",le=\"274.877906944\"} 6",
      "wraptop_operation_duration_seconds_bucket{wrapper=\"\(name)\",le=\"+Inf\"} 7",
      "wraptop_operation_duration_seconds_count{wrapper=\"\(name)\"} 7",
      "wraptop_operation_duration_seconds_sum{wrapper=\"\(name)\"} 504.60000025",
      "wraptop_health_score{wrapper=\"\(name)\"} 0.504", "wraptop_system_health_score 0.504",
      "wraptop_alerts{severity=\"critical\",state=\"firing\"} 0", "wraptop_core_events_total 1234",
      "wraptop_core_batch_seconds_count 2", "wraptop_core_batch_seconds_sum 0.75",
      "process_resident_memory_bytes 50000000", "process_cpu_seconds_total 1.5",
    ] { #expect(lines.contains(line), "\(line)") }
    #expect(lines.suffix(2) == ["# EOF", ""])
    // One that is idle has no score.
    #expect(lines.count { $0.hasPrefix("wraptop_health_score{") } == 1)
  }

  @Test func theOlderTextHasTheSameSamples() {
    let (new, old) = (lines(snapshot()), lines(snapshot(), .prometheus))
    #expect(new.filter { !$0.hasPrefix("#") } == old.filter { !$0.hasPrefix("#") })
    #expect(old.contains("# TYPE wraptop_operations_total counter") && old.contains("# TYPE wraptop_build_info gauge"))
    #expect(!old.contains { $0.hasPrefix("# UNIT") || $0 == "# EOF" })
  }

  @Test(
    arguments: [
      (nil, true), ("*/*", true), ("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", true),
      ("text/plain", false), ("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", false),
    ] as [(String?, Bool)])
  func theReaderChoosesTheForm(accept: String?, isNew: Bool) {
    #expect((MetricsForm(accept: accept) == .openMetrics) == isNew)
  }

  private var hostile: Snapshot {
    var sample = snapshot()
    sample.monitor.wrappers = [
      "a\"b\\c", "a\nb", "a\u{1B}b", "a\u{202E}b", "a\u{FFFD}b", "(other)", String(repeating: "é", count: 200),
      String(repeating: "é", count: 200) + "x", "", " ", "}{", "# EOF",
    ].map { name in
      var wrapper = Sample.failing()
      wrapper.name = name
      wrapper.durationHistogram = ExponentialHistogram()
      return wrapper
    }
    return sample
  }

  @Test func namesFromOutsideStayLabels() {
    let lines = lines(hostile)
    let labels = lines.filter { $0.hasPrefix("wraptop_errors_total{") }
    #expect(labels.count == 12 && Set(labels).count == 12)
    #expect(labels[0] == #"wraptop_errors_total{wrapper="a\"b\\c"} 300"#)
    #expect(labels.allSatisfy { $0.utf8.count < 200 })
    #expect(!lines.contains { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E } })
  }

  // What Python's library reads of a text: families, samples and labels, and that no sample comes twice.
  private static let script = """
    import sys
    from prometheus_client.openmetrics import parser as new
    from prometheus_client import parser as old
    chosen = new if sys.argv[1] == 'new' else old
    seen = set()
    for family in chosen.text_string_to_metric_families(sys.stdin.read()):
        assert family.documentation, family
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in seen, key
            seen.add(key)
            if sample.name in ('wraptop_errors_total', 'wraptop_errors'):
                print(sample.labels['wrapper'], sample.value)
    print(len(seen))
    """

  @Test(.enabled(if: access(parser, R_OK) == 0, "needs python3-prometheus-client"), arguments: ["new", "old"])
  func aParserReadsThem(form: String) throws {
    for sample in [snapshot(), hostile] {
      let text = String(
        decoding: MetricsReport(form == "new" ? .openMetrics : .prometheus, version: "1").bytes(of: sample),
        as: UTF8.self)
      let run = try ProgramRun(
        "/usr/bin/python3", ["-c", Self.script, form],
        environment: ["PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"], input: text)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      let samples = text.split(separator: "\n").count { !$0.hasPrefix("#") }
      #expect(run.output.hasSuffix("\n\(samples)\n"), "\(run.output)")
      if sample.monitor.wrappers.count == 12 { #expect(run.output.hasPrefix("a\"b\\c 300")) }
    }
  }
}
