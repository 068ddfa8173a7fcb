import Canvas
import Events
import Monitoring
import Snapshots

// Actions on what is listed: moving, opening, sorting, filtering.
extension DashboardState {
  mutating func move(_ movement: Movement, in surroundings: UpdateContext) -> [Effect] {
    if isFilling { return fill(.move(movement), in: surroundings) }
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot))
    switch place {
    case .filter where view == .operations:
      operations.move(
        movement, page: OperationsPane.rows(layout.body), among: listedOperations(shown(surroundings.snapshot)))
    case .filter where view == .configuration: moveInInspector(movement, in: surroundings)
    case .overview, .filter:
      listing.move(movement, page: layout.tableRows, now: surroundings.now)
      scroll.failures = 0
    case .detail where movement == .pageUp || movement == .pageDown:
      Self.scroll(&scroll.failures, movement, page: layout.failureRows)
    case .detail:
      listing.move(movement, page: 1, now: surroundings.now)
      scroll.failures = 0
    case .operations:
      operations.move(
        movement, page: OperationsPane.rows(layout.body), among: listedOperations(shown(surroundings.snapshot)))
    case .operation: moveInOperation(movement, page: layout.listRows, surroundings)
    case .metrics where movement == .pageUp || movement == .pageDown:
      Self.scroll(&scroll.metrics, movement, page: layout.listRows)
    case .groups where movement == .pageUp || movement == .pageDown:
      Self.scroll(&scroll.groups, movement, page: layout.listRows)
    case .metrics, .groups:
      listing.move(movement, page: 1, now: surroundings.now)
      scroll.metrics = 0
      scroll.groups = 0
    case .trends: Self.scroll(&scroll.trends, movement, page: layout.listRows)
    case .costs: moveInCosts(movement, in: surroundings)
    case .costItem: scrollCostItem(movement, in: surroundings)
    case .inspector: moveInInspector(movement, in: surroundings)
    case .sources: Self.scroll(&scroll.sources, movement, page: layout.listRows)
    case .rejected: Self.scroll(&scroll.rejected, movement, page: layout.listRows)
    case .help:
      guard case .help(var offset) = overlay else { break }
      Self.scroll(&offset, movement, page: layout.listRows)
      overlay = .help(offset: offset)
    case .sortChooser:
      guard case .sortChooser(var cursor) = overlay else { break }
      Self.scroll(&cursor, movement, page: SortColumn.allCases.count)
      overlay = .sortChooser(cursor: max(0, min(cursor, SortColumn.allCases.count - 1)))
    case .form, .formText, .formChoice, .formLine, .entryQuestion, .passphrase, .review, .conflict, .leaving, .history,
      .historyRecord, .rollback, .wrapperName, .wrapperKind:
      // Keys go to what is filled in.
      break
    }
    return []
  }

  // Ends are cut off afterwards, by `settle`.
  static func scroll(_ offset: inout Int, _ movement: Movement, page: Int) {
    switch movement {
    case .up: offset -= 1
    case .down: offset += 1
    case .pageUp: offset -= max(1, page - 1)
    case .pageDown: offset += max(1, page - 1)
    case .first: offset = 0
    case .last: offset = Int.max / 2
    }
  }

  mutating func accept(_ surroundings: UpdateContext) -> [Effect] {
    switch overlay {
    case .filter, .help: overlay = nil
    case .sortChooser(let cursor):
      if let column = SortColumn(rawValue: cursor) { sort(by: column, in: surroundings) }
    case nil where view == .operations: return openOperation(surroundings)
    case nil where view == .trends: return openTrend(surroundings)
    case nil where view == .costs: return openCost(surroundings)
    case nil where isFilling: return acceptFilling(surroundings)
    case nil where view == .configuration: return openInInspector(surroundings)
    case nil:
      guard view == .overview, !isDetailOpen else { return [] }
      guard listing.selected(in: shown(surroundings.snapshot)) != nil else {
        tell("No wrapper to open", surroundings)
        return [.beep]
      }
      listing.pin()
      isDetailOpen = true
    }
    return []
  }

  // Undoes what was done last, from the outside in; at the very last the cursor goes back to following the first row.
  mutating func goBack(_ surroundings: UpdateContext) {
    switch overlay {
    case .filter: setFilter("", in: surroundings)
    case .help, .sortChooser: break
    case nil:
      if view == .operations, operations.open != nil {
        operations.open = nil
      } else if view == .operations, !operations.choice.text.isEmpty {
        filterOperations("")
      } else if view == .costs, goBackInCosts() {
        // A step up on the pane itself.
      } else if isFilling {
        goBackInFilling(surroundings)
      } else if view == .configuration {
        goBackInInspector()
      } else if view != .overview {
        view = .overview
      } else if isDetailOpen {
        isDetailOpen = false
      } else if !listing.filter.text.isEmpty {
        setFilter("", in: surroundings)
      } else {
        listing.unpin()
        listing.rebuild(shown(surroundings.snapshot), now: surroundings.now)
      }
    }
    overlay = nil
  }

  mutating func sort(by column: SortColumn, in surroundings: UpdateContext) {
    if listing.order.column != column { listing.order = SortOrder(column: column) }
    overlay = nil
    listing.rebuild(shown(surroundings.snapshot), now: surroundings.now)
    tell("Sorted by \(column.title), \(listing.order.direction)", surroundings)
  }

  mutating func editFilter(_ edit: Edit, in surroundings: UpdateContext) {
    guard case .filter(var field) = overlay else { return }
    field.apply(edit)
    overlay = .filter(field)
    setFilter(field.text, in: surroundings)
  }

  mutating func startFilter() {
    let text =
      switch view {
      case .operations: operations.choice.text
      case .configuration: inspector.search
      default: listing.filter.text
      }
    if view == .configuration { inspector.section = .fields }
    var line = LineEditor(text)
    // Another field is looked for: what is typed takes the place of the search before.
    if view == .configuration { line.apply(.selectAll) }
    overlay = .filter(line)
  }

  private mutating func setFilter(_ text: String, in surroundings: UpdateContext) {
    switch view {
    case .operations: return filterOperations(text)
    case .configuration: return searchFields(text, surroundings)
    default: break
    }
    guard text != listing.filter.text else { return }
    listing.filter = Filter(text)
    listing.rebuild(shown(surroundings.snapshot), now: surroundings.now)
  }
}
