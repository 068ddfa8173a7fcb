import Events
import Foundation
import Monitoring
import Reports
import TestSupport
import Testing

@testable import Service

/// What `export operations` writes can be read in again, and comes to the same.
@Suite(.waiting) struct ExportAgainTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let now = Timestamp(seconds: 1_767_312_000)

  private func core(_ prices: PriceTable?) -> Core {
    Core(detail: .all, money: CostSettings(prices: prices)) { Self.now }
  }

  // Operations of all kinds, steps among them.
  private func lines(_ seed: UInt64) -> String {
    var random = SeededRandom(seed: seed)
    func some<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &random)] }
    var text = ""
    for number in 0..<300 {
      let end = Self.now.advanced(microseconds: -Int64.random(in: 0...7_000_000_000, using: &random))
      let start = end.advanced(microseconds: -Int64.random(in: -5...3_000_000, using: &random))
      var fields = [
        some([#""model_used":"m""#, #""model_used":"?""#, #""selected_model":"m""#, #""hit":true"#]),
        some([#""prompt_tokens":100,"completion_tokens":7"#, #""tokens_used":9"#, #""tokens_used":0"#, #""n":1e-7"#]),
        some([
          #""api_cost":0.123456789"#, #""total_cost":"2.5e-9""#, #""api_cost":0"#, #""cost_savings":-3.25"#,
          #""r":"x""#,
        ]),
      ]
      fields.append(
        some([#""list":[1,2.5,"a",true]"#, #""o":{"a":{"b":3},"l":[4,"c"]}"#, #""d":{"x":{"y":{"z":1}}}"#]))
      let metrics = #""custom_metrics":{\#(fields.joined(separator: ","))}"#
      let id = "op-\(number)"
      if number % 7 == 0 {
        text += #"{"event":"start","operation_id":"\#(id)","wrapper_name":"steps","time":"\#(start)"}"# + "\n"
        text +=
          #"{"event":"\#(some(["success", "timeout", "cancel"]))","operation_id":"\#(id)","time":"\#(end)",\#(metrics)}"#
        text += "\n" + #"{"event":"end","operation_id":"\#(id)","time":"\#(end)"}"# + "\n"
        continue
      }
      let times = some([
        #""start_time":"\#(start)","end_time":"\#(end)""#, #""end_time":"\#(end)","duration_ms":12.345678"#,
        #""start_time":"\#(start)","duration_ms":0.5"#, #""end_time":"\#(end)""#,
      ])
      let cost = some([
        "", #","cost_estimate":0.000000001"#, #","cost_estimate":"0.123456789""#, #","cost_estimate":0"#,
        #","cost_usd":"7","cost_is_estimated":true"#, #","cost_usd":-1"#, #","cost_estimate":999999.999999999"#,
      ])
      let outcome = some([
        #""status":"success""#, #""status":"error","error_message":"it \"broke\"","error_code":"429""#,
        #""status":"fallback","fallback_reason":"slow","fallback_duration_ms":3"#, #""status":"timeout""#,
        #""status":"error","fallback_used":true"#, #""success":false"#, #""status":"cancelled""#,
      ])
      text += #"{"operation_id":"\#(id)","wrapper_name":"\#(some(["a", "b\\n", "ü"]))","operation_type":"t",\#(times),"#
      text += #"\#(outcome)\#(cost),"request_id":"r-\#(number % 5)","user_id":"u\#(number % 9)","quality_score":0.25,"#
      text += #""cpu_usage_percent":12.5,\#(metrics)}"# + "\n"
    }
    return text
  }

  private func read(_ text: String, _ name: String, _ prices: PriceTable?) async throws -> (Core, [UInt8]) {
    try folder.append(text, to: name)
    let core = core(prices)
    let intake = try Intake(core: core, plan: IntakePlan(patterns: [folder(name)]), keepsMetrics: true)
    var bytes: [UInt8] = []
    try await RowExport(.operations, of: ExportSelection(), as: .jsonl).run(from: InputExport(intake)) { bytes += $0 }
    return (core, bytes)
  }

  private func summary(_ core: Core) -> [BreakdownSummary] {
    core.withMonitor { state in
      state.wrapperNames.sorted().map { name in
        let number = state.wrapperNames.firstIndex(of: name) ?? 0
        return state.breakdown(of: number, from: Self.now.advanced(seconds: -86_400), through: Self.now)
      }
    }
  }

  // Names that were joined are names by themselves when they are read again.
  private func expectSame(_ a: [BreakdownSummary], _ b: [BreakdownSummary]) {
    for (one, other) in zip(a, b) {
      #expect(one.all.costs == other.all.costs && one.all.tokens == other.all.tokens)
      #expect(one.all.unpricedTokens == other.all.unpricedTokens && one.all.operations == other.all.operations)
      #expect(one.models.map(\.costs) == other.models.map(\.costs))
      #expect(one.users.map(\.costs) == other.users.map(\.costs))
      #expect(one.errorCodes.map(\.costs) == other.errorCodes.map(\.costs))
      #expect(one.fallbacks.map(\.name) == other.fallbacks.map(\.name))
      #expect(one.numbers == other.numbers && one.values == other.values)
      #expect(one.all.apiCost == other.all.apiCost && one.all.savings == other.all.savings)
    }
  }

  @Test(arguments: [true, false], [5, 6])
  func exportsAreReadInAgain(hasPrices: Bool, seed: UInt64) async throws {
    let prices =
      hasPrices ? PriceTable(["m": TokenPrices(input: 2_500_000_000_001, output: 10_000_000_000_000)]) : nil
    let (first, bytes) = try await read(lines(seed), "first.jsonl", prices)
    let exported = String(decoding: bytes, as: UTF8.self)
    #expect(exported.contains(#""request_id":"r-3""#) && exported.contains(#""list":[1,2.5,"a",true]"#))
    // What was estimated stays so without the table that it was estimated by.
    let (second, again) = try await read(exported, "second.jsonl", nil)
    let (before, after) = (first.snapshot().monitor, second.snapshot().monitor)
    let costs = before.wrappers.map(\.totals.costs).reduce(.zero, +)
    #expect(costs.unpriced > 0 && costs.estimated > .zero && costs.amount > costs.estimated)
    #expect(before.wrappers.map(\.name) == after.wrappers.map(\.name))
    for (one, other) in zip(before.wrappers, after.wrappers) {
      var (mine, theirs) = (one.totals, other.totals)
      // What was left out and what never ended is not exported.
      (mine.metricsLeftOut, theirs.metricsLeftOut, mine.abandoned) = (0, 0, 0)
      #expect(mine == theirs, "\(one.name)")
      #expect(one.costsToday == other.costsToday && one.range == other.range)
      #expect(one.health.sums.operations == other.health.sums.operations)
    }
    expectSame(summary(first), summary(second))
    #expect(second.snapshot().sources.map(\.rejected) == [0])
    #expect(again == bytes)
  }
}
