import Foundation
import Monitoring
import TestSupport
import Testing

@testable import Reports

/// Reports on costs look as their golden files do.
@Suite struct CostDocumentTests {
  @Test(arguments: CostDocumentFormat.allCases) func richDocuments(format: CostDocumentFormat) {
    expectGolden(text(CostSample.rich(), format), named: "costs-rich-\(format.rawValue)", testFile: goldenFile)
  }

  @Test(arguments: CostDocumentFormat.allCases) func emptyDocuments(format: CostDocumentFormat) {
    expectGolden(text(CostSample.empty(), format), named: "costs-empty-\(format.rawValue)", testFile: goldenFile)
  }

  @Test func whatIsMostUrgentComesFirst() throws {
    func report(_ name: String, day: String, month: String) -> CostReport {
      CostSample.report(
        name, day: CostSample.period(.day, spent: day, burn: "0", projected: day, budget: "10"),
        month: CostSample.period(.month, spent: month, burn: "0", projected: month, budget: "100")
      ) { _ in }
    }
    var document = CostSample.rich()
    document.reports = [
      CostSample.overall(), report("calm", day: "1", month: "2"), report("near", day: "9.6", month: "85"),
      report("over", day: "11", month: "30"), report("far over", day: "12", month: "99"),
    ]
    let rows = text(document, .markdown).split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.count == 11 && cells[0].hasPrefix("`") ? "\(cells[0].filter { $0 != "`" }) \(cells[1])" : nil
    }
    #expect(
      rows == [
        "far over day", "over day", "far over month", "near day", "near month", "over month", "calm day", "calm month",
      ])
  }
}

/// Golden files are in the folder above.
private let goldenFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

/// A document in a format, as text.
func text(_ document: CostDocument, _ format: CostDocumentFormat) -> String {
  String(decoding: format.bytes(of: document), as: UTF8.self)
}
