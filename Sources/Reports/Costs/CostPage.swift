import PlainText
import Events
import Formatting
import Monitoring
import Snapshots

/// A report on costs as a page: what it says, in the order in which operators and those they answer to read it.
struct CostPage {
  let document: CostDocument
  let time: LocalTime

  /// So many rows of a table are shown; the others are summed.
  static let rows = 25
  /// So many wrappers have their costs taken apart; the others are only in the tables.
  static let wrappersInFull = 25

  init(_ document: CostDocument) {
    self.document = document
    time = LocalTime(zone: document.snapshot.monitor.zone)
  }

  /// The page.
  var page: Page {
    var page = Page(title: "LLM cost report", subtitle: subtitle)
    guard let report = document.overall else {
      page.sections = [
        Page.Section(
          "Summary", [.paragraph(Self.nothing)])
      ]
      page.sections += alerts + health + completeness
      return page
    }
    page.sections = [summary(report)] + alerts + [budgets]
    page.sections += costs(report.analysis)
    page.sections += failures(report.analysis) + routing(report.analysis)
    page.sections += usage(report.analysis.breakdown.all) + accounts(report.analysis.breakdown)
    page.sections += [recommendations]
    page.sections += wrappers + health + prices + completeness
    return page
  }

  /// What is said where there is nothing to tell.
  static let nothing = "Nothing was spent and no operation ended in this range."

  /// What wrappers are called as a whole.
  var whole: String { document.pattern == nil ? "All wrappers" : "Chosen wrappers" }

  private var subtitle: [String] {
    let zone = time.zone.name
    return [
      "\(time.minute(document.from)) to \(time.full(document.through))" + (zone == "UTC" ? "" : ", \(zone)"),
      document.pattern.map { "Wrappers whose names match \($0)" } ?? "All wrappers",
      "As of \(time.full(document.snapshot.at)), by wraptop",
    ]
  }
}

extension CostPage {
  /// What the costs were made of: by day, wrapper, model, operation type, kind and hour.
  func costs(_ analysis: CostAnalysis) -> [Page.Section] {
    let breakdown = analysis.breakdown
    let total = breakdown.all.cost
    var sections: [Page.Section] = []
    if let chart = dayChart(analysis) { sections.append(Page.Section("Cost by day", [.chart(chart)])) }
    for (title, head, groups) in [
      ("Cost by wrapper", "Wrapper", analysis.wrappers), ("Cost by model", "Model", breakdown.models),
    ] where !groups.isEmpty {
      var section = Page.Section(title)
      let shown = Self.costliest(groups)
      if let chart = bars(shown, title: title, total: total) { section.blocks.append(.chart(chart)) }
      section.blocks.append(.table(groupTable(shown, head: head, total: total)))
      sections.append(section)
    }
    if !breakdown.operationTypes.isEmpty {
      let table = groupTable(Self.costliest(breakdown.operationTypes), head: "Operation type", total: total)
      sections.append(Page.Section("Cost by operation type", [.table(table)]))
    }
    if !analysis.kinds.isEmpty { sections.append(Page.Section("Cost by kind", [.table(kindTable(analysis.kinds))])) }
    if let chart = hourChart(analysis) { sections.append(Page.Section(chart.title, [.chart(chart)])) }
    return sections
  }

  /// Groups by cost, those of equal cost as they were; what is beyond the limit comes last.
  static func costliest(_ groups: [GroupFigures]) -> [GroupFigures] {
    groups.enumerated().sorted { a, b in
      let isOther = (a.element.name == otherName, b.element.name == otherName)
      if isOther.0 != isOther.1 { return isOther.1 }
      return a.element.cost != b.element.cost ? a.element.cost > b.element.cost : a.offset < b.offset
    }.map(\.element)
  }

  /// By what groups beyond a limit are called.
  static let otherName = "(other)"

  /// A table of groups with their part of a total.
  func groupTable(_ groups: [GroupFigures], head: String, total: Money) -> PageTable {
    var table = PageTable(
      caption: "Costs by \(head.lowercased())",
      columns: [
        .words(head), .figures("Cost"), .figures("Share"), .figures("Operations"), .figures("Mean"),
        .figures("Median"), .figures("Failed"), .figures("Tokens"), .figures("Mean time"),
      ])
    table.rows = groups.prefix(Self.rows).map { group in
      [
        .name(group.name), .figure(CostText.cost(group)),
        .figure(CostText.percent(CostText.share(group.cost, of: total))),
        .figure(CostText.count(group.operations)),
        .figure(CostText.marks(group) + CostText.money(group.meanCost)),
        .figure(
          group.medianCostUsd == nil
            ? CostText.none : group.costs.certainty.ofMedian.mark(CostText.dollars(group.medianCostUsd))),
        .figure(CostText.count(group.failed)),
        .figure(CostText.count(group.tokens)), .figure(CostText.duration(group.averageDurationMs)),
      ]
    }
    if let rest = others(groups, total: total, columns: table.columns.count) { table.rows.append(rest) }
    return table
  }

  // What the rows that are not shown come to.
  private func others(_ groups: [GroupFigures], total: Money, columns: Int) -> [PageText]? {
    let rest = groups.dropFirst(Self.rows)
    guard !rest.isEmpty else { return nil }
    let sum = GroupFigures(name: "", sumOf: rest)
    return [
      .words("\(rest.count) more", .muted), .figure(CostText.cost(sum)),
      .figure(CostText.percent(CostText.share(sum.cost, of: total))), .figure(CostText.count(sum.operations)),
      .figure(CostText.marks(sum) + CostText.money(sum.meanCost)),
      .figure(CostText.none), .figure(CostText.count(sum.failed)), .figure(CostText.count(sum.tokens)),
      .figure(CostText.none),
    ]
  }

  private func bars(_ groups: [GroupFigures], title: String, total: Money) -> Chart? {
    let shown = groups.filter { $0.cost > .zero }.prefix(12)
    guard let first = shown.first else { return nil }
    let share = CostText.percent(CostText.share(first.cost, of: total))
    return Chart(
      title: title,
      summary: "\(first.name) costs most: \(CostText.cost(first)), \(share) of the total."
        + (shown.count < groups.count ? " The \(shown.count) costliest are shown." : ""),
      content: .bars(
        BarChart(
          bars: shown.map { group in
            let share = CostText.share(group.cost, of: total)
            return BarChart.Bar(
              label: .name(group.name), value: group.cost.dollars,
              text: "\(CostText.cost(group))  \(CostText.percent(share))", share: share)
          })))
  }

  func kindTable(_ kinds: [KindCost]) -> PageTable {
    let total = kinds.reduce(Money.zero) { $0 + $1.cost }
    var table = PageTable(
      caption: "Costs by kind", columns: [.words("Kind"), .figures("Cost"), .figures("Share")])
    table.rows = kinds.map { kind in
      return [
        .words(kind.kind.words), .figure(CostText.cost(kind.costs)),
        .figure(CostText.percent(CostText.share(kind.cost, of: total))),
      ]
    }
    return table
  }
}

extension CostKind {
  /// What it is called in a report.
  var words: String {
    switch self {
    case .api: "API"
    case .infrastructure: "Infrastructure"
    case .compute: "Compute"
    case .other: "Reported as a whole"
    case .uncachedInput: "Estimated: input"
    case .cacheRead: "Estimated: input read from a cache"
    case .cacheWrite: "Estimated: input written into a cache"
    case .output: "Estimated: output"
    case .requests: "Estimated: requests"
    case .estimate: "Estimated as a whole"
    }
  }
}

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
      let models = unknown.isEmpty ? "operations that name no model" : NumberFormat.counted(unknown.count, "model")
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
            ? "\(NumberFormat.counted(lines, "line")) were read; none was rejected."
            : "\(CostText.count(rejected)) of \(NumberFormat.counted(lines, "line")) were rejected and are in no figure."
        ))
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
