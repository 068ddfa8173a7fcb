import Canvas
import Monitoring
import Snapshots

// Actions on the cost pane.
extension DashboardState {
  /// Opens the pane: over all wrappers from the list, over one from the views of that one.
  mutating func showCosts(_ surroundings: UpdateContext) {
    let isOfWrapper = view.isOfWrapper || view == .overview && isDetailOpen
    let wrapper = isOfWrapper ? listing.selected(in: shown(surroundings.snapshot))?.name : nil
    costs.look(at: wrapper)
    costs.origin = nil
    costs.open = nil
    show(.costs)
  }

  mutating func apply(_ action: CostsAction, in surroundings: UpdateContext) -> [Effect] {
    let content = CostsContent(self, shown(surroundings.snapshot))
    switch action {
    case .section(let by):
      costs.section = Self.next(content.section, by, in: content.sections)
    case .togglePeriod:
      costs.period = costs.period == .day ? .month : .day
      tell("Budgets of \(costs.period.words)", surroundings)
    case .toggleWrapper: return toggleWrapper(content, surroundings)
    case .dimension(let by):
      let dimension = Self.next(costs.dimension, by, in: content.dimensions)
      if dimension.isTime != costs.dimension.isTime { costs.costOrder = .usual(for: dimension) }
      costs.dimension = dimension
      costs.breakdown = ListCursor<String>()
      costs.section = .breakdown
    case .sort: return sortCosts(content, surroundings)
    case .reverse:
      if content.section == .budgets {
        costs.budgetOrder.isReversed.toggle()
      } else {
        costs.costOrder.isReversed.toggle()
      }
    case .unfold:
      guard surroundings.size.columns >= CostsLayout.sideBySide.columns else {
        tell("There is room for one section only; h and l show the others", surroundings)
        return [.beep]
      }
      costs.isUnfolded.toggle()
    }
    return []
  }

  static func next<T: Equatable>(_ current: T, _ by: Int, in all: [T]) -> T {
    let place = (all.firstIndex(of: current) ?? 0) + by
    return all[((place % all.count) + all.count) % all.count]
  }

  // Each section that has columns is sorted by its own.
  private mutating func sortCosts(_ content: CostsContent, _ surroundings: UpdateContext) -> [Effect] {
    switch content.section {
    case .budgets where costs.wrapper == nil:
      costs.budgetOrder = BudgetOrder(column: Self.next(costs.budgetOrder.column, 1, in: BudgetColumn.allCases))
      tell("Budgets sorted by \(costs.budgetOrder.column.title)", surroundings)
    case .breakdown:
      costs.costOrder = CostOrder(column: Self.next(costs.costOrder.column, 1, in: CostColumn.allCases))
      tell("Sorted by \(costs.costOrder.column.title)", surroundings)
    default:
      tell("Nothing to sort here; budgets of all wrappers and the breakdown have columns", surroundings)
      return [.beep]
    }
    return []
  }

  // Of all wrappers, the one under the cursor is chosen, else the one that was looked at last.
  private mutating func toggleWrapper(_ content: CostsContent, _ surroundings: UpdateContext) -> [Effect] {
    costs.open = nil
    costs.origin = nil
    guard costs.wrapper == nil else {
      costs.look(at: nil)
      return []
    }
    let chosen = wrapperUnderCursor(content) ?? costs.lastWrapper
    guard let wrapper = chosen ?? listing.selected(in: content.snapshot)?.name else {
      tell("No wrapper whose costs could be shown", surroundings)
      return [.beep]
    }
    costs.look(at: wrapper)
    return []
  }

  func wrapperUnderCursor(_ content: CostsContent) -> String? {
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      return rows.indices.contains(costs.budgets.row) ? rows[costs.budgets.row].wrapper : nil
    case .breakdown where costs.dimension == .wrapper:
      let rows = content.rows()
      return rows.indices.contains(costs.breakdown.row) ? rows[costs.breakdown.row].id : nil
    default: return nil
    }
  }

  mutating func moveInCosts(_ movement: Movement, in surroundings: UpdateContext) {
    let snapshot = shown(surroundings.snapshot)
    let content = CostsContent(self, snapshot)
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: snapshot)
    let body = CostsLayout(layout.body, content).body(content.section) ?? layout.body
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      costs.budgets.move(movement, page: CostsBudgets.rows(body), count: rows.count) { rows[$0].id }
    case .course:
      // Up is the day, down is the month: they stand in this order where both are shown.
      costs.period = movement == .up || movement == .pageUp || movement == .first ? .day : .month
    case .breakdown:
      let rows = content.rows()
      costs.breakdown.move(movement, page: CostsBreakdown.rows(body, content), count: rows.count) { rows[$0].id }
    case .routing: Self.scroll(&costs.routingScroll, movement, page: body.height)
    case .advice:
      let advice = content.recommendations
      costs.advice.move(movement, page: max(1, body.height / 3), count: advice.count) { advice[$0].id }
    }
  }

  mutating func scrollCostItem(_ movement: Movement, in surroundings: UpdateContext) {
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    Self.scroll(&costs.openScroll, movement, page: CostsItemPane.rows(layout.body))
  }

  /// Opens what is under the cursor: a wrapper with its models, a budget, a group, a recommendation.
  mutating func openCost(_ surroundings: UpdateContext) -> [Effect] {
    guard costs.open == nil else { return [] }
    let content = CostsContent(self, shown(surroundings.snapshot))
    costs.openScroll = 0
    if let wrapper = wrapperUnderCursor(content), costs.wrapper == nil {
      var origin = CostsState.Origin(
        section: content.section, dimension: costs.dimension, breakdown: costs.breakdown, budgets: costs.budgets)
      // The way back leads to the row that was opened, wherever it stands by then.
      if content.section == .budgets { origin.budgets.hold(wrapper) } else { origin.breakdown.hold(wrapper) }
      costs.look(at: wrapper)
      costs.origin = origin
      return []
    }
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      guard rows.indices.contains(costs.budgets.row) else { break }
      costs.open = .budget(rows[costs.budgets.row].period)
    case .course: costs.open = .budget(costs.period)
    case .breakdown:
      let rows = content.rows()
      guard rows.indices.contains(costs.breakdown.row) else { break }
      costs.breakdown.hold(rows[costs.breakdown.row].id)
      costs.open = .group(costs.dimension, rows[costs.breakdown.row].id)
    case .routing: break
    case .advice:
      let advice = content.recommendations
      guard advice.indices.contains(costs.advice.row) else { break }
      costs.open = .advice(advice[costs.advice.row])
    }
    guard costs.open != nil else {
      tell("Nothing to open here", surroundings)
      return [.beep]
    }
    return []
  }

  /// Goes a step up on the pane; false if it is to be left.
  mutating func goBackInCosts() -> Bool {
    if costs.open != nil {
      costs.open = nil
      return true
    }
    if costs.isUnfolded {
      costs.isUnfolded = false
      return true
    }
    guard let origin = costs.origin else { return false }
    costs.look(at: nil)
    costs.origin = nil
    costs.section = origin.section
    costs.dimension = origin.dimension
    costs.breakdown = origin.breakdown
    costs.budgets = origin.budgets
    return true
  }

  /// Nothing is scrolled past its end, cursors are on what they hold.
  mutating func settleCosts(_ surroundings: UpdateContext) {
    guard view == .costs else { return }
    let snapshot = shown(surroundings.snapshot)
    let content = CostsContent(self, snapshot)
    let body = ScreenLayout(surroundings.size, state: self, snapshot: snapshot).body
    let layout = CostsLayout(body, content)
    if let area = layout.body(.budgets) {
      let rows = content.budgets()
      costs.budgets.settle(page: CostsBudgets.rows(area), count: rows.count) { rows[$0].id }
    }
    if let area = layout.body(.breakdown), content.report != nil {
      let rows = content.rows()
      costs.breakdown.settle(page: CostsBreakdown.rows(area, content), count: rows.count) { rows[$0].id }
    }
    if content.report != nil {
      let advice = content.recommendations
      costs.advice.settle(page: 1, count: advice.count) { advice[$0].id }
    }
    if let area = layout.body(.routing) {
      let lines = CostsRouting.lines(content, width: area.width).count
      costs.routingScroll = max(0, min(costs.routingScroll, lines - area.height))
    }
    if let open = costs.open {
      let lines = CostsItemPane.lines(open, content, width: body.width).count
      costs.openScroll = max(0, min(costs.openScroll, lines - CostsItemPane.rows(body)))
    }
  }
}

extension Recommendation {
  /// What identifies it among the recommendations of a report.
  var id: String { kind.rawValue + " " + (wrapper ?? "") }
}
