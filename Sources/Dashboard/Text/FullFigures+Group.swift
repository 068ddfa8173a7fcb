import Canvas
import Events
import Monitoring
import PlainText

extension FullFigures {
  /// Everything that is known of a group of a breakdown.
  static func group(_ row: CostRow, _ dimension: CostDimension, _ report: CostReport, width: Int) -> [Line] {
    let all = report.analysis.breakdown.all
    var lines: [Line] = []
    func add(_ name: String, _ value: String, _ note: String = "", role: Role = .text) {
      lines += line(name, value, note, role: role, width: width)
    }
    let share = all.cost == .zero ? "" : "\(NumberFormat.percent(row.cost.dollars / all.cost.dollars))% of all"
    let group = row.group
    let certainty = row.costs.certainty
    add("cost", certainty.mark(exact(row.cost)), share, role: .cost)
    if let operations = row.operations {
      add("operations", NumberFormat.grouped(operations))
      add("mean cost", CompactCost.each(row.mean, certainty))
    }
    guard let group else {
      if dimension == .kind, let kind = CostKind(rawValue: row.id), kind.isEstimated {
        kind == .estimate
          ? add("from", "the records", "cost_is_estimated")
          : add("from", "the price table", "what was used times the price of the model")
      }
      return lines
    }
    if let median = group.medianCostUsd {
      add(
        "median cost", CompactCost.each(median, certainty.ofMedian), "of those that cost anything")
    }
    lines += usage(group, width: width)
    lines += self.certainty(group, width: width)
    if dimension == .fallback, let fallbacks = report.analysis.fallbacks {
      lines += extra(group, fallbacks, width: width)
    }
    if dimension == .model { lines += price(group.name, report, width: width) }
    lines += parts(group, width: width)
    return lines
  }

  // Against operations without a fallback.
  private static func extra(_ group: GroupFigures, _ fallbacks: FallbackCosts, width: Int) -> [Line] {
    var lines: [Line] = []
    if let extra = fallbacks.extraCost(of: group) {
      let isMore = extra > .zero
      lines += line(
        isMore ? "costs more" : "costs less", CompactCost.each(abs(extra.dollars)),
        "an operation, against those without a fallback", role: isMore ? .critical : .healthy, width: width)
    }
    if let extra = fallbacks.extraLatencyMs(of: group) {
      lines += line(
        extra > 0 ? "takes longer" : "takes less", CompactFigure.duration(abs(extra)),
        "an operation, against those without a fallback", role: extra > 0 ? .critical : .healthy, width: width)
    }
    return lines
  }

  private static func usage(_ group: GroupFigures, width: Int) -> [Line] {
    var lines: [Line] = []
    func add(_ name: String, _ value: String, _ note: String = "", if isTold: Bool = true) {
      if isTold { lines += line(name, value, note, width: width) }
    }
    add(
      "tokens", NumberFormat.grouped(group.tokens),
      group.promptTokens + group.completionTokens > 0
        ? "\(NumberFormat.grouped(group.promptTokens)) in, \(NumberFormat.grouped(group.completionTokens)) out" : "",
      if: group.tokens > 0)
    add(
      "per 1,000 tokens", CompactCost.each(group.dollarsPerThousandTokens, group.costs.certainty), if: group.tokens > 0)
    add("requests", NumberFormat.grouped(group.requests), if: group.requests > 0)
    add("per request", CompactCost.each(group.costPerRequest?.dollars, group.costs.certainty), if: group.requests > 0)
    add("compute hours", CompactFigure.number(group.computeHours), if: group.computeHours > 0)
    add(
      "per compute hour", CompactCost.each(group.costPerComputeHour?.dollars, group.costs.certainty),
      if: group.computeHours > 0)
    return lines
  }

  // How sure the sum is: what was estimated, what has no price.
  private static func certainty(_ group: GroupFigures, width: Int) -> [Line] {
    var lines: [Line] = []
    if group.estimated != .zero {
      let part = group.cost == .zero ? nil : group.estimated.dollars / group.cost.dollars
      lines += line(
        "estimated", "~" + exact(group.estimated), "\(NumberFormat.percent(part))% of its cost",
        role: .notice, width: width)
      for (name, money) in [
        ("  uncached input", group.estimatedInput), ("  cache read", group.estimatedCacheRead),
        ("  cache write", group.estimatedCacheWrite), ("  output", group.estimatedOutput),
        ("  requests", group.estimatedRequests),
      ] where money != .zero {
        lines += line(name, "~" + exact(money), width: width)
      }
    }
    if group.unpriced > 0 {
      lines += line(
        "NO PRICE", NumberFormat.counted(group.unpriced, "operation"),
        "\(NumberFormat.counted(group.unpricedTokens, "token")) without a known price: the cost is a lower bound",
        role: .critical, width: width)
    }
    return lines
  }

  private static func price(_ model: String, _ report: CostReport, width: Int) -> [Line] {
    guard let price = report.prices.first(where: { $0.model == model }) else {
      return line("price table", "none", "--prices FILE names one, to estimate what is not reported", width: width)
    }
    guard let entry = price.entry else {
      return line(
        "price", "none", "its tokens are unpriced unless their cost is reported; --prices FILE names a price table",
        role: .critical, width: width)
    }
    let rule = price.rule.map { $0 == .exact ? "the name as it is" : "the name \($0.rawValue)" } ?? ""
    var lines = line("priced as", entry, rule, role: .accent, width: width)
    guard let prices = price.prices else { return lines }
    for (name, value) in [
      ("  input", prices.input), ("  cache read", prices.cacheRead), ("  cache write", prices.cacheWrite),
      ("  output", prices.output),
    ] where value != nil {
      lines += line(name, CompactCost.perMillion(value), "per million tokens", width: width)
    }
    return lines
  }

  // All other figures that any operation told.
  private static func parts(_ group: GroupFigures, width: Int) -> [Line] {
    Figure.all.filter { !shownAsUsage.contains($0.name) }.flatMap { figure -> [Line] in
      func line(_ value: String, role: Role = .text) -> [Line] {
        self.line(figure.label, value, note(figure, group), role: role, width: width)
      }
      switch group.value(of: figure) {
      case .money(let money) where money != .zero: return line(exact(money), role: money < .zero ? .critical : .text)
      case .count(let count) where count > 0: return line(NumberFormat.grouped(count))
      case .number(let number):
        switch figure.unit {
        case .milliseconds: return line(CompactFigure.duration(number))
        case .share: return line(NumberFormat.percent(number) + "%")
        default: return line(CompactFigure.number(number))
        }
      default: return []
      }
    }
  }

  private static func note(_ figure: Figure, _ group: GroupFigures) -> String {
    switch figure.name {
    case "failure_cost_usd": NumberFormat.counted(group.failed, "failed operation")
    case "fallback_cost_usd": NumberFormat.counted(group.fallback, "operation") + " with a fallback"
    default: figure.note
    }
  }

  private static let shownAsUsage: Set = ["prompt_tokens", "completion_tokens", "requests", "compute_hours"]
}
