import Canvas
import Monitoring
import Snapshots

extension KeyMode {
  /// Costs and budgets.
  static let costs = KeyMode("costs", [.view, .opens])
}

/// Costs against budgets, over time, taken apart, and what to do: of all wrappers, or of one.
struct CostsPane: Pane {
  static let modes = [KeyMode.costs]

  /// What the operator has set up.
  private(set) var state = CostsState()

  /// What can be done on the cost pane alone.
  enum Own: Sendable, Equatable {
    /// Moves to another section.
    case section(Int)
    /// Between the budgets of the day and of the month.
    case togglePeriod
    /// Between all wrappers and the chosen one.
    case toggleWrapper
    /// Takes costs apart by the next dimension, or the one before.
    case dimension(Int)
    /// Sorts by the next column.
    case sort
    /// Turns the order round.
    case reverse
    /// Lets the section fill the pane, or all sections stand side by side.
    case unfold
  }

  // Over all wrappers from the list, over one from the views of that one.
  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool {
    guard origin.isForWrapper else { return true }
    state.look(at: origin.isOfWrapper ? origin.wrapper : nil)
    state.origin = nil
    return true
  }

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    let content = CostsContent(state, context.snapshot)
    switch input {
    case .move(let movement): move(movement, content, context)
    case .accept: return open(content, &context)
    case .back: return goBack() ? [] : [.close]
    case .own(let action): return apply(action, content, &context)
    case .edit, .filter: break
    }
    return []
  }

  private mutating func apply(
    _ action: Own, _ content: CostsContent, _ context: inout PaneContext
  ) -> [PaneEffect] {
    switch action {
    case .section(let by): state.section = content.sections.next(after: content.section, by)
    case .togglePeriod:
      state.period = state.period == .day ? .month : .day
      context.tell("Budgets of \(state.period.words)")
    case .toggleWrapper: return toggleWrapper(content, &context)
    case .dimension(let by):
      let dimension = content.dimensions.next(after: state.dimension, by)
      if dimension.isTime != state.dimension.isTime { state.costOrder = .usual(for: dimension) }
      state.dimension = dimension
      state.breakdown = ListCursor()
      state.section = .breakdown
    case .sort: return sort(content, &context)
    case .reverse:
      if content.section == .budgets {
        state.budgetOrder.isReversed.toggle()
      } else {
        state.costOrder.isReversed.toggle()
      }
    case .unfold:
      guard context.surroundings.size.columns >= CostsLayout.sideBySide.columns else {
        return context.refuse("There is room for one section only; h and l show the others")
      }
      state.isUnfolded.toggle()
    }
    return []
  }

  // Each section that has columns is sorted by its own.
  private mutating func sort(
    _ content: CostsContent, _ context: inout PaneContext
  ) -> [PaneEffect] {
    switch content.section {
    case .budgets where state.wrapper == nil:
      state.budgetOrder = BudgetOrder(column: BudgetColumn.allCases.next(after: state.budgetOrder.column, 1))
      context.tell("Budgets sorted by \(state.budgetOrder.column.title)")
    case .breakdown:
      state.costOrder = CostOrder(column: CostColumn.allCases.next(after: state.costOrder.column, 1))
      context.tell("Sorted by \(state.costOrder.column.title)")
    default:
      return context.refuse("Nothing to sort here; budgets of all wrappers and the breakdown have columns")
    }
    return []
  }

  // Of all wrappers, the one under the cursor is chosen, else the one that was looked at last.
  private mutating func toggleWrapper(
    _ content: CostsContent, _ context: inout PaneContext
  ) -> [PaneEffect] {
    state.origin = nil
    guard state.wrapper == nil else {
      state.look(at: nil)
      return []
    }
    let chosen = wrapperUnderCursor(content) ?? state.lastWrapper
    guard let wrapper = chosen ?? context.chosen?.name else {
      return context.refuse("No wrapper whose costs could be shown")
    }
    state.look(at: wrapper)
    return []
  }

  func wrapper(_ context: PaneContext) -> String? {
    state.wrapper ?? wrapperUnderCursor(CostsContent(state, context.snapshot))
      ?? context.chosen?.name
  }

  private func wrapperUnderCursor(_ content: CostsContent) -> String? {
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      return rows.indices.contains(state.budgets.row) ? rows[state.budgets.row].wrapper : nil
    case .breakdown where state.dimension == .wrapper:
      let rows = content.rows()
      return rows.indices.contains(state.breakdown.row) ? rows[state.breakdown.row].id : nil
    default: return nil
    }
  }

  private mutating func move(_ movement: Movement, _ content: CostsContent, _ context: PaneContext) {
    let body = CostsLayout(context.body, content).body(content.section) ?? context.body
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      state.budgets.move(movement, page: CostsBudgets.rows(body), count: rows.count) { rows[$0].id }
    case .course:
      // Up is the day, down is the month: they stand in this order where both are shown.
      state.period = movement == .up || movement == .pageUp || movement == .first ? .day : .month
    case .breakdown:
      let rows = content.rows()
      state.breakdown.move(movement, page: CostsBreakdown.rows(body, content), count: rows.count) { rows[$0].id }
    case .routing: state.routingScroll.move(movement, page: body.height)
    case .advice:
      let advice = content.recommendations
      state.advice.move(movement, page: max(1, body.height / 3), count: advice.count) { advice[$0].id }
    }
  }

  // Opens what is under the cursor: a wrapper with its models, a budget, a group, a recommendation.
  private mutating func open(
    _ content: CostsContent, _ context: inout PaneContext
  ) -> [PaneEffect] {
    if let wrapper = wrapperUnderCursor(content), state.wrapper == nil {
      var origin = CostsState.Origin(
        section: content.section, dimension: state.dimension, breakdown: state.breakdown, budgets: state.budgets)
      // The way back leads to the row that was opened, wherever it stands by then.
      if content.section == .budgets { origin.budgets.hold(wrapper) } else { origin.breakdown.hold(wrapper) }
      state.look(at: wrapper)
      state.origin = origin
      return []
    }
    guard let item = item(content) else { return context.refuse("Nothing to open here") }
    return [.push(CostItemPane(item, in: self))]
  }

  private mutating func item(_ content: CostsContent) -> CostItem? {
    switch content.section {
    case .budgets:
      let rows = content.budgets()
      return rows.indices.contains(state.budgets.row) ? .budget(rows[state.budgets.row].period) : nil
    case .course: return .budget(state.period)
    case .breakdown:
      let rows = content.rows()
      guard rows.indices.contains(state.breakdown.row) else { return nil }
      state.breakdown.hold(rows[state.breakdown.row].id)
      return .group(state.dimension, rows[state.breakdown.row].id)
    case .routing: return nil
    case .advice:
      let advice = content.recommendations
      return advice.indices.contains(state.advice.row) ? .advice(advice[state.advice.row]) : nil
    }
  }

  // Goes a step up on the pane; false if it is to be left.
  private mutating func goBack() -> Bool {
    if state.isUnfolded {
      state.isUnfolded = false
      return true
    }
    guard let origin = state.origin else { return false }
    state.look(at: nil)
    state.origin = nil
    state.section = origin.section
    state.dimension = origin.dimension
    state.breakdown = origin.breakdown
    state.budgets = origin.budgets
    return true
  }

  mutating func settle(_ context: inout PaneContext) {
    let content = CostsContent(state, context.snapshot)
    let layout = CostsLayout(context.body, content)
    if let area = layout.body(.budgets) {
      let rows = content.budgets()
      state.budgets.settle(page: CostsBudgets.rows(area), count: rows.count) { rows[$0].id }
    }
    if let area = layout.body(.breakdown), content.report != nil {
      let rows = content.rows()
      state.breakdown.settle(page: CostsBreakdown.rows(area, content), count: rows.count) { rows[$0].id }
    }
    if content.report != nil {
      let advice = content.recommendations
      state.advice.settle(page: 1, count: advice.count) { advice[$0].id }
    }
    if let area = layout.body(.routing) {
      state.routingScroll.settle(page: area.height, count: CostsRouting.lines(content, width: area.width).count)
    }
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.scope.costs = CostScope(wrapper: state.wrapper)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    CostsView.draw(state, frame, in: area, on: &grid)
  }
}

extension Recommendation {
  /// What identifies it among the recommendations of a report.
  var id: String {
    let period = if case .budgetOverrun(let spending, _, _) = basis { spending.period.rawValue } else { "" }
    return "\(kind.rawValue) \(period) \(wrapper ?? "")"
  }
}

extension CostsPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("l"), .right], .own(Own.section(1)), "section",
      "Next section: budgets, spending, breakdown, routing if there is any, advice", in: [.costs], .costs,
      footer: 3,
      as: "h l"),
    Binding(
      [.character("h"), .left], .own(Own.section(-1)), "section before", "Previous section", in: [.costs], .costs),
    Binding(
      [.character("p")], .own(Own.togglePeriod), "day/month", "Switch between daily and monthly budgets", in: [.costs],
      .costs, footer: 4),
    Binding(
      [.character("w")], .own(Own.toggleWrapper), "wrapper/all",
      "Costs of one wrapper (under the cursor, or the last one), or of all", in: [.costs],
      .costs, footer: 6),
    Binding(
      [.character("d")], .own(Own.dimension(1)), "break down",
      "Next breakdown: model, wrapper, operation type, kind of cost, route, template, fallback, user,"
        + " session, hour, day", in: [.costs], .costs, footer: 4, as: "d D"),
    Binding([.character("D")], .own(Own.dimension(-1)), "way before", "Previous breakdown", in: [.costs], .costs),
    Binding(
      [.character("s")], .own(Own.sort), "sort", "Sort budgets or the breakdown by the next column", in: [.costs],
      .costs, footer: 7),
    Binding(
      [.character("S"), .character("r")], .own(Own.reverse), "reverse", "Reverse the order", in: [.costs], .costs,
      footer: 13),
    Binding(
      [.character("z")], .own(Own.unfold), "unfold", "Zoom the section, or show all side by side if there is room",
      in: [.costs], .costs, footer: 12),
  ]

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("$"), digit], .open(id, .forWrapper), "costs",
        "Costs: budgets, spending over time, breakdown, recommendations",
        where: { $0.isView && $0 != .costs && $0 != .costItem }, .look, footer: 8)
    ]
  }
}
