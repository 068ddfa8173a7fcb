import Events
import Foundation
import Monitoring
import TestSupport
import Testing

@testable import Reports

/// What exports look like, and that they stay small while they are written.
@Suite struct ExportTests {
  private func expectGoldens<Row: ExportRow>(_ rows: [Row], named name: String) throws {
    for format in ExportFormat.allCases {
      // Golden files are text with plain line ends.
      let text = try ExportSample.text(rows, as: format).replacingOccurrences(of: "\r\n", with: "\n")
      expectGolden(
        text, named: "export-\(name)-\(format.rawValue)",
        testFile: URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
    }
  }

  @Test func operations() throws {
    try expectGoldens([ExportSample.operation, ExportSample.bareOperation], named: "operations")
  }
  @Test func series() throws {
    try expectGoldens(
      [ExportSample.series, SeriesRow(wrapperName: "", point: SeriesPoint(timestamp: ExportSample.at))],
      named: "series")
  }
  @Test func costs() throws {
    try expectGoldens(
      [
        ExportSample.costs,
        CostRow(wrapperName: "none", costs: DayCosts(day: ExportSample.at)),
      ], named: "costs")
  }

  @Test func nothingAtAllIsStillWhole() throws {
    #expect(try ExportSample.text([SeriesRow](), as: .jsonl) == "")
    #expect(try ExportSample.text([SeriesRow](), as: .json) == "[\n]\n")
    let csv = try ExportSample.text([SeriesRow](), as: .csv)
    #expect(CSVReader.rows(csv) == [SeriesRow.columns.map(\.name)])
  }

  @Test func documentsParseAndHoldEveryKey() throws {
    let rows = [ExportSample.operation, ExportSample.bareOperation]
    let text = try ExportSample.text(rows, as: .json)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(document.map { Set($0.keys) } == Array(repeating: Set(OperationRecord.columns.map(\.name)), count: 2))
    #expect(document[0]["error_message"] as? String == rows[0].errorMessage)
    #expect((document[0]["custom_metrics"] as? [String: Any])?["model_used"] as? String == "gpt;=1+1")
    let lines = try ExportSample.text(rows, as: .jsonl).split(separator: "\n")
    for (line, object) in zip(lines, document) {
      let alone = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(alone.map { NSDictionary(dictionary: $0) } == NSDictionary(dictionary: object))
    }
  }

  @Test(arguments: ExportFormat.allCases) func rowsGoOutInPortions(format: ExportFormat) throws {
    var portions: [Int] = []
    try ExportSample.export(Array(repeating: ExportSample.operation, count: 2000), as: format) {
      portions.append($0.count)
    }
    #expect(portions.count >= 8)
    #expect(portions.allSatisfy { $0 < 70_000 })
    #expect(portions.dropLast().allSatisfy { $0 >= 65536 })
  }

  @Test func anExportThatCannotBeWrittenEnds() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      try ExportSample.export([ExportSample.series], as: .csv) { _ in throw Full() }
    }
  }
}
