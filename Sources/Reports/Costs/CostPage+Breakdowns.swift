import Formatting
import Events
import Monitoring

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
    var sum = GroupFigures(name: "")
    for group in rest {
      sum.costs += group.costs
      sum.operations += group.operations
      sum.failed += group.failed
      sum.tokens += group.tokens
    }
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
