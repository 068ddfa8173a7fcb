import PlainText
import Formatting
import Events
import Monitoring

extension CostPage {
  /// What it came to, in the figures that matter most.
  func summary(_ report: CostReport) -> Page.Section {
    let all = report.analysis.breakdown.all
    var figures = [
      Page.KeyFigure(
        label: "Total cost", value: CostText.cost(all), note: NumberFormat.counted(all.operations, "operation")),
      Page.KeyFigure(
        label: "Mean per operation",
        value: CostText.marks(all) + CostText.money(all.meanCost),
        note: all.medianCostUsd.map { "median " + all.costs.certainty.ofMedian.mark(CostText.dollars($0)) } ?? ""),
      spending(report.day, "Today"), spending(report.month, "This month"),
    ]
    if all.estimated > .zero {
      let share = CostText.percent(CostText.share(all.estimated, of: all.cost))
      figures.append(
        Page.KeyFigure(
          label: "Estimated", value: CostText.money(all.estimated), note: "\(share) of the total"))
    }
    if all.unpriced > 0 {
      figures.append(
        Page.KeyFigure(
          label: "Without a known price", value: CostText.count(all.unpriced),
          note: "operations with \(NumberFormat.counted(all.unpricedTokens, "token")); the total is a lower bound",
          tone: .warning))
    }
    if all.failed > 0 {
      let share = CostText.percent(CostText.share(all.failureCost, of: all.cost))
      figures.append(
        Page.KeyFigure(
          label: "Cost of failures", value: CostText.cost(report.analysis.breakdown.failureCosts),
          note: "\(share) of the total, \(NumberFormat.counted(all.failed, "failed operation"))"))
    }
    figures.append(advice)
    let isEmpty = all.operations == 0 && all.costs == .zero
    return Page.Section("Summary", (isEmpty ? [.paragraph(Self.nothing)] : []) + [.figures(figures)])
  }

  private func spending(_ period: PeriodSpending, _ label: String) -> Page.KeyFigure {
    let projected =
      period.projected.map { "projected \(CostText.money($0, period.projectedCertainty))" }
      ?? BudgetText.tooEarly
    guard let budget = period.budget else {
      return Page.KeyFigure(label: label, value: CostText.cost(period.costs), note: "\(projected), no budget")
    }
    let state = period.status?.rawValue ?? ""
    return Page.KeyFigure(
      label: label, value: CostText.cost(period.costs),
      note: "of \(CostText.money(budget)), \(state); \(projected)", tone: period.status?.tone ?? .plain)
  }

  private var advice: Page.KeyFigure {
    let all = advised
    let urgent = all.count { $0.priority == .high }
    return Page.KeyFigure(
      label: "Recommendations", value: "\(all.count)",
      note: all.isEmpty ? "nothing to do" : urgent == 0 ? "none of high priority" : "\(urgent) of high priority",
      tone: urgent > 0 ? .serious : .plain)
  }
}

extension BudgetStatus {
  /// How good it is.
  var tone: Tone {
    switch self {
    case .healthy: .good
    case .warning: .warning
    case .critical: .serious
    case .exceeded: .bad
    }
  }
}
