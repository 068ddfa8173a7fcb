import Canvas
import Monitoring
import Snapshots

extension KeyMode {
  /// A budget, a group or a recommendation in full.
  static let costItem = KeyMode("one cost", .view)
}

/// A budget, a group of a breakdown or a recommendation in full.
struct CostItemPane: Pane {
  static let layer = PaneLayer.part
  static let modes = [KeyMode.costItem]

  /// The pane below, as it was when this one was opened.
  let costs: CostsPane
  /// What is shown.
  let item: CostItem
  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  /// Shows an item of the pane below.
  init(_ item: CostItem, in costs: CostsPane) {
    self.item = item
    self.costs = costs
  }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    scroll.move(movement, page: CostItemView.rows(context.body))
  }

  mutating func settle(_ context: inout PaneContext) {
    let content = CostsContent(costs.state, context.snapshot)
    let lines = CostItemView.lines(item, content, width: context.body.width).count
    scroll.settle(page: CostItemView.rows(context.body), count: lines)
  }

  func wrapper(_ context: PaneContext) -> String? { costs.wrapper(context) }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    CostItemView.draw(self, frame, in: area, on: &grid)
  }
}

/// A budget, a group of a breakdown or a recommendation in full, on the whole pane.
enum CostItemView {
  /// How many lines are shown at once.
  static func rows(_ area: Rect) -> Int { max(1, area.height - 1) }

  static func draw(
    _ pane: CostItemPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid
  ) {
    let item = pane.item, content = CostsContent(pane.costs.state, frame.snapshot)
    CostsView.drawTitle(content, frame, last: crumbs(item, content), in: area.row(0), on: &grid)
    let body = area.rows(1, area.height - 1)
    let lines = lines(item, content, width: area.width)
    let first = max(0, min(pane.scroll.line, lines.count - body.height))
    for (row, line) in lines.dropFirst(first).prefix(body.height).enumerated() {
      grid.draw(line, in: body.row(row).columns(1, body.width - 1))
    }
    guard lines.count > body.height, body.height > 1 else { return }
    let thumb = (body.height - 1) * first / max(1, lines.count - body.height)
    grid[body.maxX - 1, body.y + thumb] = Cell(grid.glyphs.scrollThumb, style: Style(.dim))
  }

  private static func crumbs(_ item: CostItem, _ content: CostsContent) -> [String] {
    switch item {
    case .budget(let period): ["budget of the \(period.rawValue)"]
    case .group(let dimension, let id):
      ["by \(dimension.word)", row(dimension, id, content)?.title ?? id]
    case .advice(let advice): ["advice", advice.kind.words]
    }
  }

  private static func row(_ dimension: CostDimension, _ id: String, _ content: CostsContent) -> CostRow? {
    content.report.flatMap { report in
      dimension.rows(report.analysis, clock: content.clock).first { $0.id == id }
    }
  }

  static func lines(_ item: CostItem, _ content: CostsContent, width: Int) -> [Line] {
    let width = width - 2
    switch item {
    case .budget(let period):
      let row = content.budgets().first { $0.period == period }
      return row.map { FullFigures.budget($0, content, width: width) } ?? []
    case .group(let dimension, let id):
      guard let report = content.report else { return [Line("Being worked out.", .text)] }
      guard let row = row(dimension, id, content) else {
        return [Line("Nothing of it ended in this time range.", .text), Line("esc goes back.", .dim)]
      }
      return FullFigures.group(row, dimension, report, width: width)
    case .advice(let advice):
      // The figures of today, if it is still given.
      let current = content.recommendations.first { $0.id == advice.id }
      return FullFigures.advice(current ?? advice, isCurrent: current != nil || content.report == nil, width: width)
    }
  }
}
