import Canvas
import Events
import Formatting
import Monitoring
import Snapshots

extension CostPage {
  /// By which entry of the price table each model was priced, and which have none; nothing where no cost was estimated or is
  /// missing.
  var prices: [Page.Section] {
    let prices = document.overall?.prices ?? []
    let nameless = unpricedWithoutModel
    guard !prices.isEmpty || nameless != nil else { return [] }
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
    if let nameless {
      let none = PageText.words(CostText.none)
      table.rows.insert(
        [.words("(no model)"), .status("no price", .warning), none]
          + [none, none, none, none, .figure(CostText.count(nameless.unpricedTokens))], at: 0)
    }
    var blocks: [Page.Block] = []
    let unknown = prices.filter { $0.entry == nil }
    if unknown.contains(where: { (figures[$0.model]?.unpriced ?? 0) > 0 }) || nameless != nil {
      let models = unknown.isEmpty ? "operations that name no model" : CostText.counted(UInt64(unknown.count), "model")
      blocks.append(
        .paragraph(
          "No price is known for \(models): what their tokens cost is not in the figures, which are lower bounds. "
            + "--prices FILE names a price table."))
    }
    blocks.append(.table(table))
    return [Page.Section("Prices", blocks, isDetail: unknown.isEmpty && nameless == nil)]
  }

  // Unpriced operations of which nobody knows the model.
  private var unpricedWithoutModel: GroupFigures? {
    guard let breakdown = document.overall?.analysis.breakdown else { return nil }
    return breakdown.rest(of: breakdown.models, named: "").flatMap { $0.unpriced > 0 ? $0 : nil }
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
    if let analysis = document.overall?.analysis,
      analysis.breakdown.from < document.from || analysis.through > document.through
    {
      blocks.append(
        .paragraph(
          "Operations are taken apart in whole slots of five minutes or an hour: these figures cover "
            + "\(time.full(analysis.breakdown.from)) to \(time.full(analysis.through))."))
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
