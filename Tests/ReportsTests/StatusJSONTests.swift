import Events
import Foundation
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Reports

@Suite struct StatusJSONTests {
  private func document(_ snapshot: Snapshot) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(StatusJSON().bytes(of: snapshot))) as? [String: Any])
  }

  @Test func looksLikeTheGoldenDocument() throws {
    expectGolden(String(decoding: StatusJSON().bytes(of: Sample.snapshot()), as: UTF8.self), named: "status-json")
  }

  @Test func budgetsLookLikeTheGoldenDocument() throws {
    expectGolden(
      String(decoding: StatusJSON().bytes(of: Sample.withBudgets()), as: UTF8.self), named: "status-budgets-json")
  }

  @Test func budgetsAreExactAndHaveEveryKey() throws {
    let read = try document(Sample.withBudgets())
    let wrappers = try #require(read["wrappers"] as? [[String: Any]])
    let own = try #require(wrappers[0]["budget"] as? [String: Any])
    #expect(own["daily"] is NSNull)
    #expect(wrappers[2]["budget"] is NSNull)
    let daily = try #require((wrappers[1]["budget"] as? [String: Any])?["daily"] as? [String: Any])
    let over = try #require(read["budget"] as? [String: Any])
    let overDaily = try #require(over["daily"] as? [String: Any])
    for period in [daily, overDaily] {
      #expect(
        Set(period.keys) == [
          "budget_usd", "spent_usd", "remaining_usd", "percentage", "status", "burn_usd_per_hour", "projected_usd",
          "exhausted_at", "turns_at", "complete", "estimated_usd", "unpriced", "certainty",
        ])
    }
    #expect(daily["remaining_usd"] as? String == "-12.290000001")
    #expect(daily["status"] as? String == "exceeded")
    #expect(daily["exhausted_at"] is NSNull)
    #expect(overDaily["percentage"] as? Double == 41.8 / 50 * 100)
    #expect(overDaily["exhausted_at"] as? String == "2026-01-02T02:20:34.000000Z")
    #expect(overDaily["turns_at"] as? String == "2026-01-02T23:00:00.000000Z")
    #expect(overDaily["complete"] as? Bool == false)
  }

  @Test func isOneLine() {
    let bytes = StatusJSON().bytes(of: Sample.snapshot())
    #expect(bytes.last == UInt8(ascii: "\n"))
    #expect(bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1)
  }

  @Test func saysTheSameToAnotherParser() throws {
    let snapshot = Sample.snapshot()
    let read = try document(snapshot)
    let wrappers = try #require(read["wrappers"] as? [[String: Any]])
    #expect(wrappers.map { $0["wrapper_name"] as? String } == ["Zeta", "a\u{1B}[31m\u{202E}路由", "m"])
    let totals = try #require(wrappers[0]["totals"] as? [String: Any])
    #expect(totals["cost_usd"] as? String == "12.300000001")
    #expect(totals["p99_ms"] as? Double == 1e16)
    #expect(totals["duration_sum_ms"] as? Double == 504_600.00025)
    let stats = try #require(wrappers[0]["stats"] as? [String: Any])
    #expect(stats["p50_ms"] as? Double == 1.0 / 3)
    #expect(wrappers[2]["idle_since"] is NSNull)
    #expect(read["at"] as? String == "2026-01-02T00:00:00.000000Z")
  }

  @Test func hasEveryKeyWhateverThereIs() throws {
    let wrappers = try #require(try document(Sample.snapshot())["wrappers"] as? [[String: Any]])
    for part in ["health", "stats", "totals"] {
      let keys = wrappers.map { Set((($0[part] as? [String: Any]) ?? [:]).keys) }
      #expect(Set(keys).count == 1, "\(part) differs between wrappers")
      #expect(keys.allSatisfy { $0.count >= 12 })
    }
    let system = SystemHealth(
      score: 1, status: .noWrappers, totalWrappers: 0, healthyWrappers: 0, idleWrappers: 0, totalOperations: 0,
      activeOperations: 0, successRate: 1, errorCount: 0, operationsPerMinute: 0, lastHealthCheck: Sample.at)
    let empty = try document(
      Snapshot(monitor: MonitorSnapshot(at: Sample.at, system: system, wrappers: []), sources: []))
    #expect(Set(empty.keys) == ["schema", "at", "system", "budget", "wrappers", "sources", "alerts"])
    #expect((empty["system"] as? [String: Any])?.count == 17)
  }

  @Test func sourcesBeyondAThousandAreSummed() throws {
    var snapshot = Sample.snapshot()
    snapshot.sources = (0..<1003).map { number in
      var source = SourceStatus(name: "\(number).jsonl", kind: .file)
      source.lines = 2
      source.rejected = 1
      source.rejectedByReason = [number == 1001 ? .notJSON : .lineTooLong: 1]
      source.lastEvent = Timestamp(seconds: Int64(number))
      if number == 1002 { source.lagBytes = 7 }
      return source
    }
    let sources = try #require(try document(snapshot)["sources"] as? [[String: Any]])
    #expect(sources.count == 1001)
    #expect(sources[999]["name"] as? String == "999.jsonl")
    let others = sources[1000]
    #expect(others["name"] as? String == "(other)")
    #expect(others["lines"] as? Int == 6)
    #expect(others["kind"] as? String == "file")
    #expect(others["rejected_by_reason"] as? [String: Int] == ["notJSON": 1, "lineTooLong": 2])
    #expect(others["last_event"] as? String == "1970-01-01T00:16:42.000000Z")
    #expect(others["lag_bytes"] as? Int == 7)
    #expect(others["stored_bytes"] is NSNull)
  }

  @Test func aWrapperWithoutDetailHasNoStats() throws {
    var snapshot = Sample.snapshot()
    snapshot.monitor.wrappers[0].detail = nil
    let wrappers = try #require(try document(snapshot)["wrappers"] as? [[String: Any]])
    #expect(wrappers[1]["stats"] is NSNull)
  }
}

@Suite struct ExitStatusTests {
  @Test(arguments: [
    (SystemHealth.Status.healthy, Int32(0)), (.degraded, 1), (.critical, 2),
  ])
  func followsTheSystem(_ status: SystemHealth.Status, _ expected: Int32) {
    var snapshot = Sample.snapshot()
    snapshot.monitor.system.status = status
    #expect(exitStatus(for: snapshot) == expected)
  }

  @Test func isUnknownWithoutAnOperationInAnyWindow() {
    var snapshot = Sample.snapshot()
    snapshot.monitor.wrappers.removeAll { $0.health.sums.operations > 0 }
    #expect(exitStatus(for: snapshot) == 3)
    snapshot.monitor.wrappers = []
    #expect(exitStatus(for: snapshot) == 3)
  }
}
