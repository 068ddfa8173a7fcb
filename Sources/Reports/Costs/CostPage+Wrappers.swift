import PlainText
import Formatting
import Events
import Monitoring

extension CostPage {
  /// The costs of the costliest wrappers taken apart, one after the other, where there is more than one.
  var wrappers: [Page.Section] {
    let reports = document.single
    guard reports.count > 1 else { return [] }
    var blocks: [Page.Block] = []
    for report in reports.prefix(Self.wrappersInFull) {
      blocks.append(.heading(.name(report.wrapper ?? "")))
      blocks += self.blocks(report)
    }
    if reports.count > Self.wrappersInFull {
      blocks.append(
        .paragraph(
          "The \(Self.wrappersInFull) costliest of \(reports.count) wrappers are taken apart; name others with --wrapper."
        ))
    }
    return [Page.Section("Wrappers one by one", blocks, isDetail: true)]
  }

  private func blocks(_ report: CostReport) -> [Page.Block] {
    let breakdown = report.analysis.breakdown
    let all = breakdown.all
    var blocks = [Page.Block.paragraph(sentence(report))]
    for (head, groups) in [("Model", breakdown.models), ("Operation type", breakdown.operationTypes)]
    where !groups.isEmpty {
      blocks.append(.table(groupTable(Self.costliest(groups), head: head, total: all.cost)))
    }
    if report.analysis.kinds.count > 1 { blocks.append(.table(kindTable(report.analysis.kinds))) }
    return blocks
  }

  private func sentence(_ report: CostReport) -> String {
    let breakdown = report.analysis.breakdown
    let all = breakdown.all
    let mean = CostText.marks(all) + CostText.money(all.meanCost)
    var text = "\(CostText.cost(all)) for \(NumberFormat.counted(all.operations, "operation")): \(mean) each"
    text += all.medianCostUsd.map { ", median \(all.costs.certainty.ofMedian.mark(CostText.dollars($0))). " } ?? ". "
    if all.failed > 0 {
      text += "\(CostText.count(all.failed)) failed, which cost \(CostText.cost(breakdown.failureCosts)). "
    }
    if all.fallback > 0 {
      text += "\(CostText.count(all.fallback)) used a fallback, which cost \(CostText.cost(breakdown.fallbackCosts)). "
    }
    text += "Today \(CostText.cost(report.day.costs)), this month \(CostText.cost(report.month.costs))."
    return text
  }
}
