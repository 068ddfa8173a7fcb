import Events
import Ingestion
import Monitoring
import TestSupport
import Testing

@testable import Service

/// Files whose records tell tokens and no cost, with prices.
@Suite(.waiting) struct PricedTailTests {
  private let money = CostSettings(
    prices: PriceTable(["m": TokenPrices(input: 2_500_000_000_000, output: 10_000_000_000_000)]))

  private func record(_ id: Int, _ model: String, cost: String? = nil) -> String {
    #"{"operation_id":"\#(id)","wrapper_name":"w","end_time":"2026-01-01T23:30:00Z","#
      + (cost.map { #""cost_estimate":\#($0),"# } ?? "")
      + #""custom_metrics":{"model_used":"\#(model)","prompt_tokens":1000,"completion_tokens":100}}"# + "\n"
  }

  @Test(arguments: [Core.Detail.none, .all])
  func aSnapshotHasTheEstimates(detail: Core.Detail) async throws {
    let folder = try TemporaryFolder()
    // Each operation of m comes to 1000 x $2.50 + 100 x $10 per million = $0.0035.
    var text = record(0, "m", cost: "0.25") + record(1, "unknown")
    for id in 2..<20_002 { text += record(id, "openai/m-2026-01-01") }
    let file = try folder.file("events.jsonl", text)
    let core = Core(standsStill: true, detail: detail, money: money) { testNow }
    try await Intake(core: core, plan: IntakePlan(patterns: [file])).readOnce()
    let totals = try #require(core.snapshot().monitor.wrappers.first).totals
    #expect(totals.total == 20_002)
    #expect(totals.estimated == Money("70"))
    #expect(totals.cost == Money("70.25"))
    #expect(totals.unpriced == 1)
  }

  @Test func exportedOperationsHaveTheEstimates() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("events.jsonl", record(0, "m", cost: "0.25") + record(1, "m") + record(2, "unknown"))
    let core = Core(standsStill: true, money: money) { testNow }
    var records: [OperationRecord] = []
    try await InputExport(Intake(core: core, plan: IntakePlan(patterns: [file]))).operations(ExportSelection()) {
      records.append($0)
    }
    #expect(records.map(\.cost) == [Money("0.25"), Money("0.0035"), nil])
    #expect(records.map(\.isCostEstimated) == [false, true, false])
  }
}
