import Events
import Testing

@testable import Monitoring

/// Operations that are reported as they happen (article Events, Lifecycle events).
@Suite struct StepTests {
  private func start(_ id: String = "a", _ time: String = "2026-01-01T23:50:00Z") -> String {
    #"{"event":"start","operation_id":"\#(id)","wrapper_name":"w","operation_type":"chat","time":"\#(time)"}"#
  }
  private func step(_ event: String, _ fields: String = "", id: String = "a", at time: String = "2026-01-01T23:50:02Z")
    -> String
  {
    #"{"event":"\#(event)","operation_id":"\#(id)","time":"\#(time)"\#(fields.isEmpty ? "" : ",")\#(fields)}"#
  }
  private func last(_ lines: String...) -> OperationRecord? {
    var feed = Feed()
    feed.batch(lines)
    #expect(feed.rejected == [])
    #expect(feed.applied.accepted == UInt64(lines.count))
    return feed.state.operations.records { _, _ in true }.last
  }

  @Test func endWithoutAnOutcomeIsSuccess() {
    let record = last(start(), step("end"))
    #expect(record?.status == .success)
    #expect(record?.durationMs == 2000)
    #expect(record?.operationType == "chat")
    #expect(record?.operationID == "a")
  }

  @Test func firstOutcomeSetsTheEndAndLastOutcomeWins() {
    let record = last(
      start(), step("success", at: "2026-01-01T23:50:01Z"),
      step("error", #""error_message":"m""#, at: "2026-01-01T23:50:02Z"),
      step("end", at: "2026-01-01T23:50:09Z"))
    #expect(record?.status == .error)
    #expect(record?.end == time("2026-01-01T23:50:01Z"))
    #expect(record?.errorMessage == "m")
  }

  @Test func fallbackIsNoOutcome() {
    #expect(last(start(), step("fallback", #""fallback_reason":"r""#), step("end"))?.status == .fallback)
    #expect(
      last(start(), step("fallback", #""fallback_reason":"r""#), step("success"), step("end"))?.status == .fallback)
    let failed = last(start(), step("fallback", #""fallback_reason":"r""#), step("timeout"), step("end"))
    #expect(failed?.status == .timeout)
    #expect(failed?.fallbackUsed == true)
    #expect(failed?.fallbackReason == "r")
  }

  @Test func fatalErrorHasItsCode() {
    let record = last(start(), step("fatal_error", #""error_message":"m","error_code":"x""#), step("end"))
    #expect(record?.errorCode == "FATAL_ERROR")
    #expect(record?.status == .error)
  }

  @Test func cancelFails() { #expect(last(start(), step("cancel"), step("end"))?.status == .cancelled) }

  @Test func resultCarriesCost() {
    #expect(
      last(start(), step("success", #""result":{"cost_estimate":0.5,"quality_score":0.9}"#), step("end"))?.cost
        == Money("0.5"))
  }

  @Test func costEventSetsTheCostOfAnActiveOperation() {
    var feed = Feed()
    let cost = step("cost", #""wrapper_name":"w","cost_estimate":0.25"#)
    feed.lines(start(), cost, cost, step("success", #""result":{"cost_estimate":9}"#), step("end"))
    #expect(feed.applied.duplicates == 1)
    #expect(feed.wrapper()?.totals.cost == Money("0.25"))
    #expect(feed.wrapper()?.costToday == .zero)  // 23:50 was yesterday
  }

  @Test func costEventAloneAddsToSpendingOnly() {
    var feed = Feed()
    feed.lines(#"{"event":"cost","operation_id":"z","wrapper_name":"w","total_cost":3,"time":"2026-01-02T00:00:00Z"}"#)
    #expect(feed.wrapper()?.totals.total == 0)
    #expect(feed.wrapper()?.totals.cost == Money("3"))
    #expect(feed.wrapper()?.costToday == Money("3"))
  }

  @Test func unknownOperationIsRejectedAndSecondStartIsADuplicate() {
    var feed = Feed()
    feed.lines(step("end"), step("success", id: "b"), start(), start(), step("end"), step("end"))
    #expect(feed.applied.rejectedSteps == 2)
    // The second start, and the second end, whose operation has completed by then.
    #expect(feed.applied.duplicates == 2)
    #expect(feed.applied.accepted == 2)
    #expect(feed.wrapper()?.totals.total == 1)
  }

  @Test func startedRecordIsCompletedByALaterOne() {
    var feed = Feed()
    feed.lines(#"{"operation_id":"a","wrapper_name":"w","status":"started","start_time":"2026-01-01T23:50:00Z"}"#)
    #expect(feed.wrapper()?.totals.active == 1)
    #expect(feed.wrapper()?.totals.total == 0)
    feed.lines(#"{"operation_id":"a","wrapper_name":"w","end_time":"2026-01-01T23:51:00Z"}"#)
    #expect(feed.wrapper()?.totals.active == 0)
    #expect(feed.wrapper()?.totals.total == 1)
  }

  @Test func abandonedIsNeitherSuccessNorFailure() {
    var feed = Feed()
    feed.lines(start("a", "2026-01-01T22:59:59Z"), start("b", "2026-01-01T23:00:00Z"))
    feed.state.abandon(now: feed.now)
    #expect(feed.wrapper()?.totals.abandoned == 1)
    #expect(feed.wrapper()?.totals.active == 1)
    #expect(feed.wrapper()?.totals.failed == 0)
    feed.lines(step("end", id: "a"))
    #expect(feed.applied.rejectedSteps == 1)
  }

  @Test func whileCatchingUpOperationsAgeByTheirSource() {
    var feed = Feed(now: "2026-06-01T00:00:00Z")
    feed.lines(start("a", "2026-01-01T22:00:00Z"), start("b", "2026-01-01T22:30:00Z"), source: 4)
    feed.state.abandon(now: feed.now, catchingUp: [4])
    #expect(feed.wrapper()?.totals.active == 2)
    feed.lines(operation("2026-01-01T23:15:00Z"), source: 4)
    feed.state.abandon(now: feed.now, catchingUp: [4])
    #expect(feed.wrapper()?.totals.active == 1)
    feed.state.abandon(now: feed.now)
    #expect(feed.wrapper()?.totals.active == 0)
  }

  @Test func anEndAfterTheAgeIsOfAnUnknownOperation() {
    var feed = Feed()
    feed.isCatchingUp = true
    feed.lines(
      start("a", "2026-01-01T21:00:00Z"), operation("2026-01-01T22:00:01Z"), step("end", at: "2026-01-01T23:00:00Z"))
    #expect(feed.applied.rejectedSteps == 1)
    #expect(feed.wrapper()?.totals.abandoned == 1)
    #expect(feed.wrapper()?.totals.total == 1)
  }

  @Test func flushTellsWhatCameBeforeIt() {
    var feed = Feed()
    feed.lines(
      "nonsense", operation("2026-01-01T23:00:00Z"), step("end"), #"{"event":"flush","id":"x"}"#, "nonsense",
      #"{"event":"flush","id":-7}"#)
    #expect(feed.applied.flushes.map(\.label) == ["x", "-7"])
    #expect(feed.applied.flushes.map(\.isNumber) == [false, true])
    #expect(feed.applied.flushes.map(\.accepted) == [1, 1])
    #expect(feed.applied.flushes.map(\.rejected) == [2, 3])
  }

  @Test func manyShortOperationsBehindALongOneLeaveNothingBehind() {
    var active = ActiveOperations()
    _ = active.begin(
      OperationKey(high: 0, low: 0), wrapper: 0, id: "", type: "", start: Timestamp(seconds: 1), source: 0)
    for i in 1...10_000 {
      let key = OperationKey(high: 1, low: UInt64(i))
      #expect(active.begin(key, wrapper: 0, id: "", type: "", start: Timestamp(seconds: Int64(i) + 1), source: 0).begun)
      #expect(active.end(key) != nil)
    }
    #expect(active.count == 1)
    #expect(active.oldestStart(of: 0) == Timestamp(seconds: 1))
  }
}
