import Events
import Testing

@testable import Monitoring

/// What a source tells of a plan stands beside the wrapper, as its last operation had it.
@Suite struct PlanQuotaTests {
  private func line(_ end: String, _ metrics: String) -> String {
    #"{"wrapper_name":"w","end_time":"2026-01-01T23:\#(end):00Z","custom_metrics":{\#(metrics)}}"#
  }

  private func plan(_ lines: String...) -> [PlanQuota]? {
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    for line in lines { feed.lines(line) }
    var scope = SnapshotScope()
    scope.detail = .all
    return feed.state.snapshot(at: feed.now, scope: scope).wrappers.first?.detail?.plan
  }

  @Test func theLastOneCounts() {
    let later = line("40", #""plan_used_percent":42.5,"plan_resets_at":"2026-01-02T04:00:00Z""#)
    let earlier = line("30", #""plan_used_percent":99"#)
    let expected = [PlanQuota(usedPercent: 42.5, resetsAt: Timestamp("2026-01-02T04:00:00Z"))]
    #expect(plan(earlier, later) == expected)
    #expect(plan(later, earlier) == expected)
    #expect(plan(later, line("50", #""model_used":"m""#)) == expected)
  }

  @Test func aPlanCanHaveTwoWindowsOrNone() {
    let both = line("40", #""plan_long_used_percent":7,"plan_used_percent":1,"plan_resets_at":"soon""#)
    #expect(plan(both) == [PlanQuota(usedPercent: 1), PlanQuota(usedPercent: 7)])
    #expect(plan(line("40", #""tokens_used":3"#)) == [])
    #expect(plan(line("40", #""plan_used_percent":"much""#)) == [])
  }
}
