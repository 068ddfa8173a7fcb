import Events
import Monitoring
import Snapshots

/// All that a report on costs tells, as a value (article Cost; Command line).
package struct CostDocument: Sendable, Equatable {
  /// The instant of the report: health, sources and notices as of then.
  package var snapshot: Snapshot
  /// From when on costs were wanted.
  package var from: Timestamp
  /// Up to when.
  package var through: Timestamp
  /// The pattern that the names of wrappers had to match; nil for all wrappers.
  package var pattern: String?
  /// The costs of all wrappers together first, then those of each; empty where nothing was ever taken in.
  package var reports: [CostReport]

  package init(
    snapshot: Snapshot, from: Timestamp, through: Timestamp, pattern: String? = nil, reports: [CostReport] = []
  ) {
    self.snapshot = snapshot
    self.from = from
    self.through = through
    self.pattern = pattern
    self.reports = reports
  }

  /// Whom the report is about as a whole: all wrappers together, those that were chosen, or the only one of them.
  var overall: CostReport? {
    guard pattern != nil else { return reports.first { $0.wrapper == nil } }
    return single.count == 1 ? single.first : CostReport(sumOf: single)
  }
  /// Each wrapper, highest cost first.
  var single: [CostReport] {
    reports.filter { $0.wrapper != nil }.enumerated().sorted { a, b in
      let (first, second) = (a.element.analysis.breakdown.all.cost, b.element.analysis.breakdown.all.cost)
      return first != second ? first > second : a.offset < b.offset
    }.map(\.element)
  }
}

/// The formats that a report on costs comes in.
package enum CostDocumentFormat: String, Sendable, CaseIterable {
  /// Markdown with the tables of GitHub.
  case markdown
  /// One page of HTML with its style and its charts in it.
  case html

  /// The report in this format.
  package func bytes(of document: CostDocument) -> [UInt8] {
    let format: any PageFormat =
      switch self {
      case .markdown: MarkdownPage()
      case .html: HTMLPage()
      }
    var output: [UInt8] = []
    format.write(CostPage(document).page, to: &output)
    return output
  }
}
