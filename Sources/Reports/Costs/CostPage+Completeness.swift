import Canvas
import Events
import Formatting
import Monitoring
import Snapshots

extension CostPage {
  /// By which entry of the price table each model was priced, and which have none; nothing without a price table.
  var prices: [Page.Section] {
    let prices = document.overall?.prices ?? []
    guard !prices.isEmpty else { return [] }
    let figures = Dictionary(
      (document.overall?.analysis.breakdown.models ?? []).map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    var table = PageTable(
      caption: "Prices of a million tokens",
      columns: [
        .words("Model"), .words("Entry of the price table"), .words("Found"), .figures("Input"),
        .figures("Cache read"), .figures("Cache write"), .figures("Output"), .figures("Unpriced tokens"),
      ])
    let unknownFirst = prices.filter { $0.entry == nil } + prices.filter { $0.entry != nil }
    table.rows = unknownFirst.prefix(4 * Self.rows).map { price in
      [
        .name(price.model), price.entry.map { .name($0) } ?? .status("no price", .warning),
        .words(price.rule?.rawValue ?? CostText.none), million(price.prices?.input), million(price.prices?.cacheRead),
        million(price.prices?.cacheWrite), million(price.prices?.output),
        .figure(figures[price.model].map { CostText.count($0.unpricedTokens) } ?? CostText.none),
      ]
    }
    var blocks: [Page.Block] = []
    let unknown = prices.count { $0.entry == nil }
    if unknown > 0 {
      blocks.append(
        .paragraph(
          "The price table has no price for \(CostText.counted(UInt64(unknown), "model")): what their tokens cost is not "
            + "in the figures, which are lower bounds."))
    }
    blocks.append(.table(table))
    return [Page.Section("Prices", blocks, isDetail: unknown == 0)]
  }

  // Quintillionths of a dollar for a token are millionths of a nano-dollar; a million of them are nano-dollars.
  private func million(_ price: Int64?) -> PageText {
    .figure(price.map { CostText.dollars(Double($0) / 1e12) } ?? CostText.none)
  }

  /// What the figures rest on: what was read, what was rejected, and since when costs are kept.
  var completeness: [Page.Section] {
    let snapshot = document.snapshot
    var blocks: [Page.Block] = []
    if let analysis = document.overall?.analysis, let earliest = snapshot.earliest,
      max(earliest, document.from).advanced(seconds: 3600) < analysis.from
    {
      blocks.append(
        .paragraph(
          "What operations were made of is known from \(time.full(analysis.from)) on; what was before is not in the "
            + "breakdowns."))
    }
    let sources = listedSources(snapshot.sources)
    let rejected = sources.reduce(0) { $0 + $1.rejected }
    let lines = sources.reduce(0) { $0 + $1.lines }
    if !sources.isEmpty {
      blocks.append(
        .paragraph(
          rejected == 0
            ? "\(CostText.counted(lines, "line")) were read; none was rejected."
            : "\(CostText.count(rejected)) of \(CostText.counted(lines, "line")) were rejected and are in no figure."))
      blocks.append(.table(sourceTable(sources)))
    }
    for source in sources {
      if let problem = source.problem { blocks.append(.paragraph("\(problem).")) }
    }
    for notice in snapshot.notices { blocks.append(.paragraph("Note: \(notice).")) }
    guard !blocks.isEmpty else { return [] }
    return [Page.Section("How complete this is", blocks)]
  }

  private func sourceTable(_ sources: [SourceSummary]) -> PageTable {
    var table = PageTable(
      caption: "What was read",
      columns: [
        .words("Source"), .figures("Lines"), .figures("Accepted"), .figures("Duplicates"), .figures("Rejected"),
        .words("Why"), .figures("Too late for windows"), .words("Last event"),
      ])
    table.rows = sources.map { source in
      [
        .name(source.name), .figure(CostText.count(source.lines)), .figure(CostText.count(source.accepted)),
        .figure(CostText.count(source.duplicates)),
        .figure(CostText.count(source.rejected), source.rejected > 0 ? .warning : .plain),
        .words(RejectionReason.summary(source.rejectedByReason) ?? CostText.none),
        .figure(CostText.count(source.tooLate)), .words(source.lastEvent.map(time.full) ?? "never"),
      ]
    }
    return table
  }
}
