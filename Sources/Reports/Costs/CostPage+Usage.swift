import Formatting
import Events
import Monitoring
import PlainText

extension CostPage {
  /// What was used, and what each of it cost; nothing where no operation told any.
  func usage(_ all: GroupFigures) -> [Page.Section] {
    func each(_ count: Double, times scale: Double = 1) -> PageText {
      .figure(CostText.marks(all) + CostText.dollars(CostText.each(all.cost, of: count).map { $0 * scale }))
    }
    var rows: [[PageText]] = []
    if all.tokens > 0 {
      rows.append([
        .words("Tokens"), .figure(CostText.count(all.tokens)), each(Double(all.tokens), times: 1e6),
        .words("a million tokens"),
      ])
    }
    for (name, tokens) in [("Prompt tokens", all.promptTokens), ("Completion tokens", all.completionTokens)]
    where tokens > 0 {
      rows.append([.words(name), .figure(CostText.count(tokens)), .figure(CostText.none), .words("")])
    }
    if all.requests > 0 {
      rows.append([
        .words("Requests"), .figure(CostText.count(all.requests)), each(Double(all.requests)), .words("a request"),
      ])
    }
    if all.computeHours > 0 {
      rows.append([
        .words("Compute hours"), .figure(NumberFormat.fixed(all.computeHours, 2)), each(all.computeHours),
        .words("a compute hour"),
      ])
    }
    var blocks: [Page.Block] = []
    if !rows.isEmpty {
      blocks.append(
        .table(
          PageTable(
            caption: "What was used, and the total cost over it",
            columns: [.words("Measure"), .figures("Amount"), .figures("Cost"), .words("For")], rows: rows)))
    }
    let figures = efficiency(all)
    if !figures.isEmpty { blocks.append(.figures(figures)) }
    return blocks.isEmpty ? [] : [Page.Section("Use and efficiency", blocks)]
  }

  private func efficiency(_ all: GroupFigures) -> [Page.KeyFigure] {
    var figures: [Page.KeyFigure] = []
    if let efficiency = all.meanEfficiency {
      figures.append(
        Page.KeyFigure(
          label: "Mean efficiency", value: CostText.score(efficiency),
          note: all.inefficiencyCost > .zero ? "inefficiency cost \(CostText.money(all.inefficiencyCost))" : ""))
    }
    if let rate = all.optimizationRate {
      figures.append(
        Page.KeyFigure(label: "Optimised", value: CostText.percent(rate), note: "of operations that tell it"))
    }
    if all.savings != .zero {
      figures.append(
        Page.KeyFigure(label: "Savings", value: CostText.money(all.savings), note: "as wrappers report them"))
    }
    if let quality = all.meanQuality {
      figures.append(Page.KeyFigure(label: "Mean quality", value: CostText.score(quality)))
    }
    return figures
  }

  /// Users and sessions with the highest costs.
  func accounts(_ breakdown: BreakdownSummary) -> [Page.Section] {
    var blocks: [Page.Block] = []
    for (head, groups) in [("User", breakdown.users), ("Session", breakdown.sessions)] where !groups.isEmpty {
      var table = PageTable(
        caption: "Costliest \(head.lowercased())s",
        columns: [
          .words(head), .figures("Cost"), .figures("Share"), .figures("Operations"), .figures("Mean"),
          .figures("Failed"), .figures("Tokens"),
        ])
      table.rows = groups.prefix(Self.rows).map { group in
        [
          .name(group.name), .figure(CostText.cost(group)),
          .figure(CostText.percent(CostText.share(group.cost, of: breakdown.all.cost))),
          .figure(CostText.count(group.operations)),
          .figure(CostText.money(group.meanCost)),
          .figure(CostText.count(group.failed)), .figure(CostText.count(group.tokens)),
        ]
      }
      blocks.append(.table(table))
    }
    return blocks.isEmpty ? [] : [Page.Section("Users and sessions", blocks, isDetail: true)]
  }
}
