import PlainText
import Formatting
import Events
import Monitoring

extension CostPage {
  /// What failures and fallbacks cost, from where to where it was fallen back, and why.
  func failures(_ analysis: CostAnalysis) -> [Page.Section] {
    let all = analysis.breakdown.all
    guard all.failed > 0 || all.fallback > 0 else { return [] }
    var section = Page.Section("Failures and fallbacks")
    func part(_ count: UInt64, _ costs: CostSum, _ what: String) -> String {
      let rate = CostText.percent(Double(count) / Double(max(1, all.operations)))
      let share = CostText.percent(CostText.share(costs.amount, of: all.cost))
      return
        "\(NumberFormat.counted(count, "operation")) \(what) (\(rate)); together they cost \(CostText.cost(costs)), "
        + "\(share) of the total."
    }
    section.blocks.append(.paragraph(part(all.failed, analysis.breakdown.failureCosts, "failed")))
    section.blocks.append(.paragraph(part(all.fallback, analysis.breakdown.fallbackCosts, "used a fallback")))
    if !analysis.breakdown.errorCodes.isEmpty {
      section.blocks.append(.table(errorTable(analysis.breakdown.errorCodes, all)))
    }
    if !analysis.breakdown.fallbacks.isEmpty {
      section.blocks.append(.table(fallbackTable(analysis.breakdown.fallbacks, all, analysis.fallbacks)))
    }
    return [section]
  }

  private func errorTable(_ codes: [GroupFigures], _ all: GroupFigures) -> PageTable {
    var table = PageTable(
      caption: "Failed operations by error code",
      columns: [.words("Error code"), .figures("Operations"), .figures("Cost"), .figures("Mean time")])
    table.rows = codes.prefix(Self.rows).map { code in
      [
        .name(code.name), .figure(CostText.count(code.operations)), .figure(CostText.cost(code)),
        .figure(CostText.duration(code.averageDurationMs)),
      ]
    }
    return table
  }

  private func fallbackTable(
    _ fallbacks: [GroupFigures], _ all: GroupFigures, _ costs: FallbackCosts?
  ) -> PageTable {
    var table = PageTable(
      caption: "Fallbacks, against operations without one",
      columns: [
        .words("From -> to: reason"), .figures("Operations"), .figures("Rate"), .figures("Cost"),
        .figures("Extra cost each"), .figures("Extra time each"), .figures("Failed after it"),
      ])
    table.rows = fallbacks.prefix(Self.rows).map { group in
      return [
        .name(group.name), .figure(CostText.count(group.operations)),
        .figure(CostText.percent(Double(group.operations) / Double(max(1, all.operations)))),
        .figure(CostText.cost(group)),
        .figure(
          CostText.money(
            costs?.extraCost(of: group), group.costs.certainty.joined(with: all.costs.certainty).ofDifference)),
        .figure(CostText.added(costs?.extraLatencyMs(of: group))), .figure(CostText.count(group.failed)),
      ]
    }
    return table
  }

  /// What routing saved (article Cost, Analysis); nothing if no operation was routed.
  func routing(_ analysis: CostAnalysis) -> [Page.Section] {
    guard let routing = analysis.routing, routing.requests > 0 else { return [] }
    var figures = [
      Page.KeyFigure(
        label: "Routed requests", value: CostText.count(routing.requests), note: "cost \(CostText.cost(routing.costs))"),
      Page.KeyFigure(
        label: "Savings against the baseline", value: CostText.money(routing.savings),
        note: routing.savingsPercent.map { CostText.percent($0 / 100) + " of what the baseline would have cost" } ?? "",
        tone: routing.savings < .zero ? .bad : routing.savings > .zero ? .good : .plain),
      Page.KeyFigure(label: "Mean routing latency", value: CostText.duration(routing.meanLatencyMs)),
      Page.KeyFigure(label: "Mean quality", value: CostText.score(routing.meanQuality)),
    ]
    if routing.expectedCost != .zero || routing.actualCost != .zero {
      figures.append(
        Page.KeyFigure(
          label: "Actual cost", value: CostText.money(routing.actualCost),
          note: "the router expected \(CostText.money(routing.expectedCost))"))
    }
    var table = PageTable(
      caption: "Requests by routing method",
      columns: [
        .words("Method"), .figures("Requests"), .figures("Cost"), .figures("Savings"), .figures("Routing latency"),
        .figures("Confidence"), .figures("Quality"),
      ])
    table.rows = routing.methods.prefix(Self.rows).map { method in
      [
        .name(method.name), .figure(CostText.count(method.operations)), .figure(CostText.cost(method)),
        .figure(CostText.money(method.savingsVsBaseline)), .figure(CostText.duration(method.meanRoutingLatencyMs)),
        .figure(CostText.score(method.meanRoutingConfidence)), .figure(CostText.score(method.meanQuality)),
      ]
    }
    var blocks = [Page.Block.figures(figures)]
    if !table.rows.isEmpty { blocks.append(.table(table)) }
    return [Page.Section("Savings by routing", blocks)]
  }
}
