import Foundation
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
}

/// Golden files are in the folder above.
private let goldenFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

/// A document in a format, as text.
func text(_ document: CostDocument, _ format: CostDocumentFormat) -> String {
  String(decoding: format.bytes(of: document), as: UTF8.self)
}
