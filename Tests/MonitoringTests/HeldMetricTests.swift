import Events
import Testing

@testable import Monitoring

/// The metrics of operations: of whole records, and of steps until the operation ends.
@Suite struct HeldMetricTests {
  private let start = #"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T23:50:00Z","#
  private func step(_ event: String, _ fields: String) -> String {
    #"{"event":"\#(event)","operation_id":"a","time":"2026-01-01T23:50:02Z",\#(fields)}"#
  }
  private func records(_ feed: Feed) -> [OperationRecord] { feed.state.operations.records { _, _ in true } }
  private func metric(_ name: String, _ value: MetricValue.Value, isCustom: Bool = true) -> MetricValue {
    MetricValue(name: name, isCustom: isCustom, value: value)
  }

  @Test(arguments: [1, 20])
  func recordsHaveTheirMetrics(count: Int) {
    var feed = Feed()
    let line =
      #"{"wrapper_name":"w","end_time":"2026-01-01T23:00:00Z","network_calls":2,"#
      + #""custom_metrics":{"region":"eu","hit":false}}"#
    feed.batch(Array(repeating: line, count: count))
    #expect(records(feed).count == count)
    #expect(
      records(feed).last?.metrics == [
        metric("network_calls", .number(2), isCustom: false), metric("region", .text("eu")),
        metric("hit", .flag(false)),
      ])
  }

  @Test func theLaterStepWinsPerKey() {
    var feed = Feed()
    feed.lines(start + #""user_id":"u","custom_metrics":{"x":1,"y":"a"}}"#)
    feed.lines(step("fallback", #""fallback_reason":"r","custom_metrics":{"y":"b","z":true}"#))
    feed.lines(step("cost", #""wrapper_name":"w","api_cost":0.25"#))
    feed.lines(
      step("success", #""custom_metrics":{"x":2,"user_id":"v"},"result":{"quality_score":0.5,"execution_time_ms":9}"#),
      step("end", #""custom_metrics":{"z":null}"#))
    #expect(feed.rejected == [])
    #expect(
      records(feed).last?.metrics == [
        metric("user_id", .text("u"), isCustom: false), metric("x", .number(2)), metric("y", .text("b")),
        metric("z", .flag(true)), metric("api_cost", .number(0.25)),
        metric("quality_score", .number(0.5), isCustom: false), metric("user_id", .text("v")),
        metric("result_execution_time_ms", .number(9)),
      ])
  }

  @Test func stepsOfUnknownAndDuplicateOperationsLeaveNothing() {
    var feed = Feed()
    feed.lines(
      step("success", #""custom_metrics":{"x":1}"#), start + #""custom_metrics":{"x":2}}"#,
      start + #""custom_metrics":{"x":3}}"#, step("end", #""custom_metrics":{"y":4}"#),
      step("end", #""custom_metrics":{"x":5}"#))
    #expect(feed.rejected == ["unknownOperation"])
    #expect(records(feed).map(\.metrics) == [[metric("x", .number(2)), metric("y", .number(4))]])
  }

  @Test func anOperationHoldsABoundedNumber() {
    var feed = Feed()
    func many(_ keys: Range<Int>) -> String {
      #""custom_metrics":{"# + keys.map { #""k\#($0)":\#($0)"# }.joined(separator: ",") + "}"
    }
    feed.lines(start + many(0..<200) + "}", step("success", many(150..<300)), step("end", many(0..<300)))
    let metrics = records(feed).last?.metrics ?? []
    #expect(metrics == (0..<256).map { metric("k\($0)", .number(Double($0))) })
    #expect(feed.state.wrappers[0].totals.metricsLeftOut == 44 + 44)
  }

  @Test func operationsUnderWayTogetherHoldABoundedNumber() {
    var active = ActiveOperations(metricLimit: 1000)
    let metrics = (0..<250).map { HeldMetric(name: "k\($0)", origin: .custom, value: .flag(true)) }
    let keys = (0..<5).map { OperationKey(high: 0, low: UInt64($0)) }
    for key in keys {
      _ = active.begin(key, wrapper: 0, id: "", type: "", start: Timestamp(seconds: 1), source: 0)
      #expect(active.hold(metrics, of: key) == (key == keys[4] ? 250 : 0))
    }
    #expect(active.end(keys[0])?.metrics == metrics)
    #expect(active.hold(metrics, of: keys[4]) == 0)
  }

  @Test func moneyKeepsItsBillionths() {
    var feed = Feed()
    feed.lines(start + #""custom_metrics":{"api_cost":0.1234567895}}"#)
    let held = feed.state.active[OperationKey("a", seed: 3)]?.metrics
    #expect(
      held == [HeldMetric(name: "api_cost", origin: .custom, value: .number(0.1234567895), billionths: 123_456_790)])
  }
}
