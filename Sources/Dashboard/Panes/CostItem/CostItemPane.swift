import Canvas
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

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: CostItemView.rows(context.body))
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
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
