import Events
import Foundation
import Ingestion
import Monitoring
import Reports
import TestSupport
import Testing

@testable import Service

/// Operations that are exported as inputs are read.
@Suite(.waiting) struct InputExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func core(_ detail: Core.Detail = .none) -> Core {
    Core(detail: detail) { Timestamp(seconds: 1_767_312_000) }
  }

  private func operations(
    _ lines: String, _ selection: ExportSelection = ExportSelection(), dedupes: Bool = false, core: Core? = nil
  ) async throws -> [OperationRecord] {
    try folder.append(lines, to: "events.jsonl")
    let plan = IntakePlan(patterns: [folder("events.jsonl")], dedupesFiles: dedupes)
    let source = InputExport(try Intake(core: core ?? self.core(), plan: plan, keepsMetrics: true))
    var records: [OperationRecord] = []
    try await source.operations(selection) { records.append($0) }
    return records
  }

  private func line(_ id: String, _ wrapper: String = "w", minute: Int = 0, more: String = "") -> String {
    #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","#
      + #""end_time":"2026-01-01T23:\#(minute < 10 ? "0" : "")\#(minute):00Z"\#(more)}"# + "\n"
  }

  @Test func operationsComeInTheOrderInWhichTheyCompleted() async throws {
    let lines =
      #"{"event":"start","operation_id":"steps","wrapper_name":"w","time":"2026-01-01T23:00:00Z"}"# + "\n" + line("1")
      + #"{"event":"error","operation_id":"steps","error_message":"bad","time":"2026-01-01T23:00:03Z"}"# + "\n"
      + #"{"event":"end","operation_id":"unknown"}"# + "\nbroken\n\n" + line("2")
      + #"{"event":"end","operation_id":"steps","time":"2026-01-01T23:00:04Z"}"# + "\n"
      + #"{"event":"end","operation_id":"steps","time":"2026-01-01T23:00:04Z"}"# + "\n" + line("3")
      + #"{"wrapper_name":"w","operation_id":"open","status":"started"}"# + "\n"
    let records = try await operations(lines)
    #expect(records.map(\.operationID) == ["1", "2", "steps", "3"])
    #expect(records[2].status == .error && records[2].durationMs == 3000 && records[2].errorMessage == "bad")
  }

  @Test func metricsAreAmongTheFields() async throws {
    let more = #","cpu_usage_percent":12.5,"user_id":"u","custom_metrics":{"model_used":"m","n":3,"on":true}"#
    let record = try #require(try await operations(line("1", more: more)).first)
    func value(_ name: String, isCustom: Bool) -> MetricValue.Value? {
      record.metrics.first { $0.name == name && $0.isCustom == isCustom }?.value
    }
    #expect(value("cpu_usage_percent", isCustom: false) == .number(12.5))
    #expect(value("user_id", isCustom: false) == .text("u"))
    #expect(value("model_used", isCustom: true) == .text("m"))
    #expect(value("n", isCustom: true) == .number(3))
    #expect(value("on", isCustom: true) == .flag(true))
  }

  @Test func duplicatesAreExportedOnce() async throws {
    let lines = line("1") + line("2") + line("1") + line("3") + line("2") + line("4")
    #expect(try await operations(lines, dedupes: true).map(\.operationID) == ["1", "2", "3", "4"])
  }

  @Test func whatIsSelectedIsExported() async throws {
    var lines = ""
    for minute in 0..<60 { lines += line("\(minute)", minute.isMultiple(of: 2) ? "even-w" : "odd-w", minute: minute) }
    let selection = ExportSelection(
      wrappers: NameGlob("even-*"), since: Timestamp("2026-01-01T23:10:00Z"), until: Timestamp("2026-01-01T23:14:00Z"))
    #expect(try await operations(lines, selection).map(\.operationID) == ["10", "12"])
  }

  @Test func largeFilesAreDecodedInParallelAndInOrder() async throws {
    var lines = ""
    for i in 0..<30_000 {
      if i.isMultiple(of: 3) {
        lines +=
          #"{"event":"start","operation_id":"\#(i)","wrapper_name":"w","time":"2026-01-01T23:00:00Z"}"# + "\n"
          + #"{"event":"end","operation_id":"\#(i)","time":"2026-01-01T23:00:01Z"}"# + "\n"
      } else {
        lines += line("\(i)")
      }
    }
    let records = try await operations(lines)
    #expect(records.map(\.operationID) == (0..<30_000).map { "\($0)" })
  }

  @Test func aReaderThatGoesAwayEndsTheReading() async throws {
    struct Gone: Error {}
    let lines = (0..<50_000).map { line("\($0)") }.joined()
    try folder.append(lines, to: "events.jsonl")
    let core = core()
    let source = InputExport(try Intake(core: core, plan: IntakePlan(patterns: [folder("events.jsonl")])))
    var count = 0
    await #expect(throws: Gone.self) {
      try await RowExport(.operations, of: ExportSelection(), as: .jsonl).run(from: source) { _ in
        count += 1
        throw Gone()
      }
    }
    #expect(count == 1)
    #expect(core.snapshot().sources[0].bytes < UInt64(lines.utf8.count))
  }

  @Test func seriesHaveTheSlotsWithOperations() async throws {
    try folder.append(
      line("1", "b", minute: 10) + line("2", "a", minute: 12) + line("3", "b", minute: 10) + line("4", "b", minute: 20),
      to: "events.jsonl")
    func rows(_ step: ExportStep, _ selection: ExportSelection = ExportSelection()) async throws -> [String] {
      let source = InputExport(try Intake(core: core(), plan: IntakePlan(patterns: [folder("events.jsonl")])))
      var rows: [String] = []
      try await source.series(selection, step: step) { row in
        rows.append("\(row.wrapperName) \(row.point.timestamp.clock) \(row.point.sums.operations)")
      }
      return rows
    }
    #expect(try await rows(.minute) == ["a 23:12:00 1", "b 23:10:00 2", "b 23:20:00 1"])
    #expect(try await rows(.hour) == ["a 23:00:00 1", "b 23:00:00 3"])
    // The slot in which the beginning lies is among them, the one that begins at the end is not.
    let selection = ExportSelection(
      wrappers: NameGlob("b"), since: Timestamp("2026-01-01T23:10:05Z"), until: Timestamp("2026-01-01T23:20:00Z"))
    #expect(try await rows(.tenSeconds, selection) == ["b 23:10:00 2"])
  }

  private func costRows(
    _ lines: String, _ detail: Core.Detail, _ selection: ExportSelection = ExportSelection()
  ) async throws -> [CostRow] {
    try folder.empty("events.jsonl")
    try folder.append(lines, to: "events.jsonl")
    let plan = IntakePlan(patterns: [folder("events.jsonl")])
    var rows: [CostRow] = []
    try await InputExport(try Intake(core: core(detail), plan: plan, keepsMetrics: true)).costs(selection) {
      rows.append($0)
    }
    return rows
  }

  @Test(arguments: [Core.Detail.all, .none]) func costsAreThoseOfEachDay(detail: Core.Detail) async throws {
    try folder.append("", to: "events.jsonl")
    let lines =
      #"{"wrapper_name":"b","end_time":"2026-01-01T23:59:59Z","cost_estimate":1.5}"# + "\n"
      + #"{"wrapper_name":"a","end_time":"2026-01-01T00:00:00Z","custom_metrics":{"api_cost":2,"tokens_used":7}}"#
      + "\n"
      + #"{"wrapper_name":"b","end_time":"2025-12-31T23:59:59Z","cost_estimate":0.25,"status":"error"}"# + "\n"
      + #"{"wrapper_name":"b","end_time":"2026-01-01T01:00:00Z","cost_estimate":1}"# + "\n"
      + #"{"event":"cost","operation_id":"?","wrapper_name":"b","time":"2025-12-30T12:00:00Z","api_cost":8}"# + "\n"
    let rows = try await costRows(lines, detail)
    #expect(
      rows.map { "\($0.wrapperName) \($0.costs.day.description.prefix(10)) \($0.costs.operations) \($0.costs.cost)" }
        == ["a 2026-01-01 1 2", "b 2025-12-30 0 8", "b 2025-12-31 1 0.25", "b 2026-01-01 2 2.5"])
    #expect(rows.map(\.costs.failed) == [0, 0, 1, 0])
    if detail == .all {
      #expect(rows[0].costs.made?.apiCost == Money("2") && rows[0].costs.made?.tokens == 7)
      #expect(rows[2].costs.made?.failureCost == Money("0.25"))
      #expect(rows.allSatisfy { $0.costs.made != nil })
    } else {
      #expect(rows.allSatisfy { $0.costs.made == nil })
    }
    let selection = ExportSelection(wrappers: NameGlob("b"), since: Timestamp("2026-01-01T12:00:00Z"))
    #expect(try await costRows(lines, detail, selection).map(\.costs.operations) == [2])
    let early = ExportSelection(until: Timestamp("2026-01-01T00:00:00Z"))
    #expect(try await costRows(lines, detail, early).count == 2)
  }

  @Test func whatWasRejectedIsToldByReason() {
    var one = SourceStatus(name: "a", kind: .file)
    #expect(ReadingOutcome(countsOf: [one]).rejections("export").isEmpty)
    #expect(ReadingOutcome(countsOf: [one]).exitCode == nil)
    one.lines = 3
    one.rejected = 3
    one.rejectedByReason = [.notJSON: 1, .wrongType: 2]
    #expect(
      ReadingOutcome(countsOf: [one]).rejections("export") == [
        "export: 3 of 3 lines were rejected: 2 with a value of the wrong type, 1 not JSON; "
          + "keep them with --rejects FILE to see them"
      ])
    #expect(ReadingOutcome(countsOf: [one]).exitCode == 65)
    var other = SourceStatus(name: "b", kind: .stdin)
    other.duplicates = 1
    #expect(ReadingOutcome(countsOf: [one, other]).exitCode == nil)
  }

  @Test func theGravestFaultDecidesTheExitStatus() {
    var outcome = ReadingOutcome()
    for (kind, code) in [
      (IngestionError.Kind.badData, Int32(65)), (.unreadable, 66), (.badData, 66), (.inputOutput, 74),
    ] {
      outcome.failures.append(IngestionError(kind, "a", "is bad", advice: "mend it"))
      #expect(outcome.exitCode == code)
    }
  }

  @Test func whatAStoreHeldBeforeIsNotOfThisReading() {
    var source = SourceStatus(name: "a", kind: .file)
    (source.lines, source.accepted) = (5, 5)
    let before = ReadingOutcome(countsOf: [source])
    (source.lines, source.rejected, source.rejectedByReason) = (7, 2, [.notJSON: 2])
    let outcome = ReadingOutcome(countsOf: [source]).since(before)
    #expect(outcome.isAllRejected && outcome.exitCode == 65)
    #expect(outcome.rejections("status").first?.hasPrefix("status: 2 of 2 lines were rejected: 2 not JSON") == true)
  }
}
