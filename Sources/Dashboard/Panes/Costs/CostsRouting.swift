import Canvas
import Monitoring
import PlainText

/// What routing came to: savings against the baseline model, and what each method did.
enum CostsRouting {
  static func draw(_ content: CostsContent, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let lines = lines(content, width: area.width)
    let first = max(0, min(content.state.routingScroll.line, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      switch line {
      case .heading(let table): table.drawHeading(in: area.row(row), on: &grid)
      case .figures(let table, let name, let cells):
        table.draw(Span(name, .accent), cells, in: area.row(row), on: &grid)
      case .text(let text): grid.draw(text, in: area.row(row))
      default: break
      }
    }
  }

  private static let table = MetricTable(
    "METHOD", leastName: 12, mostName: 40,
    [
      MetricTable.Column("REQS", 5), MetricTable.Column("COST", FigureCell.costWidth),
      MetricTable.Column("SAVED", 7, rank: 1),
      MetricTable.Column("ROUTING", 5, rank: 2), MetricTable.Column("QUALITY", 5, rank: 3),
    ])

  static func lines(_ content: CostsContent, width: Int) -> [BreakdownLine] {
    guard let routing = content.report?.analysis.routing else { return [] }
    let isLoss = routing.savings < .zero
    var saved = Line(CompactFigure.money(routing.savings), isLoss ? .critical : .healthy, .bold)
    saved.add(isLoss ? " saved, a loss" : " saved", .dim)
    if let percent = routing.savingsPercent {
      saved.add(", ", .dim)
      saved.add(NumberFormat.fixed(percent, 1) + "%", isLoss ? .critical : .healthy)
    }
    var pieces = [
      saved, Line("against the baseline model", .dim),
      Line.figure(CompactFigure.compact(Double(routing.requests)), "routed"),
      Line.figure(CompactFigure.money(routing.costs), "cost"),
    ]
    if routing.actualCost != .zero || routing.expectedCost != .zero {
      pieces.append(Line.figure(CompactFigure.money(routing.expectedCost), "expected"))
      pieces.append(Line.figure(CompactFigure.money(routing.actualCost), "actual cost"))
    }
    if let latency = routing.meanLatencyMs {
      pieces.append(Line.figure(CompactFigure.duration(latency), "to route"))
    }
    if let quality = routing.meanQuality {
      pieces.append(Line.figure(CompactFigure.number(quality), "mean quality"))
    }
    var lines = Line.wrap(pieces, width: width).map { BreakdownLine.text($0) }
    guard !routing.methods.isEmpty else { return lines }
    lines.append(.heading(table))
    for method in routing.methods {
      let saved = method.savingsVsBaseline == .zero ? method.savings : method.savingsVsBaseline
      lines.append(
        .figures(
          table, method.name,
          [
            FigureCell(.count, Double(method.operations)), FigureCell(method.costs),
            FigureCell(.money, saved.dollars, role: saved < .zero ? .critical : .healthy),
            FigureCell(.duration, method.meanRoutingLatencyMs), FigureCell(.number, method.meanQuality),
          ]))
    }
    return lines
  }
}
